"""Moments that no phase stamps: dusk at the pad, filled tanks, takes of a film; and who was chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import kazbek
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event, Outcome
from kazbek.gallery.moment import moment_of, moment_on_the_track
from kazbek.gallery.shots import can_be_drawn
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat, beats
from kazbek.views.story.moments import moments
from kazbek.views.story.quantity import plain
from kazbek.views.story.shooting import shooting


@pytest.fixture(scope="module")
def record() -> Record:
    return kazbek.fly("soyuz-ms-19", until="liftoff", sigma=False)


@pytest.fixture(scope="module")
def story(record: Record) -> dict[str, Beat]:
    return {beat.key: beat for beat in beats(record)}


def test_dusk_lies_where_the_almanac_has_it(record: Record) -> None:
    """The evening before lift-off at Site 31: the Astronomical Almanac's low-precision Sun (0.01°) stands 3° below the
    level of the ellipsoid, whose zenith lies 0.2° from that of the pictures' sphere."""
    found = {event.name: event for event in moments(record["up"])}["pad_at_dusk"].epoch
    assert found.utc.startswith("2021-10-04T13")
    n = (found - Epoch.from_utc("2000-01-01T12:00:00Z")) / 86_400.0
    g, mean_rad = np.radians(357.528 + 0.9856003 * n), np.radians(280.460 + 0.9856474 * n)
    along = mean_rad + np.radians(1.915 * np.sin(g) + 0.020 * np.sin(2.0 * g))
    tilt = np.radians(23.439)
    declination = np.arcsin(np.sin(tilt) * np.sin(along))
    ascension = np.arctan2(np.cos(tilt) * np.sin(along), np.cos(along))
    hour = np.radians((18.697374558 + 24.06570982441908 * n) * 15.0 + 63.564) - ascension
    latitude = np.radians(45.996)
    sine = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(hour)
    assert np.degrees(np.arcsin(sine)) == pytest.approx(-3.0, abs=0.1)


def test_tanks_are_full_when_the_plan_of_loading_ends(record: Record, story: dict[str, Beat]) -> None:
    """MS-19's plan: the last oxygen at T−11 102 s; a row of the countdown is a minute."""
    assert story["tanks_full"].epoch - story["liftoff"].epoch == pytest.approx(-11_102.0, abs=120.0)
    told = " ".join(plain(sentence) for sentence in story["tanks_full"].sentences)
    assert "191\u00a0t of liquid oxygen" in told  # 4 x 27.9 + 63.8 + 15.7 t, data/countdowns


def test_backups_and_selection_are_told_at_rollout_and_the_console_in_the_cabin(story: dict[str, Beat]) -> None:
    """RussianSpaceWeb: Artemyev, Dudin, Mordovina; some 3 000 applied for the lead."""
    told = " ".join(plain(sentence) for sentence in story["rollout"].sentences)
    assert "Oleg Artemyev, Alexey Dudin and Alyona Mordovina" in told
    assert "3\u202f000 [f] people had applied" in told
    assert any("portable console" in sentence for sentence in story["boarding_hatch_closed"].sentences)


def test_days_before_the_launch_are_drawn_at_the_pad_in_the_sun_of_their_own_hour(
    record: Record, story: dict[str, Beat]
) -> None:
    """Sunrise at Baikonur on 1 October 2021 is at 06:46 local time (01:46 UTC): at 02:30 UTC the Sun is low in the
    east."""
    beat = story["rollout"]
    now = moment_of(beat, record)
    assert now is not None
    assert can_be_drawn(beat, record)
    east, north, up = now.C_ITRF_ENU.T @ now.to_sun_ITRF
    assert np.degrees(np.arcsin(up)) == pytest.approx(6.8, abs=1.5)
    assert east > 0.9
    assert abs(north) < 0.3


def test_takes_are_told_only_of_a_record_that_reaches_them_and_stand_in_their_light(record: Record) -> None:
    """The public hours of the scene: 14 October, 07:00 to 13:30 UTC, four sunrises and five sunsets."""
    assert not list(shooting(record, record["up"]))

    def flight(name: str, event: str, utc: str) -> RecordedFlight:
        stamped = (Event(event, Epoch.from_utc(utc)),)
        return RecordedFlight(name, "Soyuz MS-19", (), Outcome.DOCKED, bookkeeping=stamped)

    up = flight("up", "docking_contact", "2021-10-05T12:18:00Z")
    home = flight("film-crew-home", "undocking", "2021-10-17T01:12:00Z")
    whole = replace(record, flights=(up, home))
    found = {event.name: event for event in shooting(whole, up)}
    assert {"shooting_begins", "take_in_sun", "take_in_dark"} == set(found)
    for name, lit in (("take_in_sun", True), ("take_in_dark", False)):
        event = found[name]
        assert "2021-10-14T07:00" <= event.utc[:16] <= "2021-10-14T13:30"
        assert (event.values["sunrises"], event.values["sunsets"]) == (4.0, 5.0)
        now = moment_on_the_track(whole, event.epoch)
        assert now is not None
        assert now.in_sunlight is lit
