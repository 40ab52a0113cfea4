"""Latitude, longitude and height on the WGS-84 ellipsoid, to better than a micrometre."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kazbek.base.types import Vector
from kazbek.laws.geodesy import cartesian_rows, geodetic_rows


def geodetic_from_itrf(r_ITRF_m: Vector) -> Vector:
    """Geodetic coordinates of one point (3,) or of rows (n, 3).

    Returns
    -------
    latitude_rad, longitude_rad (east positive, −π to π), height_m : shape of the input, so that
        ``latitude_rad, longitude_rad, height_m = geodetic_from_itrf(r_ITRF_m)`` works for one point.
    """
    return _by_rows(geodetic_rows, r_ITRF_m)


def itrf_from_geodetic(
    latitude_rad: float | Vector, longitude_rad: float | Vector, height_m: float | Vector = 0.0
) -> Vector:
    """Position in ITRF (3,), or (n, 3) when any argument is an array, metres."""
    return _by_rows(cartesian_rows, np.stack(np.broadcast_arrays(latitude_rad, longitude_rad, height_m), axis=-1))


def _by_rows(law: Callable[[Vector, Vector], None], rows: Vector) -> Vector:
    flat = np.array(rows, dtype=np.float64, order="C")
    out = np.empty_like(flat)
    law(flat.reshape(-1, 3), out.reshape(-1, 3))
    return out
