"""Names on hulls: a stroke font, flags and stencils as thin meshes that lie on drums and flat sides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.detail import around
from kazbek.pictures.models.mesh import Mesh, Model, as_trim, quads

# Strokes on a field 4 wide and 6 high: points run x, y from the lower left; a stroke ends at a semicolon.
_GLYPHS = {
    "А": "00 14 26 34 40;12 32",
    "Б": "46 06 00 40 43 03",
    "В": "00 06 36 46 43 03;43 40 00",
    "Г": "00 06 46",
    "Д": "0x 00 40 4x;10 16 36 30",
    "Е": "46 06 00 40;03 33",
    "З": "06 46 43 13;43 40 00",
    "И": "06 00 46 40",
    "К": "06 00;46 03 40",
    "Л": "00 16 46 40",
    "М": "00 06 23 46 40",
    "Н": "06 00;46 40;03 43",
    "О": "00 06 46 40 00",
    "П": "00 06 46 40",
    "Р": "00 06 46 43 03",
    "С": "46 06 00 40",
    "Т": "06 46;26 20",
    "У": "06 03 43;46 40 00",
    "Ч": "06 03 43;46 40",
    "Ш": "06 00 40 46;26 20",
    "Ю": "06 00;03 13;10 16 46 40 10",
    "Я": "40 46 06 03 43;13 00",
    "A": "00 14 26 34 40;12 32",
    "B": "00 06 36 46 43 03;43 40 00",
    "C": "46 06 00 40",
    "D": "00 06 36 44 42 30 00",
    "E": "46 06 00 40;03 33",
    "F": "46 06 00;03 33",
    "G": "46 06 00 40 43 23",
    "H": "06 00;46 40;03 43",
    "I": "26 20",
    "J": "46 40 00 02",
    "K": "06 00;46 03 40",
    "L": "06 00 40",
    "M": "00 06 23 46 40",
    "N": "00 06 40 46",
    "O": "00 06 46 40 00",
    "P": "00 06 46 43 03",
    "Q": "00 06 46 40 00;22 4x",
    "R": "00 06 46 43 03;23 40",
    "S": "46 06 03 43 40 00",
    "T": "06 46;26 20",
    "U": "06 00 40 46",
    "V": "06 20 46",
    "W": "06 10 23 30 46",
    "X": "00 46;06 40",
    "Y": "06 23 46;23 20",
    "Z": "06 46 00 40",
    "0": "00 06 46 40 00",
    "1": "14 26 20;10 30",
    "2": "06 46 43 03 00 40",
    "3": "06 46 43 13;43 40 00",
    "4": "06 03 43;46 40",
    "5": "46 06 03 43 40 00",
    "6": "46 06 00 40 43 03",
    "7": "06 46 20",
    "8": "00 06 46 40 00;03 43",
    "9": "40 46 06 03 43",
    "-": "03 43",
    ".": "10 20",
    " ": "",
}
_WIDTH, _HEIGHT, _PITCH = 4.0, 6.0, 5.8


def _digit(mark: str) -> float:
    return -1.0 if mark == "x" else float(mark)


def strokes(text: str, height_m: float, bold: float = 0.9) -> Floats:
    """Quads (n, 4, 2) of a line of text, centred on the origin, letters upright along +y.

    `bold` is the width of a stroke where letters are six high. An unknown letter is left blank.
    """
    found: list[Floats] = []
    for number, letter in enumerate(text.upper()):
        for stroke in filter(None, _GLYPHS.get(letter, "").split(";")):
            points = np.array([(_digit(p[0]), _digit(p[1])) for p in stroke.split()])
            points[:, 0] += number * _PITCH - ((len(text) - 1) * _PITCH + _WIDTH) / 2.0
            points[:, 1] -= _HEIGHT / 2.0
            along = np.diff(points, axis=0)
            along /= np.linalg.norm(along, axis=1, keepdims=True)
            side, end = bold / 2.0 * along[:, ::-1] * (-1.0, 1.0), bold / 2.0 * along
            start, stop = points[:-1] - end, points[1:] + end
            found.append(np.stack((start - side, stop - side, stop + side, start + side), axis=1))
    return (np.concatenate(found) if found else np.zeros((0, 4, 2))) * (height_m / _HEIGHT)


# Which way up on a drum about x, seen from outside: towards growing or falling x or angle; what is then up and right
# as (x, angle).
_UP_RIGHT = {"+x": ((1, 0), (0, 1)), "-x": ((-1, 0), (0, -1)), "+a": ((0, 1), (-1, 0)), "-a": ((0, -1), (1, 0))}


def _laid_on_drum(marks_m: Floats, x_m: float, angle_rad: float, radius_m: float, up: str) -> Floats:
    """Places (..., 2) on a sheet wrapped around a drum about x: (..., 3)."""
    upwards, right = (np.array(way, dtype=float) for way in _UP_RIGHT[up])
    moved = marks_m[..., :1] * right + marks_m[..., 1:] * upwards
    place = np.stack((x_m + moved[..., 0], np.full(moved.shape[:-1], radius_m)), axis=-1)
    return around(place, angle_rad + moved[..., 1] / radius_m)


def written_on_drum(
    text: str,
    height_m: float,
    x_m: float,
    angle_rad: float,
    radius_m: float,
    material: str,
    *,
    up: str = "+x",
    lift_m: float = 0.006,
) -> Mesh:
    """Text on a drum about x, centred at a place on it; `up` is where its letters stand: +x, -x, +a or -a (angle)."""
    corners = _laid_on_drum(strokes(text, height_m), x_m, angle_rad, radius_m + lift_m, up)
    return as_trim((quads(corners, material),))[0]


def flag(
    colours: Sequence[str],
    x_m: float,
    angle_rad: float,
    radius_m: float,
    width_m: float,
    height_m: float,
    *,
    up: str = "+x",
    lift_m: float = 0.006,
) -> Model:
    """Equal stripes, the first on top, painted on a drum about x."""
    edges = np.linspace(height_m / 2.0, -height_m / 2.0, len(colours) + 1)
    across = np.linspace(-width_m / 2.0, width_m / 2.0, 7)
    stripes: list[Mesh] = []
    for colour, high, low in zip(colours, edges, edges[1:]):
        left, right = across[:-1], across[1:]
        marks = np.array([((a, low), (b, low), (b, high), (a, high)) for a, b in zip(left, right)])
        stripes.append(quads(_laid_on_drum(marks, x_m, angle_rad, radius_m + lift_m, up), colour))
    return as_trim(stripes)
