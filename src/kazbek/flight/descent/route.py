"""One way home as flown: its legs, what would have followed had the steering failed, and where the rest falls."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.errors import WrongPlace
from kazbek.base.frames import C_PAD_ITRF
from kazbek.base.leg import Event, Leg, Outcome, Value
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.braking import Braking, Miss, miss
from kazbek.flight.descent.corridor import EntryCorridor, corridor
from kazbek.flight.descent.plan import DescentPlan
from kazbek.flight.phase import Scene
from kazbek.world.earth import C_ITRF_GCRF, itrf_from_gcrf
from kazbek.world.geodesy import geodetic_from_itrf
from kazbek.world.sun_moon import sun_GCRF_m


@dataclass(frozen=True, slots=True)
class Debris:
    """Where what is left of a discarded module falls, were it to stay whole."""

    name: str
    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True)
class Descent:
    """One way home, as flown without dispersions.

    Attributes
    ----------
    plan, scene : what was flown, and in what surroundings; another flight of the same plan starts from them
    legs : undocking, deorbit, entry, parachutes, landing; fewer when it ends early
    reference : miss of the entry without steering to the side
    ballistic : the entry that would follow if the steering failed at separation; None when it never came to that
    debris : where the discarded modules come down
    braking : the burn as it was judged, from which the corridor follows
    """

    plan: DescentPlan
    scene: Scene = field(repr=False)
    legs: tuple[Leg, ...] = field(repr=False)
    reference: Miss
    ballistic: Leg | None = field(repr=False)
    debris: tuple[Debris, ...] = ()
    braking: Braking | None = field(default=None, repr=False)

    @property
    def delta_v_m_s(self) -> float:
        """Of the braking burn."""
        return self.plan.delta_v_m_s

    @property
    def zone(self) -> Zone:
        """Where it lands."""
        return self.plan.zone

    @property
    def hatch_closed(self) -> Epoch:
        """When the hatch is closed behind the crew, by the plan of the departure."""
        return self.legs[0].start.epoch - self.plan.capsule.undocking.hatch_closed_before_s.v

    def fallbacks(self) -> dict[str, Value]:
        """What else could follow the separation of the modules: the ballistic point, debris, the guidance's corridor.

        Values of the event ``module_separation`` in a record, for maps.
        """
        values: dict[str, Value] = {}
        spun = self._ballistic_json()
        if spun is not None and spun["peak_load_g"] is not None:
            values |= {f"ballistic_{key}": spun[key] for key in ("latitude_deg", "longitude_deg", "peak_load_g")}
            values["ballistic_shortfall_m"] = spun["shortfall_km"] * 1e3
        for debris in self.debris:
            name = debris.name.replace(" ", "_")
            values |= {f"{name}_latitude_deg": debris.latitude_deg, f"{name}_longitude_deg": debris.longitude_deg}
        if self.braking is not None:
            values |= _corridor_values(corridor(self.braking, self.delta_v_m_s))
        return values

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        return self.legs[-1].outcome

    def event(self, name: str) -> Event:
        """The first event of that name.

        Raises
        ------
        WrongPlace
            when the descent ended before it.
        """
        for leg in self.legs:
            found = leg.first(name)
            if found is not None:
                return found
        raise WrongPlace(f"a descent that ended in {self.legs[-1].name} has no {name}", cure=self.legs[-1].reason)

    def json(self) -> dict[str, Any]:
        """One opportunity of ``kazbek landing --json``."""
        end = self.event("touchdown")
        return {
            "undocking_utc": self.event("undocking").epoch.utc,
            "deorbit_burn_utc": self.event("deorbit_burn_start").epoch.utc,
            "deorbit_delta_v_m_s": self.delta_v_m_s,
            "module_separation_utc": self.event("module_separation").epoch.utc,
            "entry_interface_utc": self.event("entry_interface").epoch.utc,
            "parachute_opening_utc": self.event("parachute_opening").epoch.utc,
            "touchdown_utc": end.epoch.utc,
            "latitude_deg": end.values["latitude_deg"],
            "longitude_deg": end.values["longitude_deg"],
            "miss_km": float(end.values["miss_m"]) / 1e3,
            "cross_range_km": self.reference.cross_m / 1e3,
            "sun_elevation_deg": sun_elevation_deg(end.epoch, self.zone),
            "peak_load_g": self.event("peak_load").values["peak_load_g"],
            "ballistic": self._ballistic_json(),
            "debris": [
                {"name": d.name, "latitude_deg": d.latitude_deg, "longitude_deg": d.longitude_deg} for d in self.debris
            ],
        }

    def _ballistic_json(self) -> dict[str, Any] | None:
        if self.ballistic is None:
            return None
        start, end = (
            itrf_from_gcrf(s.epoch, s.r_GCRF_m, s.v_GCRF_m_s)[0] for s in (self.ballistic.start, self.ballistic.end)
        )
        latitude, longitude, _ = geodetic_from_itrf(end)
        peak = self.ballistic.first("peak_load")
        return {
            "latitude_deg": math.degrees(latitude),
            "longitude_deg": math.degrees(longitude),
            "shortfall_km": -miss(start, end, self.zone.aim_ITRF_m).along_m / 1e3,
            "peak_load_g": peak.values["peak_load_g"] if peak else None,
        }


def _corridor_values(reach: EntryCorridor) -> dict[str, Value]:
    latitude, longitude, _ = geodetic_from_itrf(reach.end_ITRF_m)
    east, north, _ = C_PAD_ITRF(latitude, longitude) @ reach.ahead_ITRF
    return {
        "corridor_latitude_deg": math.degrees(latitude),
        "corridor_longitude_deg": math.degrees(longitude),
        "corridor_heading_deg": math.degrees(math.atan2(east, north)) % 360.0,
        "corridor_short_m": reach.short_m,
        "corridor_beyond_m": reach.beyond_m,
        "corridor_left_m": reach.left_m,
        "corridor_right_m": reach.right_m,
    }


def sun_elevation_deg(epoch: Epoch, zone: Zone) -> float:
    """Elevation of the Sun above the horizon of the zone."""
    aim = zone.aim_ITRF_m
    up = np.array(
        (
            math.cos(zone.latitude_rad) * math.cos(zone.longitude_rad),
            math.cos(zone.latitude_rad) * math.sin(zone.longitude_rad),
            math.sin(zone.latitude_rad),
        )
    )
    to_sun = C_ITRF_GCRF(epoch) @ np.asarray(sun_GCRF_m(epoch)).ravel() - aim
    return math.degrees(math.asin(float(to_sun @ up) / float(np.linalg.norm(to_sun))))
