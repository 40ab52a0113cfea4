"""The pull of the Sun and the Moon on a body near the Earth, beyond their pull on the Earth itself.

Axes    GCRF, geocentre. r to the body, s to the Sun or Moon, d = r − s.
Law     acceleration = −GM / |d|³ (r + f(q) s),   q = r·(r − 2 s) / s²,   f(q) = q (3 + 3q + q²) / (1 + (1 + q)^1.5)
        which is −GM (d/|d|³ + s/|s|³) without the difference of two nearly equal vectors.
        s from Chebyshev polynomials over granules of days.
Source  Battin, An Introduction to the Mathematics and Methods of Astrodynamics (1999), section 8.6.
Range   inside the span of the granules, which continue their first and last polynomial outside.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel


class Ephemeris(NamedTuple):
    """Geocentric path of one body, GCRF; times are seconds of TAI from the reference instant of the arc."""

    GM_m3_s2: float
    first_s: float  # start of the first granule
    granule_s: float
    coefficients_m: np.ndarray  # (granules, terms, 3)


@kernel
def position(t_s, body):
    """Geocentric (x, y, z) of the body, metres, by Clenshaw's recurrence."""
    c = body.coefficients_m
    place = (t_s - body.first_s) / body.granule_s
    i = min(max(int(place), 0), c.shape[0] - 1)
    x2 = 2.0 * (2.0 * (place - i) - 1.0)
    bx = by = bz = 0.0
    dx = dy = dz = 0.0
    for k in range(c.shape[1] - 1, 0, -1):
        bx, dx = x2 * bx - dx + c[i, k, 0], bx
        by, dy = x2 * by - dy + c[i, k, 1], by
        bz, dz = x2 * bz - dz + c[i, k, 2], bz
    x = 0.5 * x2
    return x * bx - dx + c[i, 0, 0], x * by - dy + c[i, 0, 1], x * bz - dz + c[i, 0, 2]


@kernel
def tidal_pull(t_s, x, y, z, body):
    """Acceleration (m/s²) of a point against the geocentre, three floats."""
    sx, sy, sz = position(t_s, body)
    s2 = sx * sx + sy * sy + sz * sz
    q = (x * (x - 2.0 * sx) + y * (y - 2.0 * sy) + z * (z - 2.0 * sz)) / s2
    d2 = s2 * (1.0 + q)  # |r − s|²
    f = q * (3.0 + q * (3.0 + q)) / (1.0 + (1.0 + q) * math.sqrt(1.0 + q))
    k = -body.GM_m3_s2 / (d2 * math.sqrt(d2))
    return k * (x + f * sx), k * (y + f * sy), k * (z + f * sz)
