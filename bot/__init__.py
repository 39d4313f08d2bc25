"""The bot of the working group on administrative-procedure reform: everything but chat handlers and storage."""
