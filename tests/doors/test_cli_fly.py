"""Flying from the command line: JSON, records, until, what-ifs, and every way it can be refused."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kazbek
from kazbek.cli import run
from kazbek.mission.file import mission_text

UNTIL = ("--until", "spacecraft_separation")


def told(capsys, *arguments, status=0):
    """The JSON document of a call, and what went to standard error."""
    assert run([*arguments, "--json"]) == status
    captured = capsys.readouterr()
    return json.loads(captured.out), captured.err


def refused(capsys, *arguments):
    assert run(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1, err
    return err


@pytest.fixture(scope="module")
def flagship(tmp_path_factory):
    """The flagship to docking, flown once in a process of its own, as a stranger would."""
    place = tmp_path_factory.mktemp("flagship")
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "kazbek.cli", "fly", "soyuz-ms-19", "--until", "hatch_open", "--json", "--out", "r"],
        cwd=place,
        capture_output=True,
        text=True,
        check=True,
    )
    return place / "r", json.loads(done.stdout), done.stderr, time.perf_counter() - started


def test_one_json_document_and_the_timeline_on_standard_error(flagship):
    _, document, err, _ = flagship
    assert set(document) == {"mission", "outcome", "record", "station", "flights", "comparison"}
    assert set(document["station"]) >= {"source", "covers", "propagated"}
    assert "docking contact" in err
    assert "Moscow" in err


def test_events_are_sorted_and_named_as_in_the_contract(flagship):
    _, document, _, _ = flagship
    (flight,) = document["flights"]
    events = flight["events"]
    assert [e["utc"] for e in events] == sorted(e["utc"] for e in events)
    names = [e["name"] for e in events]
    for name in (
        "liftoff",
        "max_q",
        "strapon_separation",
        "spacecraft_separation",
        "burn_1",
        "flyaround",
        "kurs_lost",
        "approach_breakoff",
        "manual_control",
        "docking_contact",
        "hooks_closed",
        "hatch_open",
    ):
        assert name in names
    assert names.count("kurs_lost") == 2
    liftoff, contact = (next(e for e in events if e["name"] == n) for n in ("liftoff", "docking_contact"))
    assert liftoff["met_s"] == 0.0
    assert contact["values"]["port"] == "rassvet-nadir"
    assert set(contact["values"]) >= {
        "closing_speed_m_s",
        "lateral_speed_m_s",
        "miss_m",
        "delta_v_total_m_s",
        "propellant_kg",
        "port",
    }


def test_predicted_against_flown_is_within_every_gate(flagship):
    _, document, _, _ = flagship
    rows = {row["quantity"]: row for row in document["comparison"]}
    assert set(rows) >= {
        "liftoff_utc",
        "core_separation_met_s",
        "spacecraft_separation_period_s",
        "docking_contact_utc",
    }
    assert [q for q, row in rows.items() if not row["within"]] == []
    assert all(row["sigma"] is not None and row["source"] for row in rows.values())


def test_the_record_says_the_same_as_the_door(flagship, capsys):
    directory, document, _, _ = flagship
    record = kazbek.load(directory)
    document = {**document, "record": str(directory)}  # as it is called from here
    assert record.summary == document
    assert run(["tell", str(directory), "--json"]) == 0
    told_again = json.loads(capsys.readouterr().out)
    assert {key: told_again[key] for key in document} == document
    ascent = record["up"]["ascent"]
    assert ascent["met_s"][0] == 0.0
    assert ascent["height_m"][-1] == pytest.approx(201e3, abs=3e3)


def test_legs_follow_without_a_gap(flagship):
    directory, _, _, _ = flagship
    legs = list(kazbek.load(directory)["up"].values())
    for before, after in itertools.pairwise(legs):
        assert before.end == after.start


def test_a_mission_file_of_ones_own_flies_the_same(flagship, tmp_path, capsys, monkeypatch):
    _, document, _, _ = flagship
    (tmp_path / "mine.toml").write_text(mission_text("soyuz-ms-19"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    mine, _ = told(capsys, "fly", "mine.toml", *UNTIL)
    assert mine["outcome"] == "reached"
    events = {e["name"]: e for e in document["flights"][0]["events"]}
    for event in mine["flights"][0]["events"]:
        assert event == events[event["name"]]
    assert mine["flights"][0]["events"][-1]["name"] == "spacecraft_separation"


def test_a_what_if_is_told_as_a_difference(tmp_path, capsys):
    document, err = told(
        capsys, "fly", "soyuz-ms-19", *UNTIL, "--out", str(tmp_path / "r"), "--set", "launcher.core.thrust_vac_N=970000"
    )
    changed = {row["quantity"]: row["difference"] for row in document["what_if"]}
    assert changed["core_separation.met_s"] > 1.0  # the same propellant flows out more slowly
    assert "core separation" in err


def test_a_seed_repeats_and_two_seeds_differ(tmp_path, capsys):
    flights = [
        told(capsys, "fly", "soyuz-ms-18", *UNTIL, "--out", str(tmp_path / str(k)), "--seed", seed)[0]["flights"]
        for k, seed in enumerate(("1", "1", "2"))
    ]
    assert flights[0] == flights[1]
    assert flights[0] != flights[2]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["soyuz-ms-99"], ["unknown mission", 'did you mean "soyuz-ms-1']),
        (["nowhere/mine.toml"], ["no such file"]),
        (["soyuz-ms-19", "--until", "dockin"], ["unknown event", "docking_contact"]),
        (["soyuz-ms-19", "--seed", "-1"], ["--seed -1", "0"]),
        (["soyuz-ms-19", "--seed", str(2**63)], [f"--seed {2**63}", "0"]),
        (["soyuz-ms-19", "--out", ""], ["not empty"]),
        (["soyuz-ms-19", "--set", "launcher.core.thrust_vac_N=-5"], ["launcher.core.thrust_vac_N = -5", "more than 0"]),
        (["soyuz-ms-19", "--set", "pad.latitude_deg=95"], ["pad.latitude_deg = 95", "-90 to 90"]),
        (["soyuz-ms-19", "--set", "launcher.core.thrust_vac_N=nan"], ["nan", "finite"]),
        (["soyuz-ms-19", "--set", "launcher.core.thrust_vac_kN=990"], ['did you mean "launcher.core.thrust_vac_N"?']),
        (["soyuz-ms-19", "--set", "launcher.cor.isp_s=3"], ["launcher. with strapon, core, third"]),
        (["soyuz-ms-19", "--set", "launcher.core.propellant_kg=5"], ["launcher after --set", "5 kg of propellant"]),
        (
            ["soyuz-ms-18", "--set", "zone.aim.radius_m=9"],
            ["zone.aim.radius_m changes nothing", "has a zone"],
        ),
        (["soyuz-ms-19", "--seed", "x"], ["--seed"]),
        (["soyuz-ms-19", "--set", "launcher.core.thrust_vac_N"], ["key=value"]),
        (["soyuz-ms-19", "--set", "launcher.core.thrust_vac_N=much"], ["much", "not a number"]),
        (["soyuz-ms-19", "--set", "launcher.core.thrust_vac=1"], ["unknown key", "launcher.core.thrust_vac_N"]),
        (["soyuz-ms-19", "--set", "rocket.core.thrust_vac_N=1"], ["unknown prefix", "launcher"]),
        (["soyuz-ms-19", "--set", "launcher.orbit.inclination_deg=0"], ["launcher.orbit.inclination_deg = 0"]),
        (["soyuz-ms-19", "--untl", "max_q"], ['unknown option "--untl"', 'did you mean "--until"?']),
    ],
)
def test_refusals(capsys, tmp_path, monkeypatch, arguments, says):
    (tmp_path / "keep").mkdir()
    monkeypatch.chdir(tmp_path)
    sentence = refused(capsys, "fly", *arguments)
    assert all(part in sentence for part in says), sentence
    assert [p.name for p in tmp_path.iterdir()] == ["keep"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('pad = "baikonur-31"', 'pad = "baikonur-32"', ['"baikonur-32"', 'did you mean "baikonur-31"?']),
        ('profile = "2-orbit"', 'profile = "3-orbit"', ["unknown profile", "2-orbit"]),
        ('launcher = "soyuz-2.1a"', 'launcher = "soyuz-2.1b"', ["unknown launcher", 'did you mean "soyuz-2.1a"?']),
        ('system = "kurs"', 'system = "kursk"', ["unknown system", 'did you mean "kurs"?']),
        ("date = 2021-10-05", "date = 2021-07-05", ["2021-07-05"]),
        ("date = 2022-03-30", "date = 2022-04-20", ["2022-04-20"]),
        ('"iss_2022-03-27.tle"', '"iss_2022-03-26.tle"', ["no such station file", "iss_2022-03-27.tle"]),
        ('zone = "zhezkazgan"', 'zone = "jezkazgan"', ["zone", "zhezkazgan"]),
    ],
)
def test_mission_files_that_cannot_be_flown(capsys, tmp_path, monkeypatch, old, new, says):
    monkeypatch.chdir(tmp_path)
    assert old in mission_text("soyuz-ms-19")
    (tmp_path / "mine.toml").write_text(mission_text("soyuz-ms-19").replace(old, new, 1), encoding="utf-8")
    sentence = refused(capsys, "fly", "mine.toml", *UNTIL)
    assert all(part in sentence for part in says), sentence
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"]


def test_a_folder_with_something_in_it_is_refused(capsys, tmp_path):
    (tmp_path / "keep.txt").write_text("mine")
    assert "not empty" in refused(capsys, "fly", "soyuz-ms-19", *UNTIL, "--out", str(tmp_path))


def test_a_folder_that_cannot_be_made_is_refused(capsys, tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot write" in refused(capsys, "fly", "soyuz-ms-19", *UNTIL, "--out", str(tmp_path / "file" / "r"))


def interrupted(place: Path, how: int) -> subprocess.CompletedProcess:
    """A flight to the port, ended by a signal while its record is being written."""
    run = subprocess.Popen(
        [sys.executable, "-m", "kazbek.cli", "fly", "soyuz-ms-19", "--out", "r"],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (place / "r.partial" / "telemetry" / "up" / "ascent.parquet").exists():
        assert run.poll() is None, run.stderr.read()
        time.sleep(0.002)
    os.kill(run.pid, how)
    out, err = run.communicate()
    return subprocess.CompletedProcess((), run.returncode, out, err)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_keeps_the_legs_flown_and_says_so(tmp_path):
    done = interrupted(tmp_path, signal.SIGINT)
    assert done.returncode == 130
    assert "interrupted; r.partial keeps the legs flown so far" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["r.partial"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_kill_leaves_a_partial_that_the_next_run_names(tmp_path):
    interrupted(tmp_path, signal.SIGKILL)
    assert [p.name for p in tmp_path.iterdir()] == ["r.partial"]
    done = subprocess.run(
        [sys.executable, "-m", "kazbek.cli", "fly", "soyuz-ms-19", *UNTIL, "--out", "s"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "r.partial" in done.stderr
    assert (tmp_path / "s" / "manifest.json").is_file()


def test_a_launcher_that_falls_short_is_a_lost_mission_with_the_shortfall(tmp_path, capsys):
    document, err = told(
        capsys,
        "fly",
        "soyuz-ms-19",
        "--out",
        str(tmp_path / "r"),
        "--set",
        "launcher.third.propellant_kg=18000",
        status=3,
    )
    assert document["outcome"] == "lost"
    (flight,) = document["flights"]
    assert flight["reason"]
    assert any(value > 0.0 for value in flight["shortfall"].values())
    assert flight["reason"] in err


def test_a_ship_with_too_little_propellant_stays_on_the_ground(tmp_path, capsys):
    document, _ = told(
        capsys, "fly", "soyuz-ms-18", "--out", str(tmp_path / "r"), "--set", "ship.mass.reserve_home_kg=800"
    )
    assert document["outcome"] == "missed"
    assert document["flights"][0]["shortfall"]["delta_v_m_s"] > 0.0
    assert "propellant" in document["flights"][0]["reason"]
    assert document["not_flown"] == "relocation: not flown, for up ended missed"


def test_a_launcher_that_cannot_lift_off_stays_at_once_and_later_flights_say_why(tmp_path, capsys):
    document, err = told(
        capsys,
        "fly",
        "soyuz-ms-19",
        "--out",
        str(tmp_path / "r"),
        *(part for figure in ("vac", "sl") for part in ("--set", f"launcher.strapon.thrust_{figure}_N=110000")),
    )
    assert document["outcome"] == "missed"
    assert "short of lifting" in document["flights"][0]["reason"]
    assert document["flights"][0]["shortfall"]["thrust_N"] > 0.0
    assert document["not_flown"] == "film-crew-home, commander-home: not flown, for up ended missed"
    assert document["not_flown"] in err


def test_a_change_that_changes_nothing_is_refused(tmp_path, capsys):
    """In one sentence, nothing told and nothing written: no zone is flown to before the first maximum of pressure."""
    asked = ("--until", "max_q", "--set", "zone.aim.radius_m=9", "--out", str(tmp_path / "r"))
    assert run(["fly", "soyuz-ms-19", *asked]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "--set zone.aim.radius_m = 9 changes nothing that is flown" in err
    assert list(tmp_path.iterdir()) == []


def test_a_window_that_does_not_close_is_missed(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    later = mission_text("soyuz-ms-19").split("[[swap]]")[0].replace("date = 2021-10-05", "date = 2021-10-07")
    (tmp_path / "later.toml").write_text(later, encoding="utf-8")
    document, _ = told(capsys, "fly", "later.toml")
    assert document["outcome"] == "missed"
    assert "°" in document["flights"][0]["reason"]
    assert document["comparison"] == []


def test_a_flight_that_cannot_be_planned_prints_nothing(tmp_path, capsys):
    sentence = refused(capsys, "fly", "soyuz-ms-19", "--out", str(tmp_path / "r"), "--set", "pad.latitude_deg=80")
    assert "latitude" in sentence
    assert list(tmp_path.iterdir()) == []


def test_half_a_record_is_not_half_told(flagship, tmp_path, capsys):
    directory, _, _, _ = flagship
    shutil.copytree(directory, tmp_path / "r")
    for file in (tmp_path / "r" / "telemetry").rglob("*.parquet"):
        file.write_bytes(file.read_bytes()[:200])
    assert "no whole Parquet file" in refused(capsys, "tell", str(tmp_path / "r"))
