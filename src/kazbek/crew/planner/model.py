"""The rotation as a constraint model (CP-SAT): one switch per rule or goal, so that a conflict can be told in words.

Time is cut at every day on which a ship may come or go; between two cuts nothing but liners and command changes.
``liner[p, s, t]`` says that p's liner lies in ship s at the end of step t, ``up`` and ``down`` who rides; being aboard
follows. The instants are integers of the plan's own, so the same problem gives the same model and the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kazbek.base.errors import MissingExtra
from kazbek.crew.goals import Goal
from kazbek.crew.people import PROFESSIONAL
from kazbek.crew.plan import When, days_between
from kazbek.crew.planner.problem import Illness, Problem, Stay
from kazbek.crew.rules.crews import HANDOVER_DAYS, RESIDENT_DAYS

SWAP_DAYS = 1.0  # kazbek's assumption: the shortest stretch in which liners can change ship
ILL_HOME_DAYS = 14.0  # kazbek's assumption: within how long someone who falls ill in space is brought home

# Weights of the objective, each level above everything below it together.
CHANGE, EMPTY, BACKUP, DATE, MOVE, HANDOVER = 1_000_000, 100_000, 20_000, 2_000, 500, 100


def cp_sat() -> Any:
    """OR-Tools' CP-SAT module.

    Raises
    ------
    MissingExtra
        when OR-Tools is not installed.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise MissingExtra("crew", "the rotation planner") from None
    return cp_model


@dataclass
class Model:
    """The model while it is built, and its variables by what they mean."""

    problem: Problem
    cp: Any
    sat: Any
    stops: tuple[When, ...]
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

    def step(self, when: When) -> int:
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
        came += sum(self.up[name, s.ship] for s in self.problem.stays
                    if (name, s.ship) in self.up and s.arrives is not None and s.arrives[1] <= self.stops[t])
        left = sum(self.down[name, s.ship, i] for s in self.problem.stays for i, (gone, _) in enumerate(s.departs)
                   if (name, s.ship, i) in self.down and gone <= self.stops[t])
        return came - left


def build(problem: Problem) -> Model:
    """The whole model of a problem."""
    cp = cp_sat()
    marks = {problem.begins.epoch: problem.begins}
    for stay in problem.stays:
        for when in (*([stay.arrives[1]] if stay.arrives else ()), *(gone for gone, _ in stay.departs)):
            marks.setdefault(when.epoch, when)
    model = Model(problem, cp, cp.CpModel(), tuple(sorted(marks.values())))
    _variables(model)
    for part in (_presence, _liners, _seats, _pilots, _named_crews, _ships, _what_ifs, _handovers, _commands, _goals,
                 _baseline):
        part(model)
    model.sat.minimize(sum(model.cost))
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


def _presence(m: Model) -> None:
    """Nobody is in two places: each rides up once, and leaves only while aboard."""
    for name in m.problem.people:
        for t, _ in enumerate(m.stops):
            here = m.aboard(name, t)
            m.sat.add(here >= 0)
            m.sat.add(here <= 1)
    for (_, ship, i), rides in m.down.items():
        m.sat.add_implication(rides, m.leaves[ship, i])


def _liners(m: Model) -> None:
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
        m.sat.add_bool_or([before.Not(), m.leaves[ship, i].Not(), rides, m.switch(home).Not()])


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


def _seats(m: Model) -> None:
    for stay in m.problem.stays:
        full = f"{stay.ship} has {stay.seats} seats (seats)"
        for t, _ in enumerate(m.stops):
            inside = sum(v for (_, s, u), v in m.liner.items() if s == stay.ship and u == t)
            m.require(m.sat.add(inside <= stay.seats), full, firm=True)
        m.require(m.sat.add(sum(v for (_, s), v in m.up.items() if s == stay.ship) <= stay.seats), full, firm=True)


def _pilots(m: Model) -> None:
    for stay in m.problem.stays:
        led = _led(stay)
        alone = f"one professional alone in {stay.ship} needs a console that covers every control (solo-pilot)"
        if stay.arrives is not None:
            rides = {n: v for (n, s), v in m.up.items() if s == stay.ship}
            _crewed(m, stay, rides, 1, stay.lone_up, led, alone)
        for i, _ in enumerate(() if stay.stuck else stay.departs):
            rides = {n: v for (n, s, j), v in m.down.items() if s == stay.ship and j == i}
            _crewed(m, stay, rides, m.leaves[stay.ship, i], stay.lone_down, led, alone)
        for t, _ in enumerate(m.stops):
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


def _named_crews(m: Model) -> None:
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


def _ships(m: Model) -> None:
    """Ports, life in orbit, and how far a departure is from the day the plan has."""
    for stay in m.problem.stays:
        life = f"{stay.ship} lasts {stay.cabin.life_days.v:.0f} days in orbit (ship-life)"
        if stay.launched is None:
            continue
        over = stay.launched.plus(stay.cabin.life_days.v * 86_400.0)
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
        if other_stay.ship <= stay.ship or other_stay.port != stay.port:
            continue
        rule = f"{stay.ship} and {other_stay.ship} are not at {stay.port} together (ports)"
        since = max(other_stay.arrives[1], begins) if other_stay.arrives else begins
        for leaves, gone in _ends(m, stay):
            for others, until in _ends(m, other_stay):
                if max(start, since) < min(gone, until):
                    m.require(m.sat.add_bool_or([v.Not() for v in (*leaves, *others)]), rule, firm=True)
    for port in m.problem.ports:
        if port.name != stay.port:
            continue
        there = f"port {port.name} is there for {stay.ship} (ports)"
        if port.available and start < port.available:
            m.require(m.sat.add_bool_or([]), there, firm=True)
        for leaves, gone in _ends(m, stay):
            if port.taken and port.taken < gone:
                m.require(m.sat.add_bool_or([v.Not() for v in leaves]), there, firm=True)


def _ends(m: Model, stay: Stay) -> Iterator[tuple[list[Any], When]]:
    """(literals that must be true, when the ship is gone) for each way the stay can end."""
    for i, (gone, _) in enumerate(stay.departs):
        yield [m.leaves[stay.ship, i]], gone
    if not stay.departs:
        yield [], m.problem.ends


def _what_ifs(m: Model) -> None:
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
                others = [v for (n, s, j), v in m.down.items() if (s, j) == (stay.ship, i) and n != name
                          and m.problem.people[n].role_in(stay.cabin.name) == "commander"]
                m.require(m.sat.add(sum(others) >= m.down[name, stay.ship, i]), illness.sentence, _led(stay))
    by = since.plus(ILL_HOME_DAYS * 86_400.0)
    if by < m.problem.ends:
        m.require(m.sat.add(m.aboard(name, max(m.step(by), 0)) == 0), illness.sentence,
                  f"who falls ill in space is home within {ILL_HOME_DAYS:.0f} days (kazbek's assumption)")


def _past(m: Model, since: When) -> None:
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
                    m.require(m.sat.add(v == (m.leaves[ship, i] if rode else 0)),
                              f"what happened before {since.date} stays")


def _led(stay: Stay) -> str:
    return f"{stay.ship} needs a trained commander, on every ride and as a lifeboat (commander)"


def _handovers(m: Model) -> None:
    """Who leaves a segment after living there has been together for some days with a professional who stays."""
    people = m.problem.people
    for (name, ship, i), rides in m.down.items():
        rule = f"{name} leaves after {HANDOVER_DAYS:.0f} days with a professional of the segment who stays (handover)"
        gone = m.problem.stay(ship).departs[i][0]
        after = m.step(gone)
        segment = people[name].segment
        earlier = [n for n, p in people.items() if n != name and p.segment == segment and p.professional]
        met = m.step(gone.plus(-HANDOVER_DAYS * 86_400.0))
        resident = _aboard_at(m, name, gone.plus(-RESIDENT_DAYS * 86_400.0))
        stayers = []
        for other in earlier:
            both = m.sat.new_bool_var(f"relieves {name} {ship} {i} {other}")
            m.sat.add(both <= m.aboard(other, after))
            m.sat.add(both <= (m.aboard(other, met) if met >= 0 else int(other in m.problem.initial)))
            stayers.append(both)
        m.require(m.sat.add(sum(stayers) >= resident + rides - 1), rule)


def _aboard_at(m: Model, name: str, when: When) -> Any:
    t = m.step(when)
    if t >= 0:
        return m.aboard(name, t)
    return int(name in m.problem.came and m.problem.came[name] <= when)


def _commands(m: Model) -> None:
    """One commander of the station at each step, handed over as late as can be."""
    if not m.problem.commander:
        return
    rule = "the station has one commander, aboard, a professional who has flown before (command)"
    ready = f"a new commander of the station has lived there for {HANDOVER_DAYS:.0f} days (handover)"
    able = [n for n, p in m.problem.people.items() if p.professional and (p.earlier_flights or 0) >= 1]
    last = len(m.stops)
    for t in range(last):
        for name in able:
            m.command[name, t] = m.sat.new_bool_var(f"commands {name} {t}")
            m.require(m.sat.add(m.command[name, t] <= m.aboard(name, t)), rule)
            if t > 0:
                new = m.sat.new_bool_var(f"takes over {name} {t}")
                m.sat.add(new >= m.command[name, t] - m.command[name, t - 1])
                since = _aboard_at(m, name, m.stops[t].plus(-HANDOVER_DAYS * 86_400.0))
                m.require(m.sat.add(new <= since), ready)
                m.cost.append((HANDOVER + last - t) * new)
        m.sat.add_exactly_one(m.command[name, t] for name in able)
    if (m.problem.commander, 0) in m.command:
        m.sat.add(m.command[m.problem.commander, 0] == 1)
    for illness in m.problem.unfit:
        for (name, t), commands in m.command.items():
            if name == illness.person and illness.since is not None and m.stops[t] >= illness.since:
                m.require(m.sat.add(commands == 0), illness.sentence)


def _goals(m: Model) -> None:
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


def _flies(m: Model, name: str) -> Any:
    """1 if `name` is aboard at the beginning or rides up within the plan."""
    return int(name in m.problem.initial) + sum(v for (n, _), v in m.up.items() if n == name)


def _stays(m: Model, goal: Goal, name: str) -> None:
    """`name`, or the backup in their place, flies and is home after the days of the goal."""
    said = f"goal: {goal.sentence}"
    m.require(m.sat.add(_flies(m, name) + sum(_flies_up_for(m, name, b) for b in _second(m, name)) >= 1), said)
    _within(m, goal, name, [m.switch(said)])
    for backup in _second(m, name):
        for ship, pairs in m.problem.backups.items():
            if pairs.get(name) == backup and (backup, ship) in m.up and (name, ship) in m.up:
                _within(m, goal, backup, [m.switch(said), m.up[backup, ship]])


def _flies_up_for(m: Model, name: str, backup: str) -> Any:
    """1 if `backup` rides one of the ships for which they back `name` up."""
    return sum(m.up[backup, ship] for ship, pairs in m.problem.backups.items()
               if pairs.get(name) == backup and (backup, ship) in m.up)


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
            for t in steps:
                if (backup, t) in m.command and backup not in goal.people:
                    m.require(m.sat.add(m.command[backup, t] <= 1 - _flies(m, name)), said)
        turns.append([n for n in (name, *_second(m, name)) if (n, 0) in m.command])
    for k, who in enumerate(turns):
        m.require(m.sat.add(sum(m.command[n, t] for n in who for t in steps) >= 1), said)
        for t in steps:
            for earlier in turns[:k]:
                for n in who:
                    _never_after(m, said, m.command[n, t], earlier, t, who)
    allowed = {n for who in turns for n in who}
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


def _baseline(m: Model) -> None:
    """Every ride that differs from the baseline costs more than anything else."""
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
