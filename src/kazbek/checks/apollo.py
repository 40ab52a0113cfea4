"""Apollo 10 in the validation table: another capsule, from the Moon, by kazbek's law and with the bank as flown.

Apollo's guidance held a constant drag after the dip, kazbek's flies a bank law, so with it only the way down to the dip
is compared. The law's bank at the end moves the end alone, and takes the reference of the capsule that kazbek knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.checks.case import Case
from kazbek.checks.published import case
from kazbek.flight.descent.kernels.types import PLACE, STATE, LOAD_m_s2, T_s
from kazbek.laws.earth_rotation import EARTH_SPIN_rad_s

if TYPE_CHECKING:
    from kazbek.flight.descent.fall import Falling
    from kazbek.flight.descent.kernels.steering import Steering

_FIRST_BANK_deg = 20.0  # of the law before its first cycle
_FULL_TABLE = (1.0, 20.0)
_HELD_s = 2.0  # steps in which the flown bank is held


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
    from kazbek.flight.descent.kernels.capsule import GUIDED
    from kazbek.flight.descent.kernels.steering import Steering
    from kazbek.world.geodesy import geodetic_from_itrf, itrf_from_geodetic

    aim_rad = np.radians(given["aim_deg"])
    aim = itrf_from_geodetic(aim_rad[0], aim_rad[1], 0.0)
    first_rad, final_rad = math.radians(_FIRST_BANK_deg), math.radians(final_bank_deg)
    law = Steering(GUIDED, first_rad, final_rad, 0.0, math.pi, aim, 20.0, 300.0, 8.0, 1e3, 3.0, 30.0, 0.0)
    rows, _ = _falling(given, law).fly(0.0, _start(given), step_s=1.0)
    return rows, geodetic_from_itrf(rows[:, 1:4])[:, 2]


def flown_bank_cases(lift_drag_ratio: float | None = None) -> Iterator[Case]:
    """The same entry with the bank as flown: the first peak, and how long it falls."""
    known, entry = case("entry", "apollo10_flown_bank"), dict(case("entry", "apollo10").given)
    if lift_drag_ratio is not None:
        entry["lift_drag_ratio"] = lift_drag_ratio
    rows = _banked(entry, np.array(known.given["bank_s_deg"]))
    peak = int(np.argmax(rows[:, LOAD_m_s2]))
    yield from known.against(rows[peak, LOAD_m_s2] / G0_m_s2, rows[peak, T_s], rows[-1, T_s])


def _banked(given: Mapping[str, Any], bank_s_deg: np.ndarray) -> np.ndarray:
    """Rows of the entry kernel, each bank of a table held for two seconds; its clock starts at a height."""
    from kazbek.flight.descent.kernels.capsule import HELD
    from kazbek.flight.descent.kernels.steering import Steering
    from kazbek.world.geodesy import geodetic_from_itrf

    t_s, state, flown, met, clock_s = 0.0, _start(given), [], False, math.inf
    nowhere = np.array(state[:3])
    while not met:
        bank_rad = math.radians(np.interp(t_s - clock_s, *bank_s_deg.T))
        law = Steering(HELD, bank_rad, bank_rad, 0.0, math.pi, nowhere, 20.0, 300.0, 8.0, 1e3, 3.0, 30.0, 0.0)
        rows, met = _falling(given, law).fly(t_s, state, limit_s=_HELD_s)
        t_s, state = rows[-1, T_s], rows[-1, STATE]
        height_m = geodetic_from_itrf(rows[:, PLACE])[:, 2]
        if math.isinf(clock_s) and height_m[-1] < given["clock_starts_km"] * 1e3:
            clock_s = float(np.interp(-given["clock_starts_km"] * 1e3, -height_m, rows[:, T_s]))
        flown.append(rows)
    return np.vstack(flown)


def _falling(given: Mapping[str, Any], law: Steering) -> Falling:
    """The command module in standard air."""
    from kazbek.flight.descent.fall import Falling
    from kazbek.flight.descent.kernels.capsule import EntryFigures
    from kazbek.world.air import Air
    from kazbek.world.wind import CALM

    cd, lift_drag = np.full(2, given["cd"]), np.full(2, given["lift_drag_ratio"])
    body = EntryFigures(given["mass_kg"], given["area_m2"], 2.2, np.array(_FULL_TABLE), cd, lift_drag, 0.2, 0.07)
    return Falling(Air.standard().grid(Epoch(0)), CALM.kernel, body, body, law, given["end_km"] * 1e3)


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
