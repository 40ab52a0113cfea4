"""Lattice work: masts, booms and towers as chords between two ends, with rungs and diagonals in every bay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, bars


def lattice(
    foot_m: Floats, top_m: Floats, bays: int, material: str, *, chord_m: float = 0.2, web_m: float = 0.09
) -> list[Mesh]:
    """A lattice between two polygons of as many corners, (n, 3) each, listed the same way round.

    Bays grow shorter as the lattice grows slimmer.
    """
    foot, top = np.asarray(foot_m, dtype=float), np.asarray(top_m, dtype=float)
    slim = float(np.clip(np.linalg.norm(top[1] - top[0]) / np.linalg.norm(foot[1] - foot[0]), 0.25, 1.0))
    widths = slim ** (np.arange(bays) / max(bays - 1, 1))
    at = np.concatenate(((0.0,), np.cumsum(widths))) / widths.sum()
    rings = foot + at[:, None, None] * (top - foot)  # (bays + 1, n, 3)
    round_m = np.roll(rings, -1, axis=1)
    lean = np.arange(bays) % 2 == 0
    low = np.where(lean[:, None, None], rings[:-1], round_m[:-1])
    high = np.where(lean[:, None, None], round_m[1:], rings[1:])
    starts = np.concatenate((rings.reshape(-1, 3), low.reshape(-1, 3)))
    ends = np.concatenate((round_m.reshape(-1, 3), high.reshape(-1, 3)))
    return [bars(foot, top, chord_m, material), bars(starts, ends, web_m, material)]


def square(half_m: float, z: float, x: float = 0.0, y: float = 0.0) -> Floats:
    """(4, 3) corners of a level square about (x, y, z)."""
    return np.array([(x + i * half_m, y + j * half_m, z) for i, j in ((1, 1), (-1, 1), (-1, -1), (1, -1))])


def mast(
    foot: Sequence[float],
    height_m: float,
    half_m: tuple[float, float],
    bays: int,
    material: str,
    *,
    chord_m: float = 0.2,
    web_m: float = 0.09,
) -> list[Mesh]:
    """An upright four-legged lattice that tapers from `half_m[0]` to `half_m[1]`."""
    x, y, z = foot
    return lattice(
        square(half_m[0], z, x, y), square(half_m[1], z + height_m, x, y), bays, material, chord_m=chord_m, web_m=web_m
    )
