"""What is shown of tasks."""
