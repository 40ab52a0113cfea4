"""Days aboard: rules hold where they can, what cannot be is said, sleep shifts for a departure, upsets replan."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.cli import run
from kazbek.crew.join import timeline_of
from kazbek.crew.timeline import Timeline
from kazbek.crew.timetable.ask import TimetableAnswer, ask
from kazbek.crew.timetable.needs import Fixed, Needs, needs
from kazbek.crew.timetable.plan import day_plan
from kazbek.crew.timetable.rules import DAY_RULES
from kazbek.crew.timetable.shape import StationDay
from kazbek.mission.file import read_mission

UPSET = "2021-10-07T09:30/2021-10-07T11:30 attitude lost"


def utc(text: str) -> Epoch:
    return Epoch.from_utc(text)


@pytest.fixture(scope="module")
def upset() -> TimetableAnswer:
    return ask("soyuz-ms-19", start="2021-10-06", days=3, film=False, upsets=[UPSET])


@pytest.fixture(scope="module")
def flown() -> Timeline:
    """MS-19 with the flown instants of its contact and of MS-18's departure (data/history)."""
    instants = {
        ("up", "liftoff"): utc("2021-10-05T08:55:02Z"),
        ("up", "docking_contact"): utc("2021-10-05T12:22:31Z"),
        ("film-crew-home", "undocking"): utc("2021-10-17T01:14:00Z"),
        ("film-crew-home", "touchdown"): utc("2021-10-17T04:36:00Z"),
    }
    return timeline_of(read_mission("soyuz-ms-19"), instants=instants)


def october(first: int, last: int) -> list[dt.date]:
    return [dt.date(2021, 10, day) for day in range(first, last + 1)]


def breaches(asked: Needs, rule: str) -> list[str]:
    plans = [day_plan(asked, k) for k in range(len(asked.dates))]
    return [found[3] for one in DAY_RULES if one.name == rule for found in one.check(asked, plans)]


def test_ten_people_have_whole_days_and_no_rule_is_broken(upset: TimetableAnswer) -> None:
    assert len(upset.people) == 10
    plain = upset.earlier
    assert [rule.name for rule in DAY_RULES if [*rule.check(upset.needs, plain)]] == []
    assert all(proof.proved for plan in plain for proof in plan.proofs)


def test_hours_are_those_of_the_radiogram(upset: TimetableAnswer) -> None:
    """8.5 h of sleep, 2.5 h of sport, 6.5 h of work at most (souzveche 69028, Operating an Outpost p. 347)."""
    for plan in upset.earlier:
        for person in upset.people:
            own = [entry for entry in plan.entries if entry.person == person]
            hours = {kind: sum(e.end - e.start for e in own if e.kind == kind) / 3600.0 for kind in ("sport", "work")}
            assert hours["sport"] == pytest.approx(2.5)
            assert hours["work"] <= 6.5
    for (wake, bed), (later, _) in zip(upset.needs.nights, upset.needs.nights[1:]):
        assert wake % 1 == 0
        assert (later + 288 - bed) / 12 >= 8.5


def test_an_upset_moves_only_its_own_day_and_is_said(upset: TimetableAnswer) -> None:
    moved = upset.document["moved"]
    assert moved
    assert {one["from_utc"][:10] for one in moved} == {"2021-10-07"}
    assert upset.plans[0] == upset.earlier[0]
    assert not any(
        entry.kind in ("sport", "meal")
        and entry.start < utc("2021-10-07T11:30")
        and entry.end > utc("2021-10-07T09:30")
        for entry in upset.plans[1].entries
    )


def test_what_leaves_no_sleep_is_named_and_nothing_else(flown: Timeline) -> None:
    """Three jobs 14 h apart at most, with no 8.5 h between two of them, beside one that does no harm."""
    jobs = [
        Fixed("morning link", ("Pyotr Dubrov",), utc("2021-10-07T09:00:00Z"), utc("2021-10-07T09:30:00Z")),
        Fixed("late link", ("Pyotr Dubrov",), utc("2021-10-07T22:00:00Z"), utc("2021-10-07T23:30:00Z")),
        Fixed("early link", ("Pyotr Dubrov",), utc("2021-10-08T04:30:00Z"), utc("2021-10-08T05:00:00Z")),
        Fixed("noon", ("Pyotr Dubrov",), utc("2021-10-08T12:00:00Z"), utc("2021-10-08T12:30:00Z")),
    ]
    with pytest.raises(DataError, match="fits between late link, early link, noon;"):
        needs(flown, StationDay.named("station"), october(7, 8), jobs)


def test_what_lies_beyond_the_days_keeps_nobody_awake(flown: Timeline) -> None:
    after = Fixed("the day after", ("Pyotr Dubrov",), utc("2021-10-09T10:00:00Z"), utc("2021-10-09T20:00:00Z"))
    assert needs(flown, StationDay.named("station"), october(7, 8), [after]).nights[1] == (72, 258)


def test_sleep_is_shifted_for_a_departure_by_night(flown: Timeline) -> None:
    """Landing at 04:36 UTC: awake 16 h at most, so that the crew wakes towards noon of the day before."""
    asked = needs(flown, StationDay.named("station"), october(13, 17), ())
    wake, bed = asked.nights[3]
    assert asked.epoch(3, bed) >= utc("2021-10-17T04:36:00Z")
    assert (bed - wake) / 12 <= 16.0
    assert asked.nights[0] == (72, 258)
    assert breaches(asked, "sleep") == []


def test_a_participant_leaves_the_segment_with_a_professional_who_is_free(flown: Timeline) -> None:
    talks = Fixed(
        "medical talks in Columbus", ("Yulia Peresild",), utc("2021-10-07T14:00"), utc("2021-10-07T15:00"), "", True
    )
    asked = needs(flown, StationDay.named("station"), october(7, 7), [talks])
    (plan,) = [day_plan(asked, 0)]
    escorts = [entry.person for entry in plan.entries if entry.kind == "escort"]
    assert len(escorts) == 1
    assert escorts[0] not in ("Yulia Peresild", "Klim Shipenko")
    everybody = Fixed("a drill", tuple(m.name for m in asked.members), utc("2021-10-07T14:00"), utc("2021-10-07T15:00"))
    asked = needs(flown, asked.day, october(7, 7), [talks, everybody])
    assert breaches(asked, "escort") == ["nobody is free to go with Yulia Peresild to medical talks in Columbus"]


def test_what_has_no_place_is_one_sentence_and_the_rest_is_planned(flown: Timeline) -> None:
    long = Fixed("a long take", ("Klim Shipenko",), utc("2021-10-08T06:30"), utc("2021-10-08T19:00"))
    asked = needs(flown, StationDay.named("station"), october(8, 8), [long])
    said = breaches(asked, "whole-day")
    assert "Klim Shipenko has no time for lunch on 2021-10-08" in said
    assert all("Klim Shipenko" in sentence for sentence in said)


def test_a_night_that_cannot_be_slept_names_what_is_in_its_way(flown: Timeline) -> None:
    jobs = [
        Fixed(f"watch {hour}", ("Pyotr Dubrov",), utc(f"2021-10-08T{hour:02d}:00"), utc(f"2021-10-08T{hour:02d}:30"))
        for hour in (1, 9, 17)
    ]
    with pytest.raises(DataError, match=r"no sleep of 8.5 h a night fits between watch 1, watch 9, watch 17"):
        needs(flown, StationDay.named("station"), october(7, 8), jobs)


def test_the_verb_tells_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "short.toml"
    own.write_text(bundled("days", "station.toml").read_text(encoding="utf-8"), encoding="utf-8")
    picture, out = tmp_path / "days.svg", tmp_path / "calendars"
    asked = ["soyuz-ms-19", "--start", "2021-10-06", "--days", "1", "--no-film", "--shape", str(own)]
    assert run(["timetable", *asked, "--picture", str(picture), "--out", str(out), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["violations"] == []
    assert picture.read_text(encoding="utf-8").lstrip().startswith("<?xml")
    assert len(list(out.glob("*.ics"))) == 10
    assert run(["timetable", *asked]) == 0
    text = capsys.readouterr().out
    assert "none is broken" in text
    assert max(len(line) for line in text.splitlines()) <= 110


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--days", "400"], "--days 400"),
        (["--start", "tomorrow"], "--start tomorrow is no day"),
        (["--upset", "soon"], "--upset"),
        (["--upset", "2021-10-06T10:00/2021-10-06T09:00 x"], "ends before it starts"),
        (["--upset", "2021-10-06T09:00/2021-10-06T10:00 x: Pyotr Dubrow"], 'did you mean "Pyotr Dubrov"?'),
        (["--start", "2031-10-06"], "2031-10-06 lies outside the mission"),
    ],
)
def test_bad_input_is_one_sentence(options: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    base = [] if "--start" in options else ["--start", "2021-10-06"]
    days = [] if "--days" in options else ["--days", "1"]
    assert run(["timetable", "soyuz-ms-19", "--no-film", *base, *days, *options]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
