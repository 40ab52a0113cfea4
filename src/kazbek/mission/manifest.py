"""What a record says about how it was made, and which files its mission reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kazbek.base.data import bundled, like_of, load
from kazbek.base.epoch import stamp_utc
from kazbek.base.toml_file import Path_or_package
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.site import Site
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.zone import Zone
from kazbek.mission.around.planned import plan_files
from kazbek.mission.day import spacecraft_name
from kazbek.mission.equipment import capsule_name
from kazbek.mission.file import Mission
from kazbek.mission.plan import Flight
from kazbek.mission.prepare import Prepared
from kazbek.track.files.which import find_station_file


def manifest(ready: Prepared) -> dict[str, Any]:
    """The decisions, seed, changes and files of a prepared mission; the record adds versions and legs."""
    mission = ready.mission
    tracks = {f"tracks/{name}": find_station_file(name, mission.folder) for name in mission.plan.station.track}
    plans = plan_files(mission)
    files = {**files_used(mission, mission.flights), **tracks, **plans}
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
        "own": [*own_files(mission, mission.flights), *_below(name for name in plans if name in mission.plan.plans)],
        "files": [{"name": name, "sha256": digest(path)} for name, path in files.items()],
    }


def _place(mission: Mission, flight: Flight) -> Site | Zone | None:
    """Where the weather counts: the pad of a flight up, the zone of one home; None beside the station."""
    if flight.goes_across:
        return None
    if flight.goes_up:
        return load("sites", flight.pad, Site, base=mission.folder)
    return load("zones", flight.zone, Zone, base=mission.folder)


def _named_by(mission: Mission, flight: Flight) -> Iterator[tuple[str, str]]:
    """(folder of data, name) of the files that a flight names; some names are empty."""
    yield "spacecraft", spacecraft_name(flight.ship, flight.spacecraft)
    if flight.goes_up:
        yield "launchers", flight.launcher
        yield from _of_launcher(mission, flight)
        yield from (("sites", flight.pad), ("profiles", flight.profile))
    if not flight.comes_home:
        yield "approaches", flight.approach or _ship(mission, flight).approach
        yield "pilots", flight.pilot
    if flight.comes_home:
        yield "zones", flight.zone
    if flight.comes_home or (flight.goes_across and flight.crew):
        yield "capsules", capsule_name(mission, flight, _ship(mission, flight))
    place = _place(mission, flight)
    if place is not None:
        yield from (("", flight.wind or place.wind), ("climates", place.climate))


def files_used(mission: Mission, flights: Iterable[Flight]) -> dict[str, Path_or_package]:
    """Every data file a mission reads, by a name that means the same on any machine."""
    wanted = [("stations", mission.plan.station.name)]
    for flight in flights:
        wanted += [(folder, name) for folder, name in _named_by(mission, flight) if name]
    found: dict[str, Path_or_package] = {}
    for folder, name in wanted:
        called, path = _file_of(mission, folder, name)
        found[called] = path
        if folder and (like := like_of(path)):
            wanted.append((folder, like))
    for file in sorted(bundled("earth").iterdir(), key=lambda f: f.name):
        if file.is_file() and not file.name.startswith("."):
            found[f"earth/{file.name}"] = file
    return found


def _file_of(mission: Mission, folder: str, name: str) -> tuple[str, Path_or_package]:
    """What a file is called on any machine, and where it is: the mission's own, or a bundled one."""
    if not folder or name.endswith(".toml"):
        return name, (mission.folder or Path()) / name
    return f"{folder}/{name}.toml", bundled(folder, f"{name}.toml")


def _of_launcher(mission: Mission, flight: Flight) -> tuple[tuple[str, str], ...]:
    """The files that a launcher names, by folder; empty names where it has none."""
    launcher = load("launchers", flight.launcher, Launcher, base=mission.folder)
    capsule = capsule_name(mission, flight, _ship(mission, flight)) if launcher.escape else ""
    return ("countdowns", launcher.countdown), ("escapes", launcher.escape), ("capsules", capsule)


def own_files(mission: Mission, flights: Iterable[Flight]) -> list[str]:
    """The mission's own data files beside or below it, which a record keeps: it is told and drawn with them."""
    named = [name for name, path in files_used(mission, flights).items() if isinstance(path, Path)]
    return [name for name in _below(named) if mission.folder is not None and (mission.folder / name).is_file()]


def _below(names: Iterable[str]) -> list[str]:
    """Those that lie beside or below a mission file, which alone a record keeps."""
    return [name for name in names if not Path(name).is_absolute() and ".." not in Path(name).parts]


def _ship(mission: Mission, flight: Flight) -> Spacecraft:
    """What a flight's ship is like."""
    return load("spacecraft", spacecraft_name(flight.ship, flight.spacecraft), Spacecraft, base=mission.folder)


def digest(path: Path_or_package) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
