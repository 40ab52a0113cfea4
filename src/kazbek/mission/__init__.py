"""Floor 5: the mission file, the fold that flies it, the record, windows, comparison with history."""
