"""The question behind ``kazbek window``: names and dates in, opportunities out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.data import load
from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.catalogue.usual import named
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.chase.launch_search import LaunchSearch, Opportunity
from kazbek.mission.equipment import known_wind, ship_of
from kazbek.mission.own_figures import told_by
from kazbek.track.station import Account, StationTrack
from kazbek.world.wind import Wind

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
    launcher: str | None = None,
    ship: str | None = None,
    profiles: Sequence[str] = (),
    wind: Wind | str | None = None,
) -> LaunchOpportunities:
    """Lift-off opportunities.

    Parameters
    ----------
    station : path of an OEM, TLE or OMM, or the name of a bundled one
    pad, launcher, ship, profiles : bundled names or paths of ``.toml`` files; launcher and ship are the pad's usual
        ones, and the profiles all that are bundled, unless given
    start : UTC
    days : length of the search
    wind : over the pad, or the path of its profile; that of the pad's file, or calm, without it

    Raises
    ------
    KazbekError
        unknown names (the nearest is given), an unreadable file or instant, days that no station file reaches.

    Examples
    --------
    >>> import kazbek
    >>> found = kazbek.window("iss_2021-10-01.xml.gz", "baikonur-31", "2021-10-05", 1.0, profiles=["2-orbit"])
    >>> [start.liftoff.utc[:19] for opportunity in found.opportunities for start in opportunity.starts]
    ['2021-10-05T08:55:02']
    """
    begin = Epoch.from_utc(start) if isinstance(start, str) else start
    if not (math.isfinite(days) and 0.0 < days <= _MOST_DAYS):
        raise OutOfRange(f"`days` {days:g}", allowed=f"more than 0, at most {_MOST_DAYS:g}")
    site = load("sites", pad, Site)
    where = f"pad {site.name}"
    rocket = load("launchers", named("launcher", launcher, site.usual, where), Launcher)
    craft = ship_of(named("ship", ship, site.usual, where))
    built = Station.named(named("station", None, site.usual, where))
    blows = known_wind(wind, site.wind)
    if blows is not None:
        blows = blows.from_the_ground(site.height_m.v, site.name)
    look_RTN = -built.C_PORT_RTN(built.some_port(None))[0]
    ways = [way.towards(look_RTN) for way in ([Profile.named(n) for n in profiles] or Profile.general(craft.name))]
    track = StationTrack.from_file(station, built=built)
    account = track.account(begin, begin + days * SECONDS_PER_DAY_s)
    own = [name for name in (pad, launcher, ship, *profiles) if name and name.endswith(".toml")]
    with told_by(own):
        insertion = _ascent(rocket, site, craft).insertion(blows)
        found = LaunchSearch(track, site, insertion, craft).opportunities(ways, begin, days)
    return LaunchOpportunities(account, found)


def _ascent(rocket: Launcher, site: Site, craft: Spacecraft) -> Ascent:
    """The ascent of a launcher with a ship aboard, which must be able to lift it."""
    ascent = Ascent(rocket, craft.mass.launch_kg.v, site, payload_propellant_kg=craft.mass.propellant_kg.v)
    grounded = ascent.grounded()
    if grounded is not None:
        raise OutOfRange(
            f"{rocket.name} with {craft.name} aboard does not lift off: {grounded[0]}",
            cure="give a lighter ship or a stronger launcher",
        )
    return ascent
