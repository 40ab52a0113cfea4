"""Not a floor: figures, orbits and texts, each with its source."""
