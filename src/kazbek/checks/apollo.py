"""Apollo 10 in the validation table: another capsule, from the Moon, by kazbek's law and with the bank as flown.

Apollo's guidance held a constant drag after the dip, kazbek's flies a bank law, so with it only the way down before
both begin to turn is compared. The law's bank at the end moves the end alone, and takes the reference of the capsule
that kazbek knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.checks.case import Case
from kazbek.checks.command_module import banked, falling, place_and_velocity
from kazbek.checks.published import case
from kazbek.flight.descent.kernels.types import PLACE, LOAD_m_s2, T_s
from kazbek.laws.earth_rotation import EARTH_SPIN_rad_s

_FIRST_BANK_deg = 20.0  # of the law before its first cycle


def apollo_cases(final_bank_deg: float = 58.0) -> Iterator[Case]:
    """The height on the way down."""
    known = case("entry", "apollo10")
    rows, height_m = _flown(known.given, final_bank_deg)
    yield from known.against(np.interp(known.given["on_the_way_s"], rows[:, T_s], height_m) / 1e3)


def _flown(given: Mapping[str, Any], final_bank_deg: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the entry kernel and their heights."""
    from kazbek.flight.descent.kernels.capsule import GUIDED
    from kazbek.flight.descent.kernels.steering import Steering
    from kazbek.world.geodesy import geodetic_from_itrf, itrf_from_geodetic

    aim_rad = np.radians(given["aim_deg"])
    aim = itrf_from_geodetic(aim_rad[0], aim_rad[1], 0.0)
    first_rad, final_rad = math.radians(_FIRST_BANK_deg), math.radians(final_bank_deg)
    law = Steering(GUIDED, first_rad, final_rad, 0.0, math.pi, aim, 20.0, 300.0, 8.0, 1e3, 3.0, 30.0, 0.0)
    rows, _ = falling(given, law).fly(0.0, _start(given), step_s=1.0)
    return rows, geodetic_from_itrf(rows[:, PLACE])[:, 2]


def flown_bank_cases(lift_drag_ratio: float | None = None) -> Iterator[Case]:
    """The same entry with the bank as flown: the first peak, the dip, heights after it, and how long it falls."""
    from kazbek.world.geodesy import geodetic_from_itrf

    known, entry = case("entry", "apollo10_flown_bank"), dict(case("entry", "apollo10").given)
    if lift_drag_ratio is not None:
        entry["lift_drag_ratio"] = lift_drag_ratio
    bank_s_deg = np.array(known.given["bank_s_deg"])
    rows = banked(entry, _start(entry), lambda t_s: math.radians(np.interp(t_s, *bank_s_deg.T)))
    t_s, height_m = rows[:, T_s], geodetic_from_itrf(rows[:, PLACE])[:, 2]
    peak, dip = int(np.argmax(rows[:, LOAD_m_s2])), int(np.argmax(np.diff(height_m) > 0.0))
    yield from known.against(
        rows[peak, LOAD_m_s2] / G0_m_s2,
        t_s[peak],
        height_m[dip] / 1e3,
        t_s[dip],
        *np.interp(known.given["at_s"], t_s, height_m) / 1e3,
        t_s[-1],
    )


def _start(given: Mapping[str, Any]) -> np.ndarray:
    """Position and velocity over the ground (6,), from the inertial velocity at the entry interface."""
    latitude, longitude, path, azimuth = np.radians(given["entry_deg"])
    place = (latitude, longitude)
    r, v = place_and_velocity(place, given["entry_km"] * 1e3, path, azimuth, given["speed_m_s"])
    return np.concatenate((r, v - np.cross((0.0, 0.0, EARTH_SPIN_rad_s), r)))
