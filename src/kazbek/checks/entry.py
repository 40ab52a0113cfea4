"""Ballistic entries in the validation table: against the closed form of an exponential air, and another program."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.checks.case import Case
from kazbek.checks.published import case
from kazbek.flight.descent.kernels.types import PLACE, VELOCITY, LOAD_m_s2, T_s

_STEP_s, _LIMIT_s, _STOP_m = 1e-3, 5.0, 20e3
_FINE_s, _WATCHED_s = 0.05, (27.0, 32.0, 52.0)
_HEIGHTS_m = np.linspace(0.0, 200e3, 201)
_GAS_m2_s2 = 68_600.0  # of the speed of sound, on which a body of one coefficient does not depend


def entry_cases() -> Iterator[Case]:
    """Straight down: peak deceleration V² / (2 e H), at V / √e, whatever the ballistic coefficient."""
    known = case("entry", "steep")
    rows = _flown(known.given)
    k = int(np.argmax(rows[:, LOAD_m_s2]))
    yield from known.against(float(rows[k, LOAD_m_s2]), float(np.linalg.norm(rows[k, VELOCITY])))


def fire_cases() -> Iterator[Case]:
    """From 120 km at 11.4 km/s through the table's own air: heights and speeds on the way, and the greatest load."""
    from kazbek.checks.command_module import place_and_velocity
    from kazbek.world.geodesy import geodetic_from_itrf

    known = case("entry", "fire2")
    given = known.given
    latitude, longitude, path, azimuth = np.radians(given["entry_deg"])
    start = place_and_velocity((latitude, longitude), given["entry_km"] * 1e3, path, azimuth, given["speed_m_s"])
    heights_km, density_kg_m3 = np.array(given["density_km_kg_m3"]).T
    air = _air(np.interp(_HEIGHTS_m, heights_km[::-1] * 1e3, np.log(density_kg_m3[::-1])))
    rows = _falling(air, 1.0 / given["drag_area_by_mass_m2_kg"]).fly(
        0.0, np.concatenate(start), limit_s=_WATCHED_s[-1], step_s=_FINE_s
    )[0]
    columns = geodetic_from_itrf(rows[:, PLACE])[:, 2] / 1e3, np.linalg.norm(rows[:, VELOCITY], axis=1)
    at = [[float(np.interp(t_s, rows[:, T_s], column)) for column in columns] for t_s in _WATCHED_s]
    yield from known.against(*at[0], *at[1], float(rows[:, LOAD_m_s2].max()) / G0_m_s2, *at[2])


def _flown(given: Mapping[str, Any]) -> np.ndarray:
    """Rows of the entry kernel, straight down over the pole through an exponential air."""
    from kazbek.world.geodesy import itrf_from_geodetic

    r = itrf_from_geodetic(0.5 * math.pi, 0.0, given["height_km"] * 1e3)
    start = np.array((*r, 0.0, 0.0, -given["speed_m_s"]))
    air = _air(math.log(given["density_60_km_kg_m3"]) - (_HEIGHTS_m - 60e3) / given["scale_height_m"])
    return _falling(air, given["ballistic_kg_m2"]).fly(0.0, start, limit_s=_LIMIT_s, step_s=_STEP_s)[0]


def _falling(air: Any, ballistic_kg_m2: float) -> Any:
    """A body without lift in calm air, of so much mass to its drag area."""
    from kazbek.flight.descent.fall import Falling
    from kazbek.flight.descent.kernels.capsule import BALLISTIC, EntryFigures
    from kazbek.flight.descent.kernels.steering import Steering
    from kazbek.world.wind import CALM

    bare = EntryFigures(ballistic_kg_m2, 1.0, 1.0, np.array((1.0, 20.0)), np.full(2, 1.0), np.zeros(2), 0.2, 0.07)
    spin = Steering(BALLISTIC, 0.0, 0.0, 0.0, 1.0, np.zeros(3), 0.0, 0.0, 8.0, 0.0, 0.0, 30.0, 0.0)
    return Falling(air.grid(Epoch(0)), CALM.kernel, bare, bare, spin, _STOP_m)


def _air(ln_density: np.ndarray) -> Any:
    """An air at rest of so much density (kg/m³) at heights 1 km apart."""
    from kazbek.world.air import Air

    return Air(Epoch(0), 1.0, _HEIGHTS_m, ln_density.reshape(1, 1, 1, -1), np.full_like(_HEIGHTS_m, _GAS_m2_s2))
