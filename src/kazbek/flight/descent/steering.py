"""How an entry is steered: the choices of the law in `kernels/steering.py`, from a capsule and an aim."""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.types import Vector
from kazbek.catalogue.capsule import Capsule
from kazbek.flight.descent.kernels.capsule import BALLISTIC, GUIDED, HELD, PLANAR
from kazbek.flight.descent.kernels.steering import Steering


def _steering(capsule: Capsule, mode: int, bank_rad: float, aim_ITRF_m: Vector, spin_height_m: float = 0.0) -> Steering:
    steer = capsule.steering
    return Steering(
        mode,
        bank_rad,
        math.radians(steer.reference_bank_deg.v),
        math.radians(steer.least_bank_deg.v),
        math.radians(steer.most_bank_deg.v),
        np.array(aim_ITRF_m, dtype=np.float64),
        capsule.entry.guidance_after_m_s.v,
        steer.last_speed_m_s.v,
        steer.cycle_s.v,
        steer.corridor_m.v,
        steer.corridor_s.v,
        steer.load_filter_s.v,
        spin_height_m,
    )


def guided(capsule: Capsule, aim_ITRF_m: Vector, *, spin_below_m: float = 0.0) -> Steering:
    """Closed loop to the aim; `spin_below_m`: the height at which a fault turns it into a ballistic descent."""
    return _steering(capsule, GUIDED, math.radians(capsule.steering.reference_bank_deg.v), aim_ITRF_m, spin_below_m)


def reference(capsule: Capsule, aim_ITRF_m: Vector) -> Steering:
    """The vertical part of the lift at the reference bank, no sideways motion: what a burn is solved with."""
    return _steering(capsule, PLANAR, math.radians(capsule.steering.reference_bank_deg.v), aim_ITRF_m)


def held(capsule: Capsule, bank_rad: float, aim_ITRF_m: Vector) -> Steering:
    """One bank all the way down, positive to the right."""
    return _steering(capsule, HELD, bank_rad, aim_ITRF_m)


def ballistic(capsule: Capsule, aim_ITRF_m: Vector) -> Steering:
    """Spinning: the lift cancels."""
    return _steering(capsule, BALLISTIC, 0.0, aim_ITRF_m)
