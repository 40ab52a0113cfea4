"""Real stars, drawn as points on a finished picture where nothing stands in front of them."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import bundled
from kazbek.views.scene.camera import Camera

Floats = NDArray[np.float64]
_BRIGHTNESS = 1.6  # of a star of magnitude zero on the pictures' scale, chosen by eye


@functools.cache
def _catalogue() -> tuple[Floats, Floats]:
    """Unit directions (n, 3) in GCRF and linear RGB (n, 3) of the stars brighter than magnitude 6."""
    with bundled("textures", "stars.npy").open("rb") as file:
        ra_deg, dec_deg, magnitude, b_v = np.load(file).astype(float).T
    ra, dec = np.radians(ra_deg), np.radians(dec_deg)
    toward = np.column_stack((np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)))
    warmth = np.clip(b_v, -0.3, 1.7)[:, None]
    tint = np.clip(1.0 + warmth * np.array((0.25, 0.0, -0.35)) + np.array((-0.1, 0.0, 0.12)), 0.2, 1.4)
    return toward, _BRIGHTNESS * 10.0 ** (-0.4 * magnitude[:, None]) * tint


def add_stars(picture: Floats, clear: NDArray[np.bool_], camera: Camera, C_LOCAL_GCRF: Floats) -> None:
    """Add the stars to `picture` (rows, columns, 3) in place, where `clear` (rows, columns) says the sky is empty."""
    toward, colour = _catalogue()
    column, row, inverse = camera.project(camera.at_m + 1e6 * toward @ C_LOCAL_GCRF.T)
    inside = (inverse > 0) & (column >= 0) & (column < camera.columns) & (row >= 0) & (row < camera.rows)
    i, j = row[inside].astype(int), column[inside].astype(int)
    seen = clear[i, j]
    np.add.at(picture, (i[seen], j[seen]), colour[inside][seen] * (camera.rows / 720.0) ** 2)
