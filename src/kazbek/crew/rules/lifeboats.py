"""Lifeboats and seat liners: a seat home for everybody aboard, at every instant."""

from __future__ import annotations

from collections.abc import Iterator

from kazbek.crew.plan import Dated
from kazbek.crew.rules.finding import Finding, Rule, broken, when_words
from kazbek.crew.timeline import Liner, Span, Timeline


def _lifeboat(line: Timeline) -> Iterator[Finding]:
    whole = Span(line.plan.begins, line.plan.ends)
    for stay in line.aboard:
        span = stay.span.overlap(whole)
        for gap in span.without(_shelters(line, stay.person)) if span else ():
            last = _liner_before(line, stay.person, gap.start)
            ship = last.ship if last else stay.left_in or stay.came_in
            yield broken(
                "lifeboat",
                stay.person,
                ship,
                gap,
                f"{stay.person} is aboard without a lifeboat {when_words(gap)}: {_why(line, last, gap)}",
            )


def _shelters(line: Timeline, person: str) -> list[Span]:
    """When `person` has a liner in a ship that is docked."""
    found = []
    for liner in line.liners:
        visit = line.plan.visit(liner.ship) if liner.person == person else None
        docked = line.docked(visit) if visit else None
        shelter = liner.span.overlap(docked) if docked else None
        if shelter is not None:
            found.append(shelter)
    return found


def _liner_before(line: Timeline, person: str, when: Dated) -> Liner | None:
    liners = [liner for liner in line.liners if liner.person == person and liner.span.start <= when]
    return max(liners, key=lambda liner: liner.span.start.epoch, default=None)


def _why(line: Timeline, last: Liner | None, gap: Span) -> str:
    if last is None:
        return "no ship holds a seat liner of theirs"
    visit = line.plan.visit(last.ship)
    if visit is None or visit.docked is None or visit.docked > gap.start:
        return f"the seat liner lies in {last.ship}, which is not docked"
    return f"{last.ship} undocked on {visit.undocked} with the seat liner in it"


LIFEBOAT = Rule(
    "lifeboat",
    "at every instant each person aboard the station has a seat with a liner in a docked ship",
    "Practice of the station: every crew member has a place in a docked ship for an emergency return "
    "(liner swap of Soyuz MS-18 and MS-19, Roscosmos, October 2021)",
    _lifeboat,
)


def _liner(line: Timeline) -> Iterator[Finding]:
    for visit in line.plan.visits:
        if visit.undocked is None:
            continue
        ride = Span(visit.undocked, visit.landed)
        for place in visit.down:
            held = [
                n
                for n in line.liners
                if n.person == place.person
                and n.span.start <= ride.start
                and (n.span.end is None or ride.start <= n.span.end)
            ]
            if any(liner.ship == visit.ship for liner in held):
                continue
            lies = f"the seat liner lies in {held[-1].ship}" if held else "no ship holds a seat liner of theirs"
            yield broken(
                "liner",
                place.person,
                visit.ship,
                ride,
                f"{place.person} goes home in {visit.ship} on {visit.undocked}, but {lies}",
            )


LINER = Rule(
    "liner",
    "people go home in the ship that holds their seat liner",
    "Canadian Space Agency, Soyuz: the liner is moulded for each person and takes the shock of landing",
    _liner,
)


def _swap(line: Timeline) -> Iterator[Finding]:
    for swap in line.plan.swaps:
        at = Span(swap.when, swap.when)
        present = line.aboard_at(swap.when)
        for ship, names in swap.to.items():
            visit = line.plan.visit(ship)
            docked = line.docked(visit) if visit else None
            if docked is None or docked.start > swap.when or (docked.end is not None and docked.end < swap.when):
                yield broken("swap", "", ship, at, f"seat liners go to {ship} on {swap.when}, when it is not docked")
            for name in names:
                if name not in present:
                    yield broken(
                        "swap",
                        name,
                        ship,
                        at,
                        f"the seat liner of {name} goes to {ship} on {swap.when}, when {name} is not aboard",
                    )


SWAP = Rule(
    "swap",
    "seat liners change ship between docked ships, while their owners are aboard",
    "kazbek's assumption: the crews carry their liners through the station",
    _swap,
)
