"""Nothing of the user's is lost, and no record lies: kazbek removes only what carries its own label, writes only names
that are names, and reads back only what it wrote.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from small_record import write_record

import kazbek
from kazbek.base.data import bundled
from kazbek.base.errors import DataError, KazbekError
from kazbek.base.files import hold
from kazbek.record.partial import leftovers, unnamed
from kazbek.record.record import Record

FLIPS = 300  # by hand 3 000: none of them passes


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with digests."""
    place = tmp_path_factory.mktemp("whole")
    directory = kazbek.load(write_record(place / "old")).save(place / "new").directory
    assert directory is not None
    return directory


def said(record: Record) -> tuple[Any, ...]:
    """Everything a record tells: documents, mission file, every number of every leg."""
    columns = [
        (flight.name, leg.name, name, column.tobytes())
        for flight in record.flights
        for leg in flight.legs
        for name, column in leg.items()
    ]
    summary = {key: value for key, value in record.summary.items() if key != "record"}
    return json.dumps(summary), record.mission_text, dict(record.manifest), columns


def test_no_flipped_bit_gives_another_number_in_silence(saved: Path, tmp_path: Path) -> None:
    """Any bit of any file: refused in one sentence."""
    chance = random.Random(20211005)
    files = [file for file in sorted(saved.rglob("*")) if file.is_file()]
    sizes = [file.stat().st_size for file in files]
    whole = said(kazbek.load(saved))
    copy = tmp_path / "r"
    shutil.copytree(saved, copy)
    for _ in range(FLIPS):
        file = chance.choices(files, sizes)[0]
        content = bytearray(file.read_bytes())
        bit = chance.randrange(8 * len(content))
        content[bit // 8] ^= 1 << bit % 8
        target = copy / file.relative_to(saved)
        target.write_bytes(content)
        with suppress(DataError):
            assert said(kazbek.load(copy)) == whole, f"bit {bit} of {file.name} passes"
        target.write_bytes(file.read_bytes())
    assert said(kazbek.load(copy)) == whole


def test_a_file_that_went_is_missed(saved: Path, tmp_path: Path) -> None:
    for file in ("events.json", "mission.toml", "telemetry/up/ascent.parquet"):
        copy = tmp_path / file.replace("/", "-")
        shutil.copytree(saved, copy)
        (copy / file).unlink()
        with pytest.raises(DataError, match="is missing"):
            said(kazbek.load(copy))


def test_a_record_from_before_digests_stays_readable_and_says_so(small_record: Path, saved: Path) -> None:
    assert any("no digests" in note for note in kazbek.load(small_record).notes)
    assert not any("no digests" in note for note in kazbek.load(saved).notes)


def write(record: Path, name: str = "r") -> None:
    kazbek.load(record).save(record.parent / name)


KILLED_BEFORE_THE_RENAMING = """
import os, pathlib, signal, sys
import kazbek
pathlib.Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
kazbek.load(sys.argv[1]).save(sys.argv[2])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_record_killed_before_it_got_its_name_is_whole_and_everybody_says_so(saved: Path, tmp_path: Path) -> None:
    """Between the last manifest and the renaming: read as it is, never removed, and the way to name it is said."""
    out, partial = tmp_path / "r", tmp_path / "r.partial"
    command = [sys.executable, "-c", KILLED_BEFORE_THE_RENAMING, str(saved), str(out)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert [p.name for p in tmp_path.iterdir()] == ["r.partial"]
    advice = f"{partial} is a whole record whose run was killed before it got its name: rename it to {out}"
    assert unnamed(tmp_path / "other") == [partial]
    assert leftovers(tmp_path / "other") == []
    assert f"{advice}." in kazbek.load(partial).notes
    with pytest.raises(DataError) as caught:
        kazbek.load(saved).save(out)
    assert advice in str(caught.value)
    with pytest.raises(DataError, match="rename it to"):
        kazbek.load(out)
    assert said(kazbek.load(partial))[3] == said(kazbek.load(saved))[3]
    partial.rename(out)
    assert kazbek.load(out).folder_notes == ()


OTHERS = {
    "a folder of the user's": lambda partial: (partial.mkdir(), (partial / "thesis").write_text("years")),
    "a file": lambda partial: partial.write_text("years"),
    "a link to a folder": lambda partial: (
        (partial.parent / "home").mkdir(),
        (partial.parent / "home" / "thesis").write_text("years"),
        partial.symlink_to(partial.parent / "home"),
    ),
    "a link to nothing": lambda partial: partial.symlink_to(partial.parent / "nowhere"),
    "a finished record": lambda partial: shutil.copytree(partial.parent / "old", partial),
    "an unfinished record with a file of the user's": lambda partial: (
        partial.mkdir(),
        (partial / "manifest.json").write_text('{"kazbek": "0.1", "complete": false}'),
        (partial / "thesis").write_text("years"),
    ),
    "a manifest of another program": lambda partial: (
        partial.mkdir(),
        (partial / "manifest.json").write_text('{"name": "my web app"}'),
    ),
}


def everything(place: Path) -> dict[str, Any]:
    """All that lies below a folder, links as links."""
    return {
        str(p.relative_to(place)): os.readlink(p) if p.is_symlink() else p.read_bytes() if p.is_file() else None
        for p in place.rglob("*")
    }


@pytest.mark.skipif(sys.platform == "win32", reason="links")
@pytest.mark.parametrize("other", OTHERS)
def test_what_is_not_kazbek_s_own_is_neither_removed_nor_written_into(other: str, tmp_path: Path) -> None:
    """`X.partial` is where a record is written: only an unfinished record there may go."""
    record = write_record(tmp_path / "old")
    OTHERS[other](tmp_path / "r.partial")
    before = everything(tmp_path)
    with pytest.raises(DataError, match="no unfinished record"):
        write(record)
    assert leftovers(tmp_path / "r") == []
    assert everything(tmp_path) == before


def test_what_a_killed_run_left_is_named_and_goes(tmp_path: Path) -> None:
    record = write_record(tmp_path / "old")
    shutil.copytree(kazbek.load(record).save(tmp_path / "done").directory or "", tmp_path / "r.partial")
    manifest = json.loads((tmp_path / "r.partial" / "manifest.json").read_text())
    (tmp_path / "r.partial" / "manifest.json").write_text(json.dumps({**manifest, "complete": False}))
    (tmp_path / "s.partial").mkdir()  # a full disk leaves this much
    assert leftovers(tmp_path / "r") == [tmp_path / "r.partial"]
    write(record, "r")
    write(record, "s")
    assert {p.name for p in tmp_path.iterdir()} == {"old", "done", "r", "s"}


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX systems")
def test_a_run_that_still_writes_is_left_alone_whatever_its_number(tmp_path: Path) -> None:
    """A lock tells, not a process number: those come again, and are others in each container."""
    record = write_record(tmp_path / "old")
    partial = tmp_path / "r.partial"
    partial.mkdir()
    (partial / "manifest.json").write_text(json.dumps({"kazbek": "0.1", "complete": False, "pid": os.getpid()}))
    held = hold(partial)
    assert held is not None
    with pytest.raises(DataError, match="being written by another run"):
        write(record)
    assert leftovers(tmp_path / "r") == []
    held.let_go()
    write(record)
    assert (tmp_path / "r" / "manifest.json").is_file()


@pytest.mark.parametrize("name", ["r.partial", "r.PARTIAL", "caf\udce9", "x" * 250, "ü" * 120])
def test_names_that_cannot_be_written_are_refused_before_any_work(name: str, tmp_path: Path) -> None:
    record = write_record(tmp_path / "old")
    with pytest.raises(DataError, match="`out`"):
        write(record, name)
    assert [p.name for p in tmp_path.iterdir()] == ["old"]


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_link_is_no_new_folder(tmp_path: Path) -> None:
    record = write_record(tmp_path / "old")
    (tmp_path / "home").mkdir()
    (tmp_path / "r").symlink_to(tmp_path / "home")
    with pytest.raises(DataError, match="is a link"):
        write(record)
    assert list((tmp_path / "home").iterdir()) == []


NAMES = ["../x", "/tmp/x", "a/b", "..", "", "x\x1b[31m", "a b", "x\n", "con/..", "\u202ex", "ü", "a" * 500]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", ["mission", "flight", "leg"])
def test_names_inside_a_record_never_become_other_paths(place: str, name: str, tmp_path: Path) -> None:
    """In a record from anybody: held to the letters of a mission file before anything is written or read."""
    record = write_record(tmp_path / "r")
    manifest, summary = (json.loads((record / f"{n}.json").read_text()) for n in ("manifest", "summary"))
    if place == "mission":
        summary["mission"] = manifest["mission"] = name
    if place == "flight":
        summary["flights"][0]["name"] = name
        manifest["legs"] = [{**leg, "flight": name} for leg in manifest["legs"]]
    if place == "leg":
        manifest["legs"][0]["leg"] = name
    for document, file in ((manifest, "manifest.json"), (summary, "summary.json")):
        (record / file).write_text(json.dumps(document))
    with pytest.raises(DataError):
        kazbek.load(record)


def test_files_of_the_mission_s_own_never_take_the_place_of_the_record_s(tmp_path: Path) -> None:
    """A launcher called mission.toml, or telemetry/up.toml: each is kept, and told with."""
    place = tmp_path / "mine"
    (place / "telemetry").mkdir(parents=True)
    launcher = bundled("launchers", "soyuz-2.1a.toml").read_text(encoding="utf-8")
    for name in ("mission.toml", "telemetry/up.toml"):
        (place / name).write_text(launcher, encoding="utf-8")
    text = kazbek.read_mission("soyuz-ms-19").text
    for name in ("mission.toml", "telemetry/up.toml"):
        mine = text.replace('launcher = "soyuz-2.1a"', f'launcher = "{name}"')
        (place / "fly.toml").write_text(mine, encoding="utf-8")
        out = tmp_path / name.replace("/", "-")
        kazbek.fly(str(place / "fly.toml"), out=out, until="max_q", sigma=False)
        record = kazbek.load(out)
        assert record.mission_text == mine
        assert (out / "own" / name).read_text(encoding="utf-8") == launcher
        again = record.save(tmp_path / f"{out.name}-again")
        assert said(again) == said(record)
        assert list(kazbek.tell(again))


KINDS: list[Any] = [None, True, 7, -1e300, 10**40, "x", "", "\x1b[31mred", [], [[]], {}, {"a": [1]}]


def _places(document: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return [at, *(place for key, value in inside for place in _places(value, (*at, key)))]


def _with(document: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    changed = dict(document) if isinstance(document, dict) else list(document)
    changed[place[0]] = _with(document[place[0]], place[1:], value)
    return changed


def test_a_record_with_other_kinds_of_values_is_told_or_refused_in_one_sentence(
    small_record: Path, tmp_path: Path
) -> None:
    """200 seeded changes of one value each to a record without digests, as a stranger may send it."""
    chance = random.Random(20220330)
    copy = tmp_path / "r"
    shutil.copytree(small_record, copy)
    refused = 0
    for _ in range(200):
        file = copy / chance.choice(["summary.json", "summary.json", "manifest.json"])
        text = file.read_text(encoding="utf-8")
        document = json.loads(text)
        place, kind = chance.choice(_places(document)), chance.choice(KINDS)
        file.write_text(json.dumps(_with(document, place, kind)), encoding="utf-8")
        try:
            list(kazbek.tell(copy))
        except KazbekError:
            refused += 1
        except Exception as fault:
            raise AssertionError(f"{file.name} {place} = {kind!r}") from fault
        file.write_text(text, encoding="utf-8")
    assert 100 < refused < 200
