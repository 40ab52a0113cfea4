"""A shooting schedule on paper: stripboard, day-out-of-days, call sheets."""
