"""One folder or file per goal of a user: plain functions that receive an open unit of work, never begin or commit."""
