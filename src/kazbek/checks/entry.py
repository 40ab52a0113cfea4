"""A steep ballistic entry in the validation table: kazbek's entry in an exponential air, against the closed form."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.checks.case import Case
from kazbek.checks.published import case

_STEP_s, _LIMIT_s, _STOP_m = 1e-3, 5.0, 30e3


def entry_cases() -> Iterator[Case]:
    """Straight down: peak deceleration V² / (2 e H), at V / √e, whatever the ballistic coefficient."""
    known = case("entry", "steep")
    rows = _flown(known.given)
    k = int(np.argmax(rows[:, 8]))
    yield from known.against(float(rows[k, 8]), float(np.linalg.norm(rows[k, 4:7])))


def _flown(given: Mapping[str, Any]) -> np.ndarray:
    """Rows of the entry kernel."""
    from kazbek.flight.descent.fall import Falling
    from kazbek.flight.descent.kernels.capsule import BALLISTIC, EntryFigures
    from kazbek.flight.descent.kernels.steering import Steering
    from kazbek.world.geodesy import itrf_from_geodetic
    from kazbek.world.wind import CALM

    r = itrf_from_geodetic(0.5 * math.pi, 0.0, given["height_km"] * 1e3)
    start = np.array((*r, 0.0, 0.0, -given["speed_m_s"]))
    cd, area_m2 = np.full(2, 1.0), 1.0
    bare = EntryFigures(given["ballistic_kg_m2"], area_m2, 1.0, np.array((1.0, 20.0)), cd, np.zeros(2), 0.2, 0.07)
    spin = Steering(BALLISTIC, 0.0, 0.0, 0.0, 1.0, np.array(r), 0.0, 0.0, 8.0, 0.0, 0.0, 30.0, 0.0)
    falling = Falling(_exponential(given), CALM.kernel, bare, bare, spin, _STOP_m)
    return falling.fly(0.0, start, limit_s=_LIMIT_s, step_s=_STEP_s)[0]


def _exponential(given: Mapping[str, Any]) -> Any:
    """An air whose density falls by e every scale height, above 30 km."""
    from kazbek.world.air import Air

    heights_m = np.linspace(0.0, 200e3, 201)
    ln_density = math.log(given["density_60_km_kg_m3"]) - (heights_m - 60e3) / given["scale_height_m"]
    gas_m2_s2 = np.full_like(heights_m, 9.8 * given["scale_height_m"])
    return Air(Epoch(0), 1.0, heights_m, ln_density.reshape(1, 1, 1, -1), gas_m2_s2).grid(Epoch(0))
