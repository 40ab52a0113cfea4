"""``kazbek crew`` on the command line, and what it refuses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.leg import Event, Outcome
from kazbek.cli import run
from kazbek.crew.ask import ask
from kazbek.crew.people import people_named
from kazbek.crew.plan_file import read_crew_plan
from kazbek.mission.file import mission_text
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record

PLAN = Path(__file__).parents[2] / "src/kazbek/data/crew_plans/expedition-66.toml"


def _mission(folder: Path, *changes: tuple[str, str]) -> str:
    text = mission_text("soyuz-ms-19")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return str(folder / "mine.toml")


def _flown(text: str, found: dict[str, list[tuple[str, str]]]) -> Record:
    """A record of a mission file with these events in its flights."""
    flights = tuple(
        RecordedFlight(
            name, "", (), Outcome.REACHED, bookkeeping=tuple(Event(e, Epoch.from_utc(utc)) for e, utc in events)
        )
        for name, events in found.items()
    )
    return Record("soyuz-ms-19", flights, Outcome.REACHED, {}, {}, text=text)


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crew", "soyuz-ms-19", "--console", "--json"]) == 0
    out = capsys.readouterr().out
    answer = json.loads(out)
    assert answer["violations"] == []
    assert out.count("\n") == 1


@pytest.mark.parametrize("arguments", [(), ("--plan",), ("--console",), ("--what-if", "Soyuz MS-18 cannot undock")])
def test_tables_for_people(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crew", "soyuz-ms-19", *arguments]) == 0
    out = capsys.readouterr().out
    expected = {(): "No rule is broken", ("--plan",): "proven optimal", ("--console",): "oxygen valve to the suits"}
    assert expected.get(arguments, "these cannot hold together") in out


def test_a_broken_rule_is_an_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 0: the crew is no bad input, the rules have their say about it."""
    path = _mission(tmp_path, ('"Yulia Peresild", seat = "right"', '"Galina Kairova", seat = "right"'))
    assert run(["crew", path, "--json"]) == 0
    found = {(v["rule"], v["person"]) for v in json.loads(capsys.readouterr().out)["violations"]}
    assert ("clearance", "Galina Kairova") in found


def test_a_mission_without_a_crew_plan(tmp_path: Path) -> None:
    path = _mission(tmp_path, ('name = "soyuz-ms-19"', 'name = "mine"'), ('crew_plan = "expedition-66"', ""))
    answer = ask(path).document
    assert answer["violations"] == []
    words = {r["rule"]: r["answer"] for r in answer["rules"]}
    assert words["handover"] == words["command"] == "not checked"
    assert any("no crew_plan" in note for note in answer["notes"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"Yulia Peresild", seat = "right"', '"Yulia Peresil", seat = "right"'), 'did you mean "Yulia Peresild"?'),
        (('"Klim Shipenko", seat = "left"', '"Ada Example", seat = "left"'), "is an invented person"),
        (("expedition-66", "expedition-6"), 'did you mean "expedition-66"?'),
        (("date = 2021-10-05", "date = 2021-10-32"), "not valid TOML"),
    ],
)
def test_bad_input_is_one_sentence(
    change: tuple[str, str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["crew", _mission(tmp_path, change), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('port = "harmony-zenith"', 'prot = "harmony-zenith"'), 'did you mean "port"?'),
        (('src = "SFD"', 'src = "XXX"'), 'unknown source "XXX"'),
        (("docked = 2021-04-24T09:07:55Z", 'docked = "soon"'), "docked"),
        (('kind = "stay"', 'kind = "sleep"'), "kind"),
        (('console = "portable"', "may_leave = [2021-12-20, 2021-12-10]"), "comes before the first"),
        (("at_most_days = 14.0", "at_most_days = 5.0"), "at_least_days"),
    ],
)
def test_bad_crew_plan(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(DataError) as fault:
        read_crew_plan("plan.toml", tmp_path)
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_crew_plan_of_ones_own(tmp_path: Path) -> None:
    """Beside the mission file, with a person of one's own."""
    plan = PLAN.read_text(encoding="utf-8").replace("Thomas Pesquet", "Nadia Newcomer")
    plan += (
        '\n[[person]]\nname = "Nadia Newcomer"\nsegment = "american"\nearlier_flights = 1\nsrc = "own"\n'
        'trained = [{ cabin = "crew-dragon", role = "flight engineer", src = "own" }]\n'
    )
    (tmp_path / "plan.toml").write_text(plan, encoding="utf-8")
    answer = ask(_mission(tmp_path, ("expedition-66", "plan.toml"))).document
    assert answer["violations"] == []
    assert "Nadia Newcomer" in [p["name"] for p in answer["people"]]


def test_somebody_nobody_knows_is_unknown_not_wrong() -> None:
    person = people_named(["Wilhelmina Unheard-Of"], demo=False)["Wilhelmina Unheard-Of"]
    assert person.trained == ()
    assert person.height_m is None


def test_a_plan_needs_goals(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crew", "soyuz-ms-18", "--plan", "--json"]) == 2
    assert "no goals to plan for" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("module", "option", "extra"),
    [("ortools.sat.python", "--plan", "crew"), ("matplotlib", "--picture=a.png", "plots")],
)
def test_a_missing_extra_is_named(
    module: str, option: str, extra: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    assert run(["crew", "soyuz-ms-19", option]) == 2
    assert f'pip install "kazbek[{extra}]"' in capsys.readouterr().err


def test_the_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    assert run(["crew", "soyuz-ms-19", "--json", "--picture", str(tmp_path / "a.svg")]) == 0
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert all(word in drawn for word in ("Yulia Peresild", "Soyuz MS-18 · left", "seat liners change ship"))
    assert run(["crew", "soyuz-ms-19", "--json", "--picture", str(tmp_path / "a.gif")]) == 2
    assert ".png, .svg or .pdf" in capsys.readouterr().err


@pytest.mark.parametrize("date", ["2021-10-05", "2021-10-17"])
def test_a_swap_on_the_day_of_a_docking_or_an_undocking(date: str, tmp_path: Path) -> None:
    """The day's own order counts, with days alone and with computed instants late or early in the day."""
    path = _mission(tmp_path, ("date = 2021-10-07", f"date = {date}"))
    assert ask(path).document["violations"] == []
    found = {
        "up": [("docking_contact", "2021-10-05T20:22:00Z")],
        "film-crew-home": [("undocking", "2021-10-17T01:14:00Z")],
    }
    assert ask(_flown(Path(path).read_text(encoding="utf-8"), found)).document["violations"] == []


def test_instants_of_a_record_replace_days(tmp_path: Path) -> None:
    events = {
        "up": [("liftoff", "2021-10-05T08:55:02Z"), ("docking_contact", "2021-10-05T12:22:00Z")],
        "film-crew-home": [("undocking", "2021-10-17T01:14:00Z"), ("touchdown", "2021-10-17T04:35:00Z")],
    }
    record = _flown(mission_text("soyuz-ms-19"), events)
    for asked in (record, record.save(tmp_path / "r"), str(tmp_path / "r")):
        seats = {(s["person"], s["ship"]): s for s in ask(asked).document["seats"]}
        assert seats["Anton Shkaplerov", "Soyuz MS-19"]["from_utc"] == "2021-10-05T08:55:02.000000Z"
        assert seats["Yulia Peresild", "Soyuz MS-18"]["to_utc"] == "2021-10-17T04:35:00.000000Z"
