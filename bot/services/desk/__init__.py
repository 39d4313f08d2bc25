"""What the secretariat gets and asks for."""
