"""Coming home in the validation table: a published plan, and the ballistic descents of two flights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.checks.case import Case
from kazbek.checks.published import case


def plan_cases() -> Iterator[Case]:
    """The landing of MS-11 as a search finds it from the elements of two days before, beside mission control's plan."""
    known = case("entry", "ms11_plan")
    way = next(_search(known.given).opportunities(Epoch.from_utc(known.given["from_utc"]), 0.3))
    at = {event.name: event.epoch for leg in way.legs for event in leg.events}
    lit, apart, interface = (at[e] for e in ("deorbit_burn_start", "module_separation", "entry_interface"))
    opened, landed = at["parachute_opening"], at["touchdown"]
    yield from known.against(
        lit - Epoch.from_utc(known.given["ignition_utc"]),
        at["deorbit_burn_end"] - lit,
        apart - lit,
        interface - apart,
        at["plasma_start"] - interface,
        at["peak_load"] - interface,
        at["plasma_end"] - interface,
        opened - interface,
        landed - opened,
        float(way.event("peak_load").values["peak_load_g"]),
        landed - Epoch.from_utc(known.given["touchdown_utc"]),
    )


def ballistic_cases() -> Iterator[Case]:
    """MS-18's way home without steering: from the separation of the modules on, and from a height on."""
    from kazbek.flight.descent.braking import miss
    from kazbek.flight.descent.plan import DescentFailures
    from kazbek.world.earth import itrf_from_gcrf

    from_60_km = case("entry", "ballistic_tma10")
    search, burn = _search(from_60_km.given), Epoch.from_utc(from_60_km.given["burn_utc"])
    lost = DescentFailures(spin_below_m=from_60_km.given["spin_below_km"] * 1e3)
    way = search.descent(burn, failures=lost)
    spun = way.json()["ballistic"]
    yield from case("entry", "ballistic_tma1").against(spun["shortfall_km"], spun["peak_load_g"])
    entry = next(leg for leg in way.legs if leg.name == "entry")
    start, end = (itrf_from_gcrf(s.epoch, s.r_GCRF_m, s.v_GCRF_m_s)[0] for s in (entry.start, entry.end))
    short_km = -miss(start, end, search.zone.aim_ITRF_m).along_m / 1e3
    yield from from_60_km.against(short_km, float(way.event("peak_load").values["peak_load_g"]))


def _search(given: Mapping[str, Any]) -> Any:
    from kazbek.mission.landing import landing_search
    from kazbek.track.station import StationTrack

    track = StationTrack.from_file(given["track"])
    return landing_search(track, *(given[what] for what in ("ship", "station", "zone", "port")))
