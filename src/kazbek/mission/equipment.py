"""What a flight flies with, loaded from the names in its mission file, and changed by what-ifs (``--set``).

launcher.core.thrust_vac_N = 900000     the prefixes are the names in PREFIXES, the rest is the path in that file
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from kazbek.base.chance import PhaseChance
from kazbek.base.data import DataFile, Datum, bundled, figures, like_of, load, names_in, parse, with_value, with_values
from kazbek.base.errors import DataError, KazbekError, nearest, unknown
from kazbek.base.toml_file import Path_or_package
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.climate import Climate
from kazbek.catalogue.clock import Clock
from kazbek.catalogue.countdown import CountdownPlan
from kazbek.catalogue.escape import EscapePlan
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.pilot import PilotModel
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.catalogue.zone import Zone
from kazbek.mission.checks import spacecraft_name
from kazbek.mission.file import Flight, Mission, mission_from
from kazbek.record.record import Record
from kazbek.world.wind import Wind

PREFIXES = (
    "launcher",
    "ship",
    "station",
    "profile",
    "pad",
    "approach",
    "pilot",
    "capsule",
    "zone",
    "countdown",
    "escape",
)
DRAWN = {"launcher", "ship", "pilot", "approach"}
_DRAWN_BY_PHASES = ("undocking.",)
Uncertain = dict[str, list[tuple[str, Datum, tuple[str, float]]]]  # prefix -> path, figure, the group it errs with
Changes = Mapping[str, float]  # "launcher.core.thrust_vac_N" -> value

D = TypeVar("D", bound=DataFile)


@dataclass(frozen=True, slots=True)
class Equipment:
    """Ship, station; launcher, count, pad, profile, approach, pilot to go up; capsule, zone to come home; wind.

    A flight up has a capsule, too, where its launcher has an escape.
    """

    ship: Spacecraft
    station: Station
    launcher: Launcher | None = None
    pad: Site | None = None
    profile: Profile | None = None
    approach: ApproachPlan | None = None
    pilot: PilotModel | None = None
    capsule: Capsule | None = None
    zone: Zone | None = None
    wind: Wind | None = None
    countdown: CountdownPlan | None = None
    escape: EscapePlan | None = None
    climate: Climate | None = None

    def parts(self) -> dict[str, DataFile]:
        """The data files by the prefix under which ``--set`` knows them."""
        given: dict[str, DataFile | None] = {
            "launcher": self.launcher,
            "ship": self.ship,
            "station": self.station,
            "profile": self.profile,
            "pad": self.pad,
            "approach": self.approach,
            "pilot": self.pilot,
            "capsule": self.capsule,
            "zone": self.zone,
            "countdown": self.countdown,
            "escape": self.escape,
        }
        return {name: part for name, part in given.items() if part is not None}

    def replace(self, prefix: str, part: DataFile) -> Equipment:
        """The equipment with one part replaced."""
        return replace(self, **{prefix: part})  # type: ignore[arg-type]

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """What clocks show at the pad or in the zone."""
        place = self.pad or self.zone
        return place.clocks if place is not None else ()

    @property
    def ground_m(self) -> float:
        """Height of the pad, or of the ground at the aim."""
        if self.pad is not None:
            return self.pad.height_m.v
        return 0.0 if self.zone is None else self.zone.aim.terrain_height_m.v

    def in_mean_wind(self, day: dt.date) -> Equipment:
        """The equipment in the mean wind of the month, where no wind is given and the climate of its place is known."""
        if self.wind is not None or self.climate is None:
            return self
        return self.in_wind(self.climate.mean(day, self.ground_m))

    def in_wind_of_a_day(self, day: dt.date, chance: PhaseChance) -> Equipment:
        """The equipment in a wind drawn about the one that is planned with, or else about the month's mean."""
        if self.climate is None:
            return self
        about = self.wind or self.climate.mean(day, self.ground_m)
        return replace(self, wind=self.climate.drawn(day, about, chance))

    def in_wind(self, wind: Wind | None) -> Equipment:
        """The equipment in that wind over its pad or its zone, where one is given.

        Raises
        ------
        OutOfRange
            for a wind that begins above the ground.
        """
        if wind is None:
            return self
        place = self.pad or self.zone
        assert place is not None
        return replace(self, wind=wind.from_the_ground(self.ground_m, place.name))


def read_changes(settings: Iterable[str]) -> dict[str, float]:
    """Parse ``key=value`` pairs of ``--set``.

    Raises
    ------
    DataError
        no equals sign, no number, or a prefix nobody knows (the nearest is given).
    """
    changes: dict[str, float] = {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        key = key.strip()
        if not equals or not key:
            raise DataError(
                f'`changes` "{setting}"', allowed="key=value, for example launcher.core.thrust_vac_N=900000"
            )
        try:
            value = float(text)
        except ValueError:
            raise DataError(
                f'`changes` {key}: "{text}" is not a number', allowed="a number in the unit of the key"
            ) from None
        if value != value or abs(value) == float("inf"):
            raise DataError(f"`changes` {key}: {text} is not finite", allowed="a number in the unit of the key")
        prefix = key.partition(".")[0]
        if prefix not in PREFIXES:
            raise unknown("prefix", prefix, PREFIXES, where=f"`changes` {key}")
        changes[key] = value
    return changes


def equipment(mission: Mission, flight: Flight, changes: Changes | None = None) -> Equipment:
    """Load what one flight flies with.

    Raises
    ------
    DataError
        an unknown launcher, ship, pad, profile, station or port (the nearest is given), or a fault in a data file.
    """
    with mission.naming(flight):
        fitted = _fitted(mission, flight)
    return _changed(fitted, changes or {})


def check_changes(changes: Changes, fitted: Iterable[Equipment]) -> None:
    """Each change names a part of some flight's equipment.

    Raises
    ------
    DataError
        for one that nothing would be flown with.
    """
    parts = {prefix for one in fitted for prefix in one.parts()}
    for key in changes:
        prefix = key.partition(".")[0]
        if prefix not in parts:
            raise DataError(
                f"`changes` {key} changes nothing: no flight of the mission has a {prefix}",
                allowed=f"figures of {', '.join(sorted(parts))}",
            )


def _fitted(mission: Mission, flight: Flight) -> Equipment:
    """As its data files have it."""
    base = mission.folder
    ship = _load("spacecraft", spacecraft_name(flight.ship, flight.spacecraft), Spacecraft, base)
    station = _load("stations", mission.plan.station.name, Station, base)
    if not flight.goes_up:
        capsule = _load("capsules", _capsule_name(mission, flight, ship), Capsule, base)
        zone = _load("zones", flight.zone, Zone, base)
        winds = _climate(zone.climate, base)
        home = Equipment(ship, station, capsule=capsule, zone=zone, climate=winds)
        return home.in_wind(_wind(flight.wind or zone.wind, base))
    station.port(flight.port)
    pad = _load("sites", flight.pad, Site, base)
    launcher = _load("launchers", flight.launcher, Launcher, base)
    return Equipment(
        ship,
        station,
        launcher,
        pad,
        _load("profiles", flight.profile, Profile, base).towards(-station.C_PORT_RTN(flight.port)[0]),
        _load("approaches", _approach_name(flight, ship), ApproachPlan, base),
        _load("pilots", flight.pilot, PilotModel, base),
        countdown=_load("countdowns", launcher.countdown, CountdownPlan, base) if launcher.countdown else None,
        escape=_load("escapes", launcher.escape, EscapePlan, base) if launcher.escape else None,
        capsule=_load("capsules", _capsule_name(mission, flight, ship), Capsule, base) if launcher.escape else None,
        climate=_climate(pad.climate, base),
    ).in_wind(_wind(flight.wind or pad.wind, base))


def _capsule_name(mission: Mission, flight: Flight, ship: Spacecraft) -> str:
    """The flight's own capsule, else that in which the same ship comes home, else its ship's."""
    named = [other.capsule for other in mission.flights if other.ship == flight.ship and other.capsule]
    return flight.capsule or next(iter(named), ship.name)


def _approach_name(flight: Flight, ship: Spacecraft) -> str:
    """The flight's own approach plan, else its ship's."""
    named = flight.approach or ship.approach
    if not named:
        raise DataError(
            f"neither the flight nor its ship {ship.name} names an approach plan",
            allowed=", ".join(names_in("approaches")),
            cure='give `approach` = "NAME", or a path',
        )
    return named


def _climate(name: str, base: Path | None) -> Climate | None:
    return _load("climates", name, Climate, base) if name else None


def _wind(name: str, base: Path | None) -> Wind | None:
    """The wind in a file; none where none is named."""
    return Wind.from_file((base or Path()) / name) if name else None


def known_wind(given: Wind | str | None, usual: str) -> Wind | None:
    """The wind somebody gives, as itself or as a file, else that of the file a pad or a zone names; None for calm."""
    return given if isinstance(given, Wind) else _wind(given or usual, None)


def ship_of(name: str) -> Spacecraft:
    """A ship by its data file, or by the name of one of its kind: ``Soyuz MS-18`` is a ``soyuz-ms``."""
    plain = name in names_in("spacecraft") or name.endswith(".toml")
    return load("spacecraft", name if plain else spacecraft_name(name), Spacecraft)


def _load(folder: str, name: str, model: type[D], base: Path | None) -> D:
    return load(folder, name, model, base=base)


def _changed(fitted: Equipment, changes: Changes) -> Equipment:
    """The equipment with the figures of `changes` replaced, and a changed launcher checked as a whole again.

    A what-if on a ship changes one figure and leaves its mass at launch as it is.
    """
    parts = fitted.parts()
    for key, value in changes.items():
        prefix, _, path = key.partition(".")
        if prefix not in parts:
            continue  # a launcher's figure says nothing about a flight home
        known = [name for name, _ in figures(parts[prefix])]
        if path not in known:
            raise _unknown_key(key, prefix, path, known)
        try:
            parts[prefix] = with_value(parts[prefix], path, value)
        except DataError as fault:
            raise DataError(f"`changes` {prefix}.{fault.what}", allowed=fault.allowed, cure=fault.cure) from None
    if "launcher" in parts and any(key.startswith("launcher.") for key in changes):
        parts["launcher"] = parse(parts["launcher"].model_dump(), Launcher, where="launcher after `changes`")
    return replace(fitted, **parts)  # type: ignore[arg-type]


def _unknown_key(key: str, prefix: str, path: str, known: list[str]) -> DataError:
    """The error for a key that is no figure: the names there are one level below what is right of it, and the nearest.

    A path that is right but for its end (a wrong unit) finds the nearest among its neighbours.
    """
    words = path.split(".") if path else []
    depth = 0
    while depth < len(words) and any(name.startswith(".".join(words[: depth + 1]) + ".") for name in known):
        depth += 1
    stem = "".join(f"{word}." for word in words[:depth])
    beside = [name for name in known if name.startswith(stem)]
    below = dict.fromkeys(name.removeprefix(stem).partition(".")[0] for name in beside)
    return DataError(
        f'unknown key "{key}"',
        allowed=f"{prefix}.{stem} with {', '.join(below)}",
        cure=f'did you mean "{prefix}.{nearest(path, beside)}"?',
    )


def uncertain_of(fitted: Equipment) -> Uncertain:
    """The figures that :func:`drawn` draws, found once for many runs."""
    return {
        prefix: [(path, datum, part.group_of(path)) for path, datum in figures(part) if _is_drawn(prefix, path, datum)]
        for prefix, part in sorted(fitted.parts().items())
        if prefix in DRAWN
    }


def drawn(
    fitted: Equipment,
    draw: Callable[[str, Datum, tuple[str, float]], float],
    uncertain: Uncertain | None = None,
) -> Equipment:
    """Launcher, ship, pilot and what differs from one approach to the next, every uncertain figure as `draw` has it.

    `draw` takes the dotted key, the figure, and the group it errs with. The ship's springs are left to the undocking.
    """
    parts = fitted.parts()
    for prefix, known in (uncertain or uncertain_of(fitted)).items():
        values = {path: draw(f"{prefix}.{path}", datum, group) for path, datum, group in known}
        parts[prefix] = with_values(parts[prefix], values)
    return replace(fitted, **parts)  # type: ignore[arg-type]


def _is_drawn(prefix: str, path: str, datum: Datum) -> bool:
    """An approach plan is a decision: of it, only what comes out differently each time."""
    size = datum.scatter if prefix == "approach" else datum.sigma
    return size > 0.0 and not path.startswith(_DRAWN_BY_PHASES)


def equipment_of(record: Record, flight: str) -> Equipment | None:
    """What a flight of a record was flown with; None where its mission, or a file that it names, cannot be read."""
    try:
        mission = mission_from(record.mission_text, record.folder, record.where)
        decided = mission.decided(flight)
        return None if decided is None else equipment(mission, decided)
    except KazbekError:
        return None


def _place(mission: Mission, flight: Flight) -> Site | Zone:
    """Where the weather counts: the pad of a flight up, the zone of one home."""
    if flight.goes_up:
        return _load("sites", flight.pad, Site, mission.folder)
    return _load("zones", flight.zone, Zone, mission.folder)


def _named_by(mission: Mission, flight: Flight) -> Iterator[tuple[str, str]]:
    """(folder of data, name) of the files that a flight names; some names are empty."""
    yield "spacecraft", spacecraft_name(flight.ship, flight.spacecraft)
    if flight.goes_up:
        yield "launchers", flight.launcher
        yield from _of_launcher(mission, flight)
        yield from (("sites", flight.pad), ("profiles", flight.profile))
        yield "approaches", flight.approach or _ship(mission, flight).approach
        yield "pilots", flight.pilot
    else:
        yield "zones", flight.zone
        yield "capsules", _capsule_name(mission, flight, _ship(mission, flight))
    place = _place(mission, flight)
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
    launcher = _load("launchers", flight.launcher, Launcher, mission.folder)
    capsule = _capsule_name(mission, flight, _ship(mission, flight)) if launcher.escape else ""
    return ("countdowns", launcher.countdown), ("escapes", launcher.escape), ("capsules", capsule)


def own_files(mission: Mission, flights: Iterable[Flight]) -> list[str]:
    """The mission's own data files beside or below it, which a record keeps: it is told and drawn with them."""
    named = [name for name, path in files_used(mission, flights).items() if isinstance(path, Path)]
    below = [name for name in named if not Path(name).is_absolute() and ".." not in Path(name).parts]
    return [name for name in below if mission.folder is not None and (mission.folder / name).is_file()]


def _ship(mission: Mission, flight: Flight) -> Spacecraft:
    """What a flight's ship is like."""
    return _load("spacecraft", spacecraft_name(flight.ship, flight.spacecraft), Spacecraft, mission.folder)


def digest(path: Path_or_package) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
