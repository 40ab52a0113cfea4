"""A mission: its file, its checks, its equipment, and the flights that fly it."""
