"""Documents of a conversation: composed as typed data, written as Word or Markdown, and read back."""
