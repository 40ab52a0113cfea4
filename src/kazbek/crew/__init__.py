"""Floor 5: people, clearance, seats, lifeboats, rotation, console reach."""
