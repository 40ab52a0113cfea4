"""Ships: ports, life in orbit, and the facts of the what-ifs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.crew.plan import Dated, days_between
from kazbek.crew.planner.model import DATE, Model
from kazbek.crew.planner.problem import Illness, Stay
from kazbek.crew.planner.riding import commander_rule

ILL_HOME_DAYS = 14.0  # kazbek's assumption: within how long someone who falls ill in space is brought home


def ships(m: Model) -> None:
    """Ports, life in orbit, and how far a departure is from the day the plan has."""
    for stay in m.problem.stays:
        life = f"{stay.ship} lasts {stay.cabin.life_days.v:.0f} days in orbit (ship-life)"
        if stay.launched is None:
            continue
        over = stay.launched.plus(stay.cabin.life_days.v * SECONDS_PER_DAY_s)
        for i, (gone, landed) in enumerate(stay.departs):
            if over < landed:
                m.require(m.sat.add(m.leaves[stay.ship, i] == 0), life, firm=True)
            if stay.wish is not None:
                m.cost.append(round(DATE * abs(days_between(stay.wish, gone))) * m.leaves[stay.ship, i])
        if not stay.departs and over < m.problem.ends:
            m.require(m.sat.add_bool_or([]), life, firm=True)
        _port(m, stay)


def _port(m: Model, stay: Stay) -> None:
    """No two ships at one port, no ship at a port that is not there."""
    begins, ends = m.problem.begins, m.problem.ends
    start = max(stay.arrives[1], begins) if stay.arrives else begins
    held = [(start, v.docked, v.undocked or ends, v.ship) for v in m.problem.cargo if v.port == stay.port and v.docked]
    for first, since, until, other in held:
        rule = f"{stay.ship} and {other} are not at {stay.port} together (ports)"
        for leaves, gone in _ends(m, stay):
            if max(first, since) < min(gone, until):
                m.require(m.sat.add_bool_or([v.Not() for v in leaves]), rule, firm=True)
    for other_stay in m.problem.stays:
        if other_stay.ship > stay.ship and other_stay.port == stay.port:
            _not_together(m, stay, start, other_stay)
    _port_is_there(m, stay, start)


def _not_together(m: Model, stay: Stay, start: Dated, other_stay: Stay) -> None:
    """Of two ships of the plan."""
    rule = f"{stay.ship} and {other_stay.ship} are not at {stay.port} together (ports)"
    since = max(other_stay.arrives[1], m.problem.begins) if other_stay.arrives else m.problem.begins
    for leaves, gone in _ends(m, stay):
        for others, until in _ends(m, other_stay):
            if max(start, since) < min(gone, until):
                m.require(m.sat.add_bool_or([v.Not() for v in (*leaves, *others)]), rule, firm=True)


def _port_is_there(m: Model, stay: Stay, start: Dated) -> None:
    """From when a port is there, until it is taken away."""
    for port in (port for port in m.problem.ports if port.name == stay.port):
        there = f"port {port.name} is there for {stay.ship} (ports)"
        if port.available and start < port.available:
            m.require(m.sat.add_bool_or([]), there, firm=True)
        for leaves, gone in _ends(m, stay):
            if port.taken and port.taken < gone:
                m.require(m.sat.add_bool_or([v.Not() for v in leaves]), there, firm=True)


def _ends(m: Model, stay: Stay) -> Iterator[tuple[list[Any], Dated]]:
    """(literals that must be true, when the ship is gone) for each way the stay can end."""
    for i, (gone, _) in enumerate(stay.departs):
        yield [m.leaves[stay.ship, i]], gone
    if not stay.departs:
        yield [], m.problem.ends


def what_ifs(m: Model) -> None:
    """Facts of the what-ifs; they have switches so that a conflict can name them, but no plan gives them up."""
    for stay in m.problem.stays:
        if stay.stuck:
            fact = f"{stay.ship} cannot undock"
            m.facts.add(fact)
            for rides in (v for (_, s, _), v in m.down.items() if s == stay.ship):
                m.require(m.sat.add(rides == 0), fact)
            for held in (v for (_, s, t), v in m.liner.items() if s == stay.ship and t > 0):
                m.require(m.sat.add(held == 0), fact)
    for illness in m.problem.unfit:
        m.facts.add(illness.sentence)
        _unfit(m, illness)


def _other_commanders(m: Model, name: str, stay: Stay, i: int) -> list[Any]:
    """Whether those who can command the ship, `name` apart, ride home in its i-th departure."""
    rides = ((n, v) for (n, s, j), v in m.down.items() if (s, j) == (stay.ship, i) and n != name)
    return [v for n, v in rides if m.problem.people[n].role_in(stay.cabin.name) == "commander"]


def _unfit(m: Model, illness: Illness) -> None:
    """No lift-off; in space no command of a ship, and home within days."""
    name, since = illness.person, illness.since
    for stay in m.problem.stays:
        if (name, stay.ship) in m.up and stay.arrives and (since is None or stay.arrives[0] > since):
            m.require(m.sat.add(m.up[name, stay.ship] == 0), illness.sentence)
    if since is None:
        return
    _past(m, since)
    for stay in m.problem.stays:
        for i, (gone, _) in enumerate(stay.departs):
            if gone > since and (name, stay.ship, i) in m.down:
                others = _other_commanders(m, name, stay, i)
                m.require(m.sat.add(sum(others) >= m.down[name, stay.ship, i]), illness.sentence, commander_rule(stay))
    by = since.plus(ILL_HOME_DAYS * SECONDS_PER_DAY_s)
    if by < m.problem.ends:
        m.require(
            m.sat.add(m.aboard(name, max(m.step(by), 0)) == 0),
            illness.sentence,
            f"who falls ill in space is home within {ILL_HOME_DAYS:.0f} days (kazbek's assumption)",
        )


def _past(m: Model, since: Dated) -> None:
    """Nobody knew before `since`: the rides until then are those of the baseline."""
    if not m.problem.baseline:
        return
    for stay in m.problem.stays:
        if stay.arrives and stay.arrives[0] < since:
            for (name, ship), v in m.up.items():
                if ship == stay.ship:
                    m.sat.add(v == int((name, ship, "up") in m.problem.baseline))
        for i, (gone, _) in enumerate(stay.departs):
            for (name, ship, j), v in m.down.items():
                if (ship, j) == (stay.ship, i) and gone < since:
                    rode = (name, ship, "down") in m.problem.baseline
                    m.require(
                        m.sat.add(v == (m.leaves[ship, i] if rode else 0)), f"what happened before {since.date} stays"
                    )
