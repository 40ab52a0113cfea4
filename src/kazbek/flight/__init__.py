"""A flight, one folder a leg: ascent, chase, docking, descent. Legs do not import one another."""
