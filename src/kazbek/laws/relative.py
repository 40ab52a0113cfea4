"""Motion near a station in a circular orbit, and the station's RTN axes.

Axes    RTN of the station: R up, T forward, N along the orbital momentum; turning with the station at n rad/s.
Law     Clohessy and Wiltshire:  r(t) = Prr r0 + Prv v0,  v(t) = Pvr r0 + Pvv v0,  with s = sin nt, c = cos nt:
            R'' = 3n² R + 2n T',   T'' = −2n R',   N'' = −n² N
        two impulses:  v0 = Prv⁻¹ (r(t) − Prr r0).
Source  Clohessy & Wiltshire, J. Aerospace Sciences 27 (1960); Hill (1878).
Range   near-circular orbits; distances of some kilometres (errors grow as distance² / radius).
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.laws.compiled import kernel


@kernel
def transition(n_rad_s, t_s):
    """The state transition matrix (6, 6) of (r_RTN_m, v_RTN_m_s) over `t_s`."""
    n = n_rad_s
    a = n * t_s
    s, c = math.sin(a), math.cos(a)
    P = np.zeros((6, 6))
    P[0, 0], P[0, 3], P[0, 4] = 4.0 - 3.0 * c, s / n, 2.0 * (1.0 - c) / n
    P[1, 0], P[1, 1], P[1, 3], P[1, 4] = 6.0 * (s - a), 1.0, -2.0 * (1.0 - c) / n, (4.0 * s - 3.0 * a) / n
    P[2, 2], P[2, 5] = c, s / n
    P[3, 0], P[3, 3], P[3, 4] = 3.0 * n * s, c, 2.0 * s
    P[4, 0], P[4, 3], P[4, 4] = -6.0 * n * (1.0 - c), -2.0 * s, 4.0 * c - 3.0
    P[5, 2], P[5, 5] = -n * s, c
    return P


@kernel
def closest_m(n_rad_s, states, times_s):
    """Least distance from the station of ships whose states now are the columns of (6, k), at instants (n,)."""
    least2 = math.inf
    for i in range(times_s.shape[0]):
        P = transition(n_rad_s, times_s[i])
        for k in range(states.shape[1]):
            distance2 = 0.0
            for row in range(3):
                x = 0.0
                for j in range(6):
                    x += P[row, j] * states[j, k]
                distance2 += x * x
            least2 = min(least2, distance2)
    return math.sqrt(least2)


@kernel
def two_impulses(r0_RTN_m, r1_RTN_m, n_rad_s, t_s):
    """Velocities (3) to have after the first impulse and before the second, to go from r0 to r1 in `t_s`.

    NaN where no such path exists: after whole half revolutions of the cross-track motion.
    """
    a = n_rad_s * t_s
    s, c = math.sin(a), math.cos(a)
    n = n_rad_s
    d0 = r1_RTN_m[0] - (4.0 - 3.0 * c) * r0_RTN_m[0]
    d1 = r1_RTN_m[1] - 6.0 * (s - a) * r0_RTN_m[0] - r0_RTN_m[1]
    d2 = r1_RTN_m[2] - c * r0_RTN_m[2]
    k, b = 2.0 * (1.0 - c), 4.0 * s - 3.0 * a
    determinant = s * b + k * k
    v0, v1 = np.full(3, math.nan), np.full(3, math.nan)
    if abs(determinant) < 1e-9 or abs(s) < 1e-9:
        return v0, v1
    v0[0] = n * (b * d0 - k * d1) / determinant
    v0[1] = n * (k * d0 + s * d1) / determinant
    v0[2] = n * d2 / s
    v1[0] = 3.0 * n * s * r0_RTN_m[0] + c * v0[0] + 2.0 * s * v0[1]
    v1[1] = -6.0 * n * (1.0 - c) * r0_RTN_m[0] - 2.0 * s * v0[0] + (4.0 * c - 3.0) * v0[1]
    v1[2] = -n * s * r0_RTN_m[2] + c * v0[2]
    return v0, v1


@kernel
def rtn_axes(rv_GCRF):
    """Rotation C_RTN_GCRF (3, 3) of the orbit through a state (6), and its turning rate about N (rad/s)."""
    x, y, z = rv_GCRF[0], rv_GCRF[1], rv_GCRF[2]
    u, v, w = rv_GCRF[3], rv_GCRF[4], rv_GCRF[5]
    hx, hy, hz = y * w - z * v, z * u - x * w, x * v - y * u
    r, h = math.sqrt(x * x + y * y + z * z), math.sqrt(hx * hx + hy * hy + hz * hz)
    C = np.empty((3, 3))
    C[0, 0], C[0, 1], C[0, 2] = x / r, y / r, z / r
    C[2, 0], C[2, 1], C[2, 2] = hx / h, hy / h, hz / h
    C[1, 0] = C[2, 1] * C[0, 2] - C[2, 2] * C[0, 1]
    C[1, 1] = C[2, 2] * C[0, 0] - C[2, 0] * C[0, 2]
    C[1, 2] = C[2, 0] * C[0, 1] - C[2, 1] * C[0, 0]
    return C, h / (r * r)


@kernel
def rtn_from_gcrf(ship_GCRF, station_GCRF):
    """The ship (6) seen from the station (6): position and velocity (6) in the station's turning RTN."""
    C, n = rtn_axes(station_GCRF)
    out = np.empty(6)
    d = ship_GCRF - station_GCRF
    for i in range(3):
        out[i] = C[i, 0] * d[0] + C[i, 1] * d[1] + C[i, 2] * d[2]
        out[3 + i] = C[i, 0] * d[3] + C[i, 1] * d[4] + C[i, 2] * d[5]
    out[3] += n * out[1]
    out[4] -= n * out[0]
    return out


@kernel
def gcrf_from_rtn(rv_RTN, station_GCRF):
    """Inverse of `rtn_from_gcrf`."""
    C, n = rtn_axes(station_GCRF)
    v0, v1, v2 = rv_RTN[3] - n * rv_RTN[1], rv_RTN[4] + n * rv_RTN[0], rv_RTN[5]
    out = station_GCRF.copy()
    for i in range(3):
        out[i] += C[0, i] * rv_RTN[0] + C[1, i] * rv_RTN[1] + C[2, i] * rv_RTN[2]
        out[3 + i] += C[0, i] * v0 + C[1, i] * v1 + C[2, i] * v2
    return out
