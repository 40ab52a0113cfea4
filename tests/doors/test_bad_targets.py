"""What a verb is told to write onto, or to take up, and cannot: one sentence, status 2, nothing touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from kazbek.cli import run

REFUSED = {
    "watch {record} --export {file}": "is a file",
    "watch {record} --port 99999": "allowed: 0 to 65535",
    "verify {folder}/nothing": "no such file or directory",
    "verify {folder}": "holds no manifest.json",
    "cockpit --seed -1": "allowed: 0 or more",
    "film soyuz-ms-19 --out {file}": "file is a file; choose another --out",
    "ground soyuz-ms-19 --ics {folder}": "folder: it is a folder; choose another --ics",
    "ground soyuz-ms-19 --picture {folder}/none/p.svg": "there is no folder",
    "timetable soyuz-ms-19 --out {file}/below": "file is a file; choose another --out",
    "aborts soyuz-ms-19 --table {file}/t.csv": "file is a file; choose another --table",
    "crew soyuz-ms-19 --picture {file}/p.png": "file is a file; choose another --picture",
    "verify {record} --out {folder}/new": "--out without a log",
    "cockpit --out {file}": "is a file; allowed: a new or an empty folder",
    "gallery {record} --draft --out {file}/below": "file is a file; choose another --out",
    "campaign fly soyuz-ms-19 --runs 2 --out {file}": "file is a file; choose another --out",
    "new programme ../x": "letters, digits",
    "export {record} --to csv --out {file}": "file is a file; choose another --out",
}


@pytest.mark.parametrize("line", REFUSED)
def test_a_target_that_cannot_be_is_one_sentence(
    line: str, small_record: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    names = {"record": small_record, "file": tmp_path / "file", "folder": tmp_path / "folder"}
    assert run(line.format(**names).split()) == 2
    out, said = capfd.readouterr()
    assert out == ""
    assert REFUSED[line] in said.splitlines()[-1]
    assert said.splitlines()[-1].startswith("kazbek: ")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert list((tmp_path / "folder").iterdir()) == []
