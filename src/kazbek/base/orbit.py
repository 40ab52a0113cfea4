"""The osculating two-body orbit: one set of formulas, under the GM of the force model that flies it.

Vallado, *Fundamentals of Astrodynamics and Applications*, 4th ed., chapters 1 and 2.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.constants import EGM2008_GM_m3_s2
from kazbek.base.frames import cross
from kazbek.base.types import Vector


def semi_major_axis_m(rv_m: Vector) -> float:
    """Semi-major axis of an inertial state (6,), by the vis-viva equation."""
    return float(1.0 / (2.0 / np.linalg.norm(rv_m[:3]) - rv_m[3:6] @ rv_m[3:6] / EGM2008_GM_m3_s2))


def inclination_rad(rv_m: Vector) -> float:
    """Inclination to the equator of the axes in which the state (6,) is given."""
    h = cross(rv_m[:3], rv_m[3:6])
    return float(np.arccos(h[2] / np.linalg.norm(h)))


def transfer_m_s(from_m: float, to_m: float) -> float:
    """Least speed of two impulses between circles of these radii, by Hohmann's ellipse (Curtis, §6.3)."""
    leave, arrive = (math.sqrt(EGM2008_GM_m3_s2 / radius_m) for radius_m in (from_m, to_m))
    both_m = from_m + to_m
    first = leave * (math.sqrt(2.0 * to_m / both_m) - 1.0)
    return abs(first) + abs(arrive * (1.0 - math.sqrt(2.0 * from_m / both_m)))


def node_rad(rv_m: Vector) -> float:
    """Right ascension of the ascending node of a state (6,)."""
    h = cross(rv_m[:3], rv_m[3:6])
    return float(np.arctan2(h[0], -h[1]))


def mean_motion_rad_s(a_m: float) -> float:
    """Mean angular rate of an orbit with semi-major axis `a_m`."""
    return math.sqrt(EGM2008_GM_m3_s2 / a_m**3)


def period_s(a_m: float) -> float:
    """Time of one revolution of an orbit with semi-major axis `a_m`."""
    return 2.0 * math.pi * math.sqrt(a_m**3 / EGM2008_GM_m3_s2)
