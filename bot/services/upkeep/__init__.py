"""What keeps the program going: housekeeping, the nightly backup, what could not be delivered."""
