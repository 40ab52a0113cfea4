"""A rigid ship beside a station over one step: turning and moving under the jets, in free fall about the Earth.

Axes    place and velocity along GCRF against the station; attitude q_BODY_GCRF; rates against GCRF in BODY.
Law     I dw/dt + w × I w = τ (Euler), dq/dt = ½ q w, dv/dt = p + F / m, dm/dt = −flow.
        Force, torque and the pull p of free motion are constant over a step, in which no jet opens or shuts; the pull
        is that at the middle of the computer's cycle. Rates by the fourth-order rule of Runge and Kutta, the turn by
        Magnus' series to fourth order, force at the attitude and mass of the middle of the step.
        Torque of the gravity gradient: 3 GM/r³ r̂ × I r̂.
Source  Wertz, Spacecraft Attitude Determination and Control (1978), 16.1, 17.2; Hairer, Lubich & Wanner, Geometric
        Numerical Integration (2006), IV.7 for the series.
Range   steps up to a cycle of 0.2 s, rates to a few degrees a second (1e-12 rad a tick of 12.5 ms), ranges to 3 km.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from kazbek.flight.docking.kernels.columns import (
    MASS,
    MASS_0,
    PROPELLANT,
    PROPELLANT_0,
    PULL,
    SPENT,
    TWIST,
    Q,
    V,
    W,
    X,
)
from kazbek.laws.compiled import lean_kernel
from kazbek.laws.vectors import cross, dot, norm, plus, taken, times, unit


class RigidShip(NamedTuple):
    """Mass properties; inertia scales with mass."""

    inertia: Any  # (3, 3) kg m² at the reference mass
    inverse: Any  # its inverse
    at_mass_kg: float
    ahead_m_kg: float  # by how much the centre of mass moves ahead for a kilogram spent
    tip_m: float  # probe tip ahead of it at the reference mass


@lean_kernel
def dotted(matrix, a):
    """A (3, 3) array times a vector."""
    return (
        matrix[0, 0] * a[0] + matrix[0, 1] * a[1] + matrix[0, 2] * a[2],
        matrix[1, 0] * a[0] + matrix[1, 1] * a[1] + matrix[1, 2] * a[2],
        matrix[2, 0] * a[0] + matrix[2, 1] * a[1] + matrix[2, 2] * a[2],
    )


@lean_kernel
def axes_of(s):
    """BODY x, y and z along GCRF."""
    w, x, y, z = s[Q], s[Q + 1], s[Q + 2], s[Q + 3]
    return (
        (1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z), 2.0 * (x * z - w * y)),
        (2.0 * (x * y - w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z + w * x)),
        (2.0 * (x * z + w * y), 2.0 * (y * z - w * x), 1.0 - 2.0 * (x * x + y * y)),
    )


@lean_kernel
def along(axes, a):
    """A vector of components in `axes` (three unit vectors), along what they are given in."""
    return plus(plus(times(a[0], axes[0]), a[1], axes[1]), a[2], axes[2])


@lean_kernel
def into(axes, a):
    """The components of a vector in `axes`."""
    return dot(a, axes[0]), dot(a, axes[1]), dot(a, axes[2])


@lean_kernel
def tip_ahead_m(body, mass_kg):
    """Probe tip ahead of the centre of mass."""
    return body.tip_m - body.ahead_m_kg * (body.at_mass_kg - mass_kg)


@lean_kernel
def gradient_torque(body, up_BODY, gm_over_r3):
    """Torque of the gravity gradient on a ship of the reference mass; `up_BODY`: from the Earth's centre."""
    return times(3.0 * gm_over_r3, cross(up_BODY, dotted(body.inertia, up_BODY)))


@lean_kernel
def spin_up(body, share, torque, w):
    """Angular acceleration; `share`: mass over the reference mass."""
    gyro = cross(w, dotted(body.inertia, w))
    return dotted(body.inverse, plus(times(1.0 / share, torque), -1.0, gyro))


@lean_kernel
def rates_after(body, share, torque, w, h_s):
    """Rates after h under a constant torque, and at its middle."""
    half = 0.5 * h_s
    a1 = spin_up(body, share, torque, w)
    a2 = spin_up(body, share, torque, plus(w, half, a1))
    a3 = spin_up(body, share, torque, plus(w, half, a2))
    a4 = spin_up(body, share, torque, plus(w, h_s, a3))
    sum4 = plus(plus(plus(a1, 2.0, a2), 2.0, a3), 1.0, a4)
    end = plus(w, h_s / 6.0, sum4)
    a5 = spin_up(body, share, torque, end)
    middle = plus(times(0.5, plus(w, 1.0, end)), h_s / 8.0, plus(a1, -1.0, a5))
    return middle, end


@lean_kernel
def turned_by(s, angle):
    """Turn the attitude by a rotation vector in BODY."""
    size = norm(angle)
    k = 0.5 - size * size / 48.0 if size < 1e-4 else math.sin(0.5 * size) / size
    a, b, c, d = math.cos(0.5 * size), k * angle[0], k * angle[1], k * angle[2]
    w, x, y, z = s[Q], s[Q + 1], s[Q + 2], s[Q + 3]
    p0, p1 = w * a - x * b - y * c - z * d, w * b + x * a + y * d - z * c
    p2, p3 = w * c - x * d + y * a + z * b, w * d + x * c - y * b + z * a
    n = 1.0 / math.sqrt(p0 * p0 + p1 * p1 + p2 * p2 + p3 * p3)
    s[Q], s[Q + 1], s[Q + 2], s[Q + 3] = n * p0, n * p1, n * p2, n * p3


@lean_kernel
def turn(body, s, torque, h_s):
    """Attitude and rates over h; the rates at its middle."""
    share, w = s[MASS] / body.at_mass_kg, taken(s, W)
    middle, end = rates_after(body, share, plus(torque, share, taken(s, TWIST)), w, h_s)
    angle = times(h_s / 6.0, plus(plus(w, 4.0, middle), 1.0, end))
    turned_by(s, plus(angle, -h_s * h_s / 12.0, cross(end, w)))
    s[W], s[W + 1], s[W + 2] = end
    return middle


@lean_kernel
def move(body, s, force, torque, flow_kg_s, h_s):
    """A step without a switch of the jets: attitude, rates, place, velocity, mass and propellant."""
    axes, w = axes_of(s), taken(s, W)
    middle = turn(body, s, torque, h_s)
    a = taken(s, PULL)
    if flow_kg_s > 0.0:
        f, half_turn = along(axes, force), along(axes, times(0.25 * h_s, plus(w, 1.0, middle)))
        a = plus(a, 1.0 / (s[MASS] - 0.5 * h_s * flow_kg_s), plus(f, 1.0, cross(half_turn, f)))
    v = taken(s, V)
    x = plus(plus(taken(s, X), h_s, v), 0.5 * h_s * h_s, a)
    s[X], s[X + 1], s[X + 2] = x
    s[V], s[V + 1], s[V + 2] = plus(v, h_s, a)
    s[SPENT] += h_s * flow_kg_s
    s[MASS], s[PROPELLANT] = s[MASS_0] - s[SPENT], s[PROPELLANT_0] - s[SPENT]


@lean_kernel
def rotation_between(one, other):
    """The rotation vector that takes one set of axes into another, along what both are given in; up to π."""
    e = times(0.5, plus(plus(cross(one[0], other[0]), 1.0, cross(one[1], other[1])), 1.0, cross(one[2], other[2])))
    size = norm(e)
    cosine = 0.5 * (dot(one[0], other[0]) + dot(one[1], other[1]) + dot(one[2], other[2]) - 1.0)
    if size > 1e-9:
        return times(math.atan2(size, cosine) / size, e)
    return e if cosine > 0.0 else times(math.pi, unit(one[2]))


@lean_kernel
def rotated(a, angle):
    """A vector turned by a rotation vector (Rodrigues)."""
    size = norm(angle)
    if size < 1e-15:
        return plus(a, 1.0, cross(angle, a))
    axis, c = times(1.0 / size, angle), math.cos(size)
    return plus(plus(times(c, a), math.sin(size), cross(axis, a)), (1.0 - c) * dot(axis, a), axis)
