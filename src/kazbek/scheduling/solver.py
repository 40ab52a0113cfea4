"""OR-Tools' CP-SAT, made to give one answer: one worker, a fixed seed, effort in deterministic units, not seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kazbek.base.errors import MissingExtra

Progress = Callable[[str], None]
EFFORT = 8.0  # deterministic units per question, about seconds on one core


@dataclass(frozen=True, slots=True)
class Proved:
    """One question put to the solver and its answer: the value found, the best that could still be, whether equal."""

    goal: str
    value: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether nothing better exists."""
        return self.value == self.bound

    def __str__(self) -> str:
        return f"{self.goal}: {self.value}, " + ("proved least" if self.proved else f"at least {self.bound} (gap left)")


@dataclass(frozen=True, slots=True)
class Solved:
    """What came out: a solver to read values from (None without a solution), the proofs, whether it was cut short.

    `impossible` says that no solution exists; without it and without a solver the effort ran out.
    """

    solver: Any | None
    proofs: tuple[Proved, ...]
    impossible: bool = False
    interrupted: bool = False


def cp_sat(needed_for: str = "a solved schedule") -> Any:
    """OR-Tools' CP-SAT module.

    Raises
    ------
    MissingExtra
        when OR-Tools is not installed.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise MissingExtra("crew", needed_for) from None
    return cp_model


def solver_of(effort: float = EFFORT) -> Any:
    """A solver that gives the same answer on every run."""
    solver = cp_sat().CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = effort
    return solver


def by_priority(
    model: Any,
    goals: Sequence[tuple[str, Any]],
    *,
    effort: float = EFFORT,
    progress: Progress | None = None,
    variables: Sequence[Any] = (),
    hint: Sequence[int] = (),
    floors: Mapping[str, int] | None = None,
) -> Solved:
    """Least of the first goal, then of the second with the first kept, and so on; each from the solution before.

    `hint` gives a value per variable to begin from; `floors` what a goal cannot be less than, known from elsewhere, as
    long as the goals before it are met at theirs. Ctrl-C ends the search with the best solution so far (CP-SAT takes
    the signal itself); later goals are left as they fall, and the answer says that it was interrupted.
    """
    proofs: list[Proved] = []
    best: Any | None = None
    interrupted = False
    for variable, value in zip(variables, hint, strict=False):
        model.add_hint(variable, value)
    least = dict(floors or {})
    for name, expression in goals:
        if interrupted and best is not None:
            value = round(best.value(expression))
            proofs.append(Proved(name, value, min(value, 0)))
            continue
        if name in least:
            model.add(expression >= least[name])
        model.minimize(expression)
        found, status = _ask(model, effort, name, progress)
        cp = cp_sat()
        if status == cp.INFEASIBLE:
            return Solved(None, tuple(proofs), impossible=True)
        assert status != cp.MODEL_INVALID, model.validate()
        if status not in (cp.OPTIMAL, cp.FEASIBLE):
            return Solved(best, tuple(proofs), interrupted=_cut_short(found, effort))
        best, interrupted = found, status == cp.FEASIBLE and _cut_short(found, effort)
        value = round(found.objective_value)
        proofs.append(Proved(name, value, value if status == cp.OPTIMAL else round(found.best_objective_bound)))
        model.add(expression <= value)
        if value != least.get(name):
            least.clear()
        _hint(model, found, variables)
    return Solved(best, tuple(proofs), interrupted=interrupted)


def _ask(model: Any, effort: float, name: str, progress: Progress | None) -> tuple[Any, Any]:
    solver = solver_of(effort)
    if progress is None:
        return solver, solver.solve(model)
    cp, say = cp_sat(), progress

    class Best(cp.CpSolverSolutionCallback):  # type: ignore[misc,name-defined]
        def on_solution_callback(self) -> None:
            say(f"{name}: {round(self.objective_value)} so far, at least {round(self.best_objective_bound)}")

    return solver, solver.solve(model, Best())


def _cut_short(solver: Any, effort: float) -> bool:
    """Whether the search ended before its effort was spent, as Ctrl-C does."""
    return bool(solver.response_proto.deterministic_time < 0.98 * effort)


def _hint(model: Any, solver: Any, variables: Sequence[Any]) -> None:
    model.clear_hints()
    for variable in {variable.index: variable for variable in variables}.values():  # a second hint is refused
        model.add_hint(variable, solver.value(variable))
