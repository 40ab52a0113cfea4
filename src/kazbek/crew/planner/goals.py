"""The goals, and staying close to a baseline."""

from __future__ import annotations

from typing import Any

from kazbek.crew.goals import Goal
from kazbek.crew.plan import days_between
from kazbek.crew.planner.model import CHANGE, Model


def goals(m: Model) -> None:
    """Each goal of the plan, on its own switch."""
    for goal in m.problem.goals:
        if goal.kind == "stay":
            for name in goal.people:
                _stays(m, goal, name)
        elif m.command:
            _in_turn(m, goal)


def _second(m: Model, name: str) -> list[str]:
    """Backups of `name` for ships that they may ride."""
    rides = [s.ship for s in m.problem.stays if (name, s.ship) in m.up]
    pairs = ((ship, m.problem.backups.get(ship, {}).get(name, "")) for ship in rides)
    return [b for ship, b in pairs if (b, ship) in m.up]


def _stays(m: Model, goal: Goal, name: str) -> None:
    """`name`, or the backup in their place, flies and is home after the days of the goal."""
    said = f"goal: {goal.sentence}"
    m.require(m.sat.add(m.flies(name) + sum(_flies_up_for(m, name, b) for b in _second(m, name)) >= 1), said)
    _within(m, goal, name, [m.switch(said)])
    for backup in _second(m, name):
        for ship, pairs in m.problem.backups.items():
            if pairs.get(name) == backup and (backup, ship) in m.up and (name, ship) in m.up:
                _within(m, goal, backup, [m.switch(said), m.up[backup, ship]])


def _flies_up_for(m: Model, name: str, backup: str) -> Any:
    """1 if `backup` rides one of the ships for which they back `name` up."""
    return sum(
        m.up[backup, ship]
        for ship, pairs in m.problem.backups.items()
        if pairs.get(name) == backup and (backup, ship) in m.up
    )


def _within(m: Model, goal: Goal, name: str, given: list[Any]) -> None:
    """Lift-off to landing lies within the goal's days; whoever stays beyond the plan's end has stayed until then."""
    starts = [(m.problem.came[name], None)] if name in m.problem.came else []
    starts += [(s.arrives[0], m.up[name, s.ship]) for s in m.problem.stays if s.arrives and (name, s.ship) in m.up]
    for start, rode in starts:
        only = given if rode is None else [*given, rode]
        for stay in m.problem.stays:
            for i, (gone, landed) in enumerate(stay.departs):
                key = (name, stay.ship, i)
                long_enough = goal.at_least_days <= days_between(start, landed) <= goal.at_most_days
                if key in m.down and start < gone and not long_enough:
                    m.sat.add(m.down[key] == 0).only_enforce_if(only)
        if days_between(start, m.problem.ends) > goal.at_most_days:
            m.sat.add(m.aboard(name, len(m.stops) - 1) == 0).only_enforce_if(only)


def _in_turn(m: Model, goal: Goal) -> None:
    """The people of the goal command in their order and nobody else does; a backup stands in for who does not fly."""
    said = f"goal: {goal.sentence}"
    steps = range(len(m.stops))
    turns = []
    for name in goal.people:
        for backup in _second(m, name):
            for t in (t for t in steps if (backup, t) in m.command and backup not in goal.people):
                m.require(m.sat.add(m.command[backup, t] <= 1 - m.flies(name)), said)
        turns.append([n for n in (name, *_second(m, name)) if (n, 0) in m.command])
    for k, who in enumerate(turns):
        m.require(m.sat.add(sum(m.command[n, t] for n in who for t in steps) >= 1), said)
        for t in steps:
            for earlier in turns[:k]:
                for n in who:
                    _never_after(m, said, m.command[n, t], earlier, t, who)
    _nobody_else(m, said, {n for who in turns for n in who})


def _nobody_else(m: Model, said: str, allowed: set[str]) -> None:
    """Nobody else commands the station."""
    for (name, _), commands in m.command.items():
        if name not in allowed:
            m.require(m.sat.add(commands == 0), said)


def _never_after(m: Model, said: str, commands: Any, earlier: list[str], t: int, who: list[str]) -> None:
    """Once a later commander has command, no earlier one has it again."""
    for other in earlier:
        if other in who:
            continue
        for u in range(t + 1, len(m.stops)):
            m.require(m.sat.add_bool_or([commands.Not(), m.command[other, u].Not()]), said)


def baseline(m: Model) -> None:
    """Every ride that differs from the baseline costs more than anything but an empty seat."""
    if not m.problem.baseline:
        return
    for (name, ship), rides in m.up.items():
        m.cost.append(CHANGE * (1 - rides if (name, ship, "up") in m.problem.baseline else rides))
    for stay in m.problem.stays:
        for name in m.problem.people:
            home = [v for (n, s, _), v in m.down.items() if n == name and s == stay.ship]
            if home:
                same = (name, stay.ship, "down") in m.problem.baseline
                m.cost.append(CHANGE * (1 - sum(home) if same else sum(home)))
