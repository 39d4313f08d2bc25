"""One file per goal of a user: plain functions that receive an open unit of work and never begin or commit."""
