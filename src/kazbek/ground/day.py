"""The launch day as a network, solved: every step as late as lift-off, its order and whom it takes allow.

Nobody is kept waiting and nothing stands loaded longer than it must; what comes out is held against the templates of
the countdown's file, whose instants are not in the network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kazbek.base.data import Datum
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.catalogue.countdown import CountdownPlan, CountStep, StepAfter, Tank
from kazbek.mission.file import read_mission
from kazbek.mission.prepare import prepare
from kazbek.scheduling.problem import Activity, Lag, Problem, Resource
from kazbek.scheduling.project import solve
from kazbek.scheduling.solver import Progress, Proved

UNIT_s = 0.5
_ROOM = 2.0  # the horizon, in lengths of the templates' day


@dataclass(frozen=True, slots=True)
class DayStep:
    """One step: when it begins, how long it takes, and where the templates have it.

    Attributes
    ----------
    before_s, template_s : seconds before contact of lift-off, as solved and in the middle of the templates
    spread_s : one sigma of the templates
    by_clock : the count's own clock begins it
    """

    id: str
    start: Epoch
    takes_s: float
    before_s: float
    template_s: float
    spread_s: float
    by_clock: bool

    @property
    def later_s(self) -> float:
        """How much later than the templates it begins."""
        return self.template_s - self.before_s


@dataclass(frozen=True, slots=True)
class LaunchDay:
    """The day: its steps in order of time, and whether nothing can begin later."""

    liftoff: Epoch
    steps: tuple[DayStep, ...]
    proofs: tuple[Proved, ...]
    interrupted: bool = False

    @property
    def proved(self) -> bool:
        """Whether no step could wait longer without another waiting less."""
        return not self.interrupted and all(proof.proved for proof in self.proofs)

    def json(self, ship: str) -> dict[str, Any]:
        """The day as one document."""
        return {
            "mission_ship": ship,
            "liftoff_utc": self.liftoff.utc,
            "steps": [
                {
                    "id": step.id,
                    "start_utc": step.start.utc,
                    "takes_s": step.takes_s,
                    "before_liftoff_s": step.before_s,
                    "template_s": step.template_s,
                    "spread_s": step.spread_s,
                    "by_clock": step.by_clock,
                }
                for step in self.steps
            ],
            "proved": self.proved,
            "goals": [{"goal": p.goal, "value": p.value, "bound": p.bound, "proved": p.proved} for p in self.proofs],
        }


def ask_day(mission: str, progress: Progress | None = None) -> tuple[str, LaunchDay]:
    """The answer of ``kazbek ground --day``: the ship, and the launch day before its predicted lift-off.

    Raises
    ------
    DataError
        a mission without a flight up or a lift-off on its date, or a launcher without a countdown.
    """
    read = read_mission(mission)
    flight = next((flight for flight in read.flights if flight.goes_up), None)
    if flight is None:
        raise DataError(f'mission "{read.name}" has no flight up', allowed="a flight with a launcher and a pad")
    up = prepare(read).up(flight)
    if up.planned.countdown is None:
        raise DataError(f'launcher "{flight.launcher}" has no countdown on file', allowed="countdown = ... in its file")
    start = up.start()
    if start is None:
        raise DataError(f'flight "{flight.name}" has no lift-off on {flight.date}', cure="ask kazbek window for days")
    return flight.ship, launch_day(up.planned.countdown, start.liftoff, progress)


def launch_day(plan: CountdownPlan, liftoff: Epoch, progress: Progress | None = None) -> LaunchDay:
    """The day before a lift-off, with the proof.

    Raises
    ------
    DataError
        a countdown without a network, unknown steps or resources in it, or steps that contradict each other: the
        smallest set of facts is named.
    MissingExtra
        without OR-Tools.
    """
    problem = day_problem(plan)

    def goals(_: Any, starts: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
        return [
            (
                "half-seconds from each step to lift-off, together",
                sum(problem.horizon - start for start in starts.values()),
            )
        ]

    schedule = solve(problem, goals, progress=progress)
    if not schedule.exists:
        facts = "; ".join(f'"{fact}"' for fact in schedule.conflict)
        raise DataError(f"the launch day cannot be done: {facts} contradict each other")
    steps = [_step(row, liftoff, (problem.horizon - schedule.starts[row.id]) * UNIT_s) for row in _rows(plan)]
    ordered = tuple(sorted(steps, key=lambda step: step.start))
    return LaunchDay(liftoff, ordered, schedule.proofs, schedule.interrupted)


def day_problem(plan: CountdownPlan) -> Problem:
    """The steps and the loading of each tank as a project that ends with lift-off, in units of half a second.

    Raises
    ------
    DataError
        no step follows another, or one follows or needs what is not there.
    """
    rows = _rows(plan)
    if not any(row.after for row in rows):
        raise DataError(
            f'countdown "{plan.name}" has no network',
            allowed="takes_s, after and needs of its steps; see docs/ground.md",
        )
    horizon = _units(-_ROOM * plan.begins_s)
    takes = {row.id: _units(_takes_s(row)) for row in rows}
    activities = [_activity(row, takes[row.id], horizon) for row in rows]
    lags = [_lag(row, lag, takes) for row in rows for lag in row.after]
    resources = [
        Resource(name, int(row.count.v), sentence=f"there are {row.count.v:g} of {name}")
        for name, row in plan.resource.items()
    ]
    return Problem(tuple(activities), tuple(lags), tuple(resources), horizon)


def _rows(plan: CountdownPlan) -> tuple[CountStep | Tank, ...]:
    return (*plan.step, *plan.loading.tank)


def _activity(row: CountStep | Tank, takes: int, horizon: int) -> Activity:
    """A step that ends before lift-off; one that the clock begins stands where the file has it."""
    if isinstance(row, CountStep) and row.by_clock:
        start = horizon - _units(row.before_s.v)
        words = f"{row.id} begins {row.before_s.v:g} s before lift-off"
        return Activity(row.id, takes, row.needs, None, (start, start), words)
    needs = row.needs if isinstance(row, CountStep) else {}
    return Activity(row.id, takes, needs, None, (0, horizon - takes), f"{row.id} ends before lift-off")


def _lag(row: CountStep | Tank, lag: StepAfter, takes: Mapping[str, int]) -> Lag:
    least_s = lag.least_s.v if lag.least_s is not None else 0.0
    offset = takes.get(lag.id, 0) if lag.measured_from == "end" else 0
    words = f"{row.id} follows {lag.id}" + (f" by {least_s:g} s" if least_s else "")
    return Lag(lag.id, row.id, offset + _units(least_s), words)


def _step(row: CountStep | Tank, liftoff: Epoch, before_s: float) -> DayStep:
    template = _template(row)
    by_clock = isinstance(row, CountStep) and row.by_clock
    return DayStep(row.id, liftoff - before_s, _takes_s(row), before_s, template.v, template.sigma or 0.0, by_clock)


def _template(row: CountStep | Tank) -> Datum:
    return row.before_s if isinstance(row, CountStep) else row.from_before_s


def _takes_s(row: CountStep | Tank) -> float:
    if isinstance(row, Tank):
        return row.from_before_s.v - row.to_before_s.v
    return row.takes_s.v if row.takes_s is not None else 0.0


def _units(seconds: float) -> int:
    return round(seconds / UNIT_s)
