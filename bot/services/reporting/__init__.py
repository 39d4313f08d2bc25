"""Writing, sending and storing reports: periodic, quarterly and ad hoc."""
