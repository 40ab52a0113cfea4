"""Announced and actual: two layers, identities that last, calendars and feeds that other programs read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import pytest
from small_record import write_record

import kazbek
from kazbek.base.leg import Outcome
from kazbek.broadcast.programme import SlotState, programme
from kazbek.web.watch.on_air import schema_org


@pytest.fixture(scope="module")
def up() -> kazbek.Record:
    return kazbek.fly("soyuz-ms-19", until="hooks_closed", sigma=False)


@pytest.fixture(scope="module")
def slots(up: kazbek.Record) -> dict[str, Any]:
    return {slot.id: slot for slot in programme(up)}


def test_the_announced_layer_is_nasa_s(slots: dict[str, Any]) -> None:
    """blogs.nasa.gov, 5 October 2021: on air 08:15 for 08:55, and 11:30 for 12:12."""
    assert slots["launch"].opens.utc[11:16] == "08:15"
    assert slots["launch"].planned - slots["launch"].opens == 40 * 60.0
    assert slots["docking"].planned - slots["docking"].opens == 42 * 60.0


def test_the_actual_layer_is_the_record_s(slots: dict[str, Any], up: kazbek.Record) -> None:
    assert slots["docking"].actual == up["up"].event("docking_contact").epoch
    assert slots["docking"].state is SlotState.MOVED
    assert slots["docking"].delay_s == slots["docking"].actual - slots["docking"].planned
    assert slots["launch"].state is SlotState.AS_ANNOUNCED
    assert slots["undocking"].state is SlotState.EXPECTED
    assert slots["undocking"].actual is None


def test_a_slip_moves_the_act_and_keeps_the_slot(up: kazbek.Record, slots: dict[str, Any]) -> None:
    later = {slot.id: slot for slot in programme(_slipped(up, 3600.0))}
    assert later.keys() == slots.keys()
    assert later["launch"].opens == slots["launch"].opens
    assert later["launch"].planned == slots["launch"].planned
    assert later["launch"].actual - slots["launch"].actual == 3600.0
    assert (later["launch"].state, later["launch"].sequence) == (SlotState.MOVED, 1)


def _slipped(record: kazbek.Record, by_s: float) -> kazbek.Record:
    def moved(leg: Any) -> Any:
        return replace(leg, events=tuple(replace(e, epoch=e.epoch + by_s) for e in leg.events))

    return replace(record, flights=tuple(replace(f, legs=tuple(moved(leg) for leg in f.legs)) for f in record.flights))


def _scrubbed(record: kazbek.Record) -> kazbek.Record:
    flight = replace(record["up"], legs=(), outcome=Outcome.SCRUBBED, reason="wind")
    return replace(record, flights=(flight,), outcome=Outcome.SCRUBBED)


def test_the_calendar_is_read_back_by_another_reader(up: kazbek.Record, tmp_path: Path) -> None:
    """icalendar: UIDs stay, SEQUENCE rises with a slip, a scrub is CANCELLED (RFC 5546, 3.2.5)."""
    found = {}
    for name, record in (("flown", up), ("slipped", _slipped(up, 3600.0)), ("scrubbed", _scrubbed(up))):
        (file,) = kazbek.export(record, "ics", tmp_path / name)
        text = file.read_bytes()
        assert max(len(line) for line in text.split(b"\r\n")) <= 75
        calendar = icalendar.Calendar.from_ical(text)
        found[name] = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
    uid = "soyuz-ms-19/launch@kazbek"
    assert all(uid in events for events in found.values())
    assert [int(found[name][uid]["SEQUENCE"]) for name in ("flown", "slipped", "scrubbed")] == [0, 1, 1]
    assert [str(found[name][uid]["STATUS"]) for name in ("flown", "scrubbed")] == ["CONFIRMED", "CANCELLED"]
    assert str(found["flown"]["soyuz-ms-19/undocking@kazbek"]["STATUS"]) == "TENTATIVE"
    start = found["flown"][uid]["DTSTART"].dt
    assert start.isoformat() == "2021-10-05T08:15:00+00:00"


def test_the_feed_is_read_back_by_another_reader(up: kazbek.Record, tmp_path: Path) -> None:
    """feedparser: well formed, newest first, an id per event that a slip leaves alone."""
    read = {}
    for name, record in (("flown", up), ("slipped", _slipped(up, 3600.0))):
        (file,) = kazbek.export(record, "atom", tmp_path / name)
        feed = feedparser.parse(file.read_bytes())
        assert not feed.bozo
        read[name] = feed
    assert [e.id for e in read["flown"].entries] == [e.id for e in read["slipped"].entries]
    assert read["flown"].entries[0].title == "Soyuz MS-19: hooks closed"
    lifted = next(e for e in read["flown"].entries if e.id.endswith("up/liftoff"))
    assert lifted.updated == up["up"].event("liftoff").utc
    updated = [e.updated for e in read["flown"].entries]
    assert updated == sorted(updated, reverse=True)


def test_a_mission_that_nobody_announced_has_the_usual_leads(tmp_path: Path) -> None:
    slots = programme(kazbek.load(write_record(tmp_path / "r")))
    assert [slot.announced for slot in slots] == [False] * len(slots)
    assert {slot.id for slot in slots} == {"up/liftoff", "up/docking_contact", "up/touchdown"}


def test_schema_org_tells_the_window_and_the_act_apart(up: kazbek.Record) -> None:
    """schema.org BroadcastEvent: @id, name, startDate; a moved act is EventRescheduled with its previousStartDate."""
    told = {entry["@id"]: entry for entry in schema_org(up)}
    docking = told["urn:kazbek:soyuz-ms-19/slot/docking"]
    assert docking["@type"] == "BroadcastEvent"
    assert docking["startDate"].startswith("2021-10-05T11:30")
    act = docking["broadcastOfEvent"]
    assert act["startDate"] == up["up"].event("docking_contact").utc
    assert act["eventStatus"] == "https://schema.org/EventRescheduled"
    assert act["previousStartDate"].startswith("2021-10-05T12:12")
