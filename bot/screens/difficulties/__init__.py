"""What is said of a difficulty after it was sent."""
