"""The record of a mission: what flying leaves, written, read back, compared with history."""
