"""Pilots: a trained commander in the command seat, and alone only where everything is within reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kazbek.crew.console import uncovered
from kazbek.crew.people import PROFESSIONAL
from kazbek.crew.plan import Place, Visit
from kazbek.crew.rules.finding import Finding, NotChecked, Rule, broken, when_words
from kazbek.crew.rules.seats import ride_span, ride_words
from kazbek.crew.timeline import Liner, Span, Timeline, rides


def _commander(line: Timeline) -> Iterator[Finding]:
    for visit, leg, crew, start in rides(line.plan):
        of = line.cabin(visit.ship)
        if of is None:
            yield NotChecked("commander", "", visit.ship, f"{visit.ship}: its class is not on file")
            continue
        span, ride = ride_span(visit, leg, start), ride_words(visit, leg, start)
        sitting = [place.person for place in crew if place.seat == of.command_seat]
        if not sitting:
            yield broken("commander", "", visit.ship, span, f"the {of.command_seat} seat is empty {ride}")
        for name in sitting:
            person = line.people[name]
            if not (person.trained or person.src):
                yield NotChecked("commander", name, visit.ship, f"{name}: training is not on file")
            elif person.role_in(of.name) != "commander":
                yield broken(
                    "commander",
                    name,
                    visit.ship,
                    span,
                    f"{name}, in the {of.command_seat} seat {ride}, is not trained to command {of.title}",
                )
    for visit in line.plan.visits:
        yield from _lifeboat_commander(line, visit)


def _lifeboat_commander(line: Timeline, visit: Visit) -> Iterator[Finding]:
    """While a docked ship is somebody's lifeboat, one of those whose liners lie in it can command it."""
    of, docked = line.cabin(visit.ship), line.docked(visit)
    span = docked.overlap(Span(line.plan.begins, line.plan.ends)) if docked else None
    inside = [liner for liner in line.liners if liner.ship == visit.ship]
    if of is None or span is None or not inside or any(not line.people[n.person].trained for n in inside):
        return
    led = [n.span for n in inside if line.people[n.person].role_in(of.name) == "commander"]
    for gap in span.without(led):
        for stretch, others in _occupied(gap, inside):
            yield broken(
                "commander",
                others[0].person,
                visit.ship,
                stretch,
                f"{', '.join(n.person for n in others)} have their lifeboat in {visit.ship} "
                f"{when_words(stretch)}, and nobody among them is trained to command it",
            )


def _occupied(gap: Span, inside: list[Liner]) -> Iterator[tuple[Span, list[Liner]]]:
    """The part of `gap` in which liners lie in the ship, with their owners."""
    shared = [(n, part) for n in inside if (part := n.span.overlap(gap)) is not None]
    if shared:
        start = min(part.start for _, part in shared)
        ends = [part.end for _, part in shared]
        end = None if any(e is None for e in ends) else max(e for e in ends if e is not None)
        yield Span(start, end), [n for n, _ in shared]


COMMANDER = Rule(
    "commander",
    "a commander trained for the ship sits in the command seat, and every lifeboat has one",
    "Soyuz MS: the centre seat has the hand controllers and periscope (list of the panel's elements)",
    _commander,
)


def _untrained(line: Timeline, crew: Sequence[Place]) -> list[Place]:
    """Those whose training is not on file."""
    return [p for p in crew if not (line.people[p.person].trained or line.people[p.person].src)]


def _seats_taken(crew: Sequence[Place]) -> tuple[str, ...]:
    return tuple(place.seat for place in crew)


def _solo(line: Timeline) -> Iterator[Finding]:
    for visit, leg, crew, start in rides(line.plan):
        of = line.cabin(visit.ship)
        if of is None or not of.solo_needs_console:
            continue
        pilots = [p for p in crew if line.people[p.person].role_in(of.name) in PROFESSIONAL]
        unknown = _untrained(line, crew)
        if len(pilots) != 1:
            continue
        ride, name = ride_words(visit, leg, start), pilots[0].person
        alone = f"{name} is the only pilot {ride}"
        if unknown or not visit.console:
            missing = f"training of {unknown[0].person}" if unknown else f"the console of {visit.ship}"
            yield NotChecked("solo-pilot", name, visit.ship, f"{alone}: {missing} is not on file")
            continue
        left = uncovered(of, visit.console, "up" if leg == "up" else "down", pilots[0].seat, _seats_taken(crew))
        if left:
            out_of_reach = f"{alone} with the {visit.console} console, and nobody reaches {'; '.join(left)}"
            yield broken("solo-pilot", name, visit.ship, ride_span(visit, leg, start), out_of_reach)


SOLO = Rule(
    "solo-pilot",
    "one professional pilots alone only where the console, or a participant's hand, covers every needed control",
    "AiF 2021-09-30, quoting Russkiy Kosmos: portable console of Soyuz MS-19; reaches are kazbek's estimates",
    _solo,
)
