"""The user's own documents: read, cut into passages, and kept on this machine."""
