"""What the program makes of updates. Thin: read, ask one service, return operations."""
