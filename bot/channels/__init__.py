"""Ways to people: one folder per channel, the same file names in each."""
