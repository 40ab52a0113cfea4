"""A campaign as a scheduling problem: each launch brings the site's activities; halls and pad are shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.ground.clock import WorkClock
from kazbek.ground.site_file import ActivityRow, After, GroundSite
from kazbek.scheduling.problem import Activity, Hold, Lag, Problem, Resource, Span
from kazbek.scheduling.units import PER_DAY, PER_HOUR, units

_BEFORE_days, _AFTER_days = 200, 60
_LAST_days = 20  # of the clock, kept for what follows a launch
_PLANE_h = 23.0 + 36.5 / 60.0  # a plane fixed to a regressing orbit of the station passes this much later each day
_DAY_h = 24.0  # where no station waits


@dataclass(frozen=True, slots=True)
class Launch:
    """One launch of the campaign: the mission's own (no prefix), or another that shares the halls.

    `liftoff` is None where nothing predicts it: noon of the site's clock stands for it.
    """

    ship: str
    kind: str
    date: dt.date
    liftoff: Epoch | None = None
    reserve_days: int = 0
    dates: Mapping[str, dt.date] = field(default_factory=dict)
    prefix: str = ""
    rendezvous: bool = True

    def id(self, activity: str) -> str:
        """The activity's name in the problem."""
        return f"{self.prefix}{activity}"


@dataclass(frozen=True, slots=True)
class Upset:
    """What departs from plan.

    Attributes
    ----------
    late : activity -> units it begins later than planned
    lost : resource -> span in which there is none of it
    wind : day -> wind, m/s
    """

    late: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, Span] = field(default_factory=dict)
    wind: Mapping[dt.date, float] = field(default_factory=dict)


NO_UPSET = Upset()


def clock_of(site: GroundSite, launches: tuple[Launch, ...], room_days: int = 0) -> WorkClock:
    """A clock from long before the first launch to two months after the last, and `room_days` more."""
    days = [launch.date for launch in launches]
    first = min(days) - dt.timedelta(days=_BEFORE_days)
    span = (max(days) - first).days + _AFTER_days + room_days
    return WorkClock(first, span, site.utc_offset_h.v, site.shift_from_h.v, site.shift_to_h.v)


def problem_of(
    site: GroundSite,
    launches: tuple[Launch, ...],
    clock: WorkClock,
    upset: Upset = NO_UPSET,
    planned: Mapping[str, int] | None = None,
    *,
    keeps_reserve: bool = False,
) -> Problem:
    """The whole campaign. With `planned` starts nothing begins sooner, dates slip, and an upset may use the reserve."""
    activities: list[Activity] = []
    lags: list[Lag] = []
    holds: list[Hold] = []
    for launch in launches:
        rows = site.rows(launch.kind)
        _check_dates(launch, rows)
        activities += [_activity(row, launch, clock, upset, planned) for row in rows]
        ids = {row.id: units(row.duration_h.v) for row in rows}
        for row in rows:
            for lag in row.after:
                if lag.id in ids:
                    reserve = lag.reserve and (planned is None or keeps_reserve)
                    lags += _lags(row, lag, ids[lag.id], launch, site, reserve=reserve)
        holds += [Hold(h.resource, launch.id(h.first), launch.id(h.last)) for h in site.hold]
    resources = tuple(_resource(name, site, upset) for name in site.resource)
    return Problem(tuple(activities), tuple(lags), resources, clock.horizon, tuple(holds))


def launch_start(launch: Launch, row: ActivityRow, clock: WorkClock) -> int:
    """Where launch day begins, so that lift-off falls into its last unit."""
    liftoff = clock.midnight(launch.date) + PER_DAY // 2 if launch.liftoff is None else clock.at(launch.liftoff)
    return liftoff - units(row.duration_h.v)


def _check_dates(launch: Launch, rows: tuple[ActivityRow, ...]) -> None:
    known = [row.id for row in rows]
    for name in launch.dates:
        if name not in known:
            raise unknown("activity", name, known, where="campaign.dates")
        if name == "launch_day":
            raise DataError('campaign.dates gives "launch_day"', allowed="the flight's own date says it")


def _activity(
    row: ActivityRow, launch: Launch, clock: WorkClock, upset: Upset, planned: Mapping[str, int] | None
) -> Activity:
    name, duration = launch.id(row.id), units(row.duration_h.v)
    calendar = _calendar(row, duration, clock, upset)
    if row.id == "launch_day":
        return launch_day(launch, row, clock, slips=planned is not None)
    if planned is not None:
        soonest = planned[name] + upset.late.get(name, 0)
        return Activity(name, duration, row.needs, calendar, (soonest, clock.horizon))
    if row.id in launch.dates:
        day = launch.dates[row.id]
        return Activity(name, duration, row.needs, calendar, clock.whole_day(day), f"{name} begins on {day}")
    return Activity(name, duration, row.needs, calendar)


def _calendar(row: ActivityRow, duration: int, clock: WorkClock, upset: Upset) -> tuple[Span, ...] | None:
    """Allowed starts by clock, shift and wind."""
    starts: tuple[Span, ...] | None = None
    if row.clock_h is not None:
        starts = clock.daily(row.clock_h.v)
    elif row.shift:
        starts = clock.shifts(duration)
    windy = [day for day, wind_m_s in upset.wind.items() if too_windy(row, wind_m_s)]
    if windy:
        starts = clock.without(starts if starts is not None else clock.every_day(), windy)
    return starts


def too_windy(row: ActivityRow, wind_m_s: float) -> bool:
    """Whether an activity waits in such a wind."""
    return row.wind_below_m_s is not None and wind_m_s > row.wind_below_m_s.v


def launch_day(launch: Launch, row: ActivityRow, clock: WorkClock, *, slips: bool) -> Activity:
    """On the launch date alone, or on that and every later day: as the plane passes the pad, or at one hour."""
    start = launch_start(launch, row, clock)
    name, duration = launch.id(row.id), units(row.duration_h.v)
    if not slips:
        return Activity(name, duration, row.needs, None, (start, start), f"{launch.ship} lifts off on {launch.date}")
    later_h = _PLANE_h if launch.rendezvous else _DAY_h
    tries = [start + round(k * PER_HOUR * later_h) for k in range(clock.days)]
    calendar = tuple((t, t) for t in tries if t <= clock.horizon - _LAST_days * PER_DAY)
    return Activity(name, duration, row.needs, calendar)


def _lags(
    row: ActivityRow, lag: After, before_takes: int, launch: Launch, site: GroundSite, *, reserve: bool
) -> list[Lag]:
    before, after = launch.id(lag.id), launch.id(row.id)
    offset = before_takes if lag.measured_from == "end" else 0
    least = units(lag.least_h.v) if lag.least_h is not None else 0
    words = f"{after} follows {before}"
    if reserve:
        least += units(site.reserve.rule_h.v) + launch.reserve_days * PER_DAY
        words += f" after a reserve of {least // PER_HOUR} h"
    found = [Lag(before, after, offset + least, words)]
    if lag.most_h is not None:
        most = offset + units(lag.most_h.v)
        found.append(Lag(after, before, -most, f"{after} begins within {lag.most_h.v:g} h of {before}"))
    return found


def _resource(name: str, site: GroundSite, upset: Upset) -> Resource:
    count = int(site.resource[name].count.v)
    lost = (upset.lost[name],) if name in upset.lost else ()
    return Resource(name, count, lost, f"there {'is' if count == 1 else 'are'} {count} of {name}")
