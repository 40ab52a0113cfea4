"""Real stars, drawn as small discs of light on a finished backdrop where nothing stands in front of them."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import bundled
from kazbek.base.types import Floats
from kazbek.pictures.camera.camera import Camera

# A print holds no range of 1 to 250 as the catalogue does: light goes as its 0.55th power, the rest is size.
_LIGHT, _POWER = 5.0, 0.55  # of a star of magnitude zero on the pictures' scale, chosen by eye
_SMALLEST_px, _LARGEST_px = 0.55, 1.1  # spread of the faintest and the brightest in a picture of 720 rows
_REACH_px = 4


@functools.cache
def _catalogue() -> tuple[Floats, Floats, Floats]:
    """Unit directions (n, 3) in GCRF, magnitudes (n,) and colours (n, 3) of the stars brighter than magnitude 6."""
    with bundled("textures", "stars.npy").open("rb") as file:
        ra_deg, dec_deg, magnitude, b_v = np.load(file).astype(float).T
    ra, dec = np.radians(ra_deg), np.radians(dec_deg)
    toward = np.column_stack((np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)))
    return toward, magnitude, colour_of(b_v)


def colour_of(b_v: Floats) -> Floats:
    """Linear RGB (n, 3) of mean one of a star by its colour index: black bodies of Ballesteros' temperatures.

    Ballesteros, "New insights into black bodies", EPL 97 (2012) 34008; Planck's law at 610, 550 and 465 nm, against a
    white star of 6 600 K.
    """
    b_v = np.clip(b_v, -0.35, 1.9)
    kelvin = 4600.0 * (1.0 / (0.92 * b_v + 1.7) + 1.0 / (0.92 * b_v + 0.62))
    second_law = 1.4388e7 / np.array((610.0, 550.0, 465.0))
    light = np.expm1(second_law / 6600.0) / np.expm1(second_law / kelvin[:, None])
    tint: Floats = light / light.mean(axis=1, keepdims=True)
    return tint


def add_stars(picture: Floats, clear: NDArray[np.bool_], camera: Camera, C_LOCAL_GCRF: Floats) -> None:
    """Add the stars to `picture` (rows, columns, 3) in place, where `clear` (rows, columns) says the sky is empty.

    Only black is sky: the Earth's night side is darker than any print shows, but not black. Beside a sunlit Earth the
    stars are faint, as a camera that can bear its light would see them.
    """
    toward, magnitude, tint = _catalogue()
    column, row, inverse = camera.project(camera.at_m + 1e6 * toward @ C_LOCAL_GCRF.T)
    inside = (inverse > 0) & (column >= 0) & (column < camera.columns) & (row >= 0) & (row < camera.rows)
    column, row = column[inside], row[inside]
    empty = clear & (picture.max(axis=-1) <= 0.0)
    seen = empty[row.astype(int), column.astype(int)]
    light = _LIGHT * 10.0 ** (-0.4 * _POWER * magnitude[inside][seen]) / (1.0 + float(picture.mean()) / 0.1)
    bright = np.clip(1.0 - magnitude[inside][seen] / 6.0, 0.0, 1.0)
    spread_px = (_SMALLEST_px + (_LARGEST_px - _SMALLEST_px) * bright**2) * max(camera.rows / 720.0, 0.6)
    _add_discs(picture, empty, (row[seen], column[seen]), spread_px, light[:, None] * tint[inside][seen])


def _add_discs(
    picture: Floats, empty: NDArray[np.bool_], at: tuple[Floats, Floats], spread_px: Floats, colour: Floats
) -> None:
    """Add bell-shaped spots, keeping to the empty sky."""
    row, column = at
    i, j = row.astype(int), column.astype(int)
    for di in range(-_REACH_px, _REACH_px + 1):
        for dj in range(-_REACH_px, _REACH_px + 1):
            away2 = (i + di + 0.5 - row) ** 2 + (j + dj + 0.5 - column) ** 2
            share = np.exp(-0.5 * away2 / spread_px**2)
            a, b = i + di, j + dj
            on = (share > 0.003) & (a >= 0) & (a < picture.shape[0]) & (b >= 0) & (b < picture.shape[1])
            on[on] = empty[a[on], b[on]]
            np.add.at(picture, (a[on], b[on]), colour[on] * share[on, None])
