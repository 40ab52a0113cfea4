"""Readers of station files: ephemerides (OEM) and element sets (TLE, OMM), told apart by content."""
