"""What the legs of an escape add up to: loads, heights, the place, who comes, and what the crew bears."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.base.leg import Leg, Outcome, Value
from kazbek.base.types import Vector
from kazbek.catalogue.escape import EscapePlan
from kazbek.catalogue.site import Site
from kazbek.flight.escape.crew import Strain, crew_class, hardships, survived
from kazbek.mission.aborts.rescue import Coming, nearest, over_ground_m
from kazbek.world.land import Land, Terrain

_WEIGHTLESS_m_s2 = 0.05 * G0_m_s2


@dataclass(frozen=True, slots=True)
class EscapeResult:
    """An escape from its command to the ground.

    Attributes
    ----------
    escape_load_g, entry_load_g : greatest, until the capsule is let go, and on its own
    over_s, weightless_s : with more load than the file counts from, and with less than a twentieth of a g
    apogee_m, release_height_m, main_height_m : top of the arc, capsule let go, main canopy opening, above the ellipsoid
    latitude_rad, longitude_rad, place : of the touchdown
    range_m : from the pad over the ground
    touchdown_s : after the command
    coming : the nearest rescue base; None without any
    crew : one of :data:`~kazbek.flight.escape.crew.CLASSES`
    """

    escape_load_g: float
    entry_load_g: float
    over_s: float
    weightless_s: float
    apogee_m: float
    release_height_m: float
    main_height_m: float
    latitude_rad: float
    longitude_rad: float
    place: Terrain
    range_m: float
    touchdown_s: float
    coming: Coming | None
    crew: str
    hardships: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """Of the flight."""
        return Outcome.ABORTED_CREW_SAFE if survived(self.crew) else Outcome.LOST

    @property
    def sentence(self) -> str:
        """How it ended, in words and numbers."""
        load_g = max(self.escape_load_g, self.entry_load_g)
        where = f"in the {self.place.name}" if self.place.is_sea else f"in {self.place.name}"
        hard = "".join(f", {word}" for word in self.hardships)
        return f"down {self.range_m / 1e3:.0f} km from the pad {where}{hard}, {load_g:.1f} g at most: {self.crew}"


@dataclass(frozen=True, slots=True)
class SteeredEntry:
    """An entry with lift: greatest load, seconds above the counted one, and where its parachutes open."""

    load_g: float
    over_s: float
    latitude_rad: float
    longitude_rad: float


def entry_of(legs: Sequence[Leg], plan: EscapePlan) -> SteeredEntry:
    """From the leg of an escape and that of the entry."""
    entry, (t_s, load) = legs[-1], loads(legs)
    return SteeredEntry(
        _value(entry, "peak_load", "peak_load_g"),
        seconds_above(t_s, load, plan.crew.counted_m_s2.v),
        float(entry.telemetry["latitude_rad"][-1]),
        float(entry.telemetry["longitude_rad"][-1]),
    )


def result_of(legs: Sequence[Leg], plan: EscapePlan, pad: Site) -> EscapeResult:
    """From the legs of an escape down to the ground, with their telemetry."""
    flown = {leg.name: leg for leg in legs}
    entry, landing, felt = flown["entry"], flown["landing"], [leg for leg in legs if "load_m_s2" in leg.telemetry]
    latitude, longitude = (math.radians(_value(landing, "touchdown", f"{k}_deg")) for k in ("latitude", "longitude"))
    place, coming = Land.bundled().at(latitude, longitude), nearest(plan.rescue, latitude, longitude)
    release = next(event for leg in legs for event in leg.events if event.name == "module_separation")
    escape_g, entry_g = _escape_loads_g(flown.get("escape"))
    entry_g = max(_value(entry, "peak_load", "peak_load_g"), entry_g)
    response = max(_value(entry, "peak_load", "dynamic_response"), _value(landing, "touchdown", "dynamic_response"))
    strain = Strain(
        max(escape_g, entry_g) * G0_m_s2,
        response,
        landing.outcome is not Outcome.LOST,
        place,
        0.0 if coming is None else coming.time_s,
    )
    t_s, load = loads([leg for leg in felt if leg.name in ("escape", "entry")])
    return EscapeResult(
        escape_g,
        entry_g,
        seconds_above(t_s, load, plan.crew.counted_m_s2.v),
        float(t_s[-1] - t_s[0]) - seconds_above(t_s, load, _WEIGHTLESS_m_s2),
        max(float(leg.telemetry["height_m"].max()) for leg in legs if "height_m" in leg.telemetry),
        float(release.values["height_m"]),
        _value(flown["parachutes"], "main_opening", "height_m"),
        latitude,
        longitude,
        place,
        over_ground_m(latitude, longitude, pad.latitude_rad, pad.longitude_rad),
        landing.end.epoch - legs[0].start.epoch,
        coming,
        crew_class(strain, plan.crew),
        hardships(strain, plan.crew),
    )


def _escape_loads_g(escape: Leg | None) -> tuple[float, float]:
    """Greatest loads until the capsule is let go, and after that; none where the ship leaves by its own engine."""
    if escape is None:
        return 0.0, 0.0
    return _value(escape, "module_separation", "peak_load_g"), _after_release_g(escape)


def _value(leg: Leg, event: str, key: str) -> float:
    found = leg.first(event)
    assert found is not None, (leg.name, event)
    return float(found.values[key])


def _after_release_g(escape: Leg) -> float:
    """The greatest load on a capsule let go low, on its way to the top of the arc."""
    release = escape.first("module_separation")
    assert release is not None
    later = escape.telemetry["tai_ns"] > release.epoch.tai_ns
    return float(np.max(escape.telemetry["load_m_s2"][later], initial=0.0)) / G0_m_s2


def loads(legs: Iterable[Leg]) -> tuple[Vector, Vector]:
    """Seconds from the first row, and loads (m/s²), one leg after the other."""
    tai_ns = np.concatenate([leg.telemetry["tai_ns"] for leg in legs])
    load = np.concatenate([leg.telemetry["load_m_s2"] for leg in legs])
    return (tai_ns - tai_ns[0]) / 1e9, load


def seconds_above(t_s: Vector, values: Vector, level: float) -> float:
    """How long values (n,), linear between instants (n,), lie above a level."""
    a, b = values[:-1] - level, values[1:] - level
    share = np.where((a > 0.0) & (b > 0.0), 1.0, 0.0)
    crossed = a * b < 0.0
    share[crossed] = np.maximum(a[crossed], b[crossed]) / np.abs(a[crossed] - b[crossed])
    return float(np.sum(share * np.diff(t_s)))


def touchdown_values(result: EscapeResult) -> dict[str, Value]:
    """What an escape's touchdown tells beside the place: no aim was missed, for there was none."""
    told: dict[str, Value] = {"range_m": result.range_m, "place": result.place.name, "crew_class": result.crew}
    if result.coming is not None:
        told |= {"base": result.coming.base, "rescue_s": result.coming.time_s}
    return told
