"""A page of the office's own, opened with a browser."""
