"""Coming home in the validation table: a landing found by the search, and ballistic descents in its place."""

from __future__ import annotations

from collections.abc import Iterator

from kazbek.checks.case import Case
from kazbek.checks.published import case


def landing_cases() -> Iterator[Case]:
    """A landing of Soyuz MS found by the search: the shape of a published plan, and a ballistic descent instead."""
    from kazbek.mission.landing import landing

    way = landing("iss_2021-10-17.oem", "zhezkazgan", "2021-10-17", 1.0, port="nauka-nadir").descents[0]
    told, spun = way.json(), way.json()["ballistic"]
    at = {
        name: way.event(name).epoch
        for name in ("module_separation", "entry_interface", "parachute_opening", "touchdown")
    }
    yield from case("entry", "plan").against(
        at["entry_interface"] - at["module_separation"],
        at["parachute_opening"] - at["entry_interface"],
        at["touchdown"] - at["parachute_opening"],
        float(way.event("deorbit_burn_end").values["duration_s"]),
        told["peak_load_g"],
        told["miss_km"],
    )
    yield from case("entry", "ballistic_tma10").against(spun["shortfall_km"])
    yield from case("entry", "ballistic_tma11").against(spun["shortfall_km"], spun["peak_load_g"])
