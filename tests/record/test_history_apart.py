"""Flown values are opened by the comparison alone: without them the prediction is the same to the bit."""

import csv
from pathlib import Path

import kazbek
from kazbek.base.data import bundled
from kazbek.mission.fly import fly
from kazbek.record import compare as compare_module
from kazbek.record.compare import compare

SOURCES = Path(kazbek.__file__).parent


def test_no_other_file_of_the_program_names_the_folder():
    naming = [
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if '"history"' in path.read_text(encoding="utf-8") or "data/history" in path.read_text(encoding="utf-8")
    ]
    assert naming == ["record/compare.py"]


def test_without_history_the_prediction_is_the_same_to_the_bit(tmp_path, monkeypatch):
    """The folder is taken away from the only file that opens it; legs are compared byte for byte."""
    told = {}
    for name in ("with", "without"):
        if name == "without":
            monkeypatch.setattr(compare_module, "bundled", lambda *parts: tmp_path.joinpath("nowhere", *parts))
        told[name] = fly("soyuz-ms-19", until="docking_contact", out=tmp_path / name, sigma=name == "with").summary
    assert told["with"]["comparison"]
    assert told["without"]["comparison"] == []
    assert told["without"]["flights"] == told["with"]["flights"]
    for leg in (tmp_path / "with" / "telemetry" / "up").iterdir():
        assert leg.read_bytes() == (tmp_path / "without" / "telemetry" / "up" / leg.name).read_bytes()


def test_every_flown_value_has_a_role_a_gate_and_a_source():
    lines = bundled("history", "flown.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    assert len({tuple(row.values())[:6] for row in rows}) == len(rows) == len(lines) - 1
    for row in rows:
        assert row["role"] in {"predicted", "fitted", "aim", "input"}
        assert float(row["tolerance"]) > 0.0
        assert row["source"].strip()


def test_what_is_steered_to_or_given_is_not_called_a_prediction():
    flown = fly("soyuz-ms-19", until="spacecraft_separation", sigma=False)
    roles = {row.quantity: row.role for row in flown.comparison}
    assert roles["fairing_jettison_met_s"] == "input"
    assert roles["spacecraft_separation_period_s"] == "aim"
    assert roles["liftoff_utc"] == "fitted"


def test_another_day_is_another_flight():
    """History says nothing about a flight on a day on which none was flown."""
    flown = fly("demo-two-day", until="liftoff")
    assert compare(flown.flights) == ()
    assert flown.comparison == ()
