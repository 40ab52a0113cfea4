"""Floor 8: story, pictures and pages, read from the record."""
