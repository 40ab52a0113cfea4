"""Cabins cut open at the height of the couches, side by side, seen from their hatches: whose seat liner lies where.

Axes of :mod:`kazbek.pictures.models.aboard.cabin`, the first ship at the left as one looks in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.aboard.cabin import SEATS
from kazbek.pictures.models.aboard.seated import couch, seated
from kazbek.pictures.models.lettering import strokes
from kazbek.pictures.models.mesh import Mesh, Model, box, gathered, lathe, placed, quads

APART_m = 2.34
_CUT_m = 0.36  # of the wall is left, over the floor
_LETTER_m, _NAME_m = 0.056, 0.30  # height of letters, longest name
_NAME_AT = (-0.118, 0.44)  # on a liner: how deep it lies, how high
_UNDER_m = 0.012


def cut_open(ships: Sequence[Mapping[str, tuple[str, bool]]]) -> Model:
    """A cabin for each ship: by seat, whose liner lies there and whether it came from another ship."""
    parts: list[Mesh] = [*_backdrop()]
    for k, seats in enumerate(ships):
        here = (0.0, APART_m * (k - (len(ships) - 1) / 2.0), 0.0)
        parts += placed((*_wall(), *_couches(seats)), np.eye(3), here)
    return gathered(parts)


def _couches(seats: Mapping[str, tuple[str, bool]]) -> list[Mesh]:
    found: list[Mesh] = []
    for seat, (at, turn) in SEATS.items():
        name, moved = seats.get(seat, ("", False))
        liner = "couch_grey" if not name else "liner_blue" if moved else "liner_white"
        ink = "liner_white" if moved else "lettering"
        found += seated(couch(liner, _lettered(name.partition(" ")[2] or name, ink)), at, turn)
    return found


def _lettered(name: str, ink: str) -> list[Mesh]:
    """A surname across the back of a liner; letters without a shape are left blank."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    corners = strokes(plain, _LETTER_m, bold=1.05)
    if not len(corners):
        return []
    corners = corners * min(1.0, _NAME_m / float(np.ptp(corners[..., 0])))
    deep, high = _NAME_AT
    places = np.stack((np.full(corners.shape[:2], deep), corners[..., 0], corners[..., 1] + high), axis=-1)
    return [quads(places, ink)]


def _wall() -> list[Mesh]:
    """What is left of a module: floor, lining, and the section through its wall."""
    lining = lathe(((-0.42, 0.0), (-0.42, 1.02), (-0.10, 1.03), (_CUT_m, 1.005)), "lining_b", 96)
    section = lathe(((_CUT_m, 1.005), (_CUT_m, 1.035)), "metal", 96)
    shell = lathe(((_CUT_m, 1.035), (_CUT_m, 1.085), (-0.5, 1.11)), "quilt_charcoal", 96)
    bags = [
        box((-0.20, y, z), (0.26, 0.44, 0.20), cloth)
        for y, z, cloth in ((0.30, -0.52, "cloth_beige"), (-0.22, -0.54, "bag_blue"), (0.04, -0.76, "cloth_beige"))
    ]
    straps = [
        box((-0.065, y, z), (0.012, 0.03, 0.22), "lining_c") for y, z in ((0.22, -0.52), (0.38, -0.52), (0.04, -0.76))
    ]
    return [lining, section, shell, *bags, *straps]


def _backdrop() -> list[Mesh]:
    """A dark wall behind everything."""
    y, z = np.meshgrid(np.linspace(-9.0, 9.0, 19), np.linspace(-6.0, 6.0, 13))
    grid: Floats = np.stack((np.full_like(y, -0.9), y, z), axis=-1)
    cells = np.stack((grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]), axis=2).reshape(-1, 4, 3)
    return [quads(cells, "stage_black")]
