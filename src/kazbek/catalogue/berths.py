"""Who stood at which port of a station when, read from ``data/berths``: for the pictures, not for the flight."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass

from kazbek.base.data import bundled, names_in

_COVERS = "# covers: "


@dataclass(frozen=True, slots=True)
class Berth:
    """One ship's stay at one port.

    Attributes
    ----------
    ship : its name
    model : what it is drawn as; empty where it is not drawn
    port : as in the station's data file where that knows it, else the module and the side
    since, until : UTC, ISO 8601 to the minute; an empty end is one still to come
    """

    ship: str
    model: str
    port: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Berths:
    """The stays at one station; the list is whole between two days."""

    stays: tuple[Berth, ...] = ()
    first: str = ""
    last: str = ""

    def at(self, utc: str) -> tuple[Berth, ...]:
        """Who is docked at an instant; for days that the list does not cover, as on its nearest day."""
        when = min(max(utc, self.first), self.last).rstrip("Z") if self.first else utc.rstrip("Z")
        return tuple(stay for stay in self.stays if stay.since <= when and (not stay.until or when < stay.until))


@functools.cache
def berths_of(station: str) -> Berths:
    """The stays at the station of that name; none where no list is bundled."""
    if station not in names_in("berths", ".csv"):
        return Berths()
    lines = bundled("berths", f"{station}.csv").read_text(encoding="utf-8").splitlines()
    first, last = next(line.removeprefix(_COVERS).split() for line in lines if line.startswith(_COVERS))
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    stays = tuple(Berth(r["ship"], r["model"], r["port"], r["since_utc"], r["until_utc"]) for r in rows)
    return Berths(stays, first, last)
