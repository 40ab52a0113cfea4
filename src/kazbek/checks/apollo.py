"""Apollo 10's entry in the validation table: another capsule, from the Moon, steered by kazbek's law.

Apollo's guidance held a constant drag after the dip, kazbek's flies a bank law, so only the way down to the dip is
compared. The law's bank at the end moves the end alone, and takes the reference of the capsule that kazbek knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.checks.case import Case
from kazbek.checks.published import case
from kazbek.laws.earth_rotation import EARTH_SPIN_rad_s

_FIRST_BANK_deg = 20.0  # of the law before its first cycle
_FULL_TABLE = (1.0, 20.0)


def apollo_cases(final_bank_deg: float = 58.0) -> Iterator[Case]:
    """Down to the dip: height on the way, and the dip itself."""
    known = case("entry", "apollo10")
    rows, height_m = _flown(known.given, final_bank_deg)
    t_s = rows[:, 0] - np.interp(-known.given["clock_starts_km"] * 1e3, -height_m, rows[:, 0])
    dip = int(np.flatnonzero(np.diff(height_m) > 0.0)[0])
    on_the_way_m = np.interp(known.given["on_the_way_s"], t_s, height_m)
    yield from known.against(on_the_way_m / 1e3, height_m[dip] / 1e3, t_s[dip])


def _flown(given: Mapping[str, Any], final_bank_deg: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the entry kernel and their heights."""
    from kazbek.flight.descent.fall import Falling
    from kazbek.flight.descent.kernels.capsule import GUIDED, EntryFigures
    from kazbek.flight.descent.kernels.steering import Steering
    from kazbek.world.air import Air
    from kazbek.world.geodesy import geodetic_from_itrf, itrf_from_geodetic
    from kazbek.world.wind import CALM

    aim_rad = np.radians(given["aim_deg"])
    aim = itrf_from_geodetic(aim_rad[0], aim_rad[1], 0.0)
    first_rad, final_rad = math.radians(_FIRST_BANK_deg), math.radians(final_bank_deg)
    law = Steering(GUIDED, first_rad, final_rad, 0.0, math.pi, aim, 20.0, 300.0, 8.0, 1e3, 3.0, 30.0, 0.0)
    cd, lift_drag = np.full(2, given["cd"]), np.full(2, given["lift_drag_ratio"])
    body = EntryFigures(given["mass_kg"], given["area_m2"], 2.2, np.array(_FULL_TABLE), cd, lift_drag, 0.2, 0.07)
    falling = Falling(Air.standard().grid(Epoch(0)), CALM.kernel, body, body, law, given["end_km"] * 1e3)
    rows, _ = falling.fly(0.0, _start(given), step_s=1.0)
    return rows, geodetic_from_itrf(rows[:, 1:4])[:, 2]


def _start(given: Mapping[str, Any]) -> np.ndarray:
    """Position and velocity over the ground (6,), from the inertial velocity at the entry interface."""
    from kazbek.world.geodesy import itrf_from_geodetic

    latitude, longitude, path, azimuth = np.radians(given["entry_deg"])
    r = itrf_from_geodetic(latitude, longitude, given["entry_km"] * 1e3)
    east = np.array((-math.sin(longitude), math.cos(longitude), 0.0))
    up = np.array((*(math.cos(latitude) * np.array((math.cos(longitude), math.sin(longitude)))), math.sin(latitude)))
    level = math.sin(azimuth) * east + math.cos(azimuth) * np.cross(up, east)
    v = given["speed_m_s"] * (math.cos(path) * level + math.sin(path) * up)
    return np.concatenate((r, v - np.cross((0.0, 0.0, EARTH_SPIN_rad_s), r)))
