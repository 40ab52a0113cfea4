"""Campaign, film and days aboard as planned, in the record and in the story of the flight that they belong to."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.events import PLANNED
from kazbek.base.leg import Event, Outcome
from kazbek.mission.again import fly_again
from kazbek.mission.around.planned import plan_files, planned_events
from kazbek.mission.file import Mission, read_mission
from kazbek.mission.flown import FlownFlight
from kazbek.mission.fly import fly
from kazbek.record.read import load_record
from kazbek.record.record import Record
from kazbek.views.story.beats import beats
from kazbek.views.story.quantity import plain

CONTACT, UNDOCKING = "2021-10-05T12:22:31Z", "2021-10-17T01:14:00Z"


def flown(mission: Mission, liftoff: str = "2021-10-05T08:55:02Z", contact: str = CONTACT) -> list[FlownFlight]:
    """MS-19 up and MS-18 home, as history has them."""
    up, home = mission.flights[:2]
    docking = Event("docking_contact", Epoch.from_utc(contact))
    left = [Event("undocking", Epoch.from_utc(UNDOCKING)), Event("touchdown", Epoch.from_utc("2021-10-17T04:35:44Z"))]
    return [
        FlownFlight(up, (), Outcome.DOCKED, Epoch.from_utc(liftoff), bookkeeping=(docking,)),
        FlownFlight(home, (), Outcome.LANDED, None, bookkeeping=tuple(left)),
    ]


def record_of(mission: Mission, flights: list[FlownFlight]) -> Record:
    recorded = tuple(flight.recorded() for flight in flights)
    about = {
        "flights": [
            {"name": f.name, "ship": f.ship, "way": f.way, "date": f.date.isoformat(), "crew": []} for f in recorded
        ]
    }
    plans = planned_events(mission, flights)
    return Record(mission.name, recorded, Outcome.LANDED, {}, about, text=mission.text, plans=plans)


@pytest.fixture(scope="module")
def ms_19() -> Mission:
    return read_mission("soyuz-ms-19")


def test_all_that_was_planned_comes_with_the_flight_up(ms_19: Mission) -> None:
    planned = planned_events(ms_19, flown(ms_19))
    assert [*planned] == ["up"]
    count = Counter(event.name for event in planned["up"])
    assert set(count) == set(PLANNED)
    assert count["scene"] == 20
    assert (
        count["campaign_step"] == 21
    )  # of 25: rollout, erection, launch day are events themselves, the pad's cleaning comes later
    assert count["crew_wakes"] == 11  # 6 to 16 October; it stays awake through the landing
    assert [*planned["up"]] == sorted(planned["up"], key=lambda event: event.epoch)


def test_the_crew_is_awake_when_it_leaves_and_every_day_before(ms_19: Mission) -> None:
    events = planned_events(ms_19, flown(ms_19))["up"]
    wakings = [e for e in events if e.name == "crew_wakes"]
    last = wakings[-1]
    assert last.epoch < Epoch.from_utc(UNDOCKING) < last.epoch + float(last.values["awake_s"])
    shots = [e for e in events if e.name == "scene"]
    for shot in shots:
        end = shot.epoch + float(shot.values["lasting_s"])
        assert any(w.epoch <= shot.epoch and end <= w.epoch + float(w.values["awake_s"]) for w in wakings)


@pytest.mark.parametrize(
    ("liftoff", "contact", "names"),
    [
        ("2021-10-05T08:55:02Z", "2021-10-07T14:00:00Z", {"campaign_step"}),  # shots would come before the docking
        ("2021-10-07T08:09:00Z", CONTACT, {"scene", "crew_wakes", "day_entry", "crew_sleeps"}),  # another lift-off
    ],
)
def test_a_plan_that_does_not_fit_what_was_flown_is_left_out(
    ms_19: Mission, liftoff: str, contact: str, names: set[str]
) -> None:
    planned = planned_events(ms_19, flown(ms_19, liftoff, contact))
    assert {event.name for event in planned["up"]} == names


def test_a_record_keeps_its_plans_on_disk_to_the_last_value(ms_19: Mission, tmp_path: Path) -> None:
    record = record_of(ms_19, flown(ms_19))
    kept = load_record(record.save(tmp_path / "r").directory)
    assert kept.planned == record.planned
    text = (tmp_path / "r" / "planned.json").read_text(encoding="utf-8")
    (tmp_path / "r" / "planned.json").write_text(text.replace("scene", "scent", 1), encoding="utf-8")
    with pytest.raises(DataError, match=r"planned\.json"):
        _ = load_record(tmp_path / "r").planned


def test_the_story_tells_each_day_in_a_few_lines(ms_19: Mission) -> None:
    """Peresild's diary: 14 October in the Cupola from 07:00; the station's test of thrusters on the 15th."""
    told = [beat for beat in beats(record_of(ms_19, flown(ms_19))) if beat.key in ("day_aboard", "day_on_the_ground")]
    days = {plain(beat.title): " ".join(map(plain, beat.sentences)) for beat in told}
    assert "07:00 scene 20, FAREWELL TO THE EARTH (Yulia Peresild, Klim Shipenko)" in days["A day aboard, 2021-10-14"]
    assert "thruster test of Soyuz MS-18" in days["A day aboard, 2021-10-15"]
    assert "has no time for sport" in days["A day aboard, 2021-10-12"]
    assert "Nothing is shot." in days["A day aboard, 2021-10-16"]
    assert any("Crews fly to Baikonur" in text for text in days.values())
    assert all(beat.chapter for beat in told)
    assert max(len(text) for text in days.values()) < 1000


def test_bundled_plans_are_of_the_mission_s_own_film_and_people(ms_19: Mission) -> None:
    """Solved once and kept; every scene of the film is in them, and nobody who is not aboard."""
    film, days = (
        json.loads(bundled("plans", f"soyuz-ms-19-{kind}.json").read_text(encoding="utf-8"))
        for kind in ("film", "days")
    )
    assert {shot["scene"] for shot in film["shots"]} == {str(k) for k in range(1, 21)}
    shots = {(f"Scene {s['scene']}", s["start_utc"], who) for s in film["shots"] for who in s["people"]}
    entries = {(e["activity"], e["start_utc"], e["person"]) for day in days["days"] for e in day["entries"]}
    assert shots <= entries
    assert {rule["rule"] for rule in days["rules"] if not rule["ok"]} == {"whole-day"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "holds none of activities, shots, days"),
        ('{"shots": [{"scene": "1"}], "film": "x"}', "shots.0.heading: field required"),
        ('{"days": [{"date": "2021-10-06", "wake_utc": "noon", "sleep_utc": "x", "entries": []}]}', "wake_utc"),
        (None, "cannot read the plan"),
    ],
)
def test_a_plan_that_cannot_be_read_is_one_sentence(
    ms_19: Mission, tmp_path: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / "mine.json").write_text(text, encoding="utf-8")
    mine = replace(ms_19, folder=tmp_path, plan=ms_19.plan.model_copy(update={"plans": ("mine.json",)}))
    with pytest.raises(DataError, match=said):
        planned_events(mine, flown(mine))


def test_an_unknown_plan_names_the_nearest(ms_19: Mission) -> None:
    mine = replace(ms_19, plan=ms_19.plan.model_copy(update={"plans": ("soyuz-ms-19-flim",)}))
    with pytest.raises(DataError, match='did you mean "soyuz-ms-19-film"'):
        plan_files(mine)


def test_a_record_with_plans_of_one_s_own_can_be_flown_again(ms_19: Mission, tmp_path: Path) -> None:
    """The plan lies beside the mission file, then in the record; one from elsewhere is told but not carried."""
    text = bundled("plans", "soyuz-ms-19-ground.json").read_text(encoding="utf-8")
    for place in (tmp_path / "mine", tmp_path):
        place.mkdir(exist_ok=True)
        (place / "g.json").write_text(text, encoding="utf-8")
    line = next(line for line in ms_19.text.splitlines() if line.startswith("plans = "))
    for name, kept in (("g.json", True), ("../g.json", False)):
        file = tmp_path / "mine" / "mine.toml"
        file.write_text(ms_19.text.replace(line, f'plans = ["{name}"]'), encoding="utf-8")
        record = fly(str(file), until="rollout", sigma=False, out=tmp_path / f"r{kept}")
        assert len(record.planned["up"]) == 21
        assert (tmp_path / f"r{kept}" / "own" / "g.json").is_file() is kept
    assert fly_again(load_record(tmp_path / "rTrue")).planned == load_record(tmp_path / "rTrue").planned
