"""Kernels that draw: air, sky and ground, fire and smoke, shadows, the rasteriser. None of them flies anything."""
