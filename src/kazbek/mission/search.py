"""The question behind ``kazbek window``: names and dates in, opportunities out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.data import load, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.chase.launch_search import LaunchSearch, Opportunity
from kazbek.mission.checks import spacecraft_name
from kazbek.track.station import Account, StationTrack

_MOST_DAYS = 60.0


@dataclass(frozen=True, slots=True)
class LaunchOpportunities:
    """Opportunities, and what they rest on."""

    station: Account
    opportunities: tuple[Opportunity, ...]

    def json(self) -> dict[str, Any]:
        """The document of ``kazbek window --json``."""
        return {"station": self.station.json(), "opportunities": [o.json() for o in self.opportunities]}


def window(
    station: str,
    pad: str,
    start: str | Epoch,
    days: float,
    *,
    launcher: str = "soyuz-2.1a",
    ship: str = "soyuz-ms",
    profiles: Sequence[str] = (),
) -> LaunchOpportunities:
    """Lift-off opportunities.

    Parameters
    ----------
    station : path of an OEM, TLE or OMM, or the name of a bundled one
    pad, launcher, ship, profiles : bundled names or paths of ``.toml`` files; every bundled profile when none is given
    start : UTC
    days : length of the search

    Raises
    ------
    KazbekError
        unknown names (the nearest is given), an unreadable file or instant, days that no station file reaches.
    """
    begin = Epoch.from_utc(start) if isinstance(start, str) else start
    if not (math.isfinite(days) and 0.0 < days <= _MOST_DAYS):
        raise OutOfRange(f"`days` {days:g}", allowed=f"more than 0, at most {_MOST_DAYS:g}")
    site, rocket = load("sites", pad, Site), load("launchers", launcher, Launcher)
    craft = load(
        "spacecraft",
        ship if ship in names_in("spacecraft") or ship.endswith(".toml") else spacecraft_name(ship),
        Spacecraft,
    )
    ways = [load("profiles", name, Profile) for name in profiles or names_in("profiles")]
    track = StationTrack.from_file(station)
    account = track.account(begin, begin + days * SECONDS_PER_DAY_s)
    ascent = Ascent(rocket, craft.mass.launch_kg.v, site, payload_propellant_kg=craft.mass.propellant_kg.v)
    grounded = ascent.grounded()
    if grounded is not None:
        raise OutOfRange(
            f"{rocket.name} with {craft.name} aboard does not lift off: {grounded[0]}",
            cure="give a lighter ship or a stronger launcher",
        )
    found = LaunchSearch(track, site, ascent.insertion(), craft).opportunities(ways, begin, days)
    return LaunchOpportunities(account, found)
