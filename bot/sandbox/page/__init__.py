"""The page with the phones: its files, its words, and what a browser may do with it."""
