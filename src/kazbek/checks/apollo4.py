"""Apollo 4 in the validation table: an entry from the Moon's distance that skips, by the lift it flew.

The upward part of the lift is an input, derived from the flight's own accelerations; what is compared are the drag, the
air and the motion. The dive and the second entry, from the top of the skip, are flown apart: the way up between them is
what large turns of the lift leave over, and 0.02 of lift-to-drag ratio move the top by 11 km.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from kazbek.checks.case import Case
from kazbek.checks.command_module import banked, place_and_velocity
from kazbek.checks.published import case
from kazbek.flight.descent.kernels.types import PLACE, VELOCITY, LOAD_m_s2, T_s

_DIVE_s = 132.0
_SECOND_s = (150.0, 190.0, 270.0)


def dive_cases(lift_drag_ratio: float | None = None) -> Iterator[Case]:
    """From the first line of the table through the dip."""
    known = case("entry", "apollo4")
    given = known.given if lift_drag_ratio is None else {**known.given, "lift_drag_ratio": lift_drag_ratio}
    latitude, longitude, path, azimuth = np.radians(given["entry_deg"])
    start = place_and_velocity((latitude, longitude), given["entry_km"] * 1e3, path, azimuth, given["speed_m_s"])
    rows = banked(given, np.concatenate(start), _bank(known.given), until_s=_DIVE_s)
    t_s, height_m, speed_m_s = _history(rows)
    dip = int(np.argmin(height_m))
    yield from known.against(
        t_s[int(np.argmax(rows[:, LOAD_m_s2]))],
        t_s[dip],
        height_m[dip] / 1e3,
        speed_m_s[dip],
        height_m[-1] / 1e3,
        speed_m_s[-1],
    )


def second_entry_cases() -> Iterator[Case]:
    """From the top of the skip to the end of the table."""
    known, given = case("entry", "apollo4_second"), case("entry", "apollo4").given
    top = known.given
    latitude, longitude, azimuth = np.radians(top["top_deg"])
    path = -math.asin(top["descent_m_s"] / top["speed_m_s"])
    start = place_and_velocity((latitude, longitude), top["top_km"] * 1e3, path, azimuth, top["speed_m_s"])
    until_s = top["from_s"] + _SECOND_s[-1]
    rows = banked(given, np.concatenate(start), _bank(given), from_s=top["from_s"], until_s=until_s)
    t_s, height_m, speed_m_s = _history(rows)
    at_s = top["from_s"] + np.array(_SECOND_s)
    heights_km, speeds_m_s = np.interp(at_s, t_s, height_m) / 1e3, np.interp(at_s, t_s, speed_m_s)
    yield from known.against(*(float(x) for pair in zip(heights_km, speeds_m_s, strict=True) for x in pair))


def _bank(given: Mapping[str, Any]) -> Callable[[float], float]:
    """The size of the bank that gives the flown upward part of the lift; the sideways part moves no height."""
    t_s, up = np.array(given["lift_up_s"]).T
    cosines = np.clip(up / given["lift_drag_ratio"], -1.0, 1.0)
    return lambda at_s: math.acos(float(np.interp(at_s, t_s, cosines)))


def _history(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Seconds, heights above the ellipsoid, speeds over the ground."""
    from kazbek.world.geodesy import geodetic_from_itrf

    return rows[:, T_s], geodetic_from_itrf(rows[:, PLACE])[:, 2], np.linalg.norm(rows[:, VELOCITY], axis=1)
