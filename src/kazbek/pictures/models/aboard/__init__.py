"""Rooms seen from within: the Cupola, the cabin of a descent module, a module of the station. No likeness is meant."""
