"""Arcs of a ship or a station under forces, and relative motion."""
