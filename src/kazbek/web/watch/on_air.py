"""What is on the air, for the page: commentary in every language, the programme, schema.org's words for it."""

from __future__ import annotations

from typing import Any

from kazbek.broadcast.calls import commentary, languages
from kazbek.broadcast.programme import ProgrammeSlot, SlotState, programme
from kazbek.record.record import Record

Json = dict[str, Any]
_STATUS = {SlotState.CANCELLED: "EventCancelled", SlotState.MOVED: "EventRescheduled"}


def cues_json(record: Record, origin_ns: int) -> list[Json]:
    """Each cue with its identity, its instants and its words by language."""
    told: dict[str, Json] = {}
    for language in languages():
        for cue in commentary(record, language):
            start, end = (cue.start.tai_ns - origin_ns) / 1e9, (cue.end.tai_ns - origin_ns) / 1e9
            known = told.setdefault(cue.id, {"id": cue.id, "t": start, "end": end, "kind": str(cue.kind)})
            known |= {language: cue.text, "end": max(end, known["end"])}
    return sorted(told.values(), key=lambda cue: cue["t"])


def slots_json(record: Record, origin_ns: int) -> list[Json]:
    """Each slot: announced and actual in fields of their own."""
    return [
        {
            "id": slot.id,
            "title": slot.title,
            "event": slot.event,
            "announced": slot.announced,
            "opens": (slot.opens.tai_ns - origin_ns) / 1e9,
            "closes": (slot.closes.tai_ns - origin_ns) / 1e9,
            "planned": None if slot.planned is None else (slot.planned.tai_ns - origin_ns) / 1e9,
            "actual": None if slot.actual is None else (slot.actual.tai_ns - origin_ns) / 1e9,
            "delay_s": slot.delay_s,
            "state": str(slot.state),
            "source": slot.source,
        }
        for slot in programme(record)
    ]


def schema_org(record: Record) -> list[Json]:
    """The slots as BroadcastEvents (schema.org): the window of the broadcast, and the act it is of."""
    return [_broadcast_event(record.mission, slot) for slot in programme(record)]


def _broadcast_event(mission: str, slot: ProgrammeSlot) -> Json:
    act: Json = {"@type": "Event", "@id": f"urn:kazbek:{mission}/{slot.event}", "name": slot.title}
    at = slot.actual or slot.planned
    act |= {"startDate": at.utc} if at else {}
    if slot.state in _STATUS:
        act["eventStatus"] = f"https://schema.org/{_STATUS[slot.state]}"
    if slot.state is SlotState.MOVED and slot.planned is not None:
        act["previousStartDate"] = slot.planned.utc
    return {
        "@context": "https://schema.org",
        "@type": "BroadcastEvent",
        "@id": f"urn:kazbek:{mission}/slot/{slot.id}",
        "name": slot.title,
        "isLiveBroadcast": True,
        "startDate": slot.opens.utc,
        "endDate": slot.closes.utc,
        "broadcastOfEvent": act,
    }
