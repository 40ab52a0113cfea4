"""A flown mission as documents: the summary of the contract, and the manifest of its record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.mission.equipment import digest, files_used
from kazbek.mission.prepare import Prepared
from kazbek.record.flown import FlownFlight, FlownMission
from kazbek.record.write import event_json
from kazbek.track.files.which import find_station_file


def summary(flown: FlownMission) -> dict[str, Any]:
    """The document of ``kazbek fly --json``."""
    document: dict[str, Any] = {
        "mission": flown.mission.name,
        "outcome": str(flown.outcome),
        "record": None if flown.record is None else str(flown.record),
        "station": dict(flown.station),
        "flights": [flight_json(flight) for flight in flown.flights],
        "comparison": [row.json() for row in flown.comparison],
    }
    if flown.not_flown:
        document["not_flown"] = flown.not_flown
    if flown.what_if:
        document["what_if"] = [difference.json() for difference in flown.what_if]
    return document


def flight_json(flight: FlownFlight) -> dict[str, Any]:
    """One flight in the words of the contract."""
    return {
        "name": flight.flight.name,
        "ship": flight.flight.ship,
        "outcome": str(flight.outcome),
        "crew": list(flight.flight.names),
        "reason": flight.reason,
        "shortfall": dict(flight.shortfall),
        "events": [event_json(flight, event) for event in flight.events],
    }


def manifest(ready: Prepared) -> dict[str, Any]:
    """What the record says about how it was made."""
    flights = ready.mission.flights
    files = {
        **files_used(ready.mission, flights),
        **{
            f"tracks/{name}": find_station_file(name, ready.mission.folder) for name in ready.mission.plan.station.track
        },
    }
    return {
        "mission": ready.mission.name,
        "title": ready.mission.plan.title,
        "seed": ready.seed,
        "changes": dict(ready.changes),
        "created_utc": Epoch.from_utc(dt.datetime.now(dt.UTC)).utc,
        "flights": [{"name": f.name, "ship": f.ship, "crew": [p.model_dump() for p in f.crew]} for f in flights],
        "files": [{"name": name, "sha256": digest(path)} for name, path in files.items()],
    }
