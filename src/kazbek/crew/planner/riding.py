"""Who rides what: nobody in two places, liners and lifeboats, seats, pilots, named crews."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kazbek.crew.people import PROFESSIONAL
from kazbek.crew.plan import days_between
from kazbek.crew.planner.model import BACKUP, EMPTY, MOVE, Model
from kazbek.crew.planner.problem import Stay

SWAP_DAYS = 1.0  # kazbek's assumption: the shortest stretch in which liners can change ship


def presence(m: Model) -> None:
    """Nobody is in two places: each rides up once, and leaves only while aboard."""
    for name in m.problem.people:
        for t, _ in enumerate(m.stops):
            here = m.aboard(name, t)
            m.sat.add(here >= 0)
            m.sat.add(here <= 1)
    for (_, ship, i), rides in m.down.items():
        m.sat.add_implication(rides, m.leaves[ship, i])


def liners(m: Model) -> None:
    """Lifeboats: whoever is aboard has a liner in a docked ship; people and liners leave together."""
    for name in m.problem.people:
        lifeboat = f"{name} has a seat with a liner in a docked ship at every instant aboard (lifeboat)"
        for t, _ in enumerate(m.stops):
            held = [(s, m.liner[name, s.ship, t]) for s in m.problem.stays if (name, s.ship, t) in m.liner]
            m.require(m.sat.add(sum(v for _, v in held) == m.aboard(name, t)), lifeboat)
            m.sat.add(sum(v for _, v in held) <= 1)
            for stay, held_here in held:
                m.sat.add(held_here <= m.docked(stay, t))
                _moves(m, name, stay, t, held_here)
    for (name, ship, i), rides in m.down.items():
        gone = m.problem.stay(ship).departs[i][0]
        before = m.liner[name, ship, m.step(gone) - 1]
        home = f"{name} goes home in the ship that holds their liner (liner)"
        m.require(m.sat.add_bool_or([rides.Not(), before]), home, firm=True)
        stays_behind = [before.Not(), m.leaves[ship, i].Not(), rides, m.switch(home).Not()]
        m.sat.add_bool_or(stays_behind)  # a liner in a ship that leaves takes its owner along


def _moves(m: Model, name: str, stay: Stay, t: int, here: Any) -> None:
    """A liner that comes into a ship costs a move, unless its owner rode up in that ship; it takes a day."""
    brought: Any = m.up.get((name, stay.ship), 0) if stay.arrives is not None and stay.arrives[1] == m.stops[t] else 0
    if t == 0:
        m.sat.add(here == int(m.problem.initial.get(name) == stay.ship))
        return
    moved = m.sat.new_bool_var(f"moved {name} {stay.ship} {t}")
    m.sat.add(here <= m.liner[name, stay.ship, t - 1] + brought + moved)
    end = m.stops[t + 1] if t + 1 < len(m.stops) else m.problem.ends
    if days_between(m.stops[t], end) < SWAP_DAYS:
        m.sat.add(moved == 0)
    m.cost.append((MOVE + t) * moved)


def seats(m: Model) -> None:
    """No more people and no more liners than seats."""
    for stay in m.problem.stays:
        full = f"{stay.ship} has {stay.seats} seats (seats)"
        for t, _ in enumerate(m.stops):
            inside = sum(v for (_, s, u), v in m.liner.items() if s == stay.ship and u == t)
            m.require(m.sat.add(inside <= stay.seats), full, firm=True)
        m.require(m.sat.add(sum(v for (_, s), v in m.up.items() if s == stay.ship) <= stay.seats), full, firm=True)


def pilots(m: Model) -> None:
    """A commander on every ride and among the liners of every lifeboat; alone only where the console covers it."""
    for stay in m.problem.stays:
        led = commander_rule(stay)
        alone = f"one professional alone in {stay.ship} needs a console that covers every control (solo-pilot)"
        if stay.arrives is not None:
            rides = {n: v for (n, s), v in m.up.items() if s == stay.ship}
            _crewed(m, stay, rides, 1, stay.lone_up, led, alone)
        for i, _ in enumerate(() if stay.stuck else stay.departs):
            rides = {n: v for (n, s, j), v in m.down.items() if s == stay.ship and j == i}
            _crewed(m, stay, rides, m.leaves[stay.ship, i], stay.lone_down, led, alone)
        for t, _ in enumerate(m.stops):
            _led_lifeboat(m, stay, t, led)


def _led_lifeboat(m: Model, stay: Stay, t: int, led: str) -> None:
    """Whoever's liner is in the ship has a commander there."""
    inside = {n: v for (n, s, u), v in m.liner.items() if s == stay.ship and u == t}
    able = sum(v for n, v in inside.items() if m.problem.people[n].role_in(stay.cabin.name) == "commander")
    for held in inside.values():
        m.require(m.sat.add(able >= held), led, firm=True)


def _crewed(m: Model, stay: Stay, rides: dict[str, Any], flies: Any, lone: bool, led: str, alone: str) -> None:
    people = m.problem.people
    commanders = [v for n, v in rides.items() if people[n].role_in(stay.cabin.name) == "commander"]
    pilots = [v for n, v in rides.items() if people[n].role_in(stay.cabin.name) in PROFESSIONAL]
    m.require(m.sat.add(sum(commanders) >= flies), led, firm=True)
    if stay.cabin.solo_needs_console:
        single = m.sat.new_bool_var(f"single {stay.ship}")
        m.require(m.sat.add(sum(pilots) >= 2 * flies - 2 * single), alone)
        m.require(m.sat.add(sum(rides.values()) >= stay.seats * single), alone)
        if not lone:
            m.require(m.sat.add(single == 0), alone)


def named_crews(m: Model) -> None:
    """A named crew: each seat by its prime or the backup; any other: seats filled, primes before backups."""
    for stay in m.problem.stays:
        if stay.arrives is None:
            continue
        riders = {n: v for (n, s), v in m.up.items() if s == stay.ship}
        if not stay.named:
            second = set(m.problem.backups.get(stay.ship, {}).values())
            m.cost += [BACKUP * v for n, v in riders.items() if n in second]
            m.cost.append(EMPTY * (stay.seats - sum(riders.values())))
            continue
        filled = defaultdict(list)
        for k, (prime, backup) in enumerate(stay.named):
            choices = {n: m.sat.new_bool_var(f"{stay.ship} {k} {n}") for n in (prime, backup) if n in riders}
            empty = m.sat.new_bool_var(f"{stay.ship} {k} empty")
            m.sat.add_exactly_one([*choices.values(), empty])
            m.cost.append(EMPTY * empty)
            if backup in choices:
                m.cost.append(BACKUP * choices[backup])
            for name, v in choices.items():
                filled[name].append(v)
        for name, v in riders.items():
            m.sat.add(v == sum(filled[name]))


def commander_rule(stay: Stay) -> str:
    """How the commander's rule of one ship is told."""
    return f"{stay.ship} needs a trained commander, on every ride and as a lifeboat (commander)"
