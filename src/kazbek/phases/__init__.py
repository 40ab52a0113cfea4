"""Floor 4: the phases of a flight, one file each; none knows another."""
