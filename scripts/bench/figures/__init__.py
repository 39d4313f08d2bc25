"""A module a figure, or a few that are measured together; `registry` has them in their order."""
