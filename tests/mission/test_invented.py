"""A mission wholly invented: launcher of four stages, pad, zone, ship, capsule of two canopies, station of one port.

Nothing in it is Soyuz's, and so nothing that comes out may be: not a word, not a clock, not a mesh. Its files lie in
``tests/data/invented``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import kazbek
from kazbek.cli import run
from kazbek.gallery.cast import cast_of
from kazbek.pictures.models.plain.ship import PlainShip

MISSION = Path(__file__).parents[1] / "data" / "invented" / "first-flock.toml"
OTHERS = ("soyuz", "moscow", "baikonur", "rassvet", "progress ms", "roscosmos")


def _clean(text: str, where: str) -> None:
    found = [word for word in OTHERS if word in text.lower()]
    assert not found, f"{where} speaks of {', '.join(found)}"


@pytest.fixture(scope="module")
def flown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The record's folder, and what ``kazbek fly`` printed."""
    import contextlib
    import io

    folder, told = tmp_path_factory.mktemp("invented") / "r", io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        assert run(["fly", str(MISSION), "--out", str(folder)]) == 0
    return folder, told.getvalue()


def test_it_flies_up_and_home(flown: tuple[Path, str]) -> None:
    record = kazbek.load(flown[0])
    assert [flight.outcome for flight in record.flights] == ["docked", "landed"]
    up, home = record["up"], record["home"]
    stages = [event.name for event in up.events if event.name.startswith("stage")]
    assert stages == [f"stage_{what}" for what in STAGES]
    assert up.event("docking_contact").values["port"] == "lower-gate"
    assert home.event("touchdown").values["miss_m"] < 5_000.0  # in a wind that was known
    assert [e.name for e in home.events if "opening" in e.name] == [
        "parachute_opening",
        "drogue_opening",
        "main_opening",
    ]


STAGES = (
    *("1_cutoff", "1_separation", "2_ignition", "2_cutoff", "2_separation"),
    *("3_ignition", "3_cutoff"),
)


def test_it_is_told_by_its_own_clocks_and_names(flown: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, said = flown
    assert run(["tell", str(folder)]) == 0
    told = capsys.readouterr().out
    for text, where in ((said, "fly"), (told, "tell")):
        _clean(text, where)
        assert "Lantern" in text
        assert "Heath" in text
    liftoff = next(line for line in told.splitlines() if "  lift-off" in line)
    utc, local = liftoff.split()[2], liftoff.split()[3]
    behind_h = int(utc[:2]) + int(utc[3:5]) / 60.0 - int(local[:2]) - int(local[3:5]) / 60.0
    assert behind_h % 24.0 == pytest.approx(2.5)  # Cape Lantern is two hours and a half behind Greenwich
    assert "Cape Lantern, an invented pad" in told
    assert "before the lower gate" in told
    assert "The boosters leave" in told
    assert "Stage 2 is spent" in told


def test_its_record_can_be_told_and_drawn_without_its_files(flown: tuple[Path, str]) -> None:
    folder = flown[0]
    kept = {path.name for path in (folder / "own").iterdir()}
    assert {"corriedale.toml", "fold.toml", "shepherd.toml", "heath.toml", "north-wind.csv"} <= kept
    manifest = (folder / "manifest.json").read_text(encoding="utf-8")
    _clean(manifest, "the manifest")
    assert json.loads(manifest)["wind"]["home"][0] == [120.0, 0.0, 4.0]


def test_it_is_exported(flown: tuple[Path, str], tmp_path: Path) -> None:
    for kind in ("oem", "csv", "kml", "czml"):
        files = kazbek.export(flown[0], kind, tmp_path / kind)
        assert files
        for file in files:
            _clean(file.read_text(encoding="utf-8"), str(file))


def test_its_pictures_show_its_own_shapes(flown: tuple[Path, str], tmp_path: Path) -> None:
    record = kazbek.load(flown[0])
    page = kazbek.gallery(record, tmp_path / "g", size=(48, 27))
    _clean(page.read_text(encoding="utf-8"), "the page")
    drawn = sorted(file.name[3:-4] for file in (tmp_path / "g" / "pictures").glob("*.jpg") if "small" not in file.name)
    assert {"on-the-pad", "stage-separation", "docking-contact", "module-separation", "main-opening"} <= set(drawn)
    cast = cast_of(record, "up")
    assert isinstance(cast.ship, PlainShip)
    span_m = np.ptp(np.concatenate([mesh.vertices_m for mesh in cast.ship.whole()])[:, 1])
    assert span_m == pytest.approx(13.0, abs=0.01)  # as its file says
    assert cast.launcher.height_m == pytest.approx(21.0 + 9.5 + 5.2 + 1.5 * 8.2)
