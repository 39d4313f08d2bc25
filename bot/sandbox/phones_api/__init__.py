"""The people's side: what the page and the tests use to act as a person and to see what a person sees."""
