"""``kazbek new programme``: what it lays out passes every check, goes into orbit, and takes nothing of the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

from kazbek.base.epoch import Epoch
from kazbek.cli import run
from kazbek.mission.prepare import prepare


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("new") / "heron"
    assert run(["new", "programme", "heron", "--out", str(place)]) == 0
    return place


def test_every_file_carries_the_name_and_explains_itself(folder: Path) -> None:
    files = sorted(file.name for file in folder.iterdir())
    assert len(files) == 10
    for file in folder.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert "PROGRAMME" not in text
        assert "heron" in text
        assert text.startswith("# ")


def test_it_is_a_mission_that_can_be_flown(folder: Path) -> None:
    """All checks of a mission, a solved ascent, a lift-off that closes, and a way home."""
    ready = prepare(str(folder / "mission.toml"))
    up = ready.up(ready.mission.flights[0])
    start = up.start()
    assert start is not None
    assert start.closes
    assert start.liftoff.utc[:10] == "2023-05-10"
    home = ready.down(ready.mission.flights[1]).route
    assert home is not None
    assert home.event("touchdown").epoch > Epoch.from_utc("2023-05-12")


def test_a_folder_with_something_in_it_and_a_bad_name_are_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "programme", "heron", "--out", str(folder)]) == 2
    assert "exists and is not empty" in capsys.readouterr().err
    assert run(["new", "programme", "../heron", "--out", str(tmp_path / "x")]) == 2
    assert "up to 40 letters" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
