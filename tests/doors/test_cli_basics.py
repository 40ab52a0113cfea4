"""The command line: exit statuses, one sentence per slip, pure JSON, and a start that takes no time."""

import json
import os
import subprocess
import sys

import pytest

from kazbek.cli import run


def refused(capsys, *arguments):
    """The sentence on standard error of a call that must be refused with status 2."""
    assert run(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


def answer(capsys, *arguments):
    """The JSON document on standard output of a call that must work."""
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["mission"], ['unknown verb "mission"', 'did you mean "missions"?']),
        (["missions", "--jsn"], ['unknown option "--jsn"', 'did you mean "--json"?']),
        (["missions", "soyuz-ms-99"], ['unknown mission "soyuz-ms-99"', 'did you mean "soyuz-ms-1']),
        (["missions", "soyuz-ms-19", "more"], ["more"]),
        (["tell"], ["argument record is missing"]),
        (["window", "--days", "1", "--pad", "x"], ["option --station is missing"]),
        (["window", "--days", "much", "--pad", "x", "--station", "x", "--start", "x"], ['--days "much"', "a number"]),
        (["fly", "soyuz-ms-19", "--seed=1.5"], ['--seed "1.5"', "a whole number"]),
        (["fly", "soyuz-ms-19", "--out"], ["--out without a value"]),
        (["tell", "no-such-record"], ["no such record: no-such-record"]),
        (["tell", "."], ["not a record"]),
        (["export", ".", "--to", "ome"], ['unknown format "ome"', 'did you mean "oem"?']),
        (["export", ".", "--to", "oem"], ["not a record"]),
    ],
)
def test_slips_on_the_command_line(capsys, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    sentence = refused(capsys, *arguments)
    assert all(part in sentence for part in says), sentence


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")
@pytest.mark.parametrize("arguments", [["missions"], ["missions", "--json"], ["missions", "soyuz-ms-19"], ["--help"]])
def test_output_that_cannot_be_written_is_one_sentence(arguments):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kazbek.cli", *arguments], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert "no space left" in done.stderr
    assert done.stderr.count("\n") == 1


def test_missions_as_json(capsys):
    listed = answer(capsys, "missions")["missions"]
    names = [mission["name"] for mission in listed]
    assert {"soyuz-ms-18", "soyuz-ms-19", "demo-four-orbit", "demo-two-day"} <= set(names)
    flagship = next(mission for mission in listed if mission["name"] == "soyuz-ms-19")
    assert [flight["name"] for flight in flagship["flights"]] == ["up", "film-crew-home", "commander-home"]


def test_a_printed_mission_file_is_a_mission_file(capsys, tmp_path):
    from kazbek.mission.file import read_mission

    assert run(["missions", "soyuz-ms-19"]) == 0
    (tmp_path / "mine.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert read_mission(str(tmp_path / "mine.toml")).plan == read_mission("soyuz-ms-19").plan


def test_the_help_says_what_each_verb_does_in_whole_sentences(capsys):
    assert run(["--help"]) == 0
    commands = capsys.readouterr().out.partition("Commands:")[2]
    assert [line for line in commands.splitlines() if line.endswith("...")] == []


def test_no_verb_prints_the_help(capsys):
    assert run([]) == 0
    assert "missions" in capsys.readouterr().out


def seconds(*command):
    """Processor time of a command: what else the machine does must not count."""
    before = os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent or 0.0  # Windows counts no children: nothing is measured there


def test_the_door_opens_at_once():
    """0.3 s for the import and 0.6 s for the help, over what Python itself takes; the best of three."""
    bare = min(seconds(sys.executable, "-c", "") for _ in range(3))
    imported = min(seconds(sys.executable, "-c", "import kazbek") for _ in range(3))
    helped = min(seconds(sys.executable, "-m", "kazbek.cli", "--help") for _ in range(3))
    assert imported - bare < 0.3
    assert helped - bare < 0.6


def test_importing_kazbek_loads_nothing_heavy():
    program = (
        "import sys, kazbek; heavy = {'numpy', 'numba', 'pydantic', 'typer', 'pyarrow'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert all(getattr(kazbek, name) is not None for name in kazbek.__all__)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_command_line_adds_the_dashes_the_library_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    from kazbek.base.errors import OutOfRange
    from kazbek.mission.search import window

    with pytest.raises(OutOfRange, match=r"^`days` 99; allowed: more than 0"):
        window("iss_2021-10-01.xml.gz", "baikonur-31", "2021-10-05", 99)
    asked = ["window", "--station", "iss_2021-10-01.xml.gz", "--pad", "baikonur-31", "--start", "2021-10-05"]
    assert run([*asked, "--days", "99"]) == 2
    assert capsys.readouterr().err.startswith("kazbek: --days 99; allowed: more than 0")


@pytest.mark.parametrize(("verb", "known"), [("new", "programme"), ("campaign", "resume")])
def test_a_verb_within_a_verb_that_is_not_there_is_told_with_those_that_are(verb, known, capsys):
    said = refused(capsys, verb, "mission")
    assert 'unknown verb "mission"' in said
    assert known in said
