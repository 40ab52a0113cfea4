"""Places that cannot be written are refused before any work, and nothing is made while they are looked at.

Authority: what the operating system then does with the same places.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kazbek.base.errors import DataError
from kazbek.base.places import check_file, check_folder, check_new_folder, writing


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "one").touch()
    return tmp_path


@pytest.mark.parametrize("name", ["new.ics", "file", "full/new.ics", os.devnull])
def test_a_file_that_can_be_written_passes(place: Path, name: str) -> None:
    check_file(place / name, "ics")
    (place / name).write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "why", "fault"),
    [
        ("full", "it is a folder", IsADirectoryError),
        ("none/new.ics", "there is no folder", FileNotFoundError),
        ("file/new.ics", "is a file", NotADirectoryError),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="Windows says the same in other errors")
def test_a_file_that_cannot_be_written_is_refused(place: Path, name: str, why: str, fault: type[OSError]) -> None:
    with pytest.raises(DataError, match=rf"cannot write .*{why}.*choose another `ics`"):
        check_file(place / name, "ics")
    with pytest.raises(fault):
        (place / name).write_text("", encoding="utf-8")


@pytest.mark.parametrize("name", ["new", "new/below", "full"])
def test_a_folder_that_can_be_made_passes_and_is_not_made(place: Path, name: str) -> None:
    check_folder(place / name, "out")
    assert sorted(path.name for path in place.rglob("*")) == ["file", "full", "one"]


@pytest.mark.parametrize("name", ["file", "file/below", "file/below/deeper"])
def test_a_folder_under_a_file_is_refused(place: Path, name: str) -> None:
    with pytest.raises(DataError, match=r"cannot write .*file is a file; choose another `out`"):
        check_folder(place / name, "out")


@pytest.mark.parametrize(
    ("name", "why"), [("full", "exists and is not empty"), ("file", "is a file"), ("link", "is a link")]
)
def test_a_folder_for_new_work_is_new_or_empty(place: Path, name: str, why: str) -> None:
    (place / "empty").mkdir()
    (place / "link").symlink_to(place / "empty")
    check_new_folder(place / "empty", "out")
    with pytest.raises(DataError, match=rf"`out` .*{why}; allowed: a new or an empty folder"):
        check_new_folder(place / name, "out")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_into_is_refused(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    for check in (check_file, check_folder, check_new_folder):
        with pytest.raises(DataError, match=r"nothing may be written into .*locked"):
            check(tmp_path / "locked" / "new", "out")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "the disk is full while writing plots; make room, or choose another `plots`"),
        (errno.EDQUOT, "the disk is full while writing plots; make room, or choose another `plots`"),
        (errno.EROFS, "cannot write plots: read-only file system; choose another `plots`"),
    ],
)
def test_what_the_operating_system_refuses_is_one_sentence(number: int, said: str) -> None:
    with pytest.raises(DataError, match=said), writing("plots", "plots"):
        raise OSError(number, os.strerror(number))
