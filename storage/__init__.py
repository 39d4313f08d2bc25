"""All SQL of the program. Repositories are functions over an open database and return domain objects."""
