"""The programme: slots as announced, and the acts they are for as the record has them. Two layers, never mixed.

An announced slot is fixed in the calendar. Its act moves: a slip changes the actual instant and keeps the slot's name;
a scrub, or a flight that ends before the act, cancels it. What nobody announced is derived from usual leads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from kazbek.base.data import DataFile, Frozen, load, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Outcome
from kazbek.broadcast.calls import identities
from kazbek.record.record import Record

_MOVED_s = 60.0  # an act that is farther from its announced instant has slipped
_AFTER_s = 20 * 60.0  # that a block goes on after its act; our choice, no source tells when blocks close
# Acts that channels open a block for, and the usual lead: NASA TV's blocks of MS-16 to MS-27 (docs/watch.md).
_USUAL = {
    "liftoff": ("Launch", 40 * 60.0),
    "docking_contact": ("Docking", 42 * 60.0),
    "hatch_open": ("Hatch opening", 30 * 60.0),
    "undocking": ("Undocking", 14 * 60.0),
    "touchdown": ("Deorbit burn and landing", 75 * 60.0),
}


class AnnouncedSlot(Frozen):
    """One block of a programme as announced.

    Attributes
    ----------
    event : the act, as flight and event: ``up/liftoff``
    opens, act : when the block opens, and when the act was planned
    src : who announced it
    """

    id: str
    title: str
    event: str
    opens: dt.datetime
    act: dt.datetime | None = None
    src: str


class ProgrammeFile(DataFile):
    """Announced slots of a mission, read from ``data/programmes``."""

    slot: tuple[AnnouncedSlot, ...] = Field(default_factory=tuple)


class SlotState(StrEnum):
    """Of a slot, when everything that was flown is known."""

    AS_ANNOUNCED = "as announced"
    MOVED = "moved"
    CANCELLED = "cancelled"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class ProgrammeSlot:
    """A block and its act.

    Attributes
    ----------
    id : stays the same whatever moves
    event : the act's identity
    opens, planned : as announced; `announced` False where they are derived from usual leads
    actual : the act in the record; None where it did not happen
    source : who announced it
    """

    id: str
    title: str
    event: str
    opens: Epoch
    planned: Epoch | None
    actual: Epoch | None
    state: SlotState
    announced: bool
    source: str

    @property
    def delay_s(self) -> float | None:
        """Actual less planned; positive is late."""
        return None if self.actual is None or self.planned is None else self.actual - self.planned

    @property
    def closes(self) -> Epoch:
        """The block's end: some time after its act, wherever that has moved."""
        act = self.actual or self.planned or self.opens
        return max(act, self.opens) + _AFTER_s

    @property
    def sequence(self) -> int:
        """How often a calendar must take a new version of it."""
        return 0 if self.state in (SlotState.AS_ANNOUNCED, SlotState.EXPECTED) else 1


def programme(record: Record) -> tuple[ProgrammeSlot, ...]:
    """Every slot of a mission, in order of their opening."""
    happened = {identity: event.epoch for flight in record.values() for identity, event in identities(flight)}
    announced = [*_announced(record, happened)]
    taken = {slot.event for slot in announced}
    slots = [*announced, *(slot for slot in _usual(record, happened) if slot.event not in taken)]
    return tuple(sorted(slots, key=lambda slot: (slot.opens, slot.id)))


def _announced(record: Record, happened: dict[str, Epoch]) -> Iterator[ProgrammeSlot]:
    if record.mission not in names_in("programmes"):
        return
    file = load("programmes", record.mission, ProgrammeFile)
    for slot in file.slot:
        planned = None if slot.act is None else Epoch.from_utc(slot.act)
        actual = happened.get(slot.event)
        state = _state(record, slot.event.partition("/")[0], planned, actual)
        opens = Epoch.from_utc(slot.opens)
        source = file.sources.get(slot.src, slot.src)
        yield ProgrammeSlot(slot.id, slot.title, slot.event, opens, planned, actual, state, True, source)


def _state(record: Record, flight: str, planned: Epoch | None, actual: Epoch | None) -> SlotState:
    if actual is not None:
        return SlotState.MOVED if planned is not None and abs(actual - planned) > _MOVED_s else SlotState.AS_ANNOUNCED
    ended = flight in record and record[flight].outcome in (Outcome.SCRUBBED, Outcome.LOST, Outcome.ABORTED_CREW_SAFE)
    return SlotState.CANCELLED if ended else SlotState.EXPECTED


def _usual(record: Record, happened: dict[str, Epoch]) -> Iterator[ProgrammeSlot]:
    """What channels would open for, from the record itself."""
    for flight in record.values():
        for event, (title, lead_s) in _USUAL.items():
            identity = f"{flight.name}/{event}"
            at = happened.get(identity)
            if at is not None:
                words = f"{title}, {flight.ship}"
                yield ProgrammeSlot(
                    identity,
                    words,
                    identity,
                    at - lead_s,
                    None,
                    at,
                    SlotState.AS_ANNOUNCED,
                    False,
                    "derived from usual leads",
                )
