"""iCalendar (RFC 5545): appointments that any calendar opens; UTC, lines folded at 75 octets, lasting UIDs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kazbek.base.epoch import Epoch

_FOLD = 75


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry: `uid` is unique and stays the same when the times move; `sequence` counts the moves.

    `status` is CONFIRMED, TENTATIVE or CANCELLED, or empty.
    """

    uid: str
    title: str
    start: Epoch
    end: Epoch
    text: str = ""
    place: str = ""
    sequence: int = 0
    status: str = ""


def icalendar(name: str, appointments: Iterable[Appointment], stamp: Epoch) -> str:
    """The text of an ``.ics`` file. `stamp` is when it was made; the same input gives the same text."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kazbek//schedule//EN", f"X-WR-CALNAME:{_escaped(name)}"]
    for appointment in appointments:
        lines += _event(appointment, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(appointment: Appointment, stamp: Epoch) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{appointment.uid}@kazbek",
        f"DTSTAMP:{_instant(stamp)}",
        f"DTSTART:{_instant(appointment.start)}",
        f"DTEND:{_instant(appointment.end)}",
        f"SEQUENCE:{appointment.sequence}",
        f"SUMMARY:{_escaped(appointment.title)}",
    ]
    lines += [f"STATUS:{appointment.status}"] if appointment.status else []
    lines += [f"DESCRIPTION:{_escaped(appointment.text)}"] if appointment.text else []
    lines += [f"LOCATION:{_escaped(appointment.place)}"] if appointment.place else []
    return [*lines, "END:VEVENT"]


def _instant(epoch: Epoch) -> str:
    return epoch.utc_datetime.strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, none cut within a character; every piece but the first begins with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > _FOLD:
            yield piece
            piece = " "
        piece += character
    yield piece
