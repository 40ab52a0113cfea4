"""A cargo ship: nobody aboard, two days to an aft port; and who may not ride in it.

Authority: Progress MS flies the two-day scheme to Zvezda's aft port (Progress MS-18, October 2021, 49 h 31 min).
"""

from __future__ import annotations

import pytest

from kazbek.base.errors import DataError
from kazbek.catalogue.launcher import Launcher
from kazbek.mission.checks import check
from kazbek.mission.file import mission_from, mission_text
from kazbek.mission.prepare import prepare
from kazbek.views.timeline import flight_text


def test_it_closes_by_the_two_day_scheme() -> None:
    ready = prepare("progress-two-day")
    up = ready.up(ready.mission.flights[0])
    start = up.start()
    assert start is not None
    assert start.closes
    assert start.planned_contact.rule == "sunset"  # as flown two-day ships: 49 h 38 to 50 h 29
    assert 49.6 * 3600.0 < start.docking - start.liftoff < 50.5 * 3600.0
    assert not any(event.name == "escape_tower_jettison" for event in up.planned_ascent.fly(*_pad(up, start)).events)


def _pad(up, start):  # type: ignore[no-untyped-def]
    return up.ascent.on_pad(start.liftoff), up.scene


def test_nobody_rides_in_it_and_nobody_is_missed() -> None:
    text = mission_text("progress-two-day")
    check(mission_from(text, None, "cargo.toml"))
    manned = text + 'crew = [{ name = "Ann Stowaway", seat = "left" }]\n'
    with pytest.raises(DataError, match="1 people") as fault:
        check(mission_from(manned, None, "cargo.toml"))
    assert "at most 0" in fault.value.allowed
    empty = mission_text("soyuz-ms-28").rpartition("crew = ")[0]
    with pytest.raises(DataError, match="nobody aboard"):
        check(mission_from(empty, None, "mine.toml"))
    assert flight_text("up", "Progress MS", ()) == "Progress MS, up, nobody aboard"


def test_the_rocket_is_the_same_but_for_its_tower() -> None:
    crewed, cargo = Launcher.named("soyuz-2.1a"), Launcher.named("soyuz-2.1a-cargo")
    assert cargo.stages == crewed.stages
    assert "tower_kg" not in cargo.elements
