"""Who comes for a capsule that came down early, from where, and when."""

from __future__ import annotations

import math
from typing import NamedTuple

from kazbek.base.constants import WGS84_F, WGS84_A_m
from kazbek.catalogue.escape import Rescue

_MEAN_RADIUS_m = WGS84_A_m * (1.0 - WGS84_F / 3.0)


class Coming(NamedTuple):
    """The nearest base, and seconds until rescuers from there are at the place."""

    base: str
    distance_m: float
    time_s: float


def nearest(rescue: Rescue, latitude_rad: float, longitude_rad: float) -> Coming | None:
    """From the nearest base; None where no base is on file."""
    found = [
        (over_ground_m(latitude_rad, longitude_rad, *(math.radians(x.v) for x in place)), base.name)
        for base in rescue.base
        for place in ((base.latitude_deg, base.longitude_deg),)
    ]
    if not found:
        return None
    distance_m, name = min(found)
    return Coming(name, distance_m, rescue.ready_s.v + distance_m / rescue.speed_m_s.v)


def over_ground_m(latitude_rad: float, longitude_rad: float, to_latitude_rad: float, to_longitude_rad: float) -> float:
    """Great-circle distance (haversine)."""
    a = math.sin(0.5 * (to_latitude_rad - latitude_rad)) ** 2
    b = math.sin(0.5 * (to_longitude_rad - longitude_rad)) ** 2
    x = a + math.cos(latitude_rad) * math.cos(to_latitude_rad) * b
    return 2.0 * _MEAN_RADIUS_m * math.asin(min(1.0, math.sqrt(x)))
