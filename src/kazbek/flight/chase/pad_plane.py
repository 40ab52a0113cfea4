"""A pad and the plane of an orbit: how far apart, when the pad passes through it, which way a launch leaves."""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.constants import EARTH_ROTATION_rad_s
from kazbek.base.epoch import Epoch
from kazbek.base.frames import cross
from kazbek.base.orbit import inclination_rad
from kazbek.base.types import Vector
from kazbek.orbit.arc import Track, rv_at
from kazbek.world.earth import gcrf_from_itrf

_SEARCH_s, _STEP_s = 3600.0, 240.0
_STILL_m_s = np.zeros(3)


def offset_rad(pad_r_ITRF_m: Vector, track: Track, epoch: Epoch) -> float:
    """Angle of the pad from the plane of the orbit, positive on its north side."""
    pad, _ = gcrf_from_itrf(epoch, pad_r_ITRF_m, _STILL_m_s)
    rv = rv_at(track, epoch)
    h = cross(rv[:3], rv[3:])
    north = math.copysign(1.0, h[2])
    return north * math.asin(float(pad @ h / (np.linalg.norm(pad) * np.linalg.norm(h))))


def crossing(pad_r_ITRF_m: Vector, track: Track, near: Epoch) -> Epoch:
    """When the pad passes through the plane, within an hour; where it never does, when it comes closest."""
    times_s = np.arange(-_SEARCH_s, _SEARCH_s + 1.0, _STEP_s)
    offsets = np.array([offset_rad(pad_r_ITRF_m, track, near + float(t)) for t in times_s])
    changes = np.flatnonzero(np.sign(offsets[1:]) != np.sign(offsets[:-1]))
    if len(changes) == 0:
        return near + float(times_s[np.argmin(np.abs(offsets))])
    k = int(changes[np.argmin(np.abs(times_s[changes]))])
    low_s, high_s, f_low, f_high = times_s[k], times_s[k + 1], offsets[k], offsets[k + 1]
    for _ in range(6):  # secant: the pad moves almost evenly
        t_s = high_s - f_high * (high_s - low_s) / (f_high - f_low)
        low_s, f_low, high_s, f_high = high_s, f_high, t_s, offset_rad(pad_r_ITRF_m, track, near + float(t_s))
        if abs(high_s - low_s) < 1e-3 or f_high == f_low:
            break
    return near + float(high_s)


def azimuth_rad(latitude_rad: float, r_ITRF_m: Vector, v_ITRF_m_s: Vector) -> float:
    """Azimuth in which a launch into an orbit leaves a pad at a geocentric latitude, over the turning Earth.

    ``sin A = cos i / cos φ`` among the stars (1 where the orbit does not reach so far); then the speed that the pad has
    already is taken off. North- or southbound as the orbit is, from the pad on to where the ship is inserted, whose
    state over the turning Earth is given.
    """
    radius_m = float(np.linalg.norm(r_ITRF_m))
    v = v_ITRF_m_s + EARTH_ROTATION_rad_s * np.array((-r_ITRF_m[1], r_ITRF_m[0], 0.0))
    i_rad, speed_m_s = inclination_rad(np.concatenate((r_ITRF_m, v))), float(np.linalg.norm(v))
    sine = min(1.0, math.cos(i_rad) / math.cos(latitude_rad))
    pad_rad = math.asin(min(1.0, math.sin(latitude_rad) / math.sin(i_rad)))  # from the node, northbound
    height = max(-1.0, min(1.0, float(r_ITRF_m[2]) / radius_m / math.sin(i_rad)))
    ship_rad = math.asin(height) if v[2] >= 0.0 else math.pi - math.asin(height)
    northbound = (ship_rad - pad_rad) % (2.0 * math.pi) < (ship_rad - math.pi + pad_rad) % (2.0 * math.pi)
    east_m_s = speed_m_s * sine - EARTH_ROTATION_rad_s * radius_m * math.cos(latitude_rad)
    north_m_s = math.copysign(speed_m_s * math.sqrt(1.0 - sine * sine), 1.0 if northbound else -1.0)
    return math.atan2(east_m_s, north_m_s) % (2.0 * math.pi)
