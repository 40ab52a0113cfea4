"""Seats: one person each, no more people than seats, people who fit, and people who are trained."""

from __future__ import annotations

from collections.abc import Iterator

from kazbek.crew.cabin import Cabin
from kazbek.crew.plan import Dated, Place, Visit
from kazbek.crew.rules.finding import Finding, NotChecked, Rule, broken, when_words
from kazbek.crew.timeline import Liner, Span, Timeline, rides


def ride_span(visit: Visit, leg: str, start: Dated) -> Span:
    """A ride from lift-off to docking, or from undocking to landing."""
    return Span(start, visit.docked if leg == "up" else visit.landed)


def ride_words(visit: Visit, leg: str, start: Dated) -> str:
    """``up in Soyuz MS-19 on 2021-10-05``."""
    return f"{'up' if leg == 'up' else 'home'} in {visit.ship} on {start}"


def _seats(line: Timeline) -> Iterator[Finding]:
    for visit, leg, crew, start in rides(line.plan):
        of = line.cabin(visit.ship)
        if of is None:
            yield NotChecked("seats", "", visit.ship, f"{visit.ship}: its seats are not on file")
            continue
        yield from _ride_seats(visit, crew, of, ride_span(visit, leg, start), ride_words(visit, leg, start))
    yield from _liner_count(line)


def _ride_seats(visit: Visit, crew: tuple[Place, ...], of: Cabin, span: Span, ride: str) -> Iterator[Finding]:
    if len(crew) > len(of.seat):
        extra = crew[len(of.seat)].person
        yield broken(
            "seats",
            extra,
            visit.ship,
            span,
            f"{len(crew)} people ride {ride}, which has {len(of.seat)} seats: {extra} has none",
        )
    taken: dict[str, str] = {}
    for place in crew:
        if place.seat not in of.seat_names:
            yield broken(
                "seats",
                place.person,
                visit.ship,
                span,
                f'{place.person} rides {ride} in seat "{place.seat}", which {of.title} does not have '
                f"(it has {', '.join(of.seat_names)})",
            )
        elif place.seat in taken:
            yield broken(
                "seats",
                place.person,
                visit.ship,
                span,
                f"{taken[place.seat]} and {place.person} both have the {place.seat} seat {ride}",
            )
        taken.setdefault(place.seat, place.person)


def _liner_count(line: Timeline) -> Iterator[Finding]:
    """More liners in a ship than it has seats: who has none, from when to when."""
    for visit in line.plan.visits:
        of = line.cabin(visit.ship)
        inside = [liner for liner in line.liners if liner.ship == visit.ship]
        if of is None or len(inside) <= len(of.seat):
            continue
        told: set[str] = set()
        for start in sorted({liner.span.start for liner in inside}):
            there = [n for n in inside if n.span.start <= start and (n.span.end is None or start < n.span.end)]
            for liner in _in_order(line, visit, there)[len(of.seat) :]:
                if liner.person in told:
                    continue
                told.add(liner.person)
                span = Span(start, liner.span.end)
                yield broken(
                    "seats",
                    liner.person,
                    visit.ship,
                    span,
                    f"{len(there)} seat liners lie in {visit.ship} {when_words(span)}, which has "
                    f"{len(of.seat)} seats: {', '.join(n.person for n in there)}; {liner.person} has none",
                )


def _in_order(line: Timeline, visit: Visit, there: list[Liner]) -> list[Liner]:
    """Whose seat it is first: who rides home in the ship, who was given it in a swap, then who was there earlier."""
    home = {place.person for place in visit.down}
    given = {name for swap in line.plan.swaps for name in swap.to.get(visit.ship, ())}
    return sorted(there, key=lambda n: (n.person not in home, n.person not in given, n.span.start))


SEATS = Rule(
    "seats",
    "one person a seat, no more people and no more liners than a ship has seats",
    "Soyuz MS: three seats; Crew Dragon: four (NASA)",
    _seats,
)


def _fit(line: Timeline) -> Iterator[Finding]:
    for visit, leg, crew, start in rides(line.plan):
        of = line.cabin(visit.ship)
        if of is None or of.limits is None:
            yield NotChecked("fit", "", visit.ship, f"{visit.ship}: limits of body size are not on file")
            continue
        for place in crew:
            person = line.people[place.person]
            for measure, unit in (("height_m", "m"), ("sitting_height_m", "m"), ("mass_kg", "kg")):
                value, (least, most) = getattr(person, measure), of.limits.of(measure)
                word = measure.rpartition("_")[0].replace("_", " ")
                if value is None:
                    yield NotChecked("fit", place.person, visit.ship, f"{place.person}: {word} is not on file")
                elif not least <= value.v <= most:
                    yield broken(
                        "fit",
                        place.person,
                        visit.ship,
                        ride_span(visit, leg, start),
                        f"{place.person} rides {ride_words(visit, leg, start)} with a {word} of {value.v:g} "
                        f"{unit}; the seat takes {least:g} to {most:g} {unit}",
                    )


FIT = Rule(
    "fit",
    "height, sitting height and mass lie within what the seat takes",
    "Roscosmos, requirements for cosmonaut candidates 2017: 150-190 cm, sitting 80-99 cm, 50-90 kg",
    _fit,
)


def _training(line: Timeline) -> Iterator[Finding]:
    for visit, leg, crew, start in rides(line.plan):
        of = line.cabin(visit.ship)
        for place in crew:
            person = line.people[place.person]
            known = [t.role for t in person.trained if of is not None and t.cabin == of.name]
            if of is None or not (person.src or person.trained):
                yield NotChecked("training", place.person, visit.ship, f"{place.person}: training is not on file")
            elif not known:
                yield broken(
                    "training",
                    place.person,
                    visit.ship,
                    ride_span(visit, leg, start),
                    f"{place.person} rides {ride_words(visit, leg, start)} and is not trained for {of.title}",
                )
            elif place.role and place.role not in known:
                yield broken(
                    "training",
                    place.person,
                    visit.ship,
                    ride_span(visit, leg, start),
                    f"{place.person} rides {ride_words(visit, leg, start)} as {place.role}, trained as "
                    f"{' and '.join(known)}",
                )
    yield from _lifeboat_training(line)


def _lifeboat_training(line: Timeline) -> Iterator[Finding]:
    """A liner is no lifeboat in a ship that its owner was never trained for."""
    for liner in line.liners:
        of = line.cabin(liner.ship)
        person = line.people[liner.person]
        rode = line.plan.visit(liner.ship)
        riding = rode is not None and liner.person in [p.person for p in (*rode.up, *rode.down)]
        if of is None or riding or not person.trained or any(t.cabin == of.name for t in person.trained):
            continue
        yield broken(
            "training",
            liner.person,
            liner.ship,
            liner.span,
            f"the seat liner of {liner.person} lies in {liner.ship} {when_words(liner.span)}, "
            f"a ship {liner.person} is not trained for",
        )


TRAINING = Rule(
    "training",
    "people ride, and have their lifeboat, in ships they are trained for, in a role they are trained for",
    "Interdepartmental commission practice: crews are approved after training for that ship (Roscosmos, May 2021)",
    _training,
)
