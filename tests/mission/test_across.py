"""A flight from port to port as part of a mission: what may be asked for, what it flies, what follows from it.

Authority: Soyuz MS-18 moved from Rassvet to Nauka on 28 September 2021, undocking 12:21, docking 13:04 UTC (announced:
12:21 and 13:00). Flown relocations took 18 to 42 minutes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import kazbek
from kazbek.base.errors import DataError
from kazbek.base.leg import Outcome
from kazbek.crew.join import instants_of, timeline_of
from kazbek.crew.rules.places import PORTS
from kazbek.mission.checks import check
from kazbek.mission.file import Mission, mission_from, mission_text, read_mission
from kazbek.mission.fly import fly
from kazbek.mission.prepare import prepare
from kazbek.mission.run import run_flights
from kazbek.mission.stay import port_beside, port_of
from kazbek.record.record import Record

MOVE = """
[[flight]]
name = "move"
ship = "Soyuz MS-18"
date = 2021-10-03
time_utc = 09:30:00
to_port = "poisk-zenith"
crew = [
  { name = "Oleg Novitsky", seat = "centre" },
  { name = "Pyotr Dubrov", seat = "left" },
  { name = "Mark Vande Hei", seat = "right" },
]
"""
DOCKED = """
name = "move"
[station]
name = "iss"
track = ["iss_2021-10-01.xml.gz"]
[[docked]]
ship = "Soyuz MS-18"
port = "rassvet-nadir"
launched = 2021-04-09
liners = ["Oleg Novitsky", "Pyotr Dubrov", "Mark Vande Hei"]
"""
HOME = """
[[flight]]
name = "home"
ship = "Soyuz MS-18"
date = 2021-10-17
zone = "zhezkazgan"
crew = [
  { name = "Oleg Novitsky", seat = "centre" },
  { name = "Pyotr Dubrov", seat = "left" },
  { name = "Mark Vande Hei", seat = "right" },
]
"""


def mission(*parts: str) -> Mission:
    return mission_from("".join(parts), None, "m.toml")


@pytest.fixture(scope="module")
def flown() -> Record:
    return fly("soyuz-ms-18", sigma=False)


def test_ms_18_docks_as_announced_and_within_six_minutes_of_what_was_flown(flown: Record) -> None:
    moved = flown["relocation"]
    assert (moved.way, moved.outcome, list(moved)) == ("across", Outcome.DOCKED, ["relocation"])
    assert moved.crew == ("Oleg Novitsky", "Pyotr Dubrov", "Mark Vande Hei")
    left, met = moved.event("undocking").epoch, moved.event("docking_contact").epoch
    assert left.utc[:19] == "2021-09-28T12:21:00"
    assert met - left == pytest.approx(39.0 * 60.0, abs=30.0)  # the pilot flies on after the wait as in the plan
    rows = {row.quantity: row for row in flown.comparison if row.flight == "relocation"}
    assert rows["docking_contact_utc"].within
    assert moved.event("docking_contact").values["port"] == "nauka-nadir"


def test_the_ship_brings_what_it_has_left_and_goes_on_with_it(flown: Record) -> None:
    up, moved = flown["up"].legs[-1], flown["relocation"].legs[0]
    left_kg, begun_kg = up["propellant_kg"][-1], moved["propellant_kg"][0]
    assert begun_kg == pytest.approx(left_kg, abs=1e-6)
    assert moved["mass_kg"][0] == pytest.approx(up["mass_kg"][-1], abs=1e-6)
    assert 5.0 < begun_kg - moved["propellant_kg"][-1] < 30.0
    assert moved.events[0].name == "undocking"
    assert flown["relocation"].events[0].name == "hatch_closed"
    assert flown["relocation"].events[-1].name == "hatch_open"


def test_without_a_planned_length_it_is_as_quick_as_its_plan_allows() -> None:
    """13 m between parallel axes; the shortest flown relocation, to an axis at right angles, took 18 minutes."""
    (one,) = run_flights(prepare(mission(DOCKED, MOVE.replace("poisk-zenith", "nauka-nadir"))))
    took_s = one.first("docking_contact").epoch - one.first("undocking").epoch  # type: ignore[union-attr]
    assert 12.0 < took_s / 60.0 < 18.0


def test_the_way_home_begins_where_the_ship_went() -> None:
    whole = mission(DOCKED, MOVE, HOME)
    move, home = whole.flights
    assert (port_of(whole, move), port_of(whole, home)) == ("rassvet-nadir", "poisk-zenith")
    assert (port_beside(whole, move), port_beside(whole, home)) == ("poisk-zenith", "poisk-zenith")
    check(whole)
    assert prepare(whole).down(home).port == "poisk-zenith"


def test_every_draw_of_it_docks() -> None:
    ready = prepare(mission(DOCKED, MOVE))
    (nominal,) = run_flights(ready)
    (drawn,) = run_flights(prepare(ready.mission, seed=5))
    assert drawn.outcome is Outcome.DOCKED, drawn.reason
    assert 0.0 < abs(drawn.legs[0].end.epoch - nominal.legs[0].end.epoch) < 1800.0
    assert drawn.legs[0].end.mass_kg != nominal.legs[0].end.mass_kg


@pytest.mark.parametrize(
    ("failure", "outcome", "words"),
    [
        ('{ system = "probe", at_range_m = 20.0 }', Outcome.MISSED, "probe"),
        ('{ system = "propellant", at_range_m = 30.0, lost_kg = 400.0 }', Outcome.MISSED, "kept for the way home"),
        ('{ system = "kurs", at_range_m = 30.0, sets = 2 }', Outcome.DOCKED, ""),  # by hand it is not asked
    ],
)
def test_what_fails_beside_the_station_fails_here_too(failure: str, outcome: Outcome, words: str) -> None:
    (one,) = run_flights(prepare(mission(DOCKED, MOVE, f"failure = [{failure}]\n")))
    assert one.outcome is outcome
    assert words in one.reason


def test_a_ship_that_does_not_get_there_does_not_come_home(flown: Record) -> None:
    record = fly(mission(DOCKED, MOVE, 'failure = [{ system = "probe", at_range_m = 20.0 }]\n', HOME), sigma=False)
    assert record.outcome is Outcome.MISSED
    assert "home: not flown" in record.not_flown


SECOND = '[[docked]]\nship = "Soyuz MS-19"\nport = "poisk-zenith"\nlaunched = 2021-09-30\n'


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((DOCKED, SECOND, MOVE), r'cannot dock at poisk-zenith on 2021-10-03: "Soyuz MS-19" is there; free that day'),
        ((DOCKED, MOVE.replace("poisk-zenith", "rassvet-nadir")), "is at rassvet-nadir already"),
        ((DOCKED, MOVE.replace("poisk-zenith", "poisk-zenit")), "poisk-zenith"),
        ((DOCKED, MOVE.replace("poisk-zenith", "harmony-forward")), "harmony-forward"),
        ((DOCKED, MOVE.replace('  { name = "Mark Vande Hei", seat = "right" },', "")), "would stay behind"),
        ((DOCKED, MOVE.replace("Mark Vande Hei", "Anton Shkaplerov")), "is not at the station"),
        ((DOCKED, MOVE.replace("Soyuz MS-18", "Soyuz MS-19")), "is not at the station on 2021-10-03"),
        ((DOCKED, HOME, MOVE.replace("2021-10-03", "2021-10-19")), "is not at the station on 2021-10-19"),
        ((DOCKED, MOVE.replace("2021-10-03", "2021-04-09")), "2021-04-09"),
        ((DOCKED, MOVE.replace("time_utc = 09:30:00\n", "")), 'flight "move" lacks time_utc'),
        ((DOCKED, MOVE.replace("09:30:00", '"half past nine"')), "no time of day; allowed: one such as 12:21:00"),
        ((DOCKED, MOVE.replace("time_utc = 09:30:00", "time_utc = 2021-10-03T09:30:00Z")), "is an instant"),
        ((DOCKED, MOVE, 'zone = "zhezkazgan"\n'), "has both"),
        ((DOCKED, MOVE, "free_flight_s = 9000.0\n"), "free_flight_s"),
        ((DOCKED, MOVE, 'failure = [{ system = "kurs" }]\n'), "without at_range_m"),
        ((DOCKED, MOVE, 'failure = [{ system = "parachute", at_range_m = 4.0 }]\n'), "parachute"),
        ((DOCKED, MOVE, 'failure = [{ system = "jet", at_range_m = 4.0, which = "aft to" }]\n'), "aft top"),
        ((DOCKED, MOVE, 'undocking_utc = "09:30"\n'), "something kazbek predicts"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(parts: tuple[str, ...], words: str) -> None:
    with pytest.raises(DataError, match=words) as caught:
        prepare(mission(*parts))
    assert "\n" not in str(caught.value)


def test_a_free_flight_shorter_than_the_way_says_how_long_the_way_is() -> None:
    with pytest.raises(DataError, match=r"free_flight_s = 600 is less than .* rassvet-nadir to poisk-zenith takes"):
        run_flights(prepare(mission(DOCKED, MOVE, "free_flight_s = 600.0\n")))


def test_a_ship_leaves_after_its_hatch_has_opened() -> None:
    text = mission_text("soyuz-ms-18").replace("2021-09-28", "2021-04-10").replace("12:21:00", "00:00:01")
    text = text.replace("nauka-nadir", "poisk-zenith")
    record = fly(mission_from(text, None, "m.toml"), sigma=False, until="hatch_closed")
    assert record.outcome is Outcome.REACHED  # the hatch opened on the evening before
    early = text.replace("date = 2021-04-10", "date = 2021-04-09").replace("00:00:01", "11:30:00")
    with pytest.raises(DataError, match="undocks on 2021-04-09, before it docks"):
        fly(mission_from(early, None, "m.toml"), sigma=False)


def test_an_unknown_amount_of_propellant_is_asked_for(tmp_path: Path) -> None:
    known = kazbek.base.data.bundled("spacecraft", "soyuz-ms.toml").read_text(encoding="utf-8")
    lines = [line for line in known.splitlines() if not line.startswith("docked_propellant_kg")]
    (tmp_path / "ship.toml").write_text("\n".join(lines), encoding="utf-8")
    own = DOCKED.replace("launched =", 'spacecraft = "ship.toml"\nlaunched =')
    text = own + MOVE.replace("date =", 'spacecraft = "ship.toml"\ndate =')
    with pytest.raises(DataError, match=r"mass\.docked_propellant_kg"):
        run_flights(prepare(mission_from(text, tmp_path, "m.toml")))


def test_people_are_at_one_port_after_the_other(flown: Record) -> None:
    """Nothing is said against the ports: Nauka did not exist when the ship arrived, and it was elsewhere until then."""
    planned = timeline_of(read_mission("soyuz-ms-18"), instants=instants_of(flown))
    (visit,) = planned.plan.visits
    assert [(move.left.epoch.utc[:16], move.port) for move in visit.moves] == [("2021-09-28T12:21", "nauka-nadir")]
    assert list(PORTS.check(planned)) == []
