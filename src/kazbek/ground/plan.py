"""The plan of a campaign: solved, with the float of every activity and what is critical."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.ground.clock import WorkClock
from kazbek.ground.network import NO_UPSET, Launch, Upset, clock_of, launch_start, problem_of
from kazbek.ground.site_file import GroundSite
from kazbek.scheduling.network import latest
from kazbek.scheduling.problem import Lag, Problem
from kazbek.scheduling.project import Schedule, solve
from kazbek.scheduling.solver import Progress, Proved
from kazbek.scheduling.units import PER_DAY, PER_HOUR, UNIT_s

_PULL = 10.0  # weight of a usual start known to a day, against one for an activity that is only wanted late


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """One activity of the plan; `float_h` is how far it alone may slip before a lift-off or a reserve moves."""

    id: str
    title: str
    start: Epoch
    end: Epoch
    float_h: float
    critical: bool
    ship: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A solved campaign. The first launch is the mission's own.

    Attributes
    ----------
    starts : activity -> start, in units of the clock
    activities : in order of time
    proofs : what each goal reached, and whether that is proved least
    """

    site: GroundSite
    launches: tuple[Launch, ...]
    clock: WorkClock
    problem: Problem
    starts: Mapping[str, int]
    activities: tuple[PlannedActivity, ...]
    proofs: tuple[Proved, ...]
    interrupted: bool = False

    @property
    def own(self) -> Launch:
        """The mission's launch."""
        return self.launches[0]

    @property
    def proved(self) -> bool:
        """Whether no better plan exists by the goals."""
        return not self.interrupted and all(proof.proved for proof in self.proofs)

    def of(self, activity: str) -> PlannedActivity:
        """One activity of the plan."""
        return next(planned for planned in self.activities if planned.id == activity)

    @property
    def rollout(self) -> Epoch:
        """When the mission's launcher leaves the building."""
        return self.of("rollout").start

    @property
    def slip_units(self) -> int:
        """How much later than on its date the mission lifts off."""
        row = next(row for row in self.site.activity if row.id == "launch_day")
        return self.starts["launch_day"] - launch_start(self.own, row, self.clock)

    @property
    def liftoff(self) -> Epoch:
        """Lift-off: as predicted where the date holds; after a slip, when the same plane passes the pad."""
        if self.own.liftoff is None:
            return self.of("launch_day").end
        return self.own.liftoff + float(self.slip_units * UNIT_s)

    @property
    def reserve_h(self) -> float:
        """From the end of the general tests to the start of launch day, or whatever the reserve lies between."""
        row = next(row for row in self.site.activity if any(lag.reserve for lag in row.after))
        before = next(lag.id for lag in row.after if lag.reserve)
        return (self.of(row.id).start - self.of(before).end) / 3600.0


def plan(
    site: GroundSite, launches: tuple[Launch, ...], progress: Progress | None = None, *, room_days: int = 0
) -> Plan:
    """The plan that holds every launch date and lies nearest the usual starts; `room_days` for slips to come.

    Raises
    ------
    DataError
        when the dates cannot be held: names the smallest set of facts that contradict each other.
    """
    clock = clock_of(site, launches, room_days)
    problem = problem_of(site, launches, clock)

    def goals(model: Any, starts: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
        return [("distance from the usual starts", _from_usual(model, starts, site, launches, clock))]

    schedule = solve(problem, goals, progress=progress)
    if not schedule.exists:
        raise DataError(f"the campaign cannot be done: {_listed(schedule.conflict)} contradict each other")
    return _plan(site, launches, clock, problem, schedule)


def replan(before: Plan, upset: Upset, progress: Progress | None = None) -> Plan:
    """The plan after an upset: the mission's lift-off slips least, then the others', then as little moves as can be.

    Raises
    ------
    DataError
        when no plan survives the upset within the days that are looked at.
    """
    problem = problem_of(before.site, before.launches, before.clock, upset, before.starts)

    def goals(model: Any, starts: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
        launch_days = [launch.id("launch_day") for launch in before.launches]
        slips = [starts[name] - before.starts[name] for name in launch_days]
        moved = [_distance(model, starts[name], before.starts[name], name) for name in starts]
        return [("slip of the lift-off", slips[0]), ("slip of others", sum(slips[1:])), ("what moves", sum(moved))]

    schedule = solve(problem, goals, progress=progress, hint=before.starts, explain=False)
    if not schedule.exists:
        last = before.clock.day(before.clock.horizon)
        raise DataError(f"no plan until {last} survives that", cure="suppose less of it")
    return _plan(before.site, before.launches, before.clock, problem, schedule, upset)


def pad_days(site: GroundSite, launch: Launch) -> Mapping[str, Epoch]:
    """The latest starts on the pad by rule alone: no other launch, no solver. Rollout is among them."""
    clock = clock_of(site, (launch,))
    problem = problem_of(site, (launch,), clock)
    row = next(row for row in site.activity if row.id == "launch_day")
    by_rule = latest(problem, {"launch_day": launch_start(launch, row, clock)})
    names = [row.id for row in site.activity]
    return {name: clock.epoch(by_rule[name]) for name in names[names.index("rollout") : names.index("launch_day") + 1]}


def days_before(launch: Launch, epoch: Epoch, clock: WorkClock) -> int:
    """L-: whole days of the site's clock from an instant's day to the launch date."""
    return (launch.date - clock.day(clock.at(epoch))).days


def _from_usual(
    model: Any, starts: Mapping[str, Any], site: GroundSite, launches: tuple[Launch, ...], clock: WorkClock
) -> Any:
    """Distance from the usual day, the surer the dearer; what has none is wanted late, or soon after another."""
    cost = []
    for launch in launches:
        for row in site.rows(launch.kind):
            start = starts[launch.id(row.id)]
            if row.lead_days is None:
                before, after = (row.after[0].id, row.id) if row.soon and row.after else (row.id, "launch_day")
                cost.append(starts[launch.id(after)] - starts[launch.id(before)])
                continue
            usual = clock.midnight(launch.date) + PER_DAY // 2 - round(row.lead_days.v * PER_DAY)
            weight = max(2, round(_PULL / max(row.lead_days.sigma, 0.2)))
            cost.append(weight * _distance(model, start, usual, launch.id(row.id)))
    return sum(cost)


def _distance(model: Any, start: Any, from_unit: int, name: str) -> Any:
    far = model.new_int_var(0, 2**31, f"{name} from {from_unit}")
    model.add(far >= start - from_unit)
    model.add(far >= from_unit - start)
    return far


def _plan(
    site: GroundSite,
    launches: tuple[Launch, ...],
    clock: WorkClock,
    problem: Problem,
    schedule: Schedule,
    upset: Upset = NO_UPSET,
) -> Plan:
    rest = replace(upset, late={})  # what was late is in the starts already
    relaxed = problem_of(site, launches, clock, rest, schedule.starts, keeps_reserve=upset is NO_UPSET)
    floats = _floats(relaxed, schedule.starts, launches)
    critical = site.shift_to_h.v - site.shift_from_h.v
    rows = [
        _planned(launch, row.id, row.title, problem, schedule.starts, clock, floats, critical)
        for launch in launches
        for row in site.rows(launch.kind)
    ]
    ordered = tuple(sorted(rows, key=lambda planned: planned.start))
    return Plan(site, launches, clock, problem, schedule.starts, ordered, schedule.proofs, schedule.interrupted)


def _planned(
    launch: Launch,
    row: str,
    title: str,
    problem: Problem,
    starts: Mapping[str, int],
    clock: WorkClock,
    floats: Mapping[str, float],
    critical_h: float,
) -> PlannedActivity:
    name = launch.id(row)
    duration = next(a.duration for a in problem.activities if a.id == name)
    start, end = clock.epoch(starts[name]), clock.epoch(starts[name] + duration)
    critical = floats[name] < critical_h and starts[name] <= starts[launch.id("launch_day")]
    return PlannedActivity(name, title, start, end, floats[name], critical, launch.ship)


def _floats(problem: Problem, starts: Mapping[str, int], launches: tuple[Launch, ...]) -> dict[str, float]:
    """Total float in hours: to the latest start that keeps launch days, reserves and the plan's order on resources.

    After an upset, which may use the reserve, to the latest start that keeps the launch days alone.
    """
    held = {launch.id("launch_day"): starts[launch.id("launch_day")] for launch in launches}
    no_spans = tuple(replace(a, calendar=None) if a.id in held else a for a in problem.activities)
    most = latest(replace(problem, activities=no_spans), held, _order(problem, starts))
    return {name: max(0, most[name] - start) / PER_HOUR for name, start in starts.items()}


def _order(problem: Problem, starts: Mapping[str, int]) -> list[Lag]:
    """Whoever follows another on a resource of which there is one keeps doing so."""
    spans = {a.id: (a.id, a.id) for a in problem.activities}
    duration = {a.id: a.duration for a in problem.activities}
    order = []
    for resource in problem.resources:
        users = [spans[a.id] for a in problem.activities if a.uses.get(resource.id)]
        users += [(hold.first, hold.last) for hold in problem.holds if hold.resource == resource.id]
        users.sort(key=lambda user: starts[user[0]])
        if resource.capacity == 1:
            order += [Lag(a[1], b[0], duration[a[1]]) for a, b in itertools.pairwise(users)]
    return order


def _listed(facts: Sequence[str]) -> str:
    return "; ".join(f'"{fact}"' for fact in facts) or "its lags and its resources"
