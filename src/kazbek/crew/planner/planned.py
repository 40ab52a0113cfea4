"""A solution told as a crew plan again, so that the rules can check it and the tables show it like any other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.crew.people import Person
from kazbek.crew.plan import Command, CrewPlan, Dated, LinerSwap, Place, Visit, days_between
from kazbek.crew.planner.model import Model
from kazbek.crew.planner.problem import RotationProblem, Stay, baseline_of, problem_of
from kazbek.crew.planner.solve import Ride, Solution, solve
from kazbek.crew.planner.what_if import suppose
from kazbek.crew.rules import Ruling, check
from kazbek.crew.timeline import Timeline, timeline

SWAP_AFTER_DAYS = 2.0  # kazbek's assumption: liners change ship two days after the docking that makes it possible


@dataclass(frozen=True)
class PlannedRotation:
    """The planner's answer.

    Attributes
    ----------
    line : the plan found, as intervals; None where nothing was found
    swap_windows : (first, last) instant of each swap of ``line.plan.swaps``
    answers : the rules' own word on the plan found
    changes : rides that differ from the mission file, in words
    """

    problem: RotationProblem
    solution: Solution
    line: Timeline | None
    swap_windows: tuple[tuple[Dated, Dated], ...]
    answers: tuple[Ruling, ...]
    changes: tuple[str, ...]


def plan_rotation(line: Timeline, what_ifs: tuple[str, ...] = (), *, commander: str = "") -> PlannedRotation:
    """Plan the rotation of a mission: from its goals alone, or with what-ifs, close to what the mission file says.

    Raises
    ------
    DataError
        no goals, a ship of unknown class, a what-if that is not understood.
    MissingExtra
        when OR-Tools is not installed.
    """
    problem = problem_of(line)
    if what_ifs:
        problem = replace(problem, baseline=baseline_of(line.plan))
    for sentence in what_ifs:
        problem = suppose(problem, sentence, commander=commander)
    solution, model = solve(problem)
    if not solution.rides:
        return PlannedRotation(problem, solution, None, (), (), ())
    plan, windows = _told(line.plan, problem, solution, model)
    found = timeline(plan, line.selection, line.people.values(), line.cabins)
    return PlannedRotation(problem, solution, found, windows, check(found), tuple(_changes(line.plan, plan)))


def _told(
    old: CrewPlan, problem: RotationProblem, solution: Solution, model: Model
) -> tuple[CrewPlan, tuple[tuple[Dated, Dated], ...]]:
    visits = tuple(_visit(v, problem, solution) for v in old.visits)
    swaps, windows = _swaps(old, problem, solution, model)
    title = f"{old.title} · planned {'supposing ' + '; '.join(problem.said) if problem.said else 'from the goals'}"
    plan = replace(
        old, title=title, visits=visits, swaps=swaps, ends=problem.ends, commands=_commands(old, solution, model)
    )
    return plan, windows


def _visit(old: Visit, problem: RotationProblem, solution: Solution) -> Visit:
    stay = problem.stay(old.ship)
    up = next((r for r in solution.rides if r.ship == old.ship and r.leg == "up"), None)
    down = next((r for r in solution.rides if r.ship == old.ship and r.leg == "down"), None)
    gone, landed = stay.departs[down.way] if down else (None, None)
    if stay.stuck:
        gone = landed = None
    launched, docked = stay.arrives or (old.launched, old.docked)
    return replace(
        old,
        launched=launched,
        docked=docked,
        undocked=gone,
        landed=landed,
        up=_places(up, stay, problem, old.up) if up else old.up,
        down=_places(down, stay, problem, old.down or old.up) if down and gone else (),
    )


def _places(ride: Ride, stay: Stay, problem: RotationProblem, before: tuple[Place, ...]) -> tuple[Place, ...]:
    """Seats of a ride: people keep those of the mission file, the others take what is left, commanders in front."""
    kept = [p for p in before if p.person in ride.people]
    others = [name for name in ride.people if name not in {p.person for p in kept}]
    new = sorted(others, key=lambda name: _rank(problem.people[name], stay))
    taken = {p.seat for p in kept}
    front = stay.cabin.command_seat
    free = sorted((s for s in stay.cabin.seat_names if s not in taken), key=lambda s: s != front)
    kept += [
        Place(name, seat, problem.people[name].role_in(stay.cabin.name) or "", seat != front)
        for name, seat in zip(new, free)
    ]
    leads = {p.person for p in kept if problem.people[p.person].role_in(stay.cabin.name) == "commander"}
    if leads and not any(p.seat == front and p.person in leads for p in kept):
        kept = _led(kept, front, next(p for p in kept if p.person in leads))
    return tuple(sorted(kept, key=lambda p: (p.seat != front, stay.cabin.seat_names.index(p.seat))))


def _led(crew: list[Place], front: str, leader: Place) -> list[Place]:
    """The crew with `leader` in the command seat; whoever sat there takes the leader's."""
    return [
        replace(p, seat=front, estimate=False)
        if p is leader
        else replace(p, seat=leader.seat, estimate=True)
        if p.seat == front
        else p
        for p in crew
    ]


def _rank(person: Person, stay: Stay) -> tuple[int, int]:
    """Commanders first, the most experienced first; then flight engineers; then participants."""
    order = ("commander", "flight engineer", "participant")
    role = person.role_in(stay.cabin.name)
    return (order.index(role) if role else len(order), -(person.earlier_flights or 0))


def _swaps(
    old: CrewPlan, problem: RotationProblem, solution: Solution, model: Model
) -> tuple[tuple[LinerSwap, ...], tuple[tuple[Dated, Dated], ...]]:
    """A swap wherever a liner changes ship, on the mission's own day where that fits."""
    swaps, windows = [], []
    for t in range(1, len(model.stops)):
        moved = {
            n: s for (n, u), s in solution.liners.items() if u == t and _lay_in(solution, problem, model, n, t) != s
        }
        if not moved:
            continue
        first = model.stops[t]
        last = model.stops[t + 1] if t + 1 < len(model.stops) else problem.ends
        ships = sorted({*moved.values(), *(_lay_in(solution, problem, model, n, t) for n in moved)})
        to = {ship: tuple(n for (n, u), s in solution.liners.items() if u == t and s == ship) for ship in ships if ship}
        same = [s.when for s in old.swaps if first < s.when < last]
        later = first.plus(min(SWAP_AFTER_DAYS, days_between(first, last) / 2.0) * SECONDS_PER_DAY_s)
        swaps.append(LinerSwap(same[0] if same else Dated(later.epoch, "day"), to))
        windows.append((first, last))
    return tuple(swaps), tuple(windows)


def _lay_in(solution: Solution, problem: RotationProblem, model: Model, name: str, t: int) -> str:
    """The ship that holds the liner of `name` when step t begins: the one before, or the one just come up in."""
    if (name, t - 1) in solution.liners:
        return solution.liners[name, t - 1]
    return next(
        (
            r.ship
            for r in solution.rides
            if r.leg == "up"
            and name in r.people
            and (arrives := problem.stay(r.ship).arrives) is not None
            and arrives[1] == model.stops[t]
        ),
        "",
    )


def _commands(old: CrewPlan, solution: Solution, model: Model) -> tuple[Command, ...]:
    """Commands change the day before the departure that makes it necessary."""
    before = [c for c in old.commands if c.when <= old.begins]
    found = [before[-1]] if before else []
    for t, name in sorted(solution.commands.items()):
        if found and name != found[-1].person:
            found.append(Command(name, Dated(model.stops[t].epoch - SECONDS_PER_DAY_s, "day")))
    return tuple(found)


def _change_of_crew(ride: str, was: list[str], now: list[str]) -> list[str]:
    """Who rides instead of whom, in words."""
    out, into = [p for p in was if p not in now], [p for p in now if p not in was]
    if out and into:
        return [f"{', '.join(into)} instead of {', '.join(out)} {ride}"]
    return [f"{', '.join(out or into)} {'no longer ' if out else ''}{ride}"] if out or into else []


def _changes(old: CrewPlan, new: CrewPlan) -> list[str]:
    """Rides and days that differ, in words."""
    said = []
    for was, now in zip(old.visits, new.visits):
        for leg, a, b in (("up", was.up, now.up), ("home", was.down, now.down)):
            said += _change_of_crew(f"{leg} in {was.ship}", [p.person for p in a], [p.person for p in b])
        for word, a_day, b_day in (("docks", was.docked, now.docked), ("leaves", was.undocked, now.undocked)):
            if a_day is not None and b_day is not None and a_day.date != b_day.date:
                said.append(f"{was.ship} {word} on {b_day.date} instead of {a_day.date}")
    return said


def planned_json(planned: PlannedRotation) -> dict[str, Any]:
    """The ``plan`` of ``kazbek crew --plan --json``."""
    line, found = planned.line, planned.solution
    answer: dict[str, Any] = {
        "status": found.status,
        "objective": found.objective,
        "bound": found.bound,
        "what_if": list(planned.problem.said),
        "baseline": "mission file" if planned.problem.baseline else "none",
        "conflicts": [list(c) for c in found.conflicts],
        "given_up": list(found.given_up),
        "changes": list(planned.changes),
    }
    if line is None:
        return {**answer, "rides": [], "seats": [], "swaps": [], "commands": [], "handovers": [], "violations": []}
    plan = line.plan
    return {
        **answer,
        "rides": [
            {
                "ship": v.ship,
                "leg": leg,
                "utc": start.utc,
                "known_to": start.known_to,
                "crew": [{"person": p.person, "seat": p.seat, "role": p.role, "estimate": p.estimate} for p in crew],
            }
            for v in plan.visits
            for leg, crew, start in (("up", v.up, v.launched), ("down", v.down, v.undocked))
            if crew and start is not None and start > plan.begins.plus(-1.0)
        ],
        "seats": [
            {
                "person": n.person,
                "ship": n.ship,
                "seat": n.seat,
                "from_utc": n.span.start.utc,
                "to_utc": n.span.end.utc if n.span.end else None,
            }
            for n in line.liners
        ],
        "swaps": [
            {"utc": s.when.utc, "from_utc": a.utc, "to_utc": b.utc, "to": {k: list(v) for k, v in s.to.items()}}
            for s, (a, b) in zip(plan.swaps, planned.swap_windows)
        ],
        "commands": [
            {"person": c.person, "from_utc": max(c.when, plan.begins).utc, "to_utc": end.utc} for c, end in plan.terms()
        ],
        "handovers": handovers(line),
        "violations": [v.sentence for a in planned.answers for v in a.violations],
    }


def handovers(line: Timeline) -> list[dict[str, Any]]:
    """For each ship that leaves with residents: who of the segment stays, and for how many days they were together."""
    found = []
    for visit in line.plan.visits:
        gone = visit.undocked
        if gone is None or gone <= line.plan.begins:
            continue
        for stay in (a for a in line.aboard if a.left_in == visit.ship):
            staying = [
                a
                for a in line.aboard
                if a.span.start < gone
                and (a.span.end is None or a.span.end > gone)
                and line.people[a.person].segment == line.people[stay.person].segment
            ]
            if staying:
                best = max(staying, key=lambda a: days_between(max(a.span.start, stay.span.start), gone))
                found.append(
                    {
                        "person": stay.person,
                        "ship": visit.ship,
                        "utc": gone.utc,
                        "to": best.person,
                        "days": round(days_between(max(best.span.start, stay.span.start), gone), 1),
                    }
                )
    return found
