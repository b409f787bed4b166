"""The chat in the terminal, made with Textual."""
