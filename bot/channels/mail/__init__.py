"""E-mail: carries nudges and no content (decision 0099)."""
