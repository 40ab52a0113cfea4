"""Handovers between people who leave and people who stay, and the command of the station."""

from __future__ import annotations

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.crew.planner.model import HANDOVER, Model
from kazbek.crew.rules.crews import HANDOVER_DAYS, RESIDENT_DAYS


def handovers(m: Model) -> None:
    """Who leaves a segment after living there has been together for some days with a professional who stays."""
    people = m.problem.people
    for (name, ship, i), rides in m.down.items():
        rule = f"{name} leaves after {HANDOVER_DAYS:.0f} days with a professional of the segment who stays (handover)"
        gone = m.problem.stay(ship).departs[i][0]
        after = m.step(gone)
        segment = people[name].segment
        if not segment:
            continue  # not on file: the rule answers "not checked", the planner leaves it open
        earlier = [n for n, p in people.items() if n != name and p.segment == segment and p.professional]
        met = m.step(gone.plus(-HANDOVER_DAYS * SECONDS_PER_DAY_s))
        resident = m.aboard_at(name, gone.plus(-RESIDENT_DAYS * SECONDS_PER_DAY_s))
        stayers = []
        for other in earlier:
            both = m.sat.new_bool_var(f"relieves {name} {ship} {i} {other}")
            m.sat.add(both <= m.aboard(other, after))
            m.sat.add(both <= (m.aboard(other, met) if met >= 0 else int(other in m.problem.initial)))
            stayers.append(both)
        m.require(m.sat.add(sum(stayers) >= resident + rides - 1), rule)


def commands(m: Model) -> None:
    """One commander of the station at each step, handed over as late as can be."""
    if not m.problem.commander:
        return
    rule = "the station has one commander, aboard, a professional who has flown before (command)"
    able = [n for n, p in m.problem.people.items() if p.professional and (p.earlier_flights or 0) >= 1]
    last = len(m.stops)
    for t in range(last):
        for name in able:
            m.command[name, t] = m.sat.new_bool_var(f"commands {name} {t}")
            m.require(m.sat.add(m.command[name, t] <= m.aboard(name, t)), rule)
            if t > 0:
                _takes_over(m, name, t)
        empty = m.sat.new_bool_var(f"nobody aboard {t}")
        for name in m.problem.people:
            m.sat.add(m.aboard(name, t) <= 1 - empty)
        m.sat.add_exactly_one([empty, *(m.command[name, t] for name in able)])
    if (m.problem.commander, 0) in m.command:
        m.sat.add(m.command[m.problem.commander, 0] == 1)
    _ill_do_not_command(m)


def _takes_over(m: Model, name: str, t: int) -> None:
    """A new commander of the station, who has lived there; handing over costs, late less than early."""
    ready = f"a new commander of the station has lived there for {HANDOVER_DAYS:.0f} days (handover)"
    new = m.sat.new_bool_var(f"takes over {name} {t}")
    m.sat.add(new >= m.command[name, t] - m.command[name, t - 1])
    since = m.aboard_at(name, m.stops[t].plus(-HANDOVER_DAYS * SECONDS_PER_DAY_s))
    m.require(m.sat.add(new <= since), ready)
    m.cost.append((HANDOVER + len(m.stops) - t) * new)


def _ill_do_not_command(m: Model) -> None:
    """From the day on which somebody falls ill."""
    for illness in m.problem.unfit:
        for (name, t), commands in m.command.items():
            if name == illness.person and illness.since is not None and m.stops[t] >= illness.since:
                m.require(m.sat.add(commands == 0), illness.sentence)
