"""What leaders see."""
