"""The frames of kazbek, defined once.

======  ==============================================================================================================
GCRF    geocentric celestial frame, IAU 2006/2000A; axes fixed among the stars, metres, all orbits are integrated here
ITRF    rotating with the crust; WGS-84 coordinates, ground tracks, winds
PAD     at a launch pad: x east, y north, z up along the ellipsoid's normal
RTN     at a reference orbit: R outward, N along orbital momentum, T = N × R (forward)
BODY    of a ship: x along the nose (the main engine pushes that way), z "down" to the crew's feet, y right-handed
STN     of the station (SSACS-like): x forward, y starboard, z nadir, origin as its data file says
SEAT    of a couch in the capsule: x from chest to back, z from head to feet
PORT    of a docking port: x out of the port along the approach axis, z as the port's data file says
======  ==============================================================================================================

Rotations read so that touching letters match: ``v_BODY = C_BODY_GCRF @ v_GCRF``. Quaternions are scalar first.
"LVLH" means different axes in different books and is not used. EME2000 and TEME appear only where files are read.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kazbek.base.types import Matrix, Vector


def cross(a: Any, b: Any) -> Vector:
    """a × b of vectors (3,) or rows (n, 3): numpy's, without what it takes to find the axis of one vector."""
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.ndim == b.ndim == 1:
        (x, y, z), (u, v, w) = a.tolist(), b.tolist()
        return np.array((y * w - z * v, z * u - x * w, x * v - y * u))
    (x, y, z), (u, v, w) = a.T, b.T
    return np.stack((y * w - z * v, z * u - x * w, x * v - y * u), axis=-1)


def C_RTN_GCRF(r_GCRF_m: Vector, v_GCRF_m_s: Vector) -> Matrix:
    """Rotation into RTN of the orbit through (r, v); shape (3, 3)."""
    R = r_GCRF_m / np.linalg.norm(r_GCRF_m)
    N = cross(r_GCRF_m, v_GCRF_m_s)
    N = N / np.linalg.norm(N)
    return np.array((R, cross(N, R), N))


def C_PAD_ITRF(latitude_rad: float | Vector, longitude_rad: float | Vector) -> Matrix:
    """Rotation into the east-north-up axes at geodetic places (...); shape (..., 3, 3)."""
    sf, cf, sl, cl = np.sin(latitude_rad), np.cos(latitude_rad), np.sin(longitude_rad), np.cos(longitude_rad)
    rows = np.array(((-sl, cl, 0.0 * sl), (-sf * cl, -sf * sl, cf), (cf * cl, cf * sl, sf)))
    return np.moveaxis(rows, (0, 1), (-2, -1))


def quaternion_from_C(C: Matrix) -> Vector:
    """Unit quaternion (4,), scalar first and non-negative, of a rotation matrix (Shepperd, J. Guidance 1978)."""
    candidates = np.array((np.trace(C), C[0, 0], C[1, 1], C[2, 2]))
    k = int(np.argmax(candidates))
    q = np.empty(4)
    q[k] = np.sqrt(max(0.0, 1.0 + 2.0 * candidates[k] - np.trace(C))) / 2.0
    d = 4.0 * q[k]
    differences = ((C[1, 2] - C[2, 1]), (C[2, 0] - C[0, 2]), (C[0, 1] - C[1, 0]))
    sums = ((C[0, 1] + C[1, 0]), (C[0, 2] + C[2, 0]), (C[1, 2] + C[2, 1]))  # xy, xz, yz
    if k == 0:
        q[1:] = np.array(differences) / d
    else:
        q[0] = differences[k - 1] / d
        pairs = {(1, 2): sums[0], (1, 3): sums[1], (2, 3): sums[2]}
        for other in {1, 2, 3} - {k}:
            q[other] = pairs[(min(k, other), max(k, other))] / d
    return q if q[0] >= 0.0 else -q


def C_from_quaternion(q: Vector) -> Matrix:
    """Rotation matrix (3, 3) of a scalar-first quaternion: ``v_BODY = C @ v_GCRF`` for ``q_BODY_GCRF``."""
    w, x, y, z = q / np.linalg.norm(q)
    return np.array(
        (
            (1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)),
            (2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)),
            (2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)),
        )
    )


def quaternions(nose_GCRF: Matrix, down_GCRF: Matrix) -> Matrix:
    """(n, 4) attitude quaternions, scalar first and non-negative, from BODY x and z in GCRF, (n, 3) each.

    Every row of ``4 q qᵀ`` is a multiple of q; the one with the largest diagonal is the sound one (Shepperd 1978).
    """
    x, y, z = nose_GCRF, cross(down_GCRF, nose_GCRF), down_GCRF
    one = np.ones(len(x))
    a, b, c = y[:, 2] - z[:, 1], z[:, 0] - x[:, 2], x[:, 1] - y[:, 0]
    xy, xz, yz = x[:, 1] + y[:, 0], x[:, 2] + z[:, 0], y[:, 2] + z[:, 1]
    d = np.array((x[:, 0], y[:, 1], z[:, 2]))
    table = np.array(
        (
            (one + d.sum(0), a, b, c),
            (a, one + d[0] - d[1] - d[2], xy, xz),
            (b, xy, one - d[0] + d[1] - d[2], yz),
            (c, xz, yz, one - d[0] - d[1] + d[2]),
        )
    )
    best = np.argmax(table[range(4), range(4)], axis=0)
    q = table[best, :, np.arange(len(x))]
    q = q / np.linalg.norm(q, axis=1)[:, None]
    return np.where(q[:, :1] < 0.0, -q, q)
