"""The cabin of a descent module after the type of Soyuz, from within; its crew in a fan, the panel beyond their knees.

Axes: x ahead (the ship's nose, where faces look), y to the left, z towards the crew's heads; metres. The shape follows
the outside of the module; panel, lining and what hangs about are by eye. The wall behind the heads is left out: there
the camera stands, in a dark room.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.directions import unit
from kazbek.pictures.models.aboard.panel import console, panel
from kazbek.pictures.models.aboard.seated import couch, in_a_couch, seated
from kazbek.pictures.models.mesh import Mesh, Model, Point, aimed, box, gathered, lathe, sheet, tube

_HULL = (
    (-0.42, 1.02),
    (-0.10, 1.03),
    (0.30, 1.01),
    (0.70, 0.95),
    (1.05, 0.84),
    (1.35, 0.69),
    (1.58, 0.50),
    (1.72, 0.33),
)
WINDOWS_m: tuple[tuple[float, float, float], ...] = ((0.88, 0.865, -0.15), (0.88, -0.865, -0.15))
WINDOW_RADIUS_m = 0.135
_OPEN_rad, _OPEN_TO_m = np.radians(57.0), 0.80  # the part of the wall that is left out
# Hips and turn of the fan, by the place of the seat.
SEATS: dict[str, tuple[tuple[float, float, float], float]] = {
    "left": ((0.0, 0.585, -0.06), np.radians(11.0)),
    "centre": ((0.0, 0.0, 0.02), 0.0),
    "right": ((0.0, -0.585, -0.06), np.radians(-11.0)),
}


def cabin(taken: Mapping[str, bool], portable: bool) -> Model:
    """The cabin with its crew.

    Parameters
    ----------
    taken : seats with somebody in them, and whether that person's hands are at the panel
    portable : whether the commander in the centre holds the portable console
    """
    people: list[Mesh] = []
    for name, (at, turn) in SEATS.items():
        people += seated(couch(), at, turn)
        if name in taken:
            people += seated(in_a_couch(taken[name]), at, turn)
    return gathered((*room(), *panel(), *people, *(console() if portable else ())))


@functools.cache
def room() -> Model:
    """Lining, windows, hatch and what is stowed about."""
    return gathered((*_lining(), *_windows(), *_hatch(), *_stowed(), *_dark()))


def _lining() -> list[Mesh]:
    """Padded cloth in fields, cut out round the windows and behind the heads."""
    x_m = np.concatenate([np.linspace(a[0], b[0], 12, endpoint=False) for a, b in itertools.pairwise(_HULL)] + [[1.72]])
    radius = np.interp(x_m, *np.array(_HULL).T)
    angle = np.linspace(-np.pi, np.pi, 241)  # 0 towards the heads
    grid = np.stack(
        (
            np.repeat(x_m[:, None], len(angle), axis=1),
            radius[:, None] * np.sin(angle),
            radius[:, None] * np.cos(angle),
        ),
        axis=-1,
    )
    whole = sheet(grid, "lining_a")
    middle = whole.vertices_m[whole.faces].mean(axis=1)
    middle = np.tile(middle.reshape(2, -1, 3).mean(axis=0), (2, 1))  # of the four-cornered cells: clean edges
    field = _field(middle)
    left_out = (np.abs(np.arctan2(middle[:, 1], middle[:, 2])) < _OPEN_rad) & (middle[:, 0] < _OPEN_TO_m)
    for at in WINDOWS_m:
        left_out |= np.linalg.norm(middle - at, axis=1) < WINDOW_RADIUS_m + 0.03
    return [
        replace(whole, faces=whole.faces[~left_out & (field == k)], material=f"lining_{'abc'[k]}") for k in range(3)
    ]


def _field(middle: Floats) -> Floats:
    """(n,) which of three cloths covers a place; seams between the fields are of the third."""
    turn = np.arctan2(middle[:, 1], middle[:, 2]) / (2.0 * np.pi) * 14.0
    row = np.floor((middle[:, 0] + 0.42) / 0.36)
    seam = (np.abs(turn - np.round(turn)) < 0.022) | (np.abs((middle[:, 0] + 0.42) / 0.36 % 1.0 - 0.5) > 0.475)
    return np.where(seam, 2, (np.floor(turn) + row) % 2).astype(int)


def window_axis(at: Point) -> Floats:
    """Unit direction out through a window, across the lining."""
    x, r = np.array(_HULL).T
    inwards = float(np.interp(at[0] - 0.05, x, r) - np.interp(at[0] + 0.05, x, r)) / 0.1
    out = np.array((inwards, *(np.array(at[1:]) / np.hypot(at[1], at[2]))))
    return unit(out)


def _windows() -> list[Mesh]:
    """Frames of the two round windows, with their bolts."""
    r = WINDOW_RADIUS_m
    profile = ((0.03, r), (-0.03, r), (-0.045, r + 0.015), (-0.045, r + 0.06), (-0.02, r + 0.08), (0.06, r + 0.08))
    parts: list[Mesh] = []
    for at in WINDOWS_m:
        out = window_axis(at)
        parts += aimed((lathe(profile, "panel_grey", 64),), out, at)
        one = np.cross(out, (0.0, 0.0, 1.0)) / np.hypot(out[0], out[1])
        for a in np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False):
            place = np.array(at) + (r + 0.038) * (np.cos(a) * one + np.sin(a) * np.cross(out, one))
            parts.append(tube(place - 0.052 * out, place, 0.010, "metal", 8))
    return parts


def _hatch() -> list[Mesh]:
    """The hatch to the orbital module, closed, and its handle."""
    lid = lathe(((1.73, 0.34), (1.70, 0.33), (1.68, 0.26), (1.67, 0.0)), "panel_white", 48)
    ring = lathe(((1.74, 0.37), (1.66, 0.37), (1.66, 0.32), (1.72, 0.32)), "metal", 48)
    return [lid, ring, tube((1.65, -0.16, 0.0), (1.65, 0.16, 0.0), 0.014, "handrail", 10)]


def _stowed() -> list[Mesh]:
    """Bags under their nets along the lower wall, a handrail on either side, cables along the lining."""
    parts: list[Mesh] = []
    for s in (1.0, -1.0):
        parts += [
            box((0.10, 0.78 * s, -0.58), (0.42, 0.24, 0.26), "cloth_beige"),
            box((0.98, 0.40 * s, -0.62), (0.26, 0.34, 0.20), "bag_blue"),
            tube((0.95, 0.80 * s, 0.28), (1.28, 0.62 * s, 0.30), 0.014, "handrail", 12),
            _cable(((0.97, 0.62 * s, 0.10), (0.90, 0.78 * s, 0.28), (0.50, 0.88 * s, 0.40), (0.05, 0.90 * s, 0.46))),
            _cable(((0.97, 0.62 * s, 0.06), (0.92, 0.80 * s, 0.24), (0.48, 0.90 * s, 0.36), (0.02, 0.92 * s, 0.42))),
        ]
    return parts


def _cable(points: tuple[Point, ...]) -> Mesh:
    """A bundle of wires through points, round."""
    spots = np.array(points, dtype=float)
    along = np.linspace(0.0, 1.0, 33)
    line = np.column_stack([np.polyval(np.polyfit(np.linspace(0, 1, len(spots)), c, 3), along) for c in spots.T])
    way = np.gradient(line, axis=0)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    side = np.cross(way, (0.0, 0.0, 1.0))
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(side, way)
    turn = np.linspace(0.0, 2.0 * np.pi, 13)
    ring = side[:, None] * np.cos(turn)[:, None] + other[:, None] * np.sin(turn)[:, None]
    return sheet(line[:, None] + 0.013 * ring, "cable_white")


def _dark() -> list[Mesh]:
    """The room the camera stands in: nothing shines through the side that is left out."""
    along = [(x, 2.4) for x in np.linspace(-1.6, _OPEN_TO_m, 17)]  # in pieces: a face that reaches behind the
    inwards = [(_OPEN_TO_m, r) for r in np.linspace(2.4, 0.90, 9)[1:]]  # camera is not seen by the filter
    outwards = [(-1.6, r) for r in np.linspace(0.0, 2.4, 9)[:-1]]
    return [lathe((*outwards, *along, *inwards), "stage_black", 64)]
