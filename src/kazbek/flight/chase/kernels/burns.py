"""A whole chase in one call: coast to a slot, burn, coast on; and how the arrival is told.

Axes    GCRF; burns point along unit vectors fixed in the RTN of the ship's own orbit; time in seconds of the field.
Law     a burn of Δv lasts (m / flow) (1 − exp(−Δv flow / F)) after a start of `overhead` seconds without push
        (Tsiolkovsky). The arrival is told in curvilinear RTN of the station at that instant,
            (r − rs, rs θ, rs φ) and rates,   θ along the station's orbit, φ out of its plane,
        because along-track distance is an arc: there the arrival is nearly linear in the burns, thousands of km away.
Source  forces.py, dop853.py; curvilinear coordinates: Alfriend et al., Spacecraft Formation Flying (2010), chapter 4.
Range   near-circular orbits.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.laws.dop853 import carry
from kazbek.laws.forces import ForceModel, Thrust, fixed_from_RTN
from kazbek.laws.vectors import cross, dot, norm, taken, unit

_COAST, _IN_GCRF, _IN_RTN = 0, 1, 2  # of forces.Aim


class Burns(NamedTuple):
    """The slots of a chase and the engine of each; arrays of equal length."""

    ignition_s: np.ndarray
    force_N: np.ndarray
    flow_kg_s: np.ndarray
    overhead_s: np.ndarray
    held: np.ndarray  # (n,) bool: the push is fixed among the stars from ignition on, else it turns with RTN


class FreeArcs(NamedTuple):
    """What pulls on the ship beside its engines, how it meets the air, and how closely its arcs are followed."""

    field: ForceModel
    cd_area_m2: float
    tolerance: float


@kernel
def burn_time_s(mass_kg, delta_v_m_s, force_N, flow_kg_s):
    """Seconds at full push for a velocity change."""
    return mass_kg / flow_kg_s * (1.0 - math.exp(-delta_v_m_s * flow_kg_s / force_N))


@kernel
def fly_from(k, y, dv_RTN_m_s, burns, end_s, falling, at_ignition):
    """Fly from the ignition of burn `k`, where the state is `y` (STATE), to `end_s`: (final state, status).

    Writes the state at the ignition of every later burn to `at_ignition` (n, STATE). `dv_RTN_m_s` is (n, 3).
    """
    n, (field, cd_area_m2, tolerance) = burns.ignition_s.shape[0], falling
    coast = Thrust(cd_area_m2, _COAST, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    t, status = burns.ignition_s[k], 0
    for i in range(k, n):
        at_ignition[i] = y
        dv = math.sqrt(dv_RTN_m_s[i, 0] ** 2 + dv_RTN_m_s[i, 1] ** 2 + dv_RTN_m_s[i, 2] ** 2)
        if dv > 0.0:
            ux, uy, uz = dv_RTN_m_s[i, 0] / dv, dv_RTN_m_s[i, 1] / dv, dv_RTN_m_s[i, 2] / dv
            if burns.held[i]:
                ux, uy, uz = fixed_from_RTN(y, ux, uy, uz)
            aim = _IN_GCRF if burns.held[i] else _IN_RTN
            push = Thrust(cd_area_m2, aim, burns.force_N[i], burns.flow_kg_s[i], ux, uy, uz, 0.0)
            start = t + burns.overhead_s[i]
            y, status = carry(t, start, y, field, coast, tolerance)
            t = start + burn_time_s(y[6], dv, burns.force_N[i], burns.flow_kg_s[i])
            y, status = carry(start, t, y, field, push, tolerance)
        following = burns.ignition_s[i + 1] if i + 1 < n else end_s
        if status == 0:
            y, status = carry(t, following, y, field, coast, tolerance)
        if status != 0:
            return y, status
        t = following
    return y, status


@kernel
def arrival(y, station, out):
    """Curvilinear RTN of ship `y` about `station` (x, y, z, vx, vy, vz): metres and m/s, written to `out` (6)."""
    r_st, v_st, r_ship, v_ship = taken(station, 0), taken(station, 3), taken(y, 0), taken(y, 3)
    rs, N = norm(r_st), cross(r_st, v_st)
    h = norm(N)
    R, N = unit(r_st), unit(N)
    T = cross(N, R)
    a0, a1, a2 = dot(R, r_ship), dot(T, r_ship), dot(N, r_ship)
    b0, b1, b2 = dot(R, v_ship), dot(T, v_ship), dot(N, v_ship)
    r = norm(r_ship)
    flat2 = a0 * a0 + a1 * a1
    r_dot = (a0 * b0 + a1 * b1 + a2 * b2) / r
    out[0] = r - rs
    out[1] = rs * math.atan2(a1, a0)
    out[2] = rs * math.asin(a2 / r)
    out[3] = r_dot - dot(R, v_st)
    out[4] = rs * ((a0 * b1 - a1 * b0) / flat2 - h / rs**2)
    out[5] = rs * (b2 - a2 / r * r_dot) / math.sqrt(flat2)
