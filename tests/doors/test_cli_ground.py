"""``kazbek ground``: the document of the contract, the calendar, and bad input in one sentence."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("ortools")

from kazbek.cli import run


def test_the_document_the_calendar_and_the_what_if(tmp_path, capsys):
    """Lift-off is predicted from the station's orbit, within 2 s of the flown 08:55:02.4."""
    ics = tmp_path / "plan.ics"
    assert run(["ground", "soyuz-ms-19", "--late", "ship_filled=2d", "--ics", str(ics), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    first = document["activities"][0]
    assert {"id", "name", "start_utc", "end_utc", "float_h", "critical"} <= set(first)
    assert document["rollout_utc"] == "2021-10-01T02:30:00.000000Z"
    assert document["liftoff_utc"][:17] == "2021-10-05T08:55:"
    assert document["proved"] is True
    assert document["what_if"]["liftoff_moves_days"] == 0.0
    assert {"id": "ship_filled", "by_h": 48.0} in document["what_if"]["moved"]
    raw = ics.read_bytes()
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert raw.count(b"BEGIN:VEVENT") == len(document["activities"])


def test_a_mission_without_a_campaign_says_what_to_write(tmp_path, capsys):
    run(["missions", "demo-two-day"])
    text = capsys.readouterr().out.partition("[campaign]")[0]
    mine = tmp_path / "mine.toml"
    mine.write_text(text, encoding="utf-8")
    assert run(["ground", str(mine)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "baikonur-31" in told.err
