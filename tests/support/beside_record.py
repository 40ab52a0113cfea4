"""A record of legs flown beside the station in a test, as a mission's record has them."""

from __future__ import annotations

from collections.abc import Sequence

from kazbek.base.leg import Leg
from kazbek.mission.file import read_mission
from kazbek.mission.flown import FlownFlight
from kazbek.record.record import Record, mission_outcome
from kazbek.record.write import whole_manifest


def record_of_legs(legs: Sequence[Leg]) -> Record:
    """Under MS-19's mission file."""
    mission = read_mission("soyuz-ms-19")
    last = legs[-1]
    flown = FlownFlight(mission.flights[0], tuple(legs), last.outcome, None, last.reason, dict(last.shortfall))
    flights = (flown.recorded(),)
    about = {"mission": mission.name, "seed": None, "changes": {}, "flights": [], "own": [], "files": []}
    return Record(
        mission=mission.name,
        flights=flights,
        outcome=mission_outcome(flights),
        station={},
        manifest=whole_manifest(about, flights),
        text=mission.text,
    )
