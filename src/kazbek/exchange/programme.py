"""A mission's programme as a calendar: announced slots, moved and cancelled as the record has them."""

from __future__ import annotations

from pathlib import Path

from kazbek.base.errors import DataError
from kazbek.broadcast.programme import ProgrammeSlot, SlotState, programme
from kazbek.exchange.icalendar import Appointment, icalendar
from kazbek.record.record import Record

_STATUS = {SlotState.CANCELLED: "CANCELLED", SlotState.EXPECTED: "TENTATIVE"}


def write_ics(record: Record, folder: Path) -> list[Path]:
    """Write ``<mission>.ics``; an entry keeps its UID, and its SEQUENCE rises with each move (RFC 5546).

    Raises
    ------
    DataError
        when nothing was announced and nothing happened.
    """
    slots = programme(record)
    if not slots:
        raise DataError(f"{record.where} holds nothing to announce", cure="fly further")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{record.mission}.ics"
    stamp = max((slot.actual for slot in slots if slot.actual is not None), default=slots[0].opens)
    text = icalendar(record.mission, [_appointment(record.mission, slot) for slot in slots], stamp)
    target.write_text(text, encoding="utf-8", newline="")
    return [target]


def _appointment(mission: str, slot: ProgrammeSlot) -> Appointment:
    lines = [f"Announced act: {slot.planned.utc}"] if slot.planned else []
    lines += [f"Actual act: {slot.actual.utc}"] if slot.actual else []
    lines.append(f"{slot.state}; {slot.source}")
    return Appointment(
        uid=f"{mission}/{slot.id}",
        title=slot.title,
        start=slot.opens,
        end=slot.closes,
        text="\n".join(lines),
        sequence=slot.sequence,
        status=_STATUS.get(slot.state, "CONFIRMED"),
    )
