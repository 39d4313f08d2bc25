"""Tasks: imported from a file, listed and shown."""
