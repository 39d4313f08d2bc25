"""One file per command-line verb, imported when it is chosen."""
