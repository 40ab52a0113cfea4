"""What a person in a couch feels of a load: its parts from chest to back and from head to feet."""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.types import Vector
from kazbek.catalogue.capsule import Capsule


def entry_parts_m_s2(capsule: Capsule, load_m_s2: Vector) -> dict[str, Vector]:
    """SEAT columns (n,) of a load in the trimmed entry."""
    return _parts(load_m_s2, np.full(len(load_m_s2), math.radians(capsule.couch.entry_load_deg.v)))


def hanging_parts_m_s2(capsule: Capsule, t_s: Vector, load_m_s2: Vector) -> dict[str, Vector]:
    """SEAT columns (n,) of a load under the canopy, `t_s` after its command: hung on one side first, then straight."""
    plan, straight_deg = capsule.parachutes, capsule.couch.hanging_load_deg.v
    tilt_deg = np.where(t_s < plan.rehook_after_s.v, straight_deg + plan.hang_deg.v, straight_deg)
    return _parts(load_m_s2, np.radians(tilt_deg))


def _parts(load_m_s2: Vector, angle_rad: Vector) -> dict[str, Vector]:
    return {"load_SEAT_x_m_s2": load_m_s2 * np.cos(angle_rad), "load_SEAT_z_m_s2": load_m_s2 * np.sin(angle_rad)}
