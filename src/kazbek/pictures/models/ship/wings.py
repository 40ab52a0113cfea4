"""The two solar wings: four panels each, cells on the side away from the periscope."""

from __future__ import annotations

import numpy as np

from kazbek.pictures.models.detail import solar_panel
from kazbek.pictures.models.mesh import Mesh, Model, as_trim, bars, box, boxes, tube

_X_m = 1.25  # of the wing's long axis
_ROOT_m, _PANEL_m, _PITCH_m = 1.55, 0.93, 0.955
TIP_m = _ROOT_m + 3 * _PITCH_m + _PANEL_m  # from the ship's axis
_CHORDS_m = (1.10, 1.45, 1.45, 1.45)


def wing(side: float) -> list[Mesh]:
    """One wing on +y (`side` 1) or −y (−1)."""
    parts: list[Mesh] = [*_yoke(side)]
    edges = _ROOT_m + _PITCH_m * np.arange(4)
    for low, chord in zip(edges, _CHORDS_m):
        centre = (_X_m, side * (low + _PANEL_m / 2.0), 0.0)
        # across × along looks to −z, away from the Earth when the periscope looks down.
        parts += solar_panel(
            centre,
            (0.0, _PANEL_m, 0.0),
            (chord, 0.0, 0.0),
            front="cells",
            back="panel_back",
            lines="cell_line",
            grid=(6, 10),
            thickness_m=0.026,
            line_m=0.011,
        )
        parts += as_trim(_frame(centre, chord))
    hinges = np.array([(_X_m + dx, side * (low - 0.0125), 0.0) for low in edges[1:] for dx in (-0.45, 0.0, 0.45)])
    parts.append(as_trim((boxes(hinges, (0.10, 0.06, 0.045), "metal"),))[0])
    tip = (_X_m, side * (TIP_m + 0.01), -0.02)
    parts.append(box(tip, (0.30, 0.05, 0.06), "white"))
    return parts


def _frame(centre: tuple[float, float, float], chord_m: float) -> Model:
    """Stiffeners across the rear side."""
    x, y, z = centre
    ribs = np.array([(x + t * chord_m, y, z + 0.022) for t in (-0.46, -0.16, 0.16, 0.46)])
    spars = np.array([(x, y + t, z + 0.022) for t in (-0.42, 0.0, 0.42)])
    return (boxes(ribs, (0.03, _PANEL_m - 0.02, 0.018), "white"), boxes(spars, (chord_m - 0.02, 0.025, 0.018), "white"))


def _yoke(side: float) -> Model:
    """The tubes between hull and first panel."""
    root, panel = side * 1.08, side * (_ROOT_m + 0.01)
    ends = [
        ((0.86, root), (_X_m - 0.42, panel)),
        ((1.68, root), (_X_m + 0.42, panel)),
        ((0.86, root), (_X_m + 0.05, panel)),
        ((_X_m - 0.52, panel), (_X_m + 0.52, panel)),
    ]
    starts, stops = (np.array([(x, y, 0.0) for x, y in points]) for points in zip(*ends))
    return (bars(starts, stops, 0.045, "white"), tube((0.80, root, 0.0), (1.75, root, 0.0), 0.05, "metal", 8))


def folded_wing(side: float) -> list[Mesh]:
    """The same four panels stacked against the hull."""
    parts: list[Mesh] = []
    for k, chord in enumerate(_CHORDS_m):
        y = side * (1.16 + 0.045 * k)
        facing = (0.0, 0.0, 0.93 * (1.0 if k % 2 else -1.0) * side)
        parts += solar_panel(
            (_X_m, y, 0.0),
            facing,
            (chord, 0.0, 0.0),
            front="cells",
            back="panel_back",
            lines="cell_line",
            grid=(6, 10),
            thickness_m=0.026,
            line_m=0.011,
        )
    clamps = np.array([(_X_m + dx, side * 1.24, dz) for dx in (-0.4, 0.4) for dz in (-0.3, 0.3)])
    parts.append(boxes(clamps, (0.07, 0.24, 0.07), "metal"))
    return parts
