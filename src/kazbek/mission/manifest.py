"""What a record says about how it was made."""

from __future__ import annotations

from typing import Any

from kazbek.base.epoch import stamp_utc
from kazbek.mission.equipment import digest, files_used, own_files
from kazbek.mission.prepare import Prepared
from kazbek.track.files.which import find_station_file


def manifest(ready: Prepared) -> dict[str, Any]:
    """The decisions, seed, changes and files of a prepared mission; the record adds versions and legs."""
    mission = ready.mission
    tracks = {f"tracks/{name}": find_station_file(name, mission.folder) for name in mission.plan.station.track}
    files = {**files_used(mission, mission.flights), **tracks}
    return {
        "mission": mission.name,
        "title": mission.plan.title,
        "seed": ready.seed,
        "sampling": None if ready.sampling is None else ready.sampling.json(),
        "changes": dict(ready.changes),
        "wind": {name: fitted.wind.profile for name, fitted in ready.planned.items() if fitted.wind is not None},
        "created_utc": stamp_utc(),
        "flights": [
            {
                "name": flight.name,
                "ship": flight.ship,
                "way": flight.way,
                "date": flight.date.isoformat(),
                "crew": [person.model_dump() for person in flight.crew],
            }
            for flight in mission.flights
        ],
        "own": own_files(mission, mission.flights),
        "files": [{"name": name, "sha256": digest(path)} for name, path in files.items()],
    }
