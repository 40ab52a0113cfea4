"""Crews: cleared on the day, backed up, handed over, and under somebody's command."""

from __future__ import annotations

from collections.abc import Iterator

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.crew.people import Person
from kazbek.crew.plan import Command, Dated, Visit, days_between
from kazbek.crew.rules.finding import Finding, NotChecked, Rule, broken, when_words
from kazbek.crew.rules.seats import ride_span, ride_words
from kazbek.crew.selection import Selection
from kazbek.crew.timeline import Aboard, Span, Timeline, rides

HANDOVER_DAYS = 5.0  # kazbek's assumption: the shortest direct handover planned between station crews
RESIDENT_DAYS = 30.0  # kazbek's assumption: who stays less is a visitor and hands nothing over


def _lacking(chosen: Selection, person: str, start: Dated) -> Iterator[str]:
    """Which clearances somebody lacks on a day, and why, in words."""
    for kind in ("medical", "flight"):
        held = [(since, until) for k, since, until in chosen.clearances(person) if k == kind]
        if not any(since.isoformat() <= start.date <= until.isoformat() for since, until in held):
            why = f"theirs runs from {held[-1][0]} to {held[-1][1]}" if held else _none_held(chosen, person)
            yield f"{kind} clearance: {why}"


def _none_held(chosen: Selection, person: str) -> str:
    """Why somebody holds no clearance, in words."""
    word = chosen.last_word(person)
    said = f'"{word[0].name}" of {word[0].date}: {word[1].result}' if word else "the selection does not name them"
    return f"they hold none ({said})"


def _clearance(line: Timeline) -> Iterator[Finding]:
    for visit, leg, crew, start in (ride for ride in rides(line.plan) if ride[1] == "up"):
        chosen = line.selection if line.selection and line.selection.ship == visit.ship else None
        for place in crew:
            if chosen is None or (line.people[place.person].invented and chosen.last_word(place.person) is None):
                yield NotChecked(
                    "clearance", place.person, visit.ship, f"{place.person}: no clearance for {visit.ship} is on file"
                )
                continue
            said = f"{place.person} rides {ride_words(visit, leg, start)} without a valid"
            for lack in _lacking(chosen, place.person, start):
                yield broken("clearance", place.person, visit.ship, ride_span(visit, leg, start), f"{said} {lack}")


CLEARANCE = Rule(
    "clearance",
    "who lifts off holds a medical and a flight clearance for that ship, valid on the day",
    "Chief Medical Commission of 31 August and interagency commission of 16 September 2021; how long they hold "
    "(180 days) is kazbek's assumption",
    _clearance,
)


def _faults_of_backups(line: Timeline, ship: str, names: list[str], start: Dated) -> Iterator[tuple[str, str]]:
    """(who rides, what is wrong with their backup), `{ride}` for the ride."""
    pairs, of, up_there = line.plan.backups[ship], line.cabin(ship), line.aboard_at(start)
    stepped_in = [b for prime, b in pairs.items() if prime not in names]
    for name in names:
        backup = pairs.get(name)
        if backup is None:
            if name not in stepped_in:
                yield name, f"{name} rides {{ride}} and has no backup"
        elif backup in names and backup not in stepped_in:
            yield name, f"{backup} is the backup of {name} and rides {{ride}} too"
        elif backup in up_there:
            yield name, f"{backup} is the backup of {name} on {start.date} and is in space"
        elif of and line.people[name].role_in(of.name) == "commander" != line.people[backup].role_in(of.name):
            yield name, f"{backup} backs up {name} {{ride}} and is not trained to command it"


def _backup(line: Timeline) -> Iterator[Finding]:
    for visit, leg, crew, start in rides(line.plan):
        if leg != "up":
            continue
        pairs = line.plan.backups.get(visit.ship)
        if not pairs:
            yield NotChecked("backup", "", visit.ship, f"{visit.ship}: no backup crew is on file")
            continue
        span, ride = ride_span(visit, leg, start), ride_words(visit, leg, start)
        names = [place.person for place in crew]
        for name, fault in _faults_of_backups(line, visit.ship, names, start):
            yield broken("backup", name, visit.ship, span, fault.replace("{ride}", ride))  # names may hold braces


BACKUP = Rule(
    "backup",
    "each prime crew member has a backup on the ground who is trained for the same seat",
    "Interdepartmental commission of 14 May 2021: prime and backup crews",
    _backup,
)


def _handover(line: Timeline) -> Iterator[Finding]:
    if not line.plan.crew_plan:
        yield NotChecked("handover", "", "", "the station's other people are not on file")
        return
    for visit in line.plan.visits:
        if visit.undocked is not None:
            yield from _handover_at(line, visit, visit.undocked)
    for command in line.plan.commands:
        yield from _takes_over(line, command)


def _handover_at(line: Timeline, visit: Visit, leaving: Dated) -> Iterator[Finding]:
    """Whoever leaves a segment after living there has been together for a while with someone who stays."""
    gone = [a for a in line.aboard if a.left_in == visit.ship and days_between(a.span.start, leaving) >= RESIDENT_DAYS]
    for stay in gone:
        segment = line.people[stay.person].segment
        if not segment:
            yield NotChecked("handover", stay.person, visit.ship, f"{stay.person}: their segment is not on file")
            continue
        shared = _longest_overlap(line, stay, segment, leaving)
        if shared < HANDOVER_DAYS:
            since = stay.span.start if shared <= 0.0 else leaving.plus(-shared * SECONDS_PER_DAY_s)
            yield broken(
                "handover",
                stay.person,
                visit.ship,
                Span(since, leaving),
                f"{stay.person} leaves in {visit.ship} on {leaving} after {shared:.1f} days, from "
                f"{since.date} on, with anybody of the {segment.capitalize()} segment who stays; "
                f"{HANDOVER_DAYS:.0f} days are needed",
            )


def _longest_overlap(line: Timeline, stay: Aboard, segment: str, leaving: Dated) -> float:
    """Days that the longest-standing colleague who stays has spent with the one who leaves."""
    staying = [
        a
        for a in line.aboard
        if line.people[a.person].segment == segment
        and line.people[a.person].professional
        and a.span.start < leaving
        and (a.span.end is None or a.span.end > leaving)
    ]
    return max((days_between(max(a.span.start, stay.span.start), leaving) for a in staying), default=0.0)


def _takes_over(line: Timeline, command: Command) -> Iterator[Finding]:
    """A new commander of the station has lived there for a while."""
    stays = [a for a in line.aboard if a.person == command.person and a.span.start <= command.when]
    since = max((a.span.start for a in stays), default=None)
    if since is not None and since > line.plan.begins and days_between(since, command.when) < HANDOVER_DAYS:
        yield broken(
            "handover",
            command.person,
            "",
            Span(since, command.when),
            f"{command.person} takes command of the station on {command.when}, "
            f"{days_between(since, command.when):.1f} days after coming aboard on {since.date}; "
            f"{HANDOVER_DAYS:.0f} days are needed",
        )


HANDOVER = Rule(
    "handover",
    f"who leaves a segment, and who takes command, has lived {HANDOVER_DAYS:.0f} days with a professional who stays",
    "kazbek's assumption",
    _handover,
)


def _experienced(person: Person, name: str, term: Span) -> Iterator[Finding]:
    """Who commands is a professional and has flown before."""
    if person.earlier_flights is None:
        yield NotChecked("command", name, "", f"{name}: flights so far are not on file")
    elif person.earlier_flights < 1 or not person.professional:
        fault = "on a first flight" if person.professional else "not a professional"
        yield broken("command", name, "", term, f"{name} commands the station {when_words(term)} and is {fault}")


def _command(line: Timeline) -> Iterator[Finding]:
    plan = line.plan
    if not plan.commands:
        yield NotChecked("command", "", "", "who commands the station is not on file")
        return
    first = min(command.when for command in plan.commands)
    if first > plan.begins:
        gap = Span(plan.begins, first)
        yield broken("command", "", "", gap, f"nobody commands the station {when_words(gap)}")
    for command, end in plan.terms():
        start = max(command.when, plan.begins)
        term = Span(start, end)
        stays = [a for a in line.aboard if a.person == command.person]
        unmanned = term.without([a.span for a in line.aboard])
        for gap in term.without([*(a.span for a in stays), *unmanned]) if start < end else ():
            left = next((a.left_in for a in stays if a.span.end is not None and a.span.end <= gap.start), "")
            yield broken(
                "command",
                command.person,
                left,
                gap,
                f"{command.person} commands the station {when_words(term)} and is not aboard {when_words(gap)}"
                + (f": {command.person} left in {left}" if left else ""),
            )
        yield from _experienced(line.people[command.person], command.person, term)


COMMAND = Rule(
    "command",
    "while anybody is aboard the station has one commander, aboard, a professional who has flown before",
    "International crew practice; that a commander has flown before is kazbek's assumption",
    _command,
)
