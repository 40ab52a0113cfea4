"""The rotation from GCRF to ITRF, from nodes of the celestial pole, the Earth's spin and the pole's motion.

Axes    GCRF → (X, Y, s: celestial pole and origin) → CIRS → (Earth rotation angle) → TIRS → (xp, yp) → ITRF
Law     C_ITRF_GCRF = R1(−yp) R2(−xp) R3(ERA − s + s') Q(X, Y)
        ERA = theta0 + EARTH_SPIN (t + (UT1 − TAI)(t))
        v_ITRF = C_ITRF_GCRF v_GCRF − EARTH_SPIN w × r_ITRF,   w = C_ITRF_TIRS z, the spin axis in the crust
Source  IERS Conventions (2010), chapter 5, equations 5.1–5.15 (IAU 2006/2000A, CIO based).
Range   within the nodes; cubic interpolation of 3-hour nodes leaves less than 0.1 mm at 7 000 km. Left out: tides of a
        day and less in the pole and in UT1 (up to 3 cm), the drift of the celestial pole in velocities (0.05 mm/s).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel

EARTH_SPIN_rad_s = 2.0 * math.pi * 1.00273781191135448 / 86_400.0  # d(ERA)/d(UT1), IERS Conventions (2010) eq. 5.15


class EarthRotation(NamedTuple):
    """Nodes of Earth orientation; times are seconds of TAI from the reference instant of the arc."""

    first_s: float  # time of the first node
    step_s: float  # between nodes
    theta0_rad: float  # Earth rotation angle, were UT1 equal to TAI at t = 0
    nodes: np.ndarray  # (n, 6): X_rad, Y_rad, s' − s (rad), xp_rad, yp_rad, UT1 − TAI (s)


@kernel
def orientation(t_s, earth, C, w):
    """Write C_ITRF_GCRF to `C` (3, 3) and the spin axis in ITRF (unit vector) to `w` (3)."""
    n = earth.nodes
    place = (t_s - earth.first_s) / earth.step_s
    i = min(max(int(place), 1), n.shape[0] - 3)
    x = place - i
    l0 = -x * (x - 1.0) * (x - 2.0) / 6.0  # Lagrange's cubic through nodes i−1 … i+2
    l1 = (x + 1.0) * (x - 1.0) * (x - 2.0) / 2.0
    l2 = -(x + 1.0) * x * (x - 2.0) / 2.0
    l3 = (x + 1.0) * x * (x - 1.0) / 6.0
    X = l0 * n[i - 1, 0] + l1 * n[i, 0] + l2 * n[i + 1, 0] + l3 * n[i + 2, 0]
    Y = l0 * n[i - 1, 1] + l1 * n[i, 1] + l2 * n[i + 1, 1] + l3 * n[i + 2, 1]
    s = l0 * n[i - 1, 2] + l1 * n[i, 2] + l2 * n[i + 1, 2] + l3 * n[i + 2, 2]
    xp = l0 * n[i - 1, 3] + l1 * n[i, 3] + l2 * n[i + 1, 3] + l3 * n[i + 2, 3]
    yp = l0 * n[i - 1, 4] + l1 * n[i, 4] + l2 * n[i + 1, 4] + l3 * n[i + 2, 4]
    du = l0 * n[i - 1, 5] + l1 * n[i, 5] + l2 * n[i + 1, 5] + l3 * n[i + 2, 5]

    angle = earth.theta0_rad + EARTH_SPIN_rad_s * (t_s + du) + s
    c, sn = math.cos(angle), math.sin(angle)
    Z = math.sqrt(1.0 - X * X - Y * Y)
    a = 1.0 / (1.0 + Z)
    cx, cy = 1.0 - 0.5 * xp * xp, 1.0 - 0.5 * yp * yp  # the pole moves by 3e-6 rad at most
    for k in range(3):
        if k == 0:
            q0, q1, q2 = 1.0 - a * X * X, -a * X * Y, X
        elif k == 1:
            q0, q1, q2 = -a * X * Y, 1.0 - a * Y * Y, Y
        else:
            q0, q1, q2 = -X, -Y, Z
        r0, r1 = c * q0 + sn * q1, c * q1 - sn * q0
        t2 = cx * q2 - xp * r0
        C[0, k] = cx * r0 + xp * q2
        C[1, k] = cy * r1 - yp * t2
        C[2, k] = cy * t2 + yp * r1
    w[0], w[1], w[2] = xp, -yp * cx, cx * cy


@kernel
def rows_to_itrf(t_s, rv_GCRF, earth, out):
    """Rows (x, y, z, vx, vy, vz) of (n, 6) at times `t_s` (n) turned from GCRF to ITRF, velocities over the ground."""
    C = np.empty((3, 3))
    w = np.empty(3)
    for i in range(t_s.shape[0]):
        orientation(t_s[i], earth, C, w)
        for k in range(3):
            out[i, k] = C[k, 0] * rv_GCRF[i, 0] + C[k, 1] * rv_GCRF[i, 1] + C[k, 2] * rv_GCRF[i, 2]
            out[i, 3 + k] = C[k, 0] * rv_GCRF[i, 3] + C[k, 1] * rv_GCRF[i, 4] + C[k, 2] * rv_GCRF[i, 5]
        x, y, z = out[i, 0], out[i, 1], out[i, 2]
        out[i, 3] -= EARTH_SPIN_rad_s * (w[1] * z - w[2] * y)
        out[i, 4] -= EARTH_SPIN_rad_s * (w[2] * x - w[0] * z)
        out[i, 5] -= EARTH_SPIN_rad_s * (w[0] * y - w[1] * x)


@kernel
def rows_to_gcrf(t_s, rv_ITRF, earth, out):
    """Inverse of `rows_to_itrf`."""
    C = np.empty((3, 3))
    w = np.empty(3)
    for i in range(t_s.shape[0]):
        orientation(t_s[i], earth, C, w)
        x, y, z = rv_ITRF[i, 0], rv_ITRF[i, 1], rv_ITRF[i, 2]
        vx = rv_ITRF[i, 3] + EARTH_SPIN_rad_s * (w[1] * z - w[2] * y)
        vy = rv_ITRF[i, 4] + EARTH_SPIN_rad_s * (w[2] * x - w[0] * z)
        vz = rv_ITRF[i, 5] + EARTH_SPIN_rad_s * (w[0] * y - w[1] * x)
        for k in range(3):
            out[i, k] = C[0, k] * x + C[1, k] * y + C[2, k] * z
            out[i, 3 + k] = C[0, k] * vx + C[1, k] * vy + C[2, k] * vz
