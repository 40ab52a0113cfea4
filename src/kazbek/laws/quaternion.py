"""Unit quaternions, scalar first: q_BODY_GCRF turns coordinates, v_BODY = C(q) v_GCRF.

Law     v_BODY = q* v q (Hamilton's product),   C_AC = C_AB C_BC  ⇔  q_AC = q_BC q_AB,
        dq/dt = ½ q w_BODY  for the body's rate w against GCRF, in BODY.
Source  Shuster, "A survey of attitude representations", J. Astronautical Sciences 41 (1993), in Hamilton's convention.
Range   unit quaternions; `advanced` is exact for a constant rate.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.laws.compiled import kernel


@kernel
def product(p, q):
    """Hamilton's product p q, (4)."""
    return np.array(
        (
            p[0] * q[0] - p[1] * q[1] - p[2] * q[2] - p[3] * q[3],
            p[0] * q[1] + p[1] * q[0] + p[2] * q[3] - p[3] * q[2],
            p[0] * q[2] - p[1] * q[3] + p[2] * q[0] + p[3] * q[1],
            p[0] * q[3] + p[1] * q[2] - p[2] * q[1] + p[3] * q[0],
        )
    )


@kernel
def conjugate(q):
    """The inverse rotation, q_GCRF_BODY of q_BODY_GCRF."""
    return np.array((q[0], -q[1], -q[2], -q[3]))


@kernel
def composed(q_A_B, q_B_C):
    """q_A_C, the rotation from C through B to A."""
    return product(q_B_C, q_A_B)


@kernel
def turned(q_A_B, v_B):
    """Coordinates (3) in A of a vector given in B."""
    w, x, y, z = q_A_B[0], -q_A_B[1], -q_A_B[2], -q_A_B[3]
    a = 2.0 * (y * v_B[2] - z * v_B[1])
    b = 2.0 * (z * v_B[0] - x * v_B[2])
    c = 2.0 * (x * v_B[1] - y * v_B[0])
    return np.array((v_B[0] + w * a + y * c - z * b, v_B[1] + w * b + z * a - x * c, v_B[2] + w * c + x * b - y * a))


@kernel
def about(axis, angle_rad):
    """q_NEW_OLD of axes turned by an angle about a unit axis (the same in both)."""
    s = math.sin(0.5 * angle_rad)
    return np.array((math.cos(0.5 * angle_rad), s * axis[0], s * axis[1], s * axis[2]))


@kernel
def advanced(q_BODY_GCRF, w_BODY_rad_s, dt_s):
    """The attitude after `dt_s` at a constant body rate, unit length restored."""
    rate = math.sqrt(w_BODY_rad_s[0] ** 2 + w_BODY_rad_s[1] ** 2 + w_BODY_rad_s[2] ** 2)
    if rate == 0.0:
        return q_BODY_GCRF.copy()
    q = product(q_BODY_GCRF, about(w_BODY_rad_s / rate, rate * dt_s))
    return q / math.sqrt(q[0] ** 2 + q[1] ** 2 + q[2] ** 2 + q[3] ** 2)


@kernel
def angle_between(q_A_C, q_B_C):
    """The angle (rad, 0 to pi) of the turn from B to A."""
    d = product(conjugate(q_B_C), q_A_C)
    return 2.0 * math.atan2(math.sqrt(d[1] ** 2 + d[2] ** 2 + d[3] ** 2), abs(d[0]))
