"""A pad as a slab of concrete with a mast beside it; x, y level, z up, the launcher at the origin."""

from __future__ import annotations

from kazbek.pictures.models.mesh import Model, box, gathered
from kazbek.pictures.models.trusses import mast

DECK_m = 1.2  # height of the slab


def plain_pad(height_m: float) -> Model:
    """For a launcher of that height."""
    half = max(10.0, 0.45 * height_m)
    slab = box((0.0, 0.0, DECK_m / 2.0), (2.0 * half, 2.0 * half, DECK_m), "concrete")
    ring = box((0.0, 0.0, DECK_m + 0.2), (0.5 * half, 0.5 * half, 0.4), "concrete_scorched")
    away = 0.30 * height_m
    beside = mast((-away, 0.0, DECK_m), 0.9 * height_m, (0.03 * height_m, 0.02 * height_m), 12, "grey")
    return gathered((slab, ring, *beside))
