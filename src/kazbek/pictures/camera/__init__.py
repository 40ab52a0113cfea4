"""Cameras, the periscope, and what a camera sees before it is drawn."""
