"""The record: what is written is what is read; nothing half-written ever carries the record's name."""

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import kazbek
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, MissingExtra
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.mission.flown import cut
from kazbek.record import write as record_module
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import recorded_legs
from kazbek.record.partial import leftovers
from kazbek.record.write import recording

START = Epoch.from_utc("2021-10-05T08:55:02.442Z")


def circling_leg(name="coast", seconds=600, step=10):
    """A leg on a circle of 6 600 km, for which every instant's state is known in closed form."""
    radius_m, rate_rad_s = 6.6e6, 1.17e-3
    t_s = np.arange(0.0, seconds + 1.0, step)
    angle = rate_rad_s * t_s
    columns = {
        "tai_ns": np.array([(START + t).tai_ns for t in t_s]),
        "met_s": t_s,
        "r_GCRF_x_m": radius_m * np.cos(angle),
        "r_GCRF_y_m": radius_m * np.sin(angle),
        "r_GCRF_z_m": np.zeros_like(t_s),
        "v_GCRF_x_m_s": -radius_m * rate_rad_s * np.sin(angle),
        "v_GCRF_y_m_s": radius_m * rate_rad_s * np.cos(angle),
        "v_GCRF_z_m_s": np.zeros_like(t_s),
        "mass_kg": 7000.0 - t_s,
    }

    def state(t):
        a = rate_rad_s * t
        return State(
            START + t,
            (radius_m * np.cos(a), radius_m * np.sin(a), 0.0),
            (-radius_m * rate_rad_s * np.sin(a), radius_m * rate_rad_s * np.cos(a), 0.0),
            7000.0 - t,
        )

    events = (Event("max_q", START + 65.0, {"dynamic_pressure_Pa": 36_000.0}), Event("burn_1", START + 400.5))
    return Leg(name, state(0.0), state(float(seconds)), Outcome.REACHED, columns, events), state


def flown(*legs):
    return RecordedFlight("up", "Soyuz MS-19", (), Outcome.REACHED, recorded_legs("up", legs), START)


def written(directory):
    leg, _ = circling_leg()
    flight = flown(leg, leg)
    with recording(directory, {"mission": "soyuz-ms-19", "seed": None, "files": []}, "name = 'x'\n") as recorder:
        for part in flight.legs:
            recorder.leg(flight, part)
        recorder.finish(
            {
                "mission": "soyuz-ms-19",
                "outcome": "reached",
                "station": {},
                "comparison": [],
                "flights": [{"name": "up", "ship": "Soyuz MS-19", "outcome": "reached", "crew": [], "events": []}],
            }
        )
    return leg


def test_what_is_written_is_what_is_read(tmp_path):
    leg = written(tmp_path / "r")
    record = kazbek.load(tmp_path / "r")
    assert list(record) == ["up"]
    assert list(record["up"]) == ["coast", "coast-2"]
    for name, column in leg.telemetry.items():
        assert np.array_equal(record["up"]["coast"][name], column)
    assert str(record["up"]["coast"].utc[0]) == "2021-10-05T08:55:02.442000000"
    assert not record["up"]["coast"]["mass_kg"].flags.writeable
    with pytest.raises(DataError, match='did you mean "mass_kg"'):
        record["up"]["coast"]["mas_kg"]


def test_the_folder_is_the_contract(tmp_path):
    written(tmp_path / "r")
    files = sorted(p.relative_to(tmp_path / "r").as_posix() for p in (tmp_path / "r").rglob("*") if p.is_file())
    assert files == [
        "events.json",
        "manifest.json",
        "mission.toml",
        "summary.json",
        "telemetry/up/coast-2.parquet",
        "telemetry/up/coast.parquet",
    ]
    manifest = json.loads((tmp_path / "r" / "manifest.json").read_text())
    assert manifest["format"] == 1
    assert manifest["complete"] is True
    assert "Not for flight decisions" in manifest["credibility"]
    events = json.loads((tmp_path / "r" / "events.json").read_text())["events"]
    assert [e["name"] for e in events] == ["max_q", "max_q", "burn_1", "burn_1"]
    assert events[0]["met_s"] == 65.0


def test_units_travel_with_the_columns(tmp_path):
    import pyarrow.parquet as pq

    written(tmp_path / "r")
    schema = pq.read_schema(tmp_path / "r" / "telemetry" / "up" / "coast.parquet")
    assert schema.field("mass_kg").metadata[b"unit"] == b"kg"
    assert schema.field("r_GCRF_x_m").metadata[b"frame"] == b"GCRF"


def test_pandas_and_xarray_carry_the_same_numbers(tmp_path):
    written(tmp_path / "r")
    leg = kazbek.load(tmp_path / "r")["up"]["coast"]
    assert np.array_equal(leg.to_pandas()["mass_kg"].to_numpy(), leg["mass_kg"])
    dataset = leg.to_xarray()
    assert dataset["mass_kg"].attrs["units"] == "kg"
    assert np.array_equal(dataset["mass_kg"].to_numpy(), leg["mass_kg"])


def test_a_missing_extra_is_named(tmp_path, monkeypatch):
    written(tmp_path / "r")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"kazbek\[tables\]"):
        kazbek.load(tmp_path / "r")["up"]["coast"].to_pandas()


def ended_by(trouble, directory, legs):
    """A run that ends in a fault after so many legs."""
    leg, _ = circling_leg()
    with recording(directory, {}, "") as recorder:
        for _ in range(legs):
            flight = flown(leg)
            recorder.leg(flight, flight["coast"])
            assert (recorder.partial / "telemetry" / "up" / "coast.parquet").is_file()
        raise trouble


@pytest.mark.parametrize(("trouble", "legs"), [(KeyboardInterrupt, 0), (ValueError, 0), (ValueError, 1)])
def test_a_fault_leaves_nothing_nor_does_an_interruption_before_the_first_leg(tmp_path, trouble, legs):
    with pytest.raises(trouble):
        ended_by(trouble, tmp_path / "a" / "b", legs)
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_keeps_finished_legs_until_the_next_run(tmp_path):
    """Also as numba tells of Ctrl-C in a kernel."""
    fault = SystemError("returned a result with an exception set")
    fault.__cause__ = KeyboardInterrupt()
    with pytest.raises(SystemError):
        ended_by(fault, tmp_path / "r", 1)
    assert (tmp_path / "r.partial" / "telemetry" / "up" / "coast.parquet").is_file()
    assert leftovers(tmp_path / "r") == [tmp_path / "r.partial"]
    with pytest.raises(DataError, match=r"half-written|is not a record"):
        kazbek.load(tmp_path / "r.partial")
    written(tmp_path / "r")
    assert not (tmp_path / "r.partial").exists()


def test_a_killed_run_leaves_a_partial_that_is_found(tmp_path):
    program = (
        "import sys, time; from pathlib import Path; from kazbek.record.write import recording\n"
        "with recording(Path(sys.argv[1]), {}, ''):\n    print('open', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "r")], stdout=subprocess.PIPE) as run:
        run.stdout.readline()
        assert leftovers(tmp_path / "other") == []  # its writer lives
        with pytest.raises(DataError, match="another run"), recording(tmp_path / "r", {}, ""):
            pass
        run.kill()
    for _ in range(50):
        if leftovers(tmp_path / "other"):
            break
        time.sleep(0.1)
    assert leftovers(tmp_path / "other") == [tmp_path / "r.partial"]
    written(tmp_path / "r")
    assert not (tmp_path / "r.partial").exists()


def test_a_directory_with_something_in_it_is_refused_and_untouched(tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "mine.txt").write_text("keep")
    with pytest.raises(DataError, match="not empty"), recording(tmp_path / "r", {}, ""):
        pass
    assert [p.name for p in tmp_path.rglob("*")] == ["r", "mine.txt"]


def test_an_empty_directory_is_taken(tmp_path):
    (tmp_path / "r").mkdir()
    written(tmp_path / "r")
    assert (tmp_path / "r" / "manifest.json").is_file()


@pytest.mark.parametrize("name", ["", ".", "a/.."])
def test_the_working_directory_is_a_directory_like_others(tmp_path, monkeypatch, name):
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="not empty"), recording(Path(name), {}, ""):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_file_in_the_way_is_refused(tmp_path):
    (tmp_path / "f").write_text("x")
    with pytest.raises(DataError, match="is a file"), recording(tmp_path / "f", {}, ""):
        pass
    with pytest.raises(DataError, match="cannot write"), recording(tmp_path / "f" / "r", {}, ""):
        pass


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_directory_that_may_not_be_written_is_refused(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(DataError, match="cannot write"), recording(tmp_path / "locked" / "r", {}, ""):
        pass


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    def full(path, leg):
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(record_module, "write_parquet", full)
    leg, _ = circling_leg()
    flight = flown(leg)
    with pytest.raises(DataError, match="disk is full"), recording(tmp_path / "r", {}, "") as recorder:
        recorder.leg(flight, flight["coast"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda d: (d / "manifest.json").unlink(), "not a record"),
        (lambda d: (d / "manifest.json").write_text("{"), "cannot be read as JSON"),
        (lambda d: (d / "manifest.json").write_text('{"format": 0}'), "format 0"),
        (lambda d: (d / "manifest.json").write_text('{"format": 1, "complete": false}'), "half-written"),
        (lambda d: (d / "summary.json").unlink(), "half-written"),
        (lambda d: (d / "summary.json").write_text("{}"), r'summary\.json: "mission" is missing'),
        (lambda d: (d / "summary.json").write_text("[]"), "summary.json"),
        (
            lambda d: (d / "summary.json").write_text((d / "summary.json").read_text().replace('"crew"', '"crow"')),
            r'summary\.json: "flights\.0\.crew" is missing',
        ),
        (
            lambda d: (d / "manifest.json").write_text('{"format": 1, "complete": true}'),
            r'manifest\.json: "mission" is missing',
        ),
        (
            lambda d: (d / "manifest.json").write_text('{"format": 1, "complete": true, "mission": "x", "legs": [{}]}'),
            r'manifest\.json: "legs\.0\.flight" is missing',
        ),
    ],
)
def test_what_is_no_record_is_refused(tmp_path, spoil, says):
    written(tmp_path / "r")
    spoil(tmp_path / "r")
    with pytest.raises(DataError, match=says):
        kazbek.load(tmp_path / "r")


def test_spoiled_telemetry_is_refused(tmp_path):
    written(tmp_path / "r")
    (tmp_path / "r" / "telemetry" / "up" / "coast.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(DataError, match="cannot be read as telemetry"):
        kazbek.load(tmp_path / "r")["up"]["coast"]["mass_kg"]


def test_a_leg_cut_at_an_event_ends_in_its_state():
    leg, state = circling_leg()
    short = cut(leg, leg.events[1])
    truth = state(400.5)
    # cubic Hermite over h = 10 s on a circle: (n h)^4 / 384 of the radius is 0.3 mm
    assert np.linalg.norm(short.end.r_GCRF_m - truth.r_GCRF_m) < 1e-3
    assert np.linalg.norm(short.end.v_GCRF_m_s - truth.v_GCRF_m_s) < 1e-3
    assert short.end.mass_kg == pytest.approx(truth.mass_kg)
    assert short.telemetry["met_s"][-1] == 400.0
    assert [e.name for e in cut(leg, leg.events[0]).events] == ["max_q"]
