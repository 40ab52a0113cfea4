"""The view through the commander's periscope: a round field, its graticule, and figures written beside it.

The field is round because the eyepiece is, and the cross has a scale in degrees; its size and the look of the figures
are by eye, after what broadcasts of dockings show. The figures themselves come from the record.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Bytes, Floats

_FIELD_frac = 0.95  # diameter of the field over the height of the picture
_LINE = np.array((0.62, 1.0, 0.72))  # lit graticule and figures, sRGB
_MARGIN = np.array((0.012, 0.016, 0.018))  # around the field
_GREY, _GLASS = np.array((0.30, 0.59, 0.11)), np.array((0.94, 1.0, 0.93))
_PALE_frac = 0.7  # of the colours that the ground glass takes
_TICK_deg = 1.0

_DOT = "\u0307"  # for a rate, as over ρ

# Letters of five by seven points, rows from the top, one bit a point.
_POINTS = {
    "0": (14, 17, 19, 21, 25, 17, 14),
    "1": (4, 12, 4, 4, 4, 4, 14),
    "2": (14, 17, 1, 2, 4, 8, 31),
    "3": (31, 2, 4, 2, 1, 17, 14),
    "4": (2, 6, 10, 18, 31, 2, 2),
    "5": (31, 16, 30, 1, 1, 17, 14),
    "6": (6, 8, 16, 30, 17, 17, 14),
    "7": (31, 1, 2, 4, 8, 8, 8),
    "8": (14, 17, 17, 14, 17, 17, 14),
    "9": (14, 17, 17, 15, 1, 2, 12),
    ".": (0, 0, 0, 0, 0, 12, 12),
    ":": (0, 12, 12, 0, 12, 12, 0),
    "-": (0, 0, 0, 31, 0, 0, 0),
    "+": (0, 4, 4, 31, 4, 4, 0),
    "/": (0, 1, 2, 4, 8, 16, 0),
    " ": (0,) * 7,
    "ρ": (0, 0, 14, 17, 30, 16, 16),
    "m": (0, 0, 26, 21, 21, 17, 17),
    "s": (0, 0, 15, 16, 14, 1, 30),
    "y": (0, 0, 17, 17, 15, 1, 14),
    "z": (0, 0, 31, 2, 4, 8, 31),
    "U": (17, 17, 17, 17, 17, 17, 14),
    "T": (31, 4, 4, 4, 4, 4, 4),
    "C": (14, 17, 16, 16, 16, 17, 14),
}


@dataclass(frozen=True, slots=True)
class Periscope:
    """What is drawn over a picture that a periscope shows.

    Attributes
    ----------
    left, right : lines of figures beside the field; letters without a shape are left blank
    view_deg : vertical angle of view of the camera, for the scale of the cross
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    view_deg: float

    def over(self, picture: Bytes) -> Bytes:
        """The picture (rows, columns, 3) in sRGB bytes as the eyepiece shows it."""
        rows, columns = picture.shape[:2]
        x, y = np.meshgrid(np.arange(columns) + 0.5 - columns / 2.0, np.arange(rows) + 0.5 - rows / 2.0)
        away, radius = np.hypot(x, y), 0.5 * _FIELD_frac * rows
        inside = np.clip(radius - away + 0.5, 0.0, 1.0)[..., None]
        ground_glass = 1.0 - 0.55 * np.clip(away / radius, 0.0, 1.0)[..., None] ** 3
        colour = picture / 255.0
        grey = colour @ _GREY
        colour = (colour + _PALE_frac * (grey[..., None] * _GLASS - colour)) * ground_glass
        shown = colour * inside + _MARGIN * (1.0 - inside)
        focal_px = 0.5 * rows / float(np.tan(np.radians(self.view_deg) / 2.0))
        lines = np.maximum(_graticule(x, y, radius, focal_px), _rim(away, radius))
        for figures, first in ((self.left, True), (self.right, False)):
            lines = np.maximum(lines, _written(figures, rows, columns, radius, first))
        lit = shown + (_LINE - shown) * (0.85 * lines)[..., None]
        return (np.clip(lit, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def _stroke(distance_px: Floats, width_px: float) -> Floats:
    """Cover 0–1 of a line at a distance from its middle."""
    cover: Floats = np.clip(0.5 * width_px + 0.5 - np.abs(distance_px), 0.0, 1.0)
    return cover


def _graticule(x: Floats, y: Floats, radius: float, focal_px: float) -> Floats:
    """A cross open in its middle, a tick at every degree, a longer one at every fifth, and a ring about the middle."""
    width = max(1.0, radius / 260.0)
    lines = np.zeros_like(x)
    for along, across in ((x, y), (y, x)):
        open_px = np.tan(np.radians(0.35)) * focal_px
        lines = np.maximum(lines, _stroke(across, width) * (np.abs(along) > open_px) * (np.abs(along) < 0.97 * radius))
        for k in range(1, int(np.degrees(np.arctan(radius / focal_px)) / _TICK_deg) + 1):
            at, half = np.tan(np.radians(k * _TICK_deg)) * focal_px, radius * (0.055 if k % 5 == 0 else 0.028)
            lines = np.maximum(lines, _stroke(np.abs(along) - at, width) * (np.abs(across) < half))
    ring = _stroke(np.hypot(x, y) - np.tan(np.radians(2.5)) * focal_px, width)
    return np.maximum(lines, 0.7 * ring)


def _rim(away: Floats, radius: float) -> Floats:
    """The metal edge of the eyepiece catching a little light."""
    rim: Floats = 0.16 * _stroke(away - 1.008 * radius, 0.012 * radius)
    return rim


def _written(lines: tuple[str, ...], rows: int, columns: int, radius: float, first: bool) -> Floats:
    """Cover (rows, columns) of lines of figures in the left or right margin, high up: a caption may stand below."""
    cover = np.zeros((rows, columns))
    margin = columns / 2.0 - radius
    point = max(1, int(min(rows / 200.0, margin / 64.0)))
    for number, line in enumerate(lines):
        marks = _row_of(line).repeat(point, axis=0).repeat(point, axis=1)
        top = int(0.12 * rows) + number * 12 * point
        left = int(0.22 * margin) if first else int(columns - 0.22 * margin) - marks.shape[1]
        part = cover[max(top, 0) : top + marks.shape[0], max(left, 0) : left + marks.shape[1]]
        part[:] = marks[: part.shape[0], : part.shape[1]]
    return cover


def _row_of(line: str) -> Floats:
    """A line of letters as points, seven high and six a letter; a combining dot goes over the letter before it."""
    shapes: list[tuple[int, ...]] = []
    for sign in line or " ":
        if sign == _DOT and shapes:
            shapes[-1] = (4, *shapes[-1][1:])
        else:
            shapes.append(_POINTS.get(sign, _POINTS[" "]))
    points: Floats = np.concatenate(
        [[[row >> 5 - k & 1 for k in range(6)] for row in shape] for shape in shapes], axis=1
    ).astype(float)
    return points
