"""The service columns of the pad closed round the launcher: two lattice towers whose half-round platforms meet.

Axes of :mod:`kazbek.pictures.models.launch.pad`. Heights and places by eye, after the type.
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, bars, box, sheet
from kazbek.pictures.models.trusses import lattice, square

_STEEL = "tower_green"
_FLOORS_m = (5.4, 9.6, 13.8, 18.0, 22.2, 26.4, 30.6, 34.8, 39.0)
_TOP_m = 41.6
_STAND_m = 7.4  # from the launcher's axis to the middle of a tower


def closed_columns(foot_m: float) -> Model:
    """Both halves upright, from the deck at `foot_m`."""
    return tuple(mesh for side in (1.0, -1.0) for mesh in _half(foot_m, side))


def lamps_m() -> Floats:
    """(n, 3) where lamps hang: at the rims of every other platform, on both sides."""
    places = [
        (np.cos(turn) * (_inner_m(z) + 1.7), side * np.sin(turn) * (_inner_m(z) + 1.7), z + 2.1)
        for z in _FLOORS_m[1::2]
        for side in (1.0, -1.0)
        for turn in (0.35, np.pi - 0.35)
    ]
    return np.array(places)


def _inner_m(z: float) -> float:
    """Radius of the opening in a platform: wide about the strap-ons, close about the upper stages."""
    return float(np.interp(z, (4.0, 18.0, 20.0), (4.75, 2.75, 2.1)))


def _half(foot_m: float, side: float) -> list[Mesh]:
    middle = side * _STAND_m
    parts = lattice(
        square(1.5, foot_m, 0.0, middle), square(1.15, _TOP_m, 0.0, middle), 13, _STEEL, chord_m=0.34, web_m=0.15
    )
    for z in _FLOORS_m:
        parts += _platform(z, side)
    heights = np.array(_FLOORS_m)
    for turn in np.radians((12.0, 55.0, 125.0, 168.0)):  # posts from floor to floor
        reach = np.array([_inner_m(z) + 1.7 for z in _FLOORS_m])
        line = np.column_stack((reach * np.cos(turn), side * reach * np.sin(turn), heights))
        parts.append(bars(line[:-1], line[1:], 0.16, _STEEL))
    parts += [box((0.0, middle, _TOP_m + 0.2), (3.2, 3.2, 0.25), _STEEL), *_stairs(foot_m, middle)]
    return parts


def _platform(z: float, side: float) -> list[Mesh]:
    """A half ring with its railing, and the bridge back to the tower."""
    turn = np.linspace(0.02, np.pi - 0.02, 25)
    inner, outer = _inner_m(z), _inner_m(z) + 1.75
    reach, heights = (inner, outer, outer, inner, inner), (z, z, z + 0.22, z + 0.22, z)
    ring = np.stack(
        [
            np.stack((r * np.cos(turn), side * r * np.sin(turn), np.full_like(turn, h)), -1)
            for r, h in zip(reach, heights)
        ]
    )
    rim = np.column_stack((outer * np.cos(turn), side * outer * np.sin(turn), np.full_like(turn, z + 0.2)))
    parts = [sheet(ring if side < 0.0 else ring[::-1], _STEEL)]
    for h in (0.55, 1.1):
        parts.append(bars(rim[:-1] + (0.0, 0.0, h), rim[1:] + (0.0, 0.0, h), 0.06, _STEEL))
    parts.append(bars(rim[::2], rim[::2] + (0.0, 0.0, 1.1), 0.07, _STEEL))
    gap = _STAND_m - outer + 0.4
    parts.append(box((0.0, side * (outer + gap / 2.0 - 0.2), z + 0.1), (2.0, max(gap, 0.3), 0.2), _STEEL))
    return parts


def _stairs(foot_m: float, middle: float) -> list[Mesh]:
    """Flights of stairs that zigzag up the inside of a tower."""
    levels = np.array((foot_m, *_FLOORS_m))
    side = np.where(np.arange(len(levels)) % 2 == 0, -1.0, 1.0)
    ends = np.column_stack((side, np.full_like(levels, middle), levels))
    offset = np.array((0.0, 0.45, 0.0))
    return [bars(ends[:-1] + s * offset, ends[1:] + s * offset, 0.14, _STEEL) for s in (1.0, -1.0)]
