"""From lift-off to the separation of the ship."""
