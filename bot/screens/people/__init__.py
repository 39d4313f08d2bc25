"""The screens of people: joining, and the directory."""
