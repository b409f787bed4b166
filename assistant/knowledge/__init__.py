"""What the assistant knows, as typed data."""
