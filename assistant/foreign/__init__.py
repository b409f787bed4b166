"""Files that somebody else made: looked at before they are opened, and opened in a process with limits."""
