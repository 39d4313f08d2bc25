"""The pages themselves: what a browser loads, and their words."""
