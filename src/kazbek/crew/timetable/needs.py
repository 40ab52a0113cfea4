"""What a timetable is made from: who is aboard on which days, what is fixed, when the crew wakes."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.crew.plan import Visit
from kazbek.crew.timeline import Timeline
from kazbek.crew.timetable.jobs import SingleJob, check_people
from kazbek.crew.timetable.shape import Daily, StationDay
from kazbek.scheduling.conflict import smallest_conflict
from kazbek.scheduling.solver import cp_sat, solver_of
from kazbek.scheduling.units import PER_DAY, UNIT_s, nearest_units


@dataclass(frozen=True, slots=True)
class Fixed:
    """Something decided elsewhere.

    Attributes
    ----------
    title, module : words; the module may be ""
    people : who is taken by it
    start, end : instants
    escort : participants take part outside their segment, so a professional must be with them
    kind : a shot of the film, or anything else that is fixed
    """

    title: str
    people: tuple[str, ...]
    start: Epoch
    end: Epoch
    module: str = ""
    escort: bool = False
    kind: Literal["fixed", "shot"] = "fixed"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody aboard: whether a professional, of which segment, and from when to when the days are theirs."""

    name: str
    professional: bool
    segment: str
    start: Epoch
    end: Epoch


@dataclass(frozen=True)
class Needs:
    """The days of a timetable.

    Attributes
    ----------
    day : the shape of a day
    dates : days in order
    members : who is aboard at some time of them
    fixed : what is decided elsewhere
    jobs : single jobs of these days
    nights : per day, when the crew wakes and when it goes to bed, in units of five minutes after midnight UTC
    """

    day: StationDay
    dates: tuple[dt.date, ...]
    members: tuple[Member, ...]
    fixed: tuple[Fixed, ...]
    nights: tuple[tuple[int, int], ...]
    jobs: tuple[SingleJob, ...] = ()

    def of(self, name: str) -> Daily | SingleJob:
        """The activity or the job of that id."""
        known: dict[str, Daily | SingleJob] = {activity.id: activity for activity in self.day.activity}
        return (known | {job.id: job for job in self.jobs})[name]

    def last_chance(self, job: SingleJob, k: int) -> bool:
        """Whether no later day than `k` will do for a job."""
        return not any(map(job.may_be_on, self.dates[k + 1 :]))

    def unit(self, k: int, instant: Epoch) -> float:
        """An instant in units after midnight of day `k`."""
        return (instant - Epoch.from_utc(self.dates[k])) / UNIT_s

    def epoch(self, k: int, unit: int) -> Epoch:
        """The instant of a unit of day `k`."""
        return Epoch.from_utc(self.dates[k]) + float(unit * UNIT_s)

    def on(self, k: int) -> tuple[tuple[int, int], list[Fixed]]:
        """What decides day `k`: waking and bed, and what is fixed between them."""
        wake, bed = (self.epoch(k, unit) for unit in self.nights[k])
        return self.nights[k], [job for job in self.fixed if job.start < bed and wake < job.end]


def needs(
    line: Timeline, day: StationDay, dates: Sequence[dt.date], fixed: Iterable[Fixed], jobs: Iterable[SingleJob] = ()
) -> Needs:
    """Gather what is known of the days; arrivals and departures of known instants are added to what is fixed.

    Raises
    ------
    DataError
        nobody is aboard on these days, a job is of somebody who is not, or no sleep fits between what is fixed.
    """
    first, last = Epoch.from_utc(dates[0]), Epoch.from_utc(dates[-1] + dt.timedelta(days=1))
    rides = tuple(_rides(line, day, first, last))
    members = tuple(_members(line, first, last, rides))
    if not members:
        raise DataError(f"nobody is aboard from {dates[0]} to {dates[-1]}", allowed="days of the mission")
    everything, asked = (*fixed, *rides), tuple(job for job in jobs if any(map(job.may_be_on, dates)))
    check_people(asked, [member.name for member in members])
    touching = [job for job in everything if job.start < last and first < job.end]
    return Needs(day, tuple(dates), members, everything, _nights(day, dates, touching), asked)


def _members(line: Timeline, first: Epoch, last: Epoch, rides: Sequence[Fixed]) -> Iterable[Member]:
    for stay in line.aboard:
        own = [ride for ride in rides if stay.person in ride.people]
        start = max(first, stay.span.start.epoch, *(ride.end for ride in own if ride.start == stay.span.start.epoch))
        end = last if stay.span.end is None else min(last, stay.span.end.epoch)
        end = min([end, *(ride.start for ride in own if ride.start != stay.span.start.epoch)])
        if start < end:
            person = line.people[stay.person]
            yield Member(stay.person, person.professional, person.segment, start, end)


def _rides(line: Timeline, day: StationDay, first: Epoch, last: Epoch) -> Iterable[Fixed]:
    """Hours around dockings and undockings whose instants are known."""
    for visit in line.plan.visits:
        yield from _moves(visit, day, first, last)
        if visit.docked is not None and visit.docked.known_to == "second" and first <= visit.docked.epoch < last:
            people = tuple(place.person for place in visit.up)
            end = visit.docked.epoch + day.rides.after_docking_h.v * 3600.0
            yield Fixed(f"{visit.ship} arrives", people, visit.docked.epoch, end)
        if visit.undocked is not None and visit.undocked.known_to == "second" and first <= visit.undocked.epoch < last:
            start = visit.undocked.epoch + -day.rides.before_undocking_h.v * 3600.0
            down = visit.landed
            home = down if down is not None and down.known_to == "second" else visit.undocked
            yield Fixed(f"{visit.ship} leaves", tuple(p.person for p in visit.down), start, home.epoch)


def _moves(visit: Visit, day: StationDay, first: Epoch, last: Epoch) -> Iterator[Fixed]:
    """Hours around flights from port to port whose instants are known."""
    for move in visit.moves:
        if move.docked is not None and first <= move.left.epoch < last:
            start = move.left.epoch + -day.rides.before_undocking_h.v * 3600.0
            end = move.docked.epoch + day.rides.after_docking_h.v * 3600.0
            yield Fixed(f"{visit.ship} moves to {move.port}", move.people, start, end)


def _nights(day: StationDay, dates: Sequence[dt.date], fixed: Sequence[Fixed]) -> tuple[tuple[int, int], ...]:
    """Waking and going to bed that put everything fixed into waking hours, moved as little as can be from the usual."""
    found = _slept(day, dates, fixed)
    if found is None:
        clash = smallest_conflict([*dict.fromkeys(job.title for job in fixed)], _Nights(day, dates, fixed))
        raise DataError(
            f"no sleep of {day.sleep_h.v:g} h a night fits between {', '.join(clash)}",
            cure="move one of them, or let waking move further (shift_most_h, awake_most_h)",
        )
    return found


@dataclass(frozen=True)
class _Nights:
    """Whether the crew can sleep beside some of what is fixed, for the smallest set beside which it cannot."""

    day: StationDay
    dates: Sequence[dt.date]
    fixed: Sequence[Fixed]

    def clashing(self, some: Sequence[str]) -> tuple[str, ...] | None:
        jobs = [job for job in self.fixed if job.title in some]
        return None if _slept(self.day, self.dates, jobs) is not None else tuple(some)

    def largest(self, some: Sequence[str]) -> frozenset[str]:
        """As many as one after the other can be added."""
        kept = list(some)
        for title in dict.fromkeys(job.title for job in self.fixed):
            if title not in kept and self.clashing([*kept, title]) is None:
                kept.append(title)
        return frozenset(kept)


def _slept(day: StationDay, dates: Sequence[dt.date], fixed: Sequence[Fixed]) -> tuple[tuple[int, int], ...] | None:
    """When the crew wakes and goes to bed, day by day; None where it cannot."""
    cp, usual = cp_sat(), (nearest_units(day.wake_h.v), nearest_units(day.wake_h.v - day.sleep_h.v) + PER_DAY)
    model, moved = cp.CpModel(), []
    days: list[tuple[Any, Any]] = []
    for k in range(len(dates)):
        pair = tuple(model.new_int_var(u - PER_DAY // 2, u + PER_DAY // 2, f"{k}") for u in usual)
        for at, often in zip(pair, usual):
            by = model.new_int_var(0, PER_DAY, "moved by")
            model.add_abs_equality(by, at - often)
            moved.append(by)
        model.add(pair[1] - pair[0] <= nearest_units(day.awake_most_h.v))
        days.append((pair[0], pair[1]))
    for (wake, bed), (later, _) in itertools.pairwise(days):
        model.add(later + PER_DAY - bed >= nearest_units(day.sleep_h.v))
        model.add_linear_constraint(later - wake, -nearest_units(day.shift_most_h.v), nearest_units(day.shift_most_h.v))
    for job in fixed:
        _awake_for(model, job, days, dates)
    model.minimize(sum(moved))
    solver = solver_of()
    if solver.solve(model) not in (cp.OPTIMAL, cp.FEASIBLE):
        return None
    return tuple((int(solver.value(wake)), int(solver.value(bed))) for wake, bed in days)


def _awake_for(model: Any, job: Fixed, days: Sequence[tuple[Any, Any]], dates: Sequence[dt.date]) -> None:
    """The job lies within the waking hours of one of the days that it touches."""
    chosen = []
    for date, (wake, bed) in zip(dates, days):
        start, end = ((instant - Epoch.from_utc(date)) / UNIT_s for instant in (job.start, job.end))
        if start < 2 * PER_DAY and end > 0:
            here = model.new_bool_var(f"{job.title} on {date}")
            model.add(wake <= int(start)).only_enforce_if(here)
            model.add(bed >= -int(-end // 1)).only_enforce_if(here)
            chosen.append(here)
    if chosen:
        model.add_bool_or(chosen)
