"""One second of an abort map: what an escape that is commanded then leads to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from kazbek.base.constants import EGM2008_GM_m3_s2
from kazbek.base.leg import Outcome
from kazbek.base.state import State
from kazbek.flight.escape.crew import CLASSES
from kazbek.mission.aborts.result import EscapeResult, SteeredEntry

# Columns in order; None where a second has no such thing: a ship in orbit does not come down.
COLUMNS = (
    "t_s",
    "mode",
    "escape_load_g",
    "entry_load_g",
    "entry_load_steered_g",
    "over_10_g_s",
    "over_10_g_steered_s",
    "weightless_s",
    "apogee_m",
    "release_height_m",
    "main_open_height_m",
    "latitude_deg",
    "longitude_deg",
    "latitude_steered_deg",
    "longitude_steered_deg",
    "surface",
    "country_or_sea",
    "range_km",
    "nearest_base",
    "base_km",
    "rescue_s",
    "touchdown_s",
    "delta_v_m_s",
    "outcome",
    "class",
)


@dataclass(frozen=True, slots=True)
class AbortRow:
    """One second.

    Attributes
    ----------
    t_s : of the command, after lift-off
    mode : a mode of the escape's file, ``single_orbit``, ``abort_to_orbit`` or ``orbit``
    ballistic : the descent without lift, or that after a revolution; None for a ship that stays in orbit
    steered : the entry of the same second with lift up; None for one after a revolution, or in orbit
    delta_v_m_s : that the ship's own engine takes into orbit; where it cannot, what is missing to a circular orbit
    """

    t_s: float
    mode: str
    ballistic: EscapeResult | None
    steered: SteeredEntry | None
    delta_v_m_s: float

    @property
    def outcome(self) -> Outcome:
        """Of the flight that is escaped from."""
        if self.mode == "orbit":
            return Outcome.REACHED
        return Outcome.ABORTED_CREW_SAFE if self.ballistic is None else self.ballistic.outcome

    def json(self) -> dict[str, Any]:
        """By COLUMNS."""
        found = dict.fromkeys(COLUMNS)
        found |= {"t_s": self.t_s, "mode": self.mode, "delta_v_m_s": self.delta_v_m_s, "outcome": str(self.outcome)}
        if self.ballistic is not None:
            found |= _told(self.ballistic)
        else:
            found |= {"class": CLASSES[0]}
        if self.steered is not None:
            found |= {
                "entry_load_steered_g": self.steered.load_g,
                "over_10_g_steered_s": self.steered.over_s,
                "latitude_steered_deg": math.degrees(self.steered.latitude_rad),
                "longitude_steered_deg": math.degrees(self.steered.longitude_rad),
            }
        return found


def _told(result: EscapeResult) -> dict[str, Any]:
    """Columns of one descent."""
    coming = result.coming
    return {
        "escape_load_g": result.escape_load_g,
        "entry_load_g": result.entry_load_g,
        "over_10_g_s": result.over_s,
        "weightless_s": result.weightless_s,
        "apogee_m": result.apogee_m,
        "release_height_m": result.release_height_m,
        "main_open_height_m": result.main_height_m,
        "latitude_deg": math.degrees(result.latitude_rad),
        "longitude_deg": math.degrees(result.longitude_rad),
        "surface": surface(result),
        "country_or_sea": result.place.name,
        "range_km": result.range_m / 1e3,
        "nearest_base": None if coming is None else coming.base,
        "base_km": None if coming is None else coming.distance_m / 1e3,
        "rescue_s": None if coming is None else coming.time_s,
        "touchdown_s": result.touchdown_s,
        "class": result.crew,
    }


def surface(result: EscapeResult) -> str:
    """Water, slope or land."""
    if result.place.is_sea:
        return "water"
    return "slope" if "on a slope" in result.hardships else "land"


def short_of_orbit_m_s(state: State) -> float:
    """The velocity that is missing to a circular orbit at a state's height, in its plane of motion."""
    r2, v2 = float(state.r_GCRF_m @ state.r_GCRF_m), float(state.v_GCRF_m_s @ state.v_GCRF_m_s)
    radial_m_s = float(state.r_GCRF_m @ state.v_GCRF_m_s) / math.sqrt(r2)
    level_m_s = math.sqrt(max(v2 - radial_m_s**2, 0.0))
    return math.hypot(math.sqrt(EGM2008_GM_m3_s2 / math.sqrt(r2)) - level_m_s, radial_m_s)
