"""State changes of a mission as an Atom feed (RFC 4287): launched, held, docked, landed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from kazbek.base.errors import DataError
from kazbek.base.events import meaning
from kazbek.base.printable import printable_lines
from kazbek.broadcast.calls import identities
from kazbek.record.record import Record

_ATOM = "http://www.w3.org/2005/Atom"
STATES = (
    "rollout",
    "hold",
    "scrub",
    "liftoff",
    "spacecraft_separation",
    "kurs_lost",
    "manual_control",
    "docking_contact",
    "hooks_closed",
    "hatch_open",
    "seats_swapped",
    "undocking",
    "deorbit_burn_start",
    "entry_interface",
    "main_opening",
    "touchdown",
    "abort",
)


def write_atom(record: Record, folder: Path) -> list[Path]:
    """Write ``<mission>.atom.xml``.

    Raises
    ------
    DataError
        when nothing happened.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{record.mission}.atom.xml"
    target.write_bytes(atom(record))
    return [target]


def atom(record: Record) -> bytes:
    """The feed; an entry's id stays when its instant moves, and the newest comes first.

    Raises
    ------
    DataError
        when nothing happened.
    """
    happened = [
        (identity, flight, event)
        for flight in record.values()
        for identity, event in identities(flight)
        if event.name in STATES
    ]
    if not happened:
        raise DataError(f"{record.where} holds no change of state", cure="fly further")
    happened.sort(key=lambda entry: entry[2].epoch, reverse=True)
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", f"tag:kazbek,2021:{record.mission}")
    _add(feed, "title", record.mission)
    _add(feed, "updated", happened[0][2].epoch.utc)
    _add(_add(feed, "author", ""), "name", "kazbek, computed and not tracked")
    for identity, flight, event in happened:
        entry = _add(feed, "entry", "")
        _add(entry, "id", f"tag:kazbek,2021:{record.mission}/{identity}")
        _add(entry, "title", f"{printable_lines(flight.ship)}: {event.name.replace('_', ' ')}")
        _add(entry, "updated", event.epoch.utc)
        _add(entry, "summary", meaning(event.name))
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = text or None
    return child
