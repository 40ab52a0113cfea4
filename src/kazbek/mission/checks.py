"""Whether a mission can be flown at all: ships, ports and people followed from day to day before anything flies.

These are the slips that make a mission file meaningless (a person in two ships, an undocking before the docking). Who
ought to fly with whom is a matter of the crew's rules, not of these.
"""

from __future__ import annotations

import datetime as dt
import difflib

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.data import bundled, load, names_in
from kazbek.base.errors import DataError, unknown
from kazbek.base.toml_file import read_toml
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.station import Station
from kazbek.mission.day import AT_STATION, HOME, Day
from kazbek.mission.file import Mission
from kazbek.mission.plan import Flight, Swap

_SEATS = ("left", "centre", "right")
_NEARLY = 0.85  # similarity above which an unknown name is taken for a misspelt known one


def check(mission: Mission) -> None:
    """Follow the mission day by day.

    Raises
    ------
    DataError
        the first thing that cannot be: one sentence with the flight, the person or ship, and what would be allowed.
    """
    with mission.naming():
        station = load("stations", mission.plan.station.name, Station, base=mission.folder)
        _check_people(mission)
        day = Day(mission, station)
        _begin(day)
    steps: list[Flight | Swap] = [*mission.flights, *mission.plan.swap]
    for step in sorted(steps, key=lambda step: step.date):
        with mission.naming(step if isinstance(step, Flight) else None):
            if isinstance(step, Swap):
                _swap(day, step)
            else:
                {"up": _go_up, "across": _go_across, "down": _come_home}[step.way](day, step)


def _check_people(mission: Mission) -> None:
    """A name close to a known one is a slip of the pen; any other is a person of whom nothing is known."""
    known: dict[str, bool] = {}
    for file in names_in("people"):
        raw = read_toml(bundled("people", f"{file}.toml"))
        known |= {person["name"]: bool(raw.get("invented")) for person in raw["person"]}
    aboard = [name for docked in mission.plan.docked for name in docked.liners]
    flying = [name for flight in mission.plan.flight for name in flight.names]
    moved = [name for swap in mission.plan.swap for names in swap.to.values() for name in names]
    for name in (*aboard, *flying, *moved):
        if known.get(name) and not mission.is_demo:
            raise DataError(f'"{name}" is an invented person', allowed="invented people in missions called demo")
        close = difflib.get_close_matches(name, known, n=1, cutoff=_NEARLY)
        if name not in known and close:
            raise DataError(f'unknown person "{name}"', cure=f'did you mean "{close[0]}"?')


def _begin(day: Day) -> None:
    """Ships that are there before the first flight."""
    first = day.mission.flights[0].date
    for docked in day.mission.plan.docked:
        if docked.ship in day.ports:
            raise DataError(f'"{docked.ship}" is docked twice when the mission begins', allowed="one port per ship")
        if docked.launched > first:
            raise DataError(
                f'"{docked.ship}" is docked when the mission begins but launched = {docked.launched}',
                allowed=f"a day not after {first}",
            )
        day.spacecraft[docked.ship] = docked.spacecraft
        day.launched[docked.ship] = docked.launched
        day.check_seats(f'"{docked.ship}"', docked.ship, docked.liners)
        day.take_port(docked.ship, docked.port, first)
        for name in docked.liners:
            if name in day.place:
                raise DataError(f'"{name}" has a seat liner in two ships at once', allowed="one ship per person")
            day.place[name], day.liners[name] = AT_STATION, docked.ship


def _check_crew(day: Day, flight: Flight) -> None:
    where = f'flight "{flight.name}"'
    day.check_seats(where, flight.ship, flight.names)
    if not flight.crew and day.craft(flight.ship).crew_seats:
        raise DataError(f"{where} has nobody aboard", allowed="at least one person")
    seats = [person.seat for person in flight.crew]
    for person in flight.crew:
        if day.craft(flight.ship).crew_seats <= len(_SEATS) and person.seat not in _SEATS:
            raise unknown("seat", person.seat, _SEATS, where=where)
        if seats.count(person.seat) > 1:
            raise DataError(f"{where} has two people in the {person.seat} seat", allowed="one person per seat")


def _go_up(day: Day, flight: Flight) -> None:
    where = f'flight "{flight.name}"'
    if flight.ship in day.ports:
        raise DataError(f'{where}: "{flight.ship}" is docked at the station already', allowed="another ship")
    if flight.ship in day.launched:
        raise DataError(
            f'{where}: "{flight.ship}" flew on {day.launched[flight.ship]} and came home', allowed="another ship"
        )
    day.spacecraft[flight.ship] = flight.spacecraft
    _check_crew(day, flight)
    for name in flight.names:
        if day.place.get(name, HOME) != HOME:
            raise DataError(
                f'{where}: "{name}" is aboard {day.place[name]} on {flight.date} and cannot be in two ships at once',
                allowed="people on the ground",
            )
        day.place[name], day.liners[name] = AT_STATION, flight.ship
    day.launched[flight.ship] = flight.date
    try:
        day.arrives[flight.ship] = flight.date + dt.timedelta(days=_days_up(day, flight))
    except OverflowError:
        raise DataError(f"{where}: no calendar has a day to arrive after {flight.date}") from None
    day.take_port(flight.ship, flight.port, flight.date)


def _days_up(day: Day, flight: Flight) -> int:
    """Whole days that a flight up takes at least."""
    profile = load("profiles", flight.profile, Profile, base=day.mission.folder)
    return int(profile.contact.after_separation_s.v // SECONDS_PER_DAY_s)


def _come_home(day: Day, flight: Flight) -> None:
    _leave_port(day, flight)
    for name in flight.names:
        day.place[name] = HOME
        day.liners.pop(name, None)


def _go_across(day: Day, flight: Flight) -> None:
    where = f'flight "{flight.name}"'
    if day.ports.get(flight.ship) == flight.to_port:
        raise DataError(f'{where}: "{flight.ship}" is at {flight.to_port} already', allowed="another port")
    _leave_port(day, flight)
    for name, ship in day.liners.items():
        if ship == flight.ship and name not in flight.names:
            raise DataError(
                f'{where}: "{name}" has a seat liner in "{ship}" and would stay behind without a ship to come home in',
                cure=f'name "{name}" among the crew of the flight, or move the liner with [[swap]]',
            )
    day.take_port(flight.ship, flight.to_port, flight.date)


def _leave_port(day: Day, flight: Flight) -> None:
    """A ship with its crew aboard undocks."""
    where = f'flight "{flight.name}"'
    if flight.ship not in day.ports:
        later = [f.date for f in day.mission.flights if f.goes_up and f.ship == flight.ship and f.date > flight.date]
        if later:
            raise DataError(
                f'{where}: "{flight.ship}" undocks on {flight.date}, before it docks', allowed=f"a day after {later[0]}"
            )
        there = ", ".join(sorted(day.ports)) or "no ship"
        raise DataError(f'{where}: "{flight.ship}" is not at the station on {flight.date}', allowed=there)
    arrives = day.arrives.get(flight.ship, day.launched[flight.ship])
    if flight.date <= day.launched[flight.ship] or flight.date < arrives:
        raise DataError(
            f'{where}: "{flight.ship}" undocks on {flight.date}, before it docks',
            allowed=f"a day after {max(arrives, day.launched[flight.ship])}",
        )
    _check_life(day, flight)
    _check_crew(day, flight)
    for name in flight.names:
        place = day.place.get(name, HOME)
        if place != AT_STATION:
            raise DataError(
                f'{where}: "{name}" is {"not at the station" if place == HOME else f"aboard {place}"} on {flight.date}',
                allowed=", ".join(sorted(day.aboard)),
            )
    del day.ports[flight.ship]


def _check_life(day: Day, flight: Flight) -> None:
    days = (flight.date - day.launched[flight.ship]).days
    life = day.craft(flight.ship).undocking.life_days.v
    if days > life:
        raise DataError(
            f'flight "{flight.name}": {flight.ship} would come home after {days} days in orbit',
            allowed=f"at most {life:.0f} days",
        )


def _swap(day: Day, swap: Swap) -> None:
    seen: dict[str, str] = {}
    for ship, names in swap.to.items():
        if ship not in day.ports:
            raise unknown("docked ship", ship, day.ports, where=f"the swap of {swap.date}")
        arrives = day.arrives.get(ship)
        if arrives is not None and swap.date < arrives:
            raise DataError(
                f"the swap of {swap.date} needs {ship}, which docks on {arrives} at the soonest",
                allowed=f'{arrives} or later, or a day such as "+2d" that moves with the mission\'s first flight',
            )
        day.check_seats(f"the swap of {swap.date}", ship, names)
        for name in names:
            if name in seen:
                raise DataError(
                    f'the swap of {swap.date} puts "{name}" in two ships at once: {seen[name]} and {ship}',
                    allowed="one ship per person",
                )
            if name not in day.aboard:
                raise DataError(
                    f'the swap of {swap.date} names "{name}", who is not at the station',
                    allowed=", ".join(sorted(day.aboard)),
                )
            seen[name] = ship
            day.liners[name] = ship
