"""Shenzhou to Tiangong and home, from data files alone, against what was announced.

Gates: lift-off 8 s (2021) and 15 s (2025), contact 3 min, Shenzhou-13's touchdown 90 s and 15 km of the flown place,
all from element sets up to a week old. The launchers' nodes are fitted on these lift-offs; contacts and landing are not
fitted flight by flight.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import kazbek
from kazbek.base.epoch import Epoch
from kazbek.cli import run
from kazbek.record.record import Record

SET_OF_15 = Path(__file__).parents[1] / "data" / "tiangong_2022-12-04.tle"
FLOWN_HOME_deg = (41.6536, 100.1606)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("another")


@pytest.fixture(scope="module")
def thirteen(folder: Path) -> Record:
    return kazbek.fly("shenzhou-13", out=folder / "13", sigma=False)


@pytest.fixture(scope="module")
def twenty_one(folder: Path) -> Record:
    return kazbek.fly("shenzhou-21", out=folder / "21", sigma=False)


def test_every_quantity_that_history_knows_is_within_its_gate(thirteen: Record, twenty_one: Record) -> None:
    rows = [*thirteen.comparison, *twenty_one.comparison]
    assert len(rows) >= 18
    assert [row.quantity for row in rows if not abs(row.difference) <= row.tolerance] == []


def test_home_within_fifteen_kilometres_of_the_flown_place(thirteen: Record) -> None:
    end = thirteen["home"].event("touchdown").values
    north_km = 111.2 * (float(end["latitude_deg"]) - FLOWN_HOME_deg[0])
    east_km = 111.2 * math.cos(math.radians(FLOWN_HOME_deg[0])) * (float(end["longitude_deg"]) - FLOWN_HOME_deg[1])
    assert math.hypot(north_km, east_km) < 15.0
    assert 240.0 <= thirteen["home"].event("plasma_end").epoch - thirteen["home"].event("plasma_start").epoch <= 300.0


def test_the_propellant_books_close(twenty_one: Record) -> None:
    """What the ship lost on the way is what its tanks lost; what is left brings it home twice."""
    up = twenty_one["up"]
    masses = np.concatenate([leg["mass_kg"] for leg in up.legs if leg.name != "ascent"])
    burnt_kg = masses[0] - masses[-1]
    left_kg = float(up.event("docking_contact").values["propellant_kg"])
    assert masses[0] == 8082.0
    assert burnt_kg == pytest.approx(1000.0 - left_kg, abs=1.0)
    assert left_kg > 400.0


def test_it_waits_where_it_was_announced_to(twenty_one: Record) -> None:
    waits = [event for event in twenty_one["up"].events if event.name == "stationkeeping"]
    assert [round(float(event.values["port_distance_m"]), -1) for event in waits] == [200.0, 30.0]


def test_a_flight_that_is_not_bundled_leaves_on_time() -> None:
    """Shenzhou-15, 15:08:17 UTC, contact some 21:35, from a set of 4.6 days later; one of two flights of the fit."""
    found = kazbek.window(str(SET_OF_15), "jiuquan-91", "2022-11-29", 1.0, profiles=["shenzhou-6.5h"])
    (start,) = found.opportunities[0].starts
    assert start.closes
    assert abs(start.liftoff - Epoch.from_utc("2022-11-29T15:08:17")) < 15.0
    assert abs(start.docking - Epoch.from_utc("2022-11-29T21:35:00")) < 180.0
    assert 380.0 < start.liftoff - found.opportunities[0].plane_crossing < 460.0  # the pad passed the plane before


def test_doors_open_without_a_special_case(
    twenty_one: Record, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tell", str(folder / "21"), "--story", "text"]) == 0
    told = capsys.readouterr().out
    assert "Beijing" in told or "Jiuquan" in told
    assert "Soyuz" not in told
    for kind in ("oem", "csv", "kml", "czml"):
        assert kazbek.export(folder / "21", kind, folder / kind)


def test_the_cockpit_opens_on_it(twenty_one: Record) -> None:
    pytest.importorskip("starlette")
    from kazbek.web.cockpit.begin import Choice, begin

    session = begin(Choice(mission="shenzhou-21", event="final_approach"), lambda _: None)
    session.advance(40)
    assert session.panel is not None
    assert session.panel.cabin == "shenzhou"
