"""What a burn of the chase does, read from the telemetry before and after it, so that the story can say it.

Far from the station a burn raises the orbit, corrects the aim, or is the last one before the brakes; near it, it takes
speed against the station away, or turns the ship's path in towards it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from kazbek.base.leg import Event
from kazbek.base.orbit import semi_major_axis_m
from kazbek.base.types import Floats
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg

_EARTH_m = 6_371_000.0  # mean radius: a mean height needs no better
_NEAR_m = 10_000.0  # within it a burn is about the station, beyond it about the orbit
_SIGHT_m = 4_000_000.0  # farther apart, two ships in low orbits have the Earth between them
_TRIM_m = 8_000.0  # a burn that moves the mean height by less corrects the aim
_SLOWS_FRAC = 0.3  # a brake takes at least this share of its velocity change off the relative speed


def burn_kind(flight: RecordedFlight, event: Event) -> str:
    """Its entry in the strings: ``burn_raise burn_trim burn_last burn_brake burn_turn``, or a plain ``burn``."""
    did = burn_figures(flight, event)
    if not {"range_m", "height_after_m", "speed_after_m_s"} <= did.keys():
        return "burn"
    if did["range_m"] < _NEAR_m:
        slower_m_s = did["speed_before_m_s"] - did["speed_after_m_s"]
        return "burn_brake" if slower_m_s > _SLOWS_FRAC * did["delta_v_m_s"] else "burn_turn"
    if abs(did["height_after_m"] - did["height_before_m"]) < _TRIM_m:
        return "burn_trim"
    return "burn_last" if _is_last_from_afar(flight, event) else "burn_raise"


def burn_figures(flight: RecordedFlight, event: Event) -> dict[str, float]:
    """Numbers about a burn, by placeholder; only those the record has telemetry for.

    ``height_before_m height_after_m`` the orbit's mean height, ``speed_before_m_s speed_after_m_s`` against the
    station, ``closing_m_s`` afterwards, and how far off the station is: ``near_m`` in a straight line or, with the
    Earth between, ``ahead_deg`` along the orbit.
    """
    numbers = {name: float(v) for name, v in event.values.items() if isinstance(v, int | float)}
    leg = _leg_with(flight, event)
    if leg is None or not {"duration_s", "delta_v_m_s"} <= numbers.keys():
        return numbers
    before, after = (leg.at(epoch) for epoch in (event.epoch, event.epoch + numbers["duration_s"]))
    numbers |= {"height_before_m": _mean_height_m(before), "height_after_m": _mean_height_m(after)}
    if "v_RTN_R_m_s" in leg:
        numbers |= {
            "speed_before_m_s": _length(before, "v_RTN_{}_m_s"),
            "speed_after_m_s": _length(after, "v_RTN_{}_m_s"),
            "closing_m_s": -after["range_rate_m_s"],
            **_apart(before),
        }
    return numbers


def _is_last_from_afar(flight: RecordedFlight, event: Event) -> bool:
    """Whether every later burn is near the station, and there is one."""
    later = [e for e in flight.events if e.name.startswith("burn_") and e.epoch > event.epoch]
    return bool(later) and all(float(e.values.get("range_m", math.inf)) < _NEAR_m for e in later)


def _leg_with(flight: RecordedFlight, event: Event) -> RecordedLeg | None:
    burning = [leg for leg in flight.legs_at(event.epoch) if event.epoch.tai_ns < leg["tai_ns"][-1]]
    return next((leg for leg in burning if "v_GCRF_x_m_s" in leg), None)


def _vector(row: Mapping[str, float], name: str, axes: str) -> Floats:
    return np.array([row[name.format(axis)] for axis in axes])


def _length(row: Mapping[str, float], name: str) -> float:
    return float(np.linalg.norm(_vector(row, name, "RTN")))


def _mean_height_m(row: Mapping[str, float]) -> float:
    """Semi-major axis of the osculating orbit, less the Earth's mean radius."""
    rv = np.concatenate((_vector(row, "r_GCRF_{}_m", "xyz"), _vector(row, "v_GCRF_{}_m_s", "xyz")))
    return semi_major_axis_m(rv) - _EARTH_m


def _apart(row: Mapping[str, float]) -> dict[str, float]:
    """In sight of each other a distance; else how far ahead the station is along the orbit, 0 to 360 degrees."""
    r_RTN_m = _vector(row, "r_RTN_{}_m", "RTN")
    if float(np.linalg.norm(r_RTN_m)) < _SIGHT_m:
        return {"near_m": float(np.linalg.norm(r_RTN_m))}
    r_m = float(np.linalg.norm(_vector(row, "r_GCRF_{}_m", "xyz")))
    up_m = math.sqrt(max(r_m**2 - r_RTN_m[1] ** 2 - r_RTN_m[2] ** 2, 0.0))  # from the Earth's centre, along R
    station_m = min((up_m - r_RTN_m[0], -up_m - r_RTN_m[0]), key=lambda radius_m: abs(radius_m - r_m))
    ship_rad = math.atan2(r_RTN_m[1], station_m + r_RTN_m[0])
    return {"ahead_deg": math.degrees(-ship_rad) % 360.0}
