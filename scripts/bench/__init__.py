"""Measurements of what has to stay quick however much there is."""
