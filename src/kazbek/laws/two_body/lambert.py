"""Lambert's problem: the two-body path between two points in a given time, several revolutions included.

Axes    any inertial frame; r1, r2 from the centre of attraction, metres.
Law     with chord c, s = (r1 + r2 + c)/2, lambda² = 1 − c/s and T = √(2 GM/s³) t, solve T(x, lambda, revolutions) = T
        for x by Householder's third-order iteration from Izzo's starts. One or more revolutions allow two paths.
Source  Izzo, "Revisiting Lambert's problem", Celestial Mechanics and Dynamical Astronomy 121 (2015).
Range   all conics; transfer angles of 0 and 180 degrees leave the plane open and are refused by status.
"""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np

from kazbek.laws.compiled import kernel


class LambertStatus(IntEnum):
    """How the search ended."""

    FOUND = 0
    NO_PLANE = 1  # the points and the centre lie on a line
    TOO_SHORT = 2  # no such path with that many revolutions in that time
    NOT_CONVERGED = 3


_FOUND, _NO_PLANE, _TOO_SHORT, _NOT_CONVERGED = (int(s) for s in LambertStatus)


@kernel
def lambert(r1_m, r2_m, time_s, GM_m3_s2, revolutions, left, long_way):
    """Velocities at both ends.

    Parameters
    ----------
    revolutions : whole revolutions on the way, 0 or more
    left : with revolutions, 1 for the path whose x lies below that of the shortest time, 0 for the one above
    long_way : 1 when the transfer angle (whole revolutions apart) exceeds 180 degrees, else 0

    Returns
    -------
    v1_m_s (3), v2_m_s (3), status (LambertStatus)
    """
    v1, v2 = np.full(3, math.nan), np.full(3, math.nan)
    r1 = math.sqrt(r1_m[0] ** 2 + r1_m[1] ** 2 + r1_m[2] ** 2)
    r2 = math.sqrt(r2_m[0] ** 2 + r2_m[1] ** 2 + r2_m[2] ** 2)
    a, b = r1_m / r1, r2_m / r2
    n = np.array((a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]))
    sine = math.sqrt(n[0] ** 2 + n[1] ** 2 + n[2] ** 2)
    if sine < 1e-10:
        return v1, v2, _NO_PLANE
    n /= -sine if long_way else sine

    chord = math.sqrt((r2_m[0] - r1_m[0]) ** 2 + (r2_m[1] - r1_m[1]) ** 2 + (r2_m[2] - r1_m[2]) ** 2)
    s = 0.5 * (r1 + r2 + chord)
    lam = math.sqrt(max(0.0, 1.0 - chord / s))
    if long_way:
        lam = -lam
    x, status = _solve(lam, math.sqrt(2.0 * GM_m3_s2 / s**3) * time_s, revolutions, left)
    if status != _FOUND:
        return v1, v2, status

    y = math.sqrt(1.0 - lam * lam * (1.0 - x * x))
    gamma, rho = math.sqrt(0.5 * GM_m3_s2 * s), (r1 - r2) / chord
    radial1 = gamma * ((lam * y - x) - rho * (lam * y + x)) / r1
    radial2 = -gamma * ((lam * y - x) + rho * (lam * y + x)) / r2
    across = gamma * math.sqrt(1.0 - rho * rho) * (y + lam * x)
    for k in range(3):
        i, j = (k + 1) % 3, (k + 2) % 3
        v1[k] = radial1 * a[k] + across / r1 * (n[i] * a[j] - n[j] * a[i])
        v2[k] = radial2 * b[k] + across / r2 * (n[i] * b[j] - n[j] * b[i])
    return v1, v2, _FOUND


@kernel
def _solve(lam, T, revolutions, left):
    """Izzo's x for the dimensionless time T, and a status."""
    T00 = math.acos(lam) + lam * math.sqrt(1.0 - lam * lam)
    if revolutions > 0:
        if revolutions * math.pi > T or _shortest(lam, revolutions, T00) > T:
            return 0.0, _TOO_SHORT
        ratio = (revolutions + 1) * math.pi / (8.0 * T) if left else 8.0 * T / (revolutions * math.pi)
        q = ratio ** (2.0 / 3.0)
        x = (q - 1.0) / (q + 1.0)
    else:
        T1 = 2.0 / 3.0 * (1.0 - lam**3)
        if abs(T - T1) < 1e-14:
            return 1.0, _FOUND
        if T >= T00:
            x = -(T - T00) / (T - T00 + 4.0)
        elif T <= T1:
            x = 2.5 * T1 * (T1 - T) / (T * (1.0 - lam**5)) + 1.0
        else:
            x = (T / T00) ** (math.log(2.0) / math.log(T1 / T00)) - 1.0
    for _ in range(30):
        value = _time(x, lam, revolutions)
        d1, d2, d3 = _slopes(x, value, lam)
        e = value - T
        step = e * (d1 * d1 - 0.5 * e * d2) / (d1 * (d1 * d1 - e * d2) + d3 * e * e / 6.0)
        x -= step
        if abs(step) < 1e-13:
            return x, _FOUND
    return x, _NOT_CONVERGED


@kernel
def _shortest(lam, revolutions, T00):
    """The least T with that many revolutions, by Halley's iteration on its slope."""
    x, T = 0.0, T00 + revolutions * math.pi
    for _ in range(30):
        d1, d2, d3 = _slopes(x, T, lam)
        step = 2.0 * d1 * d2 / (2.0 * d2 * d2 - d1 * d3)
        x -= step
        T = _time(x, lam, revolutions)
        if abs(step) < 1e-13:
            break
    return T


@kernel
def _time(x, lam, revolutions):
    """Dimensionless time of flight: Battin's series near the parabola, Lancaster and Blanchard's form elsewhere."""
    E = x * x - 1.0
    z = math.sqrt(1.0 + lam * lam * E)
    if abs(x - 1.0) < 0.01:
        eta = z - lam * x
        S = 0.5 * (1.0 - lam - x * eta)
        Q, term = 1.0, 1.0
        for j in range(200):
            term *= S * (3.0 + j) * (1.0 + j) / ((2.5 + j) * (j + 1.0))
            Q += term
            if abs(term) < 1e-16:
                break
        T = 0.5 * (eta**3 * Q * 4.0 / 3.0 + 4.0 * lam * eta)
        return T + revolutions * math.pi / abs(E) ** 1.5 if revolutions > 0 else T
    y, g = math.sqrt(abs(E)), x * z - lam * E
    d = revolutions * math.pi + math.acos(min(1.0, max(-1.0, g))) if E < 0.0 else math.log(y * (z - lam * x) + g)
    return (x - lam * z - d / y) / E


@kernel
def _slopes(x, T, lam):
    """First three derivatives of T to x."""
    u, l2 = 1.0 - x * x, lam * lam
    y = math.sqrt(1.0 - l2 * u)
    d1 = (3.0 * T * x - 2.0 + 2.0 * l2 * lam * x / y) / u
    d2 = (3.0 * T + 5.0 * x * d1 + 2.0 * (1.0 - l2) * l2 * lam / y**3) / u
    d3 = (7.0 * x * d2 + 8.0 * d1 - 6.0 * (1.0 - l2) * l2 * l2 * lam * x / y**5) / u
    return d1, d2, d3
