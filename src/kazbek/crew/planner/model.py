"""The rotation as a constraint model (CP-SAT): one switch per rule or goal, so that a conflict can be told in words.

Time is cut at every day on which a ship may come or go; between two cuts nothing but liners and command changes.
``liner[p, s, t]`` says that p's liner lies in ship s at the end of step t, ``up`` and ``down`` who rides; being aboard
follows. The instants are integers of the plan's own, so the same problem gives the same model and the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kazbek.crew.plan import Dated
from kazbek.crew.planner.problem import RotationProblem, Stay
from kazbek.scheduling.solver import cp_sat

# Weights of the objective, each level above everything below it together.
EMPTY, CHANGE, BACKUP, DATE, MOVE, HANDOVER = 10_000_000, 1_000_000, 20_000, 2_000, 500, 100


@dataclass
class Model:
    """The model while it is built, and its variables by what they mean."""

    problem: RotationProblem
    cp: Any
    sat: Any
    stops: tuple[Dated, ...]
    switches: dict[str, Any] = field(default_factory=dict)  # sentence -> literal
    facts: set[str] = field(default_factory=set)  # what-ifs: no plan can give them up
    firm: set[str] = field(default_factory=set)  # rules that no plan can give up: seats, pilots, ports, ships
    up: dict[tuple[str, str], Any] = field(default_factory=dict)
    down: dict[tuple[str, str, int], Any] = field(default_factory=dict)
    leaves: dict[tuple[str, int], Any] = field(default_factory=dict)
    liner: dict[tuple[str, str, int], Any] = field(default_factory=dict)
    command: dict[tuple[str, int], Any] = field(default_factory=dict)
    cost: list[Any] = field(default_factory=list)

    def switch(self, sentence: str) -> Any:
        """The literal that turns a rule or goal on."""
        if sentence not in self.switches:
            self.switches[sentence] = self.sat.new_bool_var(sentence)
        return self.switches[sentence]

    def require(self, constraint: Any, *sentences: str, firm: bool = False) -> None:
        """A constraint that holds while all the named rules are on; a firm one is never offered for giving up."""
        if firm:
            self.firm.update(sentences)
        constraint.only_enforce_if([self.switch(s) for s in sentences])

    def step(self, when: Dated) -> int:
        """The step that `when` lies in; -1 before the first."""
        return sum(stop <= when for stop in self.stops) - 1

    def departs(self, stay: Stay, t: int) -> list[Any]:
        """Literals of the departures of `stay` up to the beginning of step t."""
        return [self.leaves[stay.ship, i] for i, (gone, _) in enumerate(stay.departs) if gone <= self.stops[t]]

    def docked(self, stay: Stay, t: int) -> Any:
        """1 while `stay` is docked during step t (a linear expression)."""
        if stay.arrives is not None and stay.arrives[1] > self.stops[t]:
            return 0
        return 1 - sum(self.departs(stay, t))

    def aboard(self, name: str, t: int) -> Any:
        """1 while `name` is aboard during step t (a linear expression)."""
        came = 1 if name in self.problem.initial else 0
        came += sum(
            self.up[name, s.ship]
            for s in self.problem.stays
            if (name, s.ship) in self.up and s.arrives is not None and s.arrives[1] <= self.stops[t]
        )
        left = sum(
            self.down[name, s.ship, i]
            for s in self.problem.stays
            for i, (gone, _) in enumerate(s.departs)
            if (name, s.ship, i) in self.down and gone <= self.stops[t]
        )
        return came - left

    def aboard_at(self, name: str, when: Dated) -> Any:
        """1 if `name` is aboard at `when`, which may lie before the plan begins."""
        t = self.step(when)
        return self.aboard(name, t) if t >= 0 else int(name in self.problem.came and self.problem.came[name] <= when)

    def flies(self, name: str) -> Any:
        """1 if `name` is aboard at the beginning or rides up within the plan."""
        return int(name in self.problem.initial) + sum(v for (n, _), v in self.up.items() if n == name)


def empty_model(problem: RotationProblem) -> Model:
    """The variables of a problem, cut at every day on which a ship may come or go; no constraint yet."""
    cp = cp_sat("the rotation planner")
    marks = {problem.begins.epoch: problem.begins}
    for stay in problem.stays:
        for when in (*([stay.arrives[1]] if stay.arrives else ()), *(gone for gone, _ in stay.departs)):
            marks.setdefault(when.epoch, when)
    model = Model(problem, cp, cp.CpModel(), tuple(sorted(marks.values())))
    _variables(model)
    return model


def _variables(m: Model) -> None:
    for stay in m.problem.stays:
        riders = [n for n in m.problem.people if m.problem.people[n].role_in(stay.cabin.name) is not None]
        for name in riders:
            if stay.arrives is not None and name in stay.may_ride:
                m.up[name, stay.ship] = m.sat.new_bool_var(f"up {name} {stay.ship}")
            for i, _ in enumerate(stay.departs):
                m.down[name, stay.ship, i] = m.sat.new_bool_var(f"down {name} {stay.ship} {i}")
            for t in range(len(m.stops)):
                m.liner[name, stay.ship, t] = m.sat.new_bool_var(f"liner {name} {stay.ship} {t}")
        for i, _ in enumerate(stay.departs):
            m.leaves[stay.ship, i] = m.sat.new_bool_var(f"leaves {stay.ship} {i}")
        if stay.departs:
            m.sat.add_exactly_one(m.leaves[stay.ship, i] for i, _ in enumerate(stay.departs))
