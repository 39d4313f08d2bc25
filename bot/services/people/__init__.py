"""Who may use the program: the roster, joining, the directory."""
