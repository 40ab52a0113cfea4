"""A gallery from a small record: its files, its page, what a killed run leaves, and bad input in one sentence."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from small_record import EVENTS, event, write_record

from kazbek.base.errors import DataError
from kazbek.cli import run
from kazbek.gallery import diagrams, painting
from kazbek.gallery.build import gallery
from kazbek.gallery.partial import beside
from kazbek.gallery.shots import borrowed_utc, can_be_drawn, composed
from kazbek.record.read import load_record
from kazbek.views.story.beats import beats

SIZE = (96, 54)


@pytest.fixture(autouse=True)
def no_diagrams(monkeypatch: pytest.MonkeyPatch) -> None:
    """The diagrams have tests of their own."""
    monkeypatch.setattr("kazbek.gallery.build.draw_diagrams", lambda record, folder, words, note: [])


@pytest.fixture
def record(small_record: Path) -> Path:
    return small_record


@pytest.fixture
def made(small_gallery: Path) -> Path:
    return small_gallery


class Page(HTMLParser):
    """The attributes of every element, by tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, list[dict[str, str | None]]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.setdefault(tag, []).append(dict(attrs))


def test_a_picture_and_a_thumbnail_for_every_beat(made: Path) -> None:
    page = Page(made.read_text(encoding="utf-8"))
    sources = [str(image["src"]) for image in page.found["img"]]
    pictures = [source for source in sources if source.startswith("pictures/")]
    assert len(pictures) == 2 * 8
    for source in pictures:
        with Image.open(made.parent / source) as picture:
            assert picture.size == ((320, 180) if "small" in source else SIZE)
    assert {path.name for path in made.parent.iterdir()} - {"diagrams"} == {
        "index.html",
        "gallery.json",
        "gallery.css",
        "gallery.js",
        "light.js",
        "pictures",
    }


def test_every_picture_has_words_for_who_cannot_see_it_and_an_instant_as_its_address(made: Path) -> None:
    page = Page(made.read_text(encoding="utf-8"))
    assert all(image["alt"] for image in page.found["img"])
    anchors = [str(figure["id"]) for figure in page.found["figure"] if figure["class"] == "plate"]
    assert len(set(anchors)) == len(anchors)
    assert all(re.match(r"t=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", anchor) for anchor in anchors)
    links = [str(a["href"]) for a in page.found["a"]]
    assert [link for link in links if link.startswith("#")] == [f"#{anchor}" for anchor in anchors]


def test_the_page_says_what_it_is_and_asks_nobody_else(made: Path) -> None:
    text = made.read_text(encoding="utf-8")
    for promise in (
        "Computed pictures, not photographs",
        "NASA Blue Marble",
        "Hipparcos",
        "Not affiliated",
        "By eye: couches, liners",  # of the picture from within
    ):
        assert promise in text
    assert "http:" not in text
    assert "https:" not in text
    assert "<script>" not in text
    assert " style=" not in text
    assert "default-src 'none'" in text


def test_the_docked_ship_is_shown_at_the_nearest_hour_beside_the_station(tmp_path: Path) -> None:
    told = load_record(write_record(tmp_path / "r", events=[*EVENTS, event("hatch_open", 30_000.0)]))
    opened = next(beat for beat in beats(told) if beat.key == "hatch_open")
    assert can_be_drawn(opened, told)
    assert borrowed_utc(opened, told) is not None
    shot = composed(opened, told, SIZE)
    assert shot is not None
    assert len(shot.model) > 100


def test_other_moments_without_telemetry_are_left_out(tmp_path: Path) -> None:
    told = load_record(write_record(tmp_path / "r", events=[event("max_q", 20_000.0, height_m=1.0)]))
    assert not any(can_be_drawn(beat, told) for beat in beats(told))
    with pytest.raises(DataError, match="no moment that can be drawn"):
        gallery(told, tmp_path / "g", size=SIZE)


def broken_after(count: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Drafts that end in Ctrl-C after so many; returns the tally of drafts painted."""
    tally: list[int] = []

    def paint(shot: object) -> object:
        if len(tally) == count:
            raise KeyboardInterrupt
        tally.append(1)
        return painting.draft(shot)  # type: ignore[arg-type]

    monkeypatch.setitem(painting.KINDS, "draft", replace(painting.KINDS["draft"], paint=paint))
    return tally


def short_record(folder: Path, **options: bool) -> Path:
    """The first three pictures of the small record."""
    return write_record(folder, events=EVENTS[:2], **options)


def test_a_killed_run_is_taken_up_where_it_stopped(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record, target = short_record(tmp_path / "r"), tmp_path / "g"
    broken_after(2, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        gallery(load_record(record), target, size=SIZE)
    assert not target.exists()
    assert len(list((beside(target) / "pictures").glob("*-small.jpg"))) == 2
    again = broken_after(99, monkeypatch)
    page = gallery(load_record(record), target, size=SIZE)
    assert len(again) == 3 - 2
    assert not beside(target).exists()
    drawn = sorted((page.parent / "pictures").iterdir())
    assert len(drawn) == 6
    for picture in drawn:  # the same bytes as a run that nobody disturbed
        assert picture.read_bytes() == (made.parent / "pictures" / picture.name).read_bytes()


@pytest.mark.parametrize("other", ["record", "size"])
def test_what_another_record_or_size_left_is_not_taken_up(
    other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, record = tmp_path / "g", short_record(tmp_path / "r")
    broken_after(2, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        gallery(load_record(record), target, size=SIZE)
    afresh = broken_after(99, monkeypatch)
    if other == "record":
        gallery(load_record(short_record(tmp_path / "other", comparison=False)), target, size=SIZE)
    else:
        gallery(load_record(record), target, size=(64, 36))
    assert len(afresh) == 3


def test_a_gallery_may_go_into_an_empty_folder_only(record: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(DataError, match="exists already"):
        gallery(load_record(record), tmp_path / "full", size=SIZE)
    assert (tmp_path / "full" / "letter.txt").read_text() == "mine"


def test_without_matplotlib_the_gallery_says_what_it_left_out(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("matplotlib", "matplotlib.pyplot", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, name, None)
    notes: list[str] = []
    assert diagrams.draw_diagrams(load_record(record), tmp_path, {}, notes.append) == []
    assert any("kazbek[plots]" in note for note in notes)


def test_the_landing_map_puts_the_touchdown_where_the_record_has_it() -> None:
    """One degree of latitude on a sphere of 6371 km is 111.19 km; of longitude, its cosine's share; the short way."""
    from kazbek.catalogue.zone import Zone
    from kazbek.views.plots.landing_map import _local

    zone = Zone.named("zhezkazgan")
    aim = np.radians((zone.aim.latitude_deg.v, zone.aim.longitude_deg.v))
    degree = np.radians(1.0)
    east, north = _local(np.array((aim[0], aim[0] + degree)), np.array((aim[1] + degree, aim[1])), zone)
    assert north == pytest.approx((0.0, 111.19), abs=0.01)
    assert east == pytest.approx((111.19 * np.cos(aim[0]), 0.0), abs=0.01)
    around, _ = _local(np.zeros(1), np.array((aim[1] - 2.0 * np.pi + 0.01,)), zone)
    assert around[0] == pytest.approx(63.71, abs=0.01)


# The command line.


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Status 2, nothing on standard output, one sentence on standard error."""
    assert run(["gallery", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_bad_records_are_refused_in_one_sentence(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no such record" in refused(capsys, str(tmp_path / "nowhere"), "--draft")
    (tmp_path / "empty").mkdir()
    assert "not a record" in refused(capsys, str(tmp_path / "empty"), "--draft")
    for name, change, said in (("old", {"format": 0}, "format 0"), ("half", {"complete": False}, "half-written")):
        manifest = json.loads((record / "manifest.json").read_text(encoding="utf-8")) | change
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert said in refused(capsys, str(tmp_path / name), "--draft")


def test_bad_folders_are_refused_in_one_sentence(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert "file is a file" in refused(capsys, str(record), "--draft", "--out", str(tmp_path / "file"))
    assert "cannot write" in refused(capsys, str(record), "--draft", "--out", str(tmp_path / "file" / "below"))


def test_full_pictures_without_mitsuba_name_the_extra(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kazbek.pictures.render import path_traced

    monkeypatch.setitem(sys.modules, "mitsuba", None)
    path_traced._mitsuba.cache_clear()
    said = refused(capsys, str(record), "--out", str(tmp_path / "g"))
    assert "kazbek[pictures]" in said
    assert "--draft" in said


def test_ctrl_c_keeps_the_pictures_and_says_how_to_go_on(record: Path, tmp_path: Path) -> None:
    program = (
        "import kazbek.gallery.build as b\n"
        "def stop(*a, **k):\n    raise KeyboardInterrupt\n"
        "b._paint = stop\n"
        "from kazbek.cli import main\n"
        f"main(['gallery', {str(record)!r}, '--draft', '--out', {str(tmp_path / 'g')!r}])\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 130
    assert ended.stdout == ""
    assert "the same command goes on" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert beside(tmp_path / "g").is_dir()
