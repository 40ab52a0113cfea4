"""What a flight flies with, loaded from the names in its mission file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from kazbek.base.chance import PhaseChance, Sampling
from kazbek.base.data import DataFile, load, names_in
from kazbek.base.errors import DataError, KazbekError
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
from kazbek.flight.phase import Chances
from kazbek.mission.day import spacecraft_name
from kazbek.mission.file import Mission, mission_from
from kazbek.mission.plan import Flight
from kazbek.record.record import Record
from kazbek.track.station import StationTrack
from kazbek.world.wind import Wind


@dataclass(frozen=True, slots=True)
class Equipment:
    """Ship, station; launcher, count, pad, profile, approach, pilot to go up; capsule, zone to come home; wind.

    A flight up has a capsule, too, where its launcher has an escape; a flight from port to port approach and pilot, and
    a capsule where people are aboard.
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
        return self if place is None else replace(self, wind=wind.from_the_ground(self.ground_m, place.name))


@dataclass(frozen=True)
class EquippedFlight:
    """What flights up, across and home have in common: a flight with all that it needs.

    Attributes
    ----------
    planned : what it is planned with, and what the guidance believes
    actual : what it flies with, the same unless figures were drawn from their sigmas
    sampling : what the flight is drawn by; None for a nominal flight
    as_planned : the same flight before anything was drawn: its plans are flown, and not solved for again
    telemetry : whether its legs have columns
    """

    flight: Flight
    planned: Equipment
    actual: Equipment
    track: StationTrack
    sampling: Sampling | None = None
    as_planned: Self | None = None
    telemetry: bool = True

    def drawn(self, actual: Equipment, sampling: Sampling, *, telemetry: bool) -> Self:
        """This nominal flight with drawn figures, flown by its own plans."""
        return replace(self, actual=actual, sampling=sampling, as_planned=self, telemetry=telemetry)

    @property
    def chances(self) -> Chances | None:
        """For each phase its own random numbers, by its name; None for a nominal flight."""
        return None if self.sampling is None else self.sampling.of(self.flight.name)


def equipment(mission: Mission, flight: Flight) -> Equipment:
    """Load what one flight flies with.

    Raises
    ------
    DataError
        an unknown launcher, ship, pad, profile, station or port (the nearest is given), or a fault in a data file.
    """
    with mission.naming(flight):
        return _fitted(mission, flight)


def _fitted(mission: Mission, flight: Flight) -> Equipment:
    """As its data files have it."""
    base = mission.folder
    ship = load("spacecraft", spacecraft_name(flight.ship, flight.spacecraft), Spacecraft, base=base)
    station = load("stations", mission.plan.station.name, Station, base=base)
    if flight.goes_across:
        return _fitted_across(mission, flight, ship, station)
    if flight.comes_home:
        capsule = load("capsules", capsule_name(mission, flight, ship), Capsule, base=base)
        zone = load("zones", flight.zone, Zone, base=base)
        winds = _climate(zone.climate, base)
        home = Equipment(ship, station, capsule=capsule, zone=zone, climate=winds)
        return home.in_wind(_wind(flight.wind or zone.wind, base))
    station.port(flight.port)
    pad = load("sites", flight.pad, Site, base=base)
    launcher = load("launchers", flight.launcher, Launcher, base=base)
    return Equipment(
        ship,
        station,
        launcher,
        pad,
        load("profiles", flight.profile, Profile, base=base).towards(-station.C_PORT_RTN(flight.port)[0]),
        load("approaches", _approach_name(flight, ship), ApproachPlan, base=base),
        load("pilots", flight.pilot, PilotModel, base=base),
        countdown=load("countdowns", launcher.countdown, CountdownPlan, base=base) if launcher.countdown else None,
        escape=load("escapes", launcher.escape, EscapePlan, base=base) if launcher.escape else None,
        capsule=load("capsules", capsule_name(mission, flight, ship), Capsule, base=base) if launcher.escape else None,
        climate=_climate(pad.climate, base),
    ).in_wind(_wind(flight.wind or pad.wind, base))


def _fitted_across(mission: Mission, flight: Flight, ship: Spacecraft, station: Station) -> Equipment:
    """What a ship is moved from port to port with."""
    base = mission.folder
    station.port(flight.to_port)
    return Equipment(
        ship,
        station,
        approach=load("approaches", _approach_name(flight, ship), ApproachPlan, base=base),
        pilot=load("pilots", flight.pilot, PilotModel, base=base),
        capsule=load("capsules", capsule_name(mission, flight, ship), Capsule, base=base) if flight.crew else None,
    )


def capsule_name(mission: Mission, flight: Flight, ship: Spacecraft) -> str:
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
    return load("climates", name, Climate, base=base) if name else None


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


def equipment_of(record: Record, flight: str) -> Equipment | None:
    """What a flight of a record was flown with; None where its mission, or a file that it names, cannot be read."""
    try:
        mission = mission_from(record.mission_text, record.folder, record.where)
        decided = mission.decided(flight)
        return None if decided is None else equipment(mission, decided)
    except KazbekError:
        return None
