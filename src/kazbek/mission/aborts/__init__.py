"""A launcher that fails: the fault and who notices it, the ways off, and what follows at each second of an ascent."""
