"""A crew plan told as intervals: who was aboard the station, whose liner lay in which ship, who sat where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kazbek.crew.cabin import Cabin, cabin
from kazbek.crew.people import Person, people_named
from kazbek.crew.plan import CrewPlan, Dated, Place, Visit
from kazbek.crew.selection import Selection


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`; an open end is None."""

    start: Dated
    end: Dated | None

    def overlap(self, other: Span) -> Span | None:
        """The part both share, if it has any length."""
        start = max(self.start, other.start)
        ends = [e for e in (self.end, other.end) if e is not None]
        end = min(ends) if ends else None
        return Span(start, end) if end is None or start < end else None

    def without(self, others: Iterable[Span]) -> list[Span]:
        """What is left of this span when `others` are taken out."""
        left = [self]
        for other in others:
            left = [piece for span in left for piece in _cut(span, other)]
        return left


def _cut(span: Span, other: Span) -> Iterator[Span]:
    shared = span.overlap(other)
    if shared is None:
        yield span
        return
    if span.start < shared.start:
        yield Span(span.start, shared.start)
    if shared.end is not None and (span.end is None or shared.end < span.end):
        yield Span(shared.end, span.end)


@dataclass(frozen=True, slots=True)
class Aboard:
    """A person aboard the station."""

    person: str
    span: Span
    came_in: str
    left_in: str


@dataclass(frozen=True, slots=True)
class Liner:
    """A person's seat liner in a ship, and the seat it belongs to."""

    person: str
    ship: str
    seat: str
    span: Span
    estimate: bool = False


@dataclass(frozen=True)
class Timeline:
    """The plan as intervals, with the people and cabins it needs."""

    plan: CrewPlan
    people: Mapping[str, Person]
    cabins: Mapping[str, Cabin]
    aboard: tuple[Aboard, ...]
    liners: tuple[Liner, ...]
    selection: Selection | None = None

    def cabin(self, ship: str) -> Cabin | None:
        """The cabin of `ship`, None when its class is not known."""
        visit = self.plan.visit(ship)
        return self.cabins.get(visit.cabin) if visit else None

    def docked(self, visit: Visit) -> Span | None:
        """When the ship was docked; None if it never was."""
        return Span(visit.docked, visit.undocked) if visit.docked is not None else None

    def aboard_at(self, when: Dated) -> tuple[str, ...]:
        """Names of the people aboard just after `when`."""
        return tuple(
            a.person for a in self.aboard if a.span.start <= when and (a.span.end is None or when < a.span.end)
        )

    def counts(self) -> list[tuple[Span, tuple[str, ...]]]:
        """Stretches of time with the same people aboard, from the plan's beginning to its end."""
        plan = self.plan
        marks = {plan.begins.epoch: plan.begins}
        for a in self.aboard:
            for when in (a.span.start, a.span.end):
                if when is not None and plan.begins < when < plan.ends:
                    marks.setdefault(when.epoch, when)
        stops = sorted(marks.values())
        return [(Span(start, end), self.aboard_at(start)) for start, end in zip(stops, [*stops[1:], plan.ends])]


def timeline(
    plan: CrewPlan,
    selection: Selection | None = None,
    own_people: Iterable[Person] = (),
    own_cabins: Mapping[str, Cabin] | None = None,
) -> Timeline:
    """Work a plan out into intervals. People and cabins that are in no bundled file are given.

    Raises
    ------
    DataError
        a person whose name looks misspelt, or an invented person outside a demonstration.
    """
    backups = [backup for pairs in plan.backups.values() for backup in pairs.values()]
    named = (*plan.people, *(c.person for c in plan.commands), *backups)
    people = people_named(dict.fromkeys(named), demo=plan.demo, own=own_people)
    given = own_cabins or {}
    cabins = {v.cabin: given.get(v.cabin) or cabin(v.cabin) for v in plan.visits if v.cabin}
    return Timeline(plan, people, cabins, tuple(_aboard(plan)), tuple(_liners(plan, people, cabins)), selection)


def _aboard(plan: CrewPlan) -> Iterator[Aboard]:
    """Everybody who came, until they left (each person's first way home after arrival)."""
    for visit in plan.visits:
        for name in dict.fromkeys((*(p.person for p in visit.up), *visit.liners)):
            came = visit.docked
            if came is None:
                continue
            home = [
                v
                for v in plan.visits
                if v.undocked is not None and v.undocked > came and name in (p.person for p in v.down)
            ]
            left = min(home, key=lambda v: v.undocked.epoch if v.undocked else came.epoch, default=None)
            yield Aboard(name, Span(came, left.undocked if left else None), visit.ship, left.ship if left else "")


def _liners(plan: CrewPlan, people: Mapping[str, Person], cabins: Mapping[str, Cabin]) -> Iterator[Liner]:
    """Each liner from ship to ship: up with its owner, across in a swap, away when the ship undocks and lands."""
    for name in plan.people:
        moves = _moves(plan, name)
        for (start, ship), after in zip(moves, [*(m for m, _ in moves[1:]), None]):
            visit = plan.visit(ship)
            gone = (visit.landed or visit.undocked) if visit else None
            end = min((e for e in (after, gone) if e is not None), default=None)
            if end is not None and end <= start:
                continue
            leaving = visit is not None and visit.undocked is not None and (end is None or end > visit.undocked)
            seat, estimate = _seat(visit, name, leaving, people, cabins) if visit else ("", True)
            yield Liner(name, ship, seat, Span(start, end), estimate)


def _moves(plan: CrewPlan, name: str) -> list[tuple[Dated, str]]:
    """(when, ship) each time the liner of `name` comes into a ship, in order; staying in a ship is no move."""
    moves: list[tuple[Dated, str]] = []
    for visit in plan.visits:
        start = visit.launched or visit.docked
        if start is not None and (name in visit.liners or name in (p.person for p in visit.up)):
            moves.append((start, visit.ship))
    for swap in plan.swaps:
        moves += [(swap.when, ship) for ship, names in swap.to.items() if name in names]
    moves.sort(key=lambda move: move[0].epoch)
    return [move for i, move in enumerate(moves) if i == 0 or moves[i - 1][1] != move[1]]


def _seat(
    visit: Visit, name: str, leaving: bool, people: Mapping[str, Person], cabins: Mapping[str, Cabin]
) -> tuple[str, bool]:
    """The seat of a liner and whether that is an estimate: the seat its owner rides in, else one by training."""
    for crew in (visit.down, visit.up) if leaving else (visit.up, visit.down):
        for place in crew:
            if place.person == name:
                return place.seat, place.estimate
    of = cabins.get(visit.cabin)
    if of is None or name not in visit.liners:
        return "", True
    owners = sorted(visit.liners, key=lambda n: people[n].role_in(of.name) != "commander")
    seats = sorted(of.seat_names, key=lambda s: s != of.command_seat)
    rank = owners.index(name)
    return (seats[rank] if rank < len(seats) else ""), True


def rides(plan: CrewPlan) -> Iterator[tuple[Visit, str, tuple[Place, ...], Dated]]:
    """Every ride with people in seats: (visit, ``"up"`` or ``"down"``, crew, when it begins)."""
    for visit in plan.visits:
        if visit.up and visit.launched is not None:
            yield visit, "up", visit.up, visit.launched
        if visit.down and visit.undocked is not None:
            yield visit, "down", visit.down, visit.undocked
