"""Where every ship and every person of a mission is on a day, before anything flies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from kazbek.base.data import load, names_in
from kazbek.base.errors import DataError
from kazbek.catalogue.mating import mates
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.mission.file import Mission

AT_STATION = "the station"
HOME = "home"


def spacecraft_name(ship: str, given: str = "") -> str:
    """Which data file describes a ship: the one given, or the bundled one whose name begins the ship's.

    ``"Soyuz MS-19"`` is described by ``soyuz-ms``.

    Raises
    ------
    DataError
        for a ship that no bundled file describes.
    """
    if given:
        return given
    slug = ship.lower().replace(" ", "-")
    fitting = [name for name in names_in("spacecraft") if slug == name or slug.startswith(f"{name}-")]
    if not fitting:
        raise DataError(
            f'unknown ship "{ship}"',
            cure='name the file that describes it: spacecraft = "mine.toml"',
            allowed=f"a name that begins with {' or '.join(names_in('spacecraft'))}",
        )
    return max(fitting, key=len)


@dataclass
class Day:
    """Where every ship and every person is, as the days of the mission go by."""

    mission: Mission
    station: Station
    ports: dict[str, str] = field(default_factory=dict)  # ship -> port
    launched: dict[str, dt.date] = field(default_factory=dict)  # ship -> day
    arrives: dict[str, dt.date] = field(default_factory=dict)  # ship -> first day on which it can be docked
    spacecraft: dict[str, str] = field(default_factory=dict)  # ship -> data file
    place: dict[str, str] = field(default_factory=dict)  # person -> ship, the station or home
    liners: dict[str, str] = field(default_factory=dict)  # person -> ship with the own seat liner

    def craft(self, ship: str) -> Spacecraft:
        """What a ship is like."""
        name = spacecraft_name(ship, self.spacecraft.get(ship, ""))
        return load("spacecraft", name, Spacecraft, base=self.mission.folder)

    @property
    def aboard(self) -> list[str]:
        """Who is at the station."""
        return [name for name, place in self.place.items() if place == AT_STATION]

    def take_port(self, ship: str, port: str, date: dt.date) -> None:
        """Dock a ship.

        Raises
        ------
        DataError
            with the ports that are free, where it cannot dock at this one.
        """
        place = self.station.port(port)
        if port in self.ports.values():
            other = next(s for s, p in self.ports.items() if p == port)
            raise DataError(
                f'"{ship}" cannot dock at {port} on {date}: "{other}" is there', cure=self._free_ports(date)
            )
        craft = self.craft(ship)
        if not mates(craft.port_kind, place.kind):
            fitting = [name for name, p in self.station.ports.items() if mates(craft.port_kind, p.kind)]
            raise DataError(
                f'"{ship}" has a {craft.port_kind} and cannot dock at {port}, a {place.kind}',
                allowed=", ".join(fitting) or f"another station: {self.station.name} has no port for it",
            )
        if not place.open_on(date):
            raise DataError(f"port {port} is not open on {date}", cure=self._free_ports(date))
        self.ports[ship] = port

    def _free_ports(self, date: dt.date) -> str:
        free = [name for name, p in self.station.ports.items() if p.open_on(date) and name not in self.ports.values()]
        return f"free that day: {', '.join(sorted(free)) or 'none'}"

    def check_seats(self, who: str, ship: str, names: Iterable[str]) -> None:
        """Whether people fit into a ship, and nobody is named twice.

        Raises
        ------
        DataError
            where they do not fit, or somebody is.
        """
        people = list(names)
        seats = self.craft(ship).crew_seats
        if len(people) > seats:
            raise DataError(f"{who} has {len(people)} people", allowed=f"at most {seats}, the seats of {ship}")
        for name in people:
            if people.count(name) > 1:
                raise DataError(f'{who} names "{name}" twice', allowed="one seat per person")
