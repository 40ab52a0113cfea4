"""Off a launcher that fails: what is pulled or pushed away, until the capsule is let go or the ship is in orbit."""
