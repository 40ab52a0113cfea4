"""Soyuz MS-18 and MS-19 from the pad to contact, against what was planned and flown; the same data files for both.

Authority: kosmonavtika.com mkseo65 and mkseo66 (plan and contact of MS-18, contact of MS-19 by hand), Roscosmos and
NASA before the flights (planned contacts). Gates of the project, with the slots of burns as planning input.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event
from kazbek.mission.fly import fly


def contact_of(mission: str) -> tuple[Event, list[Event]]:
    """Contact of the flight up, and all its burns."""
    flown = fly(mission, until="docking_contact").flights[0]
    events = [event for leg in flown.legs for event in leg.events]
    burns = [event for event in events if event.name.startswith("burn_")]
    return next(event for event in events if event.name == "docking_contact"), burns


def minutes_from(utc: str, event: Event) -> float:
    return (event.epoch - Epoch.from_utc(utc)) / 60.0


@pytest.fixture(scope="module")
def ms_18() -> tuple[Event, list[Event]]:
    return contact_of("soyuz-ms-18")


@pytest.fixture(scope="module")
def ms_19_automatic(tmp_path_factory: pytest.TempPathFactory) -> tuple[Event, list[Event]]:
    text = bundled("missions", "soyuz-ms-19.toml").read_text(encoding="utf-8")
    healthy, cut = re.subn(r"^failure = .*$", "", text, flags=re.MULTILINE)
    assert cut == 1
    path: Path = tmp_path_factory.mktemp("healthy") / "mine.toml"
    path.write_text(healthy, encoding="utf-8")
    return contact_of(str(path))


def test_ms_18_docks_within_six_minutes_of_plan_and_three_of_flight(ms_18: tuple[Event, list[Event]]) -> None:
    assert abs(minutes_from("2021-04-09T11:08:00Z", ms_18[0])) < 6.0
    assert abs(minutes_from("2021-04-09T11:05:07Z", ms_18[0])) < 3.0


def test_ms_19_would_have_docked_within_six_minutes_of_plan(ms_19_automatic: tuple[Event, list[Event]]) -> None:
    assert abs(minutes_from("2021-10-05T12:12:00Z", ms_19_automatic[0])) < 6.0


def test_ms_19_docks_by_hand_within_five_minutes_of_flight() -> None:
    contact, _ = contact_of("soyuz-ms-19")
    assert abs(minutes_from("2021-10-05T12:22:31Z", contact)) < 5.0


def test_ms_28_docks_within_five_minutes_of_flight() -> None:
    """Contact planned by the sunset rule, which knows nothing of this flight; spacefacts.de."""
    contact, burns = contact_of("soyuz-ms-28")
    assert abs(minutes_from("2025-11-27T12:34:35Z", contact)) < 5.0
    assert burns[1].values["delta_v_m_s"] == pytest.approx(50.85, rel=0.1)  # russianspaceweb.com soyuz-ms-28


def test_burns_of_ms_18_are_those_of_the_plan(ms_18: tuple[Event, list[Event]]) -> None:
    planned = [
        ("2021-04-09T09:52:02Z", 24.16),
        ("2021-04-09T10:34:25Z", 5.85),
        ("2021-04-09T10:40:54Z", 5.94),
        ("2021-04-09T10:43:44Z", 1.44),
    ]  # burns 3 to 6 of the table: within 90 s and 20 %
    for (utc, delta_v), burn in zip(planned, ms_18[1][-4:]):
        assert abs(minutes_from(utc, burn)) < 1.5
        assert burn.values["delta_v_m_s"] == pytest.approx(delta_v, rel=0.20)


@pytest.mark.parametrize("flight", ["ms_18", "ms_19_automatic"])
def test_the_total_is_that_of_two_orbit_flights(flight: str, request: pytest.FixtureRequest) -> None:
    contact, burns = request.getfixturevalue(flight)
    assert 6 <= len(burns) <= 8
    assert 112.0 <= float(contact.values["delta_v_total_m_s"]) <= 128.0
    assert float(contact.values["delta_v_total_m_s"]) == pytest.approx(
        sum(float(burn.values["delta_v_m_s"]) for burn in burns), abs=1e-6
    )
    assert 0.10 <= float(contact.values["closing_speed_m_s"]) <= 0.15
