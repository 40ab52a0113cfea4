"""Paint, frost and letters on solids of revolution about x."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, quads
from kazbek.pictures.models.painted import painted, streaks

Profile = Sequence[tuple[float, float]]

_FINENESS_m = 0.4  # of the grid along the hull


def skin(profile_m: Profile, frost: Profile, paint: str = "rocket_grey", *, seed: int = 0, columns: int = 56) -> Model:
    """A hull with frost on it.

    Parameters
    ----------
    profile_m : (x, radius) from tail to nose
    frost : (x, amount) with x rising; 0 bare, 1 white all over; drips and bare patches come by themselves
    """
    knots = np.array(profile_m, dtype=float)
    rows = np.unique(
        np.concatenate(
            [
                np.linspace(a, b, max(2, int(np.ceil((b - a) / _FINENESS_m)) + 1))
                for a, b in zip(knots[:-1, 0], knots[1:, 0])
            ]
        )
    )
    radius = np.interp(rows, knots[:, 0], knots[:, 1])
    turn = np.linspace(0.0, 2.0 * np.pi, columns + 1)
    x, a = np.meshgrid(rows, turn, indexing="ij")
    grid = np.stack((x, radius[:, None] * np.cos(a), radius[:, None] * np.sin(a)), axis=-1)
    slope = np.gradient(radius, rows)[:, None]
    normals = np.stack(np.broadcast_arrays(-slope, np.cos(a), np.sin(a)), axis=-1)
    normals = normals / np.linalg.norm(normals, axis=-1, keepdims=True)
    along, around = (x - rows[0]) / (rows[-1] - rows[0]), a / (2.0 * np.pi)
    drips = 0.30 * streaks(along, around, (2, 26), seed) + 0.22 * streaks(along, around, (10, 34), seed + 1)
    amount = np.interp(x, *np.array(frost, dtype=float).T) + drips * (np.interp(x, *np.array(frost).T) > 0.0)
    return painted(
        grid,
        normals,
        amount,
        (0.20, 0.38, 0.56, 0.74),
        (paint, "frost_faint", "frost_thin", "frost_thick", "frost_bright"),
    )


# Strokes of block letters on a grid three wide and four high, as in stencilled markings.
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "Р": (((0, 0), (0, 4), (3, 4), (3, 2), (0, 2)),),
    "О": (((0, 0), (0, 4), (3, 4), (3, 0), (0, 0)),),
    "С": (((3, 4), (0, 4), (0, 0), (3, 0)),),
    "К": (((0, 0), (0, 4)), ((3, 4), (0, 2), (3, 0))),
    "М": (((0, 0), (0, 4), (1.5, 2), (3, 4), (3, 0)),),
}


def lettering(text: str, radius_m: float, x_m: float, angle_rad: float, height_m: float, material: str) -> Mesh:
    """`text` round a drum, its middle at `angle_rad` and its foot at `x_m`; it reads from left to right, nose up."""
    unit, pitch = height_m / 4.0, height_m
    half = 0.42 * unit
    pieces = []
    for place, letter in enumerate(text):
        shift = (place - (len(text) - 1) / 2.0) * pitch - 1.5 * unit
        for stroke in _STROKES[letter]:
            for a, b in pairwise(stroke):
                pieces.append(_bar(np.array(a) * unit + (shift, 0.0), np.array(b) * unit + (shift, 0.0), half))
    flat_m = np.array(pieces)  # (n, 4, 2): along the drum's girth to the right, and up
    # Seen from outside with the nose up, right is towards rising angle.
    turn = angle_rad + flat_m[..., 0] / radius_m
    corners = np.stack((x_m + flat_m[..., 1], radius_m * np.cos(turn), radius_m * np.sin(turn)), axis=-1)
    return quads(corners, material)


def _bar(a: Floats, b: Floats, half: float) -> Floats:
    """(4, 2) corners of a stroke from `a` to `b`, a little longer than it so that corners close."""
    u = (b - a) / np.linalg.norm(b - a)
    side = half * np.array((-u[1], u[0]))
    a, b = a - half * u, b + half * u
    return np.array((a - side, b - side, b + side, a + side))
