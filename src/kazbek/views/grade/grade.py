"""`kazbek grade`: penalty points and mark of a docking, whoever flew it, and what decided them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kazbek.base.data import names_in, parse
from kazbek.base.errors import unknown
from kazbek.base.leg import Outcome
from kazbek.catalogue.panel import Panel
from kazbek.mission.day import spacecraft_name
from kazbek.record.flight import RecordedFlight
from kazbek.record.read import as_record
from kazbek.record.record import Record
from kazbek.views.figures import rounded
from kazbek.views.grade.aim import LessonAim
from kazbek.views.grade.contact import at_contact
from kazbek.views.grade.course import Course, courses
from kazbek.views.grade.item import Item
from kazbek.views.grade.scheme import Scheme
from kazbek.views.grade.way import answered, blown_at, hands, looks, off_corridor, spent, stops, too_fast

USUAL = "docking"
_WORST = 2


@dataclass(frozen=True)
class Grade:
    """A graded flight.

    Attributes
    ----------
    flight : its name
    ship : its ship
    flown_by : ``a person or the pilot model``, or ``the autopilot``
    outcome, reason : how it ended
    mark : 5, 4, 3 or 2
    items : every line of the sheet, those that cost nothing too
    """

    flight: str
    ship: str
    flown_by: str
    outcome: Outcome
    reason: str
    mark: int
    items: tuple[Item, ...]

    @property
    def penalty(self) -> float:
        """All points together."""
        return sum(item.points for item in self.items)

    @property
    def decided(self) -> str:
        """What decided the mark, in a sentence."""
        if self.outcome not in (Outcome.DOCKED, Outcome.REACHED):
            return f"Not docked: {self.reason or self.outcome.replace('_', ' ')}."
        worst = max(self.items, key=lambda item: item.points)
        if worst.points == 0.0:
            return "Nothing cost a point."
        when = "" if worst.at is None else f" at {rounded(worst.at.utc)[11:19]} UTC"
        return (
            f"Most points by {worst.words}: {worst.value:.3g} {worst.unit}, free up to {worst.limit:.3g} "
            f"({worst.points:.0f} of {self.penalty:.0f}){when}."
        )

    def json(self) -> dict[str, Any]:
        """In the words of the contract, and more."""
        return {
            "mark": self.mark,
            "penalty": self.penalty,
            "items": [item.json() for item in self.items],
            "flight": self.flight,
            "ship": self.ship,
            "flown_by": self.flown_by,
            "outcome": str(self.outcome),
            "decided": self.decided,
        }


def grade(record: Record | str | Path, flight: str = "", scheme: str = USUAL) -> Grade:
    """Grade a flight to a port: a person's, the autopilot's or the pilot model's.

    Parameters
    ----------
    record : as flown or loaded, or its folder
    flight : its name; the first that came beside a station where none is given
    scheme : a table of penalty points of ``data/grades``, or one's own ``.toml`` file

    Raises
    ------
    DataError
        a record in which nothing came beside a station, no such flight or table.

    Examples
    --------
    >>> import kazbek
    >>> kazbek.grade(docked).mark  # doctest: +SKIP
    5
    """
    told = as_record(record)
    found = {one.name: one for one in courses(told)}
    if flight and flight not in found:
        raise unknown("flight", flight, found, where=told.where)
    return graded(found[flight] if flight else next(iter(found.values())), told, Scheme.named(scheme))


def graded(flight: RecordedFlight, record: Record, scheme: Scheme) -> Grade:
    """The grade of one flight."""
    course, panel = Course.of(flight), panel_of(record, flight)
    aim = aim_of(record)
    reports = tuple(map(str, record.manifest.get("reports", ())))
    items = tuple(_items(course, scheme, panel, reports) if aim is None else _towards(aim, course, scheme, panel))
    docked = any(event.name == "linkage" for event in flight.events)
    done = docked if aim is None else flight.outcome is Outcome.REACHED
    mark = scheme.marks.of(sum(item.points for item in items)) if done else _WORST
    by = "a person or the pilot model" if course.by_hand.any() else "the autopilot"
    outcome = Outcome.DOCKED if docked else flight.outcome
    return Grade(flight.name, flight.ship, by, outcome, flight.reason, mark, items)


def aim_of(record: Record) -> LessonAim | None:
    """What a lesson was to reach besides a docking; None for any other flight.

    Raises
    ------
    DataError
        the record says something that is no aim.
    """
    said = record.manifest.get("aim")
    return None if said is None else parse(said, LessonAim, where=f"{record.where}: aim")


def panel_of(record: Record, flight: RecordedFlight) -> Panel | None:
    """The panel of the flight's ship; None where none is on file."""
    name = spacecraft_name(flight.ship, str(record.decided(flight.name).get("spacecraft", "")))
    return Panel.named(name) if name in names_in("panels") else None


def _towards(aim: LessonAim, course: Course, scheme: Scheme, panel: Panel | None) -> Iterator[Item]:
    yield from aim.cost(course, scheme)
    yield from too_fast(course, scheme, panel)


def _items(course: Course, scheme: Scheme, panel: Panel | None, reports: Collection[str]) -> Iterator[Item]:
    yield from at_contact(course, scheme)
    yield from too_fast(course, scheme, panel)
    yield from looks(course, scheme, reports)
    for kind in (off_corridor, stops, blown_at, spent, answered, hands):
        yield from kind(course, scheme)
