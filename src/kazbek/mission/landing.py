"""The question behind ``kazbek landing``: names and dates in, ways home out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.epoch import Epoch
from kazbek.base.errors import KazbekError, NoConvergence, OutOfRange, WrongPlace
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.station import Station
from kazbek.catalogue.usual import named
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.landing_search import LandingSearch
from kazbek.flight.descent.refused import Refused
from kazbek.flight.descent.route import Descent
from kazbek.mission.equipment import known_wind, ship_of
from kazbek.track.station import Account, StationTrack
from kazbek.world.wind import Wind

_MOST_DAYS = 60.0
_NEAR_BURN_s = 6.0 * 3600.0  # either side of a burn that comes down nowhere, searched for one that does


@dataclass(frozen=True, slots=True)
class LandingOpportunities:
    """Ways home, what they rest on, and the passages of a search that cannot land."""

    station: Account
    descents: tuple[Descent, ...]
    refused: tuple[Refused, ...] = ()

    def json(self) -> dict[str, Any]:
        """The document of ``kazbek landing --json``."""
        return {
            "station": self.station.json(),
            "opportunities": [descent.json() for descent in self.descents],
            "refused": [passage.json() for passage in self.refused],
        }


def landing(
    station: str,
    zone: str,
    start: str | Epoch | None = None,
    days: float | None = None,
    *,
    undock: str | Epoch | None = None,
    burn: str | Epoch | None = None,
    ship: str | None = None,
    at: str | None = None,
    port: str | None = None,
    revolutions: int = 2,
    wind: Wind | str | None = None,
) -> LandingOpportunities:
    """Landing opportunities, or with `burn` the one descent with that ignition.

    Parameters
    ----------
    station : path of an OEM, TLE or OMM, or the name of a bundled one
    zone, ship, at : bundled names or paths of ``.toml`` files; `at` is the station as built. Ship and station are the
        zone's usual ones unless given
    port : that the ship leaves; the station's usual one for departures unless given
    start, days : UTC and length of the search; not needed with `burn`
    undock : physical separation; by default the plan's time before the burn, for a count of `revolutions`
    wind : over the zone, or the path of its profile; the entry is then aimed upwind. Without it that of the zone's
        file, or calm

    Raises
    ------
    KazbekError
        unknown names (the nearest is given), an unreadable file or instant, a zone out of reach, a burn inside the
        atmosphere or before undocking, days that no station file reaches.

    Examples
    --------
    >>> import kazbek
    >>> found = kazbek.landing("iss_2021-10-17.oem", "zhezkazgan", burn="2021-10-17T03:40:00")
    >>> [way.event("touchdown").epoch.utc[:16] for way in found.descents]
    ['2021-10-17T04:35']
    """
    left, ignition = _instant(undock), _instant(burn)
    _check_span(start, days, needed=ignition is None)
    home = landing_search(station, ship, at, zone, port, wind)
    if left is not None:
        with _naming("`undock`"):
            home.track.require(left)
    if ignition is not None:
        with _naming("`burn`"):
            descent = _descent(home, ignition, revolutions, left)
        return LandingOpportunities(home.track.account(descent.legs[0].start.epoch, ignition), (descent,))
    return _search(home, _instant(start) or Epoch(0), days or 0.0, revolutions, left)


def _search(
    home: LandingSearch, begin: Epoch, days: float, revolutions: int, left: Epoch | None
) -> LandingOpportunities:
    """Every way home within some days; `left` is when the ship undocks, where that is given."""
    end = begin + days * SECONDS_PER_DAY_s
    if left is not None and left >= end:
        raise WrongPlace(
            f"`undock` {left.utc} comes after every braking burn of the search, which ends at {end.utc}",
            cure="undock earlier, or search later",
        )
    found = tuple(home.ways(begin, days, revolutions=revolutions, undock=left))
    return LandingOpportunities(
        home.track.account(begin, end),
        tuple(way for way in found if isinstance(way, Descent)),
        tuple(way for way in found if isinstance(way, Refused)),
    )


def _check_span(start: str | Epoch | None, days: float | None, *, needed: bool) -> None:
    """A search has a beginning and a length."""
    if needed and (start is None or days is None):
        raise WrongPlace("a search for landings without `start` and `days`", cure="give both, or `burn`")
    if days is not None and not (math.isfinite(days) and 0.0 < days <= _MOST_DAYS):
        raise OutOfRange(f"`days` {days:g}", allowed=f"more than 0, at most {_MOST_DAYS:g}")


def _descent(home: LandingSearch, ignition: Epoch, revolutions: int, left: Epoch | None) -> Descent:
    """The one descent; where none comes down at the aim, the error names the nearest burn that does."""
    try:
        return home.descent(ignition, revolutions=revolutions, undock=left)
    except NoConvergence as fault:
        near = home.opportunities(ignition - _NEAR_BURN_s, 2.0 * _NEAR_BURN_s / SECONDS_PER_DAY_s)
        lit = [descent.event("deorbit_burn_start").epoch for descent in near]
        cure = "choose another instant: a search with `start` and `days` lists them"
        if lit:
            cure = f"the nearest burn that lands there is at {min(lit, key=lambda at: abs(at - ignition)).utc}"
        raise NoConvergence(fault.what, cure=cure) from None


@contextmanager
def _naming(option: str) -> Iterator[None]:
    """Put the option before what is wrong with it."""
    try:
        yield
    except KazbekError as fault:
        raise type(fault)(f"{option}: {fault.what}", allowed=fault.allowed, cure=fault.cure) from None


def landing_search(
    station: str | StationTrack,
    ship: str | None,
    at: str | None,
    zone: str,
    port: str | None = None,
    wind: Wind | str | None = None,
) -> LandingSearch:
    """The search with everything loaded by name; `station` is a file of its path, or a track."""
    ground = Zone.named(zone)
    where = f"zone {ground.name}"
    craft = ship_of(named("ship", ship, ground.usual, where))
    built = Station.named(named("station", at, ground.usual, where))
    track = StationTrack.from_file(station, built=built) if isinstance(station, str) else station
    over = known_wind(wind, ground.wind)
    if over is not None:
        over = over.from_the_ground(ground.aim.terrain_height_m.v, ground.name)
    return LandingSearch(
        track, craft, Capsule.named(craft.name), built, ground, built.some_port(port or built.departure_port), over
    )


def _instant(given: str | Epoch | None) -> Epoch | None:
    return Epoch.from_utc(given) if isinstance(given, str) else given
