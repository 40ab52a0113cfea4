"""Apollo's command module in standard air, its bank held for two seconds at a time: what its entries share."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.flight.descent.kernels.types import STATE, T_s

if TYPE_CHECKING:
    from kazbek.flight.descent.fall import Falling
    from kazbek.flight.descent.kernels.steering import Steering

_FULL_TABLE = (1.0, 20.0)  # Mach numbers: drag and lift-to-drag ratio are constants here
HELD_s = 2.0


def banked(
    given: Mapping[str, Any],
    start: np.ndarray,
    bank_rad_at: Callable[[float], float],
    *,
    from_s: float = 0.0,
    until_s: float = math.inf,
) -> np.ndarray:
    """Rows of the entry kernel from a state (6,) over the ground, down to ``given["end_km"]`` or to an instant.

    Each bank is that of the middle of its two seconds.
    """
    t_s, state, flown, met = from_s, start, [], False
    while not met and t_s < until_s:
        law = _held(bank_rad_at(t_s + 0.5 * HELD_s), state[:3])
        rows, met = falling(given, law).fly(t_s, state, limit_s=HELD_s)
        t_s, state = rows[-1, T_s], rows[-1, STATE]
        flown.append(rows)
    return np.vstack(flown)


def _held(bank_rad: float, aim_ITRF_m: np.ndarray) -> Steering:
    """One bank, aimed at nothing."""
    from kazbek.flight.descent.kernels.capsule import HELD
    from kazbek.flight.descent.kernels.steering import Steering

    aim = np.array(aim_ITRF_m)
    return Steering(HELD, bank_rad, bank_rad, 0.0, math.pi, aim, 20.0, 300.0, 8.0, 1e3, 3.0, 30.0, 0.0)


def falling(given: Mapping[str, Any], law: Steering) -> Falling:
    """The command module under a law."""
    from kazbek.flight.descent.fall import Falling
    from kazbek.flight.descent.kernels.capsule import EntryFigures
    from kazbek.world.air import Air
    from kazbek.world.wind import CALM

    cd, lift_drag = np.full(2, given["cd"]), np.full(2, given["lift_drag_ratio"])
    body = EntryFigures(given["mass_kg"], given["area_m2"], 2.2, np.array(_FULL_TABLE), cd, lift_drag, 0.2, 0.07)
    return Falling(Air.standard().grid(Epoch(0)), CALM.kernel, body, body, law, given["end_km"] * 1e3)


def place_and_velocity(
    place_rad: tuple[float, float], height_m: float, path_rad: float, azimuth_rad: float, speed_m_s: float
) -> tuple[np.ndarray, np.ndarray]:
    """ITRF position (3,) and a velocity (3,) along its axes, from the angles of that velocity at the place."""
    from kazbek.world.geodesy import itrf_from_geodetic

    latitude, longitude = place_rad
    east = np.array((-math.sin(longitude), math.cos(longitude), 0.0))
    up = np.array((*(math.cos(latitude) * np.array((math.cos(longitude), math.sin(longitude)))), math.sin(latitude)))
    level = math.sin(azimuth_rad) * east + math.cos(azimuth_rad) * np.cross(up, east)
    v_m_s = speed_m_s * (math.cos(path_rad) * level + math.sin(path_rad) * up)
    return itrf_from_geodetic(latitude, longitude, height_m), v_m_s
