"""Places: nobody in two of them, no two ships at one port, no ship beyond its life, nobody home before they came."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.crew.plan import CrewPlan, Dated, PortUse, Visit
from kazbek.crew.rules.finding import Finding, NotChecked, Rule, broken, when_words
from kazbek.crew.rules.seats import ride_span, ride_words
from kazbek.crew.timeline import Span, Timeline, rides


def _one_place(line: Timeline) -> Iterator[Finding]:
    for visit, leg, crew, start in rides(line.plan):
        span = ride_span(visit, leg, start)
        names = [place.person for place in crew]
        for name in dict.fromkeys(n for n in names if names.count(n) > 1):
            yield broken("one-place", name, visit.ship, span, f"{name} has two seats {ride_words(visit, leg, start)}")
        for name in dict.fromkeys(names):
            if leg == "up":
                yield from _already_away(line, visit, name, start, span)
            else:
                yield from _not_aboard(line, visit, name, start, span)
    yield from _double_liners(line.plan)


def _already_away(line: Timeline, visit: Visit, name: str, start: Dated, span: Span) -> Iterator[Finding]:
    """Lift-off of somebody who is in space already."""
    for stay in line.aboard:
        meanwhile = stay.span.overlap(Span(start, visit.docked))
        if stay.person == name and stay.came_in != visit.ship and meanwhile is not None:
            yield broken(
                "one-place",
                name,
                visit.ship,
                span,
                f"{name} rides {ride_words(visit, 'up', start)} while aboard the station {when_words(stay.span)}",
            )
    for other, leg, crew, begins in rides(line.plan):
        both = ride_span(other, leg, begins).overlap(span)
        if (
            other.ship != visit.ship
            and leg == "up"
            and both is not None
            and name in (p.person for p in crew)
            and visit.ship > other.ship
        ):
            yield broken(
                "one-place",
                name,
                visit.ship,
                both,
                f"{name} rides up in {other.ship} and in {visit.ship} at the same time, {when_words(both)}",
            )


def _not_aboard(line: Timeline, visit: Visit, name: str, start: Dated, span: Span) -> Iterator[Finding]:
    """Undocking with somebody who is not at the station."""
    stays = [stay for stay in line.aboard if stay.person == name]
    if any(stay.span.start < start and (stay.span.end is None or start <= stay.span.end) for stay in stays):
        return
    left = [stay for stay in stays if stay.span.end is not None and stay.span.end < start]
    where = f"left in {left[-1].left_in} on {left[-1].span.end}" if left else "has not come to the station by then"
    yield broken(
        "one-place",
        name,
        visit.ship,
        span,
        f"{name} rides {ride_words(visit, 'down', start)} but is not aboard: {name} {where}",
    )


def _double_liners(plan: CrewPlan) -> Iterator[Finding]:
    for swap in plan.swaps:
        named = [(name, ship) for ship, names in swap.to.items() for name in names]
        for (name, ship), (other, second) in combinations(named, 2):
            if name == other:
                yield broken(
                    "one-place",
                    name,
                    second,
                    Span(swap.when, swap.when),
                    f"the swap of {swap.when} puts the seat liner of {name} in {ship} and in {second}",
                )
    for first, second_visit in combinations([v for v in plan.visits if v.liners], 2):
        for name in set(first.liners) & set(second_visit.liners):
            yield broken(
                "one-place",
                name,
                second_visit.ship,
                Span(plan.begins, plan.begins),
                f"{name} has a seat liner in {first.ship} and in {second_visit.ship} on {plan.begins}",
            )


ONE_PLACE = Rule("one-place", "nobody is in two places, and nobody goes home who is not aboard", "logic", _one_place)


def _ships(line: Timeline) -> Iterator[Finding]:
    for visit in line.plan.visits:
        first = visit.undocked or visit.docked or line.plan.begins
        crew = _crew(line, visit, first)
        if visit.docked is None:
            yield broken(
                "ships",
                _first(crew),
                visit.ship,
                Span(first, visit.landed),
                f"{_manned(visit.ship, crew)} undocks on {first} and never came to the station",
            )
        elif visit.undocked is not None and visit.undocked <= visit.docked:
            yield broken(
                "ships",
                _first(crew),
                visit.ship,
                Span(visit.undocked, visit.docked),
                f"{_manned(visit.ship, crew)} undocks on {visit.undocked}, before it docks on {visit.docked}",
            )


SHIPS = Rule("ships", "a ship docks before it undocks", "logic", _ships)


def _ports(line: Timeline) -> Iterator[Finding]:
    plan = line.plan
    whole = Span(plan.begins, plan.ends)  # earlier a ship may have been at another port
    holders = [
        (visit, port, span)
        for visit in (*plan.visits, *plan.cargo)
        for port, held in _berths(line, visit)
        if (span := held.overlap(whole)) is not None
    ]
    for (first, held_port, held), (second, port, wanted) in combinations(
        sorted(holders, key=lambda h: h[2].start.epoch), 2
    ):
        both = held.overlap(wanted)
        if held_port and held_port == port and both is not None:
            crew = _crew(line, second, both.start)
            yield broken(
                "ports",
                _first(crew),
                second.ship,
                both,
                f"{_manned(second.ship, crew)} is at {port} {when_words(both)}, where {first.ship} is",
            )
    known = {use.name: use for use in plan.ports}
    for visit, port, span in holders:
        if port in known:
            yield from _port_open(line, visit, known[port], span)
        elif visit.own:
            yield NotChecked("ports", "", visit.ship, f"{visit.ship}: port {port} is not on file")


def _berths(line: Timeline, visit: Visit) -> Iterator[tuple[str, Span]]:
    """The ports at which a ship is one after the other, and when."""
    docked = line.docked(visit)
    if docked is None:
        return
    ports = (visit.port, *(move.port for move in visit.moves))
    turns = [docked.start, *(move.left for move in visit.moves), docked.end]
    for port, start, end in zip(ports, turns, turns[1:]):
        if start is not None:
            yield port, Span(start, end)


def _port_open(line: Timeline, visit: Visit, port: PortUse, held: Span) -> Iterator[Finding]:
    """A port exists from one day on, and until a module is docked to it."""
    if port.available is not None and held.start < port.available:
        early = Span(held.start, port.available)
        crew = _crew(line, visit, early.start)
        yield broken(
            "ports",
            _first(crew),
            visit.ship,
            early,
            f"{_manned(visit.ship, crew)} is at {port.name} {when_words(early)}, before that port exists",
        )
    if port.taken is not None and (held.end is None or port.taken < held.end):
        late = Span(max(held.start, port.taken), held.end)
        crew = _crew(line, visit, late.start)
        yield broken(
            "ports",
            _first(crew),
            visit.ship,
            late,
            f"{_manned(visit.ship, crew)} is at {port.name} {when_words(late)}, where a module is docked",
        )


def _crew(line: Timeline, visit: Visit, when: Dated) -> list[str]:
    """Whose ship it is at `when`: the owners of the liners in it, the command seat first; else who rides it."""
    of = line.cabin(visit.ship)
    inside = [
        n
        for n in line.liners
        if n.ship == visit.ship and n.span.start <= when and (n.span.end is None or when < n.span.end)
    ]
    inside.sort(key=lambda n: of is not None and n.seat != of.command_seat)
    return [n.person for n in inside] or [place.person for place in visit.down or visit.up]


def _manned(ship: str, crew: list[str]) -> str:
    """``Soyuz MS-19 (Anton Shkaplerov, Klim Shipenko, Yulia Peresild)``."""
    return f"{ship} ({', '.join(crew)})" if crew else ship


def _first(crew: list[str]) -> str:
    return crew[0] if crew else ""


PORTS = Rule("ports", "one ship a port, at ports that exist that day", "data of the station; logic", _ports)


def _life(line: Timeline) -> Iterator[Finding]:
    for visit in line.plan.visits:
        of = line.cabin(visit.ship)
        if of is None or visit.launched is None:
            yield NotChecked("ship-life", "", visit.ship, f"{visit.ship}: its life or its launch is not on file")
            continue
        over = visit.launched.plus(of.life_days.v * SECONDS_PER_DAY_s)
        end = visit.landed or visit.undocked or line.plan.ends
        if over < end:
            days = (end.epoch - visit.launched.epoch) / SECONDS_PER_DAY_s
            crew = _crew(line, visit, over)
            yield broken(
                "ship-life",
                _first(crew),
                visit.ship,
                Span(over, end),
                f"{_manned(visit.ship, crew)} is in orbit for {days:.0f} days until {end}; its life "
                f"is {of.life_days.v:.0f} days, over on {over}",
            )


LIFE = Rule(
    "ship-life",
    "no ship stays in orbit longer than its life",
    "Soyuz MS: 200 days (en.wikipedia, Soyuz MS); Crew Dragon: 210 days (NASA)",
    _life,
)
