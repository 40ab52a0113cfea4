"""The air all around one camera, kept on a grid of directions: a picture's million rays ask for a few thousand.

Axes: rows run from the horizon down to the ground below (sheet 0) or from the horizon up (sheet 1), finest at the
horizon; columns are the azimuth from the Sun, 0…π, since the air is the same on both sides of the Sun's vertical.
Law: nodes come from ``air.path`` when first asked for; between them the sums, which hold no haze phase and so have no
peak at the Sun, are linear.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.scattering import EARTH_RADIUS_km, TOP_km, path, to_sphere

ROWS, COLUMNS = 192, 97


class Panorama(NamedTuple):
    """What was worked out so far: `sums` (2, ROWS, COLUMNS, 27), and where it is `known` (2, ROWS, COLUMNS)."""

    sums: np.ndarray
    known: np.ndarray


def empty_panorama(large: bool) -> Panorama:
    """One to fill, or a stand-in where too few rays are asked for to be worth it."""
    rows, columns = (ROWS, COLUMNS) if large else (1, 1)
    return Panorama(np.empty((2, rows, columns, 27)), np.zeros((2, rows, columns), dtype=np.bool_))


@kernel
def _range(r0_km, hits):
    """Horizon and far end of a sheet: distance to the ground, or sine of elevation."""
    above = (r0_km - EARTH_RADIUS_km) * (r0_km + EARTH_RADIUS_km)
    if hits:
        return math.sqrt(above), r0_km - EARTH_RADIUS_km
    horizon = -math.sqrt(above) / r0_km
    return horizon, 1.0 if r0_km < TOP_km else -math.sqrt((r0_km - TOP_km) * (r0_km + TOP_km)) / r0_km


@kernel
def _node(tables, r0_km, sun_mu, hits, i, j, sums):
    """Work out one node into `sums` (27,)."""
    near, far = _range(r0_km, hits)
    x = (i / (ROWS - 1)) ** 2
    value = near + (far - near) * x
    if hits:
        mu = ((EARTH_RADIUS_km - r0_km) * (EARTH_RADIUS_km + r0_km) - value * value) / (2.0 * r0_km * value)
    else:
        mu = value
    mu = min(max(mu, -1.0), 1.0)
    turn = math.pi * j / (COLUMNS - 1)
    cosine = mu * sun_mu + math.sqrt((1.0 - mu * mu) * (1.0 - sun_mu * sun_mu)) * math.cos(turn)
    path(tables, (r0_km, r0_km * mu, r0_km * sun_mu, cosine), hits, sums.reshape(3, 9))


@kernel
def around(panorama, tables, view, hits, sums):
    """What ``air.path`` would write to `sums` (3, 9), blended from the nodes around."""
    r0, along, sunward, cosine = view
    mu, sun_mu = along / r0, sunward / r0
    near, far = _range(r0, hits)
    value = to_sphere(r0, along, EARTH_RADIUS_km) if hits else mu
    u = math.sqrt(min(max((value - near) / (far - near), 0.0), 1.0)) * (ROWS - 1)
    across = math.sqrt(max((1.0 - mu * mu) * (1.0 - sun_mu * sun_mu), 1e-24))
    v = math.acos(min(max((cosine - mu * sun_mu) / across, -1.0), 1.0)) / math.pi * (COLUMNS - 1)
    i, j = min(int(u), ROWS - 2), min(int(v), COLUMNS - 2)
    fu, fv = u - i, v - j
    sheet = 0 if hits else 1
    for k in range(4):
        a, b = i + (k >> 1), j + (k & 1)
        if not panorama.known[sheet, a, b]:
            _node(tables, r0, sun_mu, hits, a, b, panorama.sums[sheet, a, b])
            panorama.known[sheet, a, b] = True
    p, q = panorama.sums[sheet, i], panorama.sums[sheet, i + 1]
    w, x, y, z = (1.0 - fu) * (1.0 - fv), (1.0 - fu) * fv, fu * (1.0 - fv), fu * fv
    flat = sums.reshape(27)
    for c in range(27):
        flat[c] = w * p[j, c] + x * p[j + 1, c] + y * q[j, c] + z * q[j + 1, c]
