"""Jets, smoke, plasma, sparks."""
