"""Solve a rotation: the best plan with its proof, or the smallest set of rules and goals that cannot be met together.

One worker, a fixed seed, no time in the search: the same problem gives the same answer on every run and machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kazbek.crew.planner.command import commands, handovers
from kazbek.crew.planner.goals import baseline, goals
from kazbek.crew.planner.model import Model, empty_model
from kazbek.crew.planner.problem import RotationProblem
from kazbek.crew.planner.riding import liners, named_crews, pilots, presence, seats
from kazbek.crew.planner.ships import ships, what_ifs
from kazbek.scheduling.solver import cp_sat, solver_of

EFFORT = 60.0  # deterministic time units of CP-SAT, about seconds: beyond it the bound is reported instead of a proof
MOST_CONFLICTS = 6
_GOAL_WEIGHT, _RULE_WEIGHT = 1, 100  # what it costs to give up a goal, or a rule, when no plan meets them all


@dataclass(frozen=True, slots=True)
class Ride:
    """Who rides a ship, up or home; `way` is the index of the departure chosen."""

    ship: str
    leg: str
    people: tuple[str, ...]
    way: int = 0


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found.

    Attributes
    ----------
    status : optimal, feasible (bound reported) or infeasible
    objective, bound : of the weights in :mod:`kazbek.crew.planner.model`; None where there is no plan
    liners : (person, step) -> ship
    commands : step -> person
    conflicts : minimal sets of sentences that cannot hold together; drop any one of a set and the rest of it can
    given_up : where there is no plan: what to give up for the one that `rides` tells
    """

    status: str
    objective: float | None
    bound: float | None
    rides: tuple[Ride, ...]
    liners: dict[tuple[str, int], str]
    commands: dict[int, str]
    conflicts: tuple[tuple[str, ...], ...] = ()
    given_up: tuple[str, ...] = ()


def build(problem: RotationProblem) -> Model:
    """The whole model of a problem."""
    model = empty_model(problem)
    for part in (presence, liners, seats, pilots, named_crews, ships, what_ifs, handovers, commands, goals, baseline):
        part(model)
    model.sat.minimize(sum(model.cost))
    return model


def solve(problem: RotationProblem) -> tuple[Solution, Model]:
    """The best plan, or the reason why there is none with what to give up for one."""
    model = build(problem)
    everything = list(model.switches)
    status, solver = _best(model, everything)
    cp = cp_sat()
    if status in (cp.OPTIMAL, cp.FEASIBLE):
        name = "optimal" if status == cp.OPTIMAL else "feasible"
        return _read(model, solver, name, solver.objective_value, solver.best_objective_bound), model
    known = tuple(s for s in problem.said if s not in model.facts)  # what-ifs that moved a ship's days
    conflicts = tuple((*known, *conflict) for conflict in _conflicts(model, everything))
    return _with_less(model, conflicts), model


def holds(model: Model, sentences: list[str]) -> bool:
    """Whether these rules, goals and facts can hold together (undecided within the effort counts as yes)."""
    return bool(_try(model, sentences)[0] != cp_sat().INFEASIBLE)


def _best(model: Model, on: list[str]) -> tuple[Any, Any]:
    """The cheapest plan with these rules on (as assumptions); the rest may hold or not."""
    model.sat.clear_assumptions()
    model.sat.add_assumptions([model.switches[s] for s in on])
    model.sat.minimize(sum(model.cost))
    solver = solver_of(EFFORT)
    return solver.solve(model.sat), solver


def _try(model: Model, on: list[str]) -> tuple[Any, Any]:
    """Any plan with these rules on; unpresolved, which is quicker for a question asked many times."""
    model.sat.clear_assumptions()
    model.sat.add_assumptions([model.switches[s] for s in on])
    model.sat.clear_objective()
    solver = solver_of(EFFORT)
    solver.parameters.cp_model_presolve = False
    return solver.solve(model.sat), solver


def _conflicts(model: Model, on: list[str]) -> tuple[tuple[str, ...], ...]:
    """Conflict after conflict, none sharing a rule or goal with another, until the rest can hold together."""
    found: list[tuple[str, ...]] = []
    left = list(on)
    while len(found) < MOST_CONFLICTS and not holds(model, left):
        found.append(_smallest_conflict(model, left))
        if model.facts.issuperset(found[-1]):
            break  # the facts alone cannot be: no rule or goal is to blame
        left = [s for s in left if s in model.facts or s not in found[-1]]
    return tuple(found)


def _smallest_conflict(model: Model, on: list[str]) -> tuple[str, ...]:
    """Drop one sentence at a time for as long as the rest still cannot hold together.

    Rules are tried first and what-ifs last, so what is left tells the story from its cause.
    """
    order = sorted(on, key=lambda s: (s in model.facts, s.startswith("goal:")))
    kept = _core(model, order)
    for sentence in [s for s in order if s in kept]:
        rest = [s for s in kept if s != sentence]
        if not holds(model, rest):
            kept = rest
    return tuple(sorted(kept, key=lambda s: (s not in model.facts, not s.startswith("goal:"), s)))


def _core(model: Model, on: list[str]) -> list[str]:
    """The solver's own set of clashing assumptions: small, not minimal; in the order of `on`."""
    _, solver = _try(model, on)
    index = {model.switches[s].index: s for s in on}
    named = {index[i] for i in solver.sufficient_assumptions_for_infeasibility() if i in index}
    return [s for s in on if s in named] if named else list(on)


def _with_less(model: Model, conflicts: tuple[tuple[str, ...], ...]) -> Solution:
    """Give up as few goals, and then rules, as can be; facts and firm rules stay. The plan that is left is told too."""
    cp = cp_sat()
    fixed = model.facts | model.firm
    facts = [s for s in model.switches if s in fixed]
    negotiable = [s for s in model.switches if s not in fixed]
    model.sat.clear_assumptions()
    model.sat.add_assumptions([model.switches[s] for s in facts])
    model.sat.minimize(
        sum((_GOAL_WEIGHT if s.startswith("goal:") else _RULE_WEIGHT) * (1 - model.switches[s]) for s in negotiable)
    )
    solver = solver_of(EFFORT)
    if solver.solve(model.sat) not in (cp.OPTIMAL, cp.FEASIBLE):
        return Solution("infeasible", None, None, (), {}, {}, conflicts)
    kept = [s for s in negotiable if solver.boolean_value(model.switches[s])]
    given_up = tuple(s for s in negotiable if s not in kept)
    status, solver = _best(model, [*facts, *kept])
    if status not in (cp.OPTIMAL, cp.FEASIBLE):
        return Solution("infeasible", None, None, (), {}, {}, conflicts, given_up)
    found = _read(model, solver, "infeasible", None, None)
    return Solution("infeasible", None, None, found.rides, found.liners, found.commands, conflicts, given_up)


def _read(m: Model, solver: Any, status: str, objective: float | None, bound: float | None) -> Solution:
    def true(variable: Any) -> bool:
        return bool(solver.boolean_value(variable))

    rides = []
    for stay in m.problem.stays:
        if stay.arrives is not None:
            rides.append(Ride(stay.ship, "up", tuple(n for (n, s), v in m.up.items() if s == stay.ship and true(v))))
        for i, _ in enumerate(stay.departs):
            if true(m.leaves[stay.ship, i]):
                home = tuple(n for (n, s, j), v in m.down.items() if (s, j) == (stay.ship, i) and true(v))
                rides.append(Ride(stay.ship, "down", home, i))
    liners = {(n, t): s for (n, s, t), v in m.liner.items() if true(v)}
    commands = {t: n for (n, t), v in m.command.items() if true(v)}
    return Solution(status, objective, bound, tuple(rides), liners, commands)
