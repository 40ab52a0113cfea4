"""Solve a project: starts that meet every lag, calendar and resource, and are best by goals in order of priority."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kazbek.base.errors import NoConvergence
from kazbek.scheduling.conflict import smallest_conflict
from kazbek.scheduling.network import impossible_chain
from kazbek.scheduling.problem import Activity, Hold, Lag, Problem, Resource
from kazbek.scheduling.solver import EFFORT, Progress, Proved, by_priority, cp_sat, solver_of

_EFFORT_PER_DOUBT = 2.0

Goals = Callable[[Any, Mapping[str, Any]], Sequence[tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The answer.

    Attributes
    ----------
    starts : activity -> start; empty where none exists
    proofs : what each goal reached, and whether that is proved least
    conflict : where no schedule exists: the smallest set of facts that contradict each other
    interrupted : Ctrl-C ended the search; this is the best so far
    """

    starts: dict[str, int]
    proofs: tuple[Proved, ...] = ()
    conflict: tuple[str, ...] = ()
    interrupted: bool = False

    @property
    def exists(self) -> bool:
        """Whether there is a schedule."""
        return bool(self.starts)

    @property
    def proved(self) -> bool:
        """Whether every goal is proved least."""
        return self.exists and all(proof.proved for proof in self.proofs)


@dataclass
class _Model:
    """The model: a start per activity, and a switch per fact where the facts may be in doubt."""

    problem: Problem
    doubt: bool
    cp: Any = field(default_factory=cp_sat)
    sat: Any = None
    starts: dict[str, Any] = field(default_factory=dict)
    switches: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sat = self.cp.CpModel()
        for activity in self.problem.activities:
            self.starts[activity.id] = self._start(activity)
        for lag in self.problem.lags:
            met = self.sat.add(self.starts[lag.after] >= self.starts[lag.before] + lag.least)
            self._only_if(met, lag.sentence)
        for resource in self.problem.resources:
            self._share(resource)

    def switch(self, sentence: str) -> Any | None:
        """The literal that turns a fact on; None where it is not in doubt."""
        if not (self.doubt and sentence):
            return None
        if sentence not in self.switches:
            self.switches[sentence] = self.sat.new_bool_var(sentence)
        return self.switches[sentence]

    def _only_if(self, constraint: Any, sentence: str) -> None:
        switch = self.switch(sentence)
        if switch is not None:
            constraint.only_enforce_if(switch)

    def _start(self, activity: Activity) -> Any:
        horizon = self.problem.horizon
        named = self.doubt and bool(activity.sentence)
        spans = activity.calendar if named else activity.allowed
        cut = [[max(0, a), min(b, horizon)] for a, b in (spans if spans is not None else ((0, horizon),))]
        domain = self.cp.Domain.from_intervals([span for span in cut if span[0] <= span[1]])
        start = self.sat.new_int_var(0, horizon, activity.id)
        if domain.is_empty():
            self.sat.add_bool_or([])
        else:
            start = self.sat.new_int_var_from_domain(domain, activity.id)
        if named and activity.starts is not None:
            self._only_if(self.sat.add(start >= activity.starts[0]), activity.sentence)
            self._only_if(self.sat.add(start <= activity.starts[1]), activity.sentence)
        return start

    def _share(self, resource: Resource) -> None:
        switch = self.switch(resource.sentence or f"there are {resource.capacity} of {resource.id}")
        spans, demands = [], []
        for activity in self.problem.activities:
            amount = activity.uses.get(resource.id, 0)
            if amount and activity.duration:
                name = f"{activity.id} holds {resource.id}"
                spans.append(self._interval(self.starts[activity.id], activity.duration, name, switch))
                demands.append(amount)
        held = [hold for hold in self.problem.holds if hold.resource == resource.id]
        spans += [self._held(hold, switch) for hold in held]
        demands += [1] * len(held)
        spans += [self._interval(first, end - first, f"{resource.id} is lost", switch) for first, end in resource.lost]
        demands += [resource.capacity] * len(resource.lost)
        if sum(demands) > resource.capacity:
            self.sat.add_cumulative(spans, demands, resource.capacity)

    def _held(self, hold: Hold, switch: Any | None) -> Any:
        duration = next(a.duration for a in self.problem.activities if a.id == hold.last)
        start, end = self.starts[hold.first], self.starts[hold.last] + duration
        size = self.sat.new_int_var(0, self.problem.horizon + duration, f"{hold.resource} held")
        name = f"{hold.resource} from {hold.first} to {hold.last}"
        if switch is None:
            return self.sat.new_interval_var(start, size, end, name)
        return self.sat.new_optional_interval_var(start, size, end, switch, name)

    def _interval(self, start: Any, duration: int, name: str, switch: Any | None) -> Any:
        if switch is None:
            return self.sat.new_fixed_size_interval_var(start, duration, name)
        return self.sat.new_optional_fixed_size_interval_var(start, duration, switch, name)


def earliest_end(problem: Problem, *, effort: float = EFFORT) -> Schedule:
    """The schedule whose last activity ends as early as can be."""

    def goal(model: Any, starts: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
        longest = max(activity.duration for activity in problem.activities)
        end = model.new_int_var(0, problem.horizon + longest, "end of the project")
        for activity in problem.activities:
            model.add(end >= starts[activity.id] + activity.duration)
        return [("end of the project", end)]

    return solve(problem, goal, effort=effort)


def solve(
    problem: Problem,
    goals: Goals,
    *,
    effort: float = EFFORT,
    progress: Progress | None = None,
    hint: Mapping[str, int] | None = None,
    explain: bool = True,
) -> Schedule:
    """The best schedule by `goals`, or the smallest set of facts that contradict each other.

    `goals` is given the CP-SAT model and the start variables by activity, and returns (name, expression) pairs, the
    most important first; each is made as small as can be with those before it kept. `hint` gives starts to begin from;
    `explain` looks for the facts that contradict each other.

    Raises
    ------
    MissingExtra
        without OR-Tools.
    NoConvergence
        when the effort ran out before any schedule was found, or proved not to exist.
    """
    if impossible_chain(problem):
        return Schedule({}, conflict=conflict_of(problem))
    model = _Model(problem, doubt=False)
    answer = by_priority(
        model.sat,
        goals(model.sat, model.starts),
        effort=effort,
        progress=progress,
        variables=list(model.starts.values()),
        hint=[hint[name] for name in model.starts] if hint else (),
    )
    if answer.impossible:
        return Schedule({}, conflict=conflict_of(problem) if explain else ())
    if answer.solver is None:
        raise NoConvergence(
            f"no schedule of {len(problem.activities)} activities found within {effort:g} units of effort",
            cure="give more effort, or fewer activities",
        )
    starts = {name: int(answer.solver.value(variable)) for name, variable in model.starts.items()}
    return Schedule(starts, answer.proofs, interrupted=answer.interrupted)


def _lag_words(lag: Lag) -> str:
    if lag.least < 0:
        return f"{lag.before} starts at most {-lag.least} after {lag.after}"
    return f"{lag.after} starts {lag.least} or more after {lag.before}"


class _Doubts:
    """The problem with every fact in doubt."""

    def __init__(self, problem: Problem) -> None:
        self.model = _Model(problem, doubt=True)
        self.facts = list(self.model.switches)

    def clashing(self, some: Sequence[str]) -> tuple[str, ...] | None:
        self.model.sat.clear_objective()
        solver, status = self._ask(some)
        if status != self.model.cp.INFEASIBLE:
            return None
        of = {self.model.switches[fact].index: fact for fact in some}
        named = {of[i] for i in solver.sufficient_assumptions_for_infeasibility() if i in of}
        return tuple(fact for fact in some if fact in named) if named else tuple(some)

    def largest(self, some: Sequence[str]) -> frozenset[str]:
        self.model.sat.maximize(sum(self.model.switches.values()))
        solver, _ = self._ask(some)
        return frozenset(fact for fact in self.facts if solver.boolean_value(self.model.switches[fact]))

    def _ask(self, some: Sequence[str]) -> tuple[Any, Any]:
        self.model.sat.clear_assumptions()
        self.model.sat.add_assumptions([self.model.switches[fact] for fact in some])
        solver = solver_of(_EFFORT_PER_DOUBT)
        solver.parameters.cp_model_presolve = False
        return solver, solver.solve(self.model.sat)


def conflict_of(problem: Problem) -> tuple[str, ...]:
    """The smallest set of the problem's facts that contradict each other; empty where a schedule exists."""
    chain = impossible_chain(problem)
    if chain:
        return tuple(dict.fromkeys(lag.sentence or _lag_words(lag) for lag in chain))
    doubts = _Doubts(problem)
    return smallest_conflict(doubts.facts, doubts)
