"""Before launch day, and after a scrub: the rollout by rule, and the next try with whatever profile still closes."""

from __future__ import annotations

import datetime as dt

from kazbek.base.data import load
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event
from kazbek.catalogue.profile import Profile
from kazbek.flight.chase.launch_search import Start
from kazbek.mission.checks import check
from kazbek.mission.file import AGAIN, Mission, slipped
from kazbek.mission.plan import Flight
from kazbek.mission.prepare import Prepared, prepare
from kazbek.mission.progress import Progress
from kazbek.mission.up import FlightUp


def before_launch_day(mission: Mission, up: FlightUp, liftoff: Epoch) -> tuple[Event, ...]:
    """Rollout and erection by the rule of the countdown's file, and the mission's own reserve days.

    `kazbek ground` finds the same day from the whole network of activities; here no solver is needed.
    """
    if up.actual.countdown is None:
        return ()
    days, campaign = up.actual.countdown.days, mission.plan.campaign
    reserve = campaign.reserve_days if campaign is not None else 0
    local = liftoff + days.utc_offset_h.v * 3600.0
    day = dt.date.fromisoformat(local.utc[:10]) - dt.timedelta(days=int(days.rollout_days.v) + reserve)
    rollout = Epoch.from_utc(day) + (days.rollout_h.v - days.utc_offset_h.v) * 3600.0
    before = {"days_before_launch": float(int(days.rollout_days.v) + reserve)}
    return Event("rollout", rollout, before), Event("erection", rollout + days.erection_after_s.v)


def next_try(ready: Prepared, flight: Flight, progress: Progress) -> Prepared | None:
    """The mission after a scrub of one flight: so many days later, by the profile that closes; None without any.

    The flight's own profile comes first, then the bundled ones, the quickest first. Beside a station the fast ones need
    its orbit to have been phased for one day; on the reserve day the two-day profile is what is left.

    Raises
    ------
    DataError
        where days written in the mission file contradict the new date.
    """
    up = ready.up(flight)
    assert up.actual.countdown is not None
    days = up.actual.countdown.recycle.days(rendezvous=True)
    day = flight.date + dt.timedelta(days=days)
    progress.working(f"looking for a profile that closes on {day}")
    found = _starts(ready, up, flight, day)
    closing = next((name for name, start in found if start.closes), None)
    for name, start in found:
        if name == closing:
            break
        progress.note(f"{name} does not close on {day}: {start.why}.")
    if closing is None:
        progress.note(f"No profile closes on {day}.")
        return None
    name = f"{flight.name}{AGAIN}"
    mission = slipped(ready.mission, flight, name, days, closing)
    check(mission)
    progress.note(f"Next try on {day} by {closing}, as {name}.")
    return prepare(mission, ready.changes or None, ready.sampling)


def _starts(ready: Prepared, up: FlightUp, flight: Flight, day: dt.date) -> list[tuple[str, Start]]:
    """Lift-offs on a day by the flight's own profile and the bundled ones of its ship, the quickest first."""
    others = [profile for profile in Profile.general(up.planned.ship.name) if profile.name != flight.profile]
    others.sort(key=lambda profile: profile.contact.after_separation_s.v)
    own = load("profiles", flight.profile, Profile, base=ready.mission.folder)
    found = up.window.opportunities([own, *others], Epoch.from_utc(day), 1.0)
    starts = [start for opportunity in found for start in opportunity.starts]
    order = [flight.profile, *(profile.name for profile in others)]
    return [(start.profile, start) for start in sorted(starts, key=lambda start: order.index(start.profile))]
