"""What happens to a difficulty after it was sent: acts of the desk, words of its sender, silence."""
