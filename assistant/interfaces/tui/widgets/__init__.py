"""Parts of screens, each with its style beside it."""
