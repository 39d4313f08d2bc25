"""What leaders look at: how the periods stand, what is late, what is missing, the card of a week."""
