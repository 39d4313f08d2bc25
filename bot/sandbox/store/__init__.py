"""The sandbox's own database: its records, its schema, and the reading and writing."""
