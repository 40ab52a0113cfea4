"""``import kazbek``: one list of names, loaded when asked for; examples that run; one line, or a small table."""

from __future__ import annotations

import doctest
import importlib
import inspect
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from types import FunctionType

import numpy as np
import pytest
from defusedxml import ElementTree
from PIL import Image

import kazbek
from kazbek.base.data import bundled
from kazbek.mission.prepare import prepare
from kazbek.mission.run import run_flights

PACKAGE = Path(kazbek.__file__).parent
WITH_EXAMPLES = sorted(
    ".".join(("kazbek", *path.relative_to(PACKAGE).with_suffix("").parts))
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def record() -> kazbek.Record:
    """To the highest dynamic pressure, in memory."""
    return kazbek.fly("soyuz-ms-19", until="max_q", sigma=False)


@pytest.fixture
def words(record: kazbek.Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What an example may name beside ``kazbek``; a gallery goes without its diagrams, tested elsewhere."""
    monkeypatch.setattr("kazbek.gallery.build.draw_diagrams", lambda *_: [])
    return {"record": record, "folder": tmp_path / "new"}


def test_importing_does_no_work() -> None:
    """Neither numpy nor any module of kazbek's own is loaded by it, nor by asking what there is."""
    program = (
        "import sys, kazbek; dir(kazbek); kazbek.__version__\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('numpy', 'numba', 'pydantic')), "
        "sorted(m for m in sys.modules if m.startswith('kazbek.')))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[] ['kazbek.base', 'kazbek.base.version']"


def test_every_name_of_the_list_is_there_and_no_other() -> None:
    for name in dir(kazbek):
        assert getattr(kazbek, name) is not None
    everything: dict[str, object] = {}
    exec("from kazbek import *", everything)
    assert set(dir(kazbek)) <= everything.keys()
    with pytest.raises(AttributeError, match="no attribute 'flie'"):
        kazbek.flie  # noqa: B018


def test_a_package_that_has_the_name_of_a_function_is_called_like_it() -> None:
    """Importing ``kazbek.gallery.build`` puts the package where the function was."""
    for name in dir(kazbek):
        if (PACKAGE / name).is_dir():
            assert callable(importlib.import_module(f"kazbek.{name}"))
            assert callable(getattr(kazbek, name))


def test_every_error_can_be_caught_by_its_name() -> None:
    for name in ("DataError", "OutOfRange", "NoConvergence", "WrongPlace", "MissingExtra"):
        assert issubclass(getattr(kazbek, name), kazbek.KazbekError)


@pytest.mark.parametrize(("old", "new"), [("FlownMission", "Record"), ("Watcher", "Progress")])
def test_names_that_went_say_where(old: str, new: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"kazbek.{old} is now kazbek.{new}"):
        assert getattr(kazbek, old) is getattr(kazbek, new)


def test_each_function_of_the_door_has_an_example() -> None:
    """All but the two that compute for minutes."""
    found = {name: getattr(importlib.import_module(module), own) for name, (module, own) in kazbek._door().items()}
    functions = {name: f for name, f in found.items() if isinstance(f, FunctionType)}
    without = {name for name, function in functions.items() if ">>> " not in (inspect.getdoc(function) or "")}
    assert without == {"check", "campaign_of"}


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_say_what_comes_out(module: str, words: dict[str, object]) -> None:
    failed, tried = doctest.testmod(
        importlib.import_module(module), extraglobs=words, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )
    assert tried > 0
    assert failed == 0


def test_each_thing_is_one_line(record: kazbek.Record) -> None:
    (flown,) = run_flights(prepare("soyuz-ms-19"), "max_q")
    leg, up = record["up"]["ascent"], record["up"]
    assert repr(leg) == repr(flown.legs[1]) == "<Leg ascent reached 63.7 s, 65 rows, 2 events>"
    assert repr(up) == "<Flight up, Soyuz MS-19, reached: 2 legs, 10 events>"
    assert repr(record) == "<Record soyuz-ms-19 reached: up>"
    assert repr(kazbek.read_mission("soyuz-ms-19")) == "<Mission soyuz-ms-19: up, film-crew-home, commander-home>"
    assert repr(up.liftoff).startswith("<Epoch 2021-10-05T08:55:0")
    assert repr(flown.legs[1].start).startswith("<State 2021-10-05T08:55:0")
    assert repr(up.event("liftoff")).startswith("<Event liftoff 2021-10-05T08:55:0")
    for thing in (leg, up, record, flown.legs[0].start, *record.events):
        assert len(repr(thing)) <= 120
        assert "\n" not in repr(thing)


def test_a_notebook_shows_a_table_and_a_picture(record: kazbek.Record) -> None:
    """Well-formed, with what the thing holds in the cells and one curve in the picture."""
    for thing, cells in ((record, "Soyuz MS-19"), (record["up"], "ascent"), (record["up"]["ascent"], "max_q")):
        shown = ElementTree.fromstring(thing._repr_html_())
        assert cells in [cell.text for cell in shown.iter("td")]
        curves = [p for p in shown.iter("{http://www.w3.org/2000/svg}path") if "stroke-width" in p.attrib]
        assert any(p.attrib["d"].count("L") > 20 for p in curves)
    assert 1000 < len(record._repr_html_()) < 20_000


def test_a_flight_that_never_left_is_shown_too() -> None:
    up = kazbek.RecordedFlight("up", "Soyuz MS-19", ("Anton Shkaplerov",), kazbek.Outcome.MISSED, reason="too heavy")
    grounded = kazbek.Record("soyuz-ms-19", (up,), kazbek.Outcome.MISSED, {}, {})
    assert "missed" in grounded._repr_html_()
    assert "Anton Shkaplerov" in up._repr_html_()
    assert repr(up) == "<Flight up, Soyuz MS-19, missed: 0 legs, 0 events>"


def test_the_small_map_s_land_is_that_of_the_great_one() -> None:
    """More than half land in a cell of one degree of ``coast.png``."""
    with Image.open(BytesIO(bundled("textures", "coast.png").read_bytes())) as fine:
        share = np.asarray(fine, dtype=np.float64).reshape(180, 30, 360, 30).mean(axis=(1, 3))
    with Image.open(BytesIO(bundled("textures", "land_one_degree.png").read_bytes())) as coarse:
        land = np.asarray(coarse) == 1
    clear = np.abs(share - 127.5) > 1.0
    assert (land == (share > 127.5))[clear].all()
    assert 0.25 < land.mean() < 0.45  # the poles are drawn wide
