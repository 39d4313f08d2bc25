"""Lists that an office keeps as files: read and checked as a whole, every fault with its line and reason."""
