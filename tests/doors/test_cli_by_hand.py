"""What a flight by hand leaves, through the command line: grade, verify, pilot fit and lessons as JSON documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tutor import Tutor

from kazbek.cli import run
from kazbek.web.cockpit.begin import Choice, begin
from kazbek.web.cockpit.serve import saved


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("by-hand")
    session = begin(Choice(scenario="50-m", seed=2), lambda _: None)
    log = folder / "flight.cockpit.jsonl"
    session.log.open(log)
    session.do({"keys": {"go": 1}})
    session.do({"keys": {"probe": 1, "go": 1}})
    Tutor(session).dock()
    session.log.close(session.tick, session.near.s)
    return saved(session, folder / "flight", log).directory or folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_grade(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = told(capsys, "grade", str(record))
    assert sheet["mark"] in (4, 5)
    assert sheet["outcome"] == "docked"
    looks = {item["words"]: item["points"] for item in sheet["items"] if item["item"] == "look"}
    assert looks == {"the probe seen ready": 0.0, "the antennas seen": 5.0, "the word GO": 0.0}
    assert sheet["penalty"] == sum(item["points"] for item in sheet["items"])


def test_verify(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proof = told(capsys, "verify", str(record))
    assert proof["same"] is True
    assert len(proof["digest"]) == 64


def test_pilot_fit(record: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["pilot", "fit", *[str(record)] * 4]) == 2
    assert "4 dockings by hand to learn from; allowed: 5 or more" in capsys.readouterr().err
    learnt = told(capsys, "pilot", "fit", *[str(record)] * 5, "--out", str(tmp_path / "me.toml"))
    assert learnt["flights"] == 5
    assert {"name", "value", "low", "high", "trained"} == set(learnt["figures"][0])
    assert (tmp_path / "me.toml").read_text(encoding="utf-8").startswith("# A pilot learnt from 5 flights.")


def test_lessons(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(told(capsys, "lessons")["lessons"]) == 8
    assert run(["lessons", "hold-50"]) == 2
    assert 'did you mean "hold-50-m"' in capsys.readouterr().err


def test_what_is_no_record_is_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for verb in (["grade"], ["verify"], ["pilot", "fit"]):
        assert run([*verb, str(tmp_path / "none")]) == 2
        out, err = capsys.readouterr()
        assert not out
        assert err.startswith("kazbek: ")
        assert "Traceback" not in err
