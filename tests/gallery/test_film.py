"""The film: what is in the file, when it is refused, and that no run leaves half of one behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import webvtt
from headless import CHROMIUM, chromium
from PIL import Image
from small_record import EVENTS, write_record

from kazbek.base.errors import DataError, MissingExtra
from kazbek.cli import run
from kazbek.gallery import film, painting
from kazbek.gallery.build import gallery
from kazbek.gallery.film_cards import card
from kazbek.gallery.partial import beside
from kazbek.record.read import load_record

ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="ffmpeg is not installed (extra video)")
SIZE = (96, 54)
WORDS = film.Words("A flight", ("Ann Bell",), ("Nobody endorses it.",))


@pytest.fixture(autouse=True)
def no_diagrams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kazbek.gallery.build.draw_diagrams", lambda record, folder, words, note: [])


def still(folder: Path) -> film.Still:
    Image.new("RGB", (192, 108), (200, 60, 20)).save(folder / "a.jpg")
    return film.Still(folder / "a.jpg", "Up", "Lift-off", ("2021-10-05 08:55:02 UTC",))


def test_what_is_in_the_file(tmp_path: Path) -> None:
    """A picture alone is held for 4 s, after a card of 3.5 s and before an end of 5.5 s."""
    steps: list[tuple[int, int]] = []
    path = film.film(
        [still(tmp_path)], WORDS, tmp_path / "film.mp4", SIZE, progress=lambda done, total: steps.append((done, total))
    )
    assert ffmpeg.count_frames_and_secs(str(path)) == (312, pytest.approx(13.0, abs=0.1))
    at_6_s = ("-ss", "6", "-i", path, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
    seen = subprocess.run([ffmpeg.get_ffmpeg_exe(), *at_6_s], capture_output=True, check=True)
    for said in (b"h264", b"yuv420p", b"96x54", b"24 fps"):
        assert said in seen.stderr
    red, _, blue = Image.frombytes("RGB", SIZE, seen.stdout).getpixel((90, 4))
    assert red > 150 > 80 > blue  # the picture itself, in its colours
    assert steps == [(0, 1), (1, 1)]
    assert [p.name for p in tmp_path.iterdir() if "new" in p.name] == []


def test_its_captions_are_read_back_at_their_seconds(tmp_path: Path) -> None:
    """webvtt-py: one picture is seen from 3.5 s, after the first card, for 4 s; markup in a name stays text."""
    shown = replace(still(tmp_path), title="Lift-off & <b>away</b>")
    (tmp_path / "film.vtt").write_text(film.captions([shown]), encoding="utf-8")
    (cue,) = webvtt.read(str(tmp_path / "film.vtt"))
    assert (cue.start, cue.end) == ("00:00:03.500", "00:00:07.500")
    assert cue.raw_text == "Lift-off &amp; &lt;b&gt;away&lt;/b&gt;\n2021-10-05 08:55:02 UTC"


def test_a_run_that_is_stopped_leaves_no_film(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        film.film([still(tmp_path)] * 2, WORDS, tmp_path / "film.mp4", SIZE, progress=stop)
    assert [p.name for p in tmp_path.iterdir()] == ["a.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="a program that fails half-way, written for a shell")
def test_a_film_cut_short_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ffmpeg that stops in the middle, as on a full disk: its own words, no traceback, no film."""
    failing = tmp_path / "ffmpeg"
    failing.write_text("#!/bin/sh\nhead -c 40000 > film.new.mp4\necho '[out] writing: No space left' >&2\nexit 228\n")
    failing.chmod(0o755)
    monkeypatch.setattr(film, "_ffmpeg", lambda: str(failing))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="no space left; choose another"):
        film.film([still(tmp_path)], WORDS, tmp_path / "film.mp4", SIZE)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jpg", "ffmpeg"]


def test_a_film_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"cannot write the film.*no such file") as refused:
        film.film([still(tmp_path)], WORDS, tmp_path / "nowhere" / "film.mp4", SIZE)
    assert "\n" not in str(refused.value)


def test_long_lines_are_broken_where_the_card_ends() -> None:
    """The last columns of a card stay black, whatever the font."""
    page = card("A long title " * 6, ["Many words of no great weight, one after the other. " * 5], (640, 360))
    assert page.crop((608, 0, 640, 360)).getbbox() is None
    assert page.getbbox() is not None


def drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A record and its finished gallery, after which nothing is drawn any more."""
    record, target = write_record(tmp_path / "r", events=EVENTS[:2]), tmp_path / "g"
    gallery(load_record(record), target, size=SIZE)

    def never(shot: object) -> Any:
        raise AssertionError("drawn again")

    monkeypatch.setitem(painting.KINDS, "draft", replace(painting.KINDS["draft"], paint=never))
    return record, target


def test_a_finished_gallery_gets_its_film_without_being_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, target = drawn_once(tmp_path, monkeypatch)
    before = {p: p.read_bytes() for p in (target / "pictures").iterdir()}
    assert "<video" not in (target / "index.html").read_text(encoding="utf-8")
    gallery(load_record(record), target, size=SIZE, video=True)
    assert '<video src="film.mp4"' in (target / "index.html").read_text(encoding="utf-8")
    assert ffmpeg.count_frames_and_secs(str(target / "film.mp4"))[1] > 10.0
    assert {p: p.read_bytes() for p in (target / "pictures").iterdir()} == before
    assert not beside(target).exists()
    with pytest.raises(DataError, match=r"film\.mp4 exists already"):
        gallery(load_record(record), target, size=SIZE, video=True)
    _shows_the_captions(target)


def _shows_the_captions(target: Path) -> None:
    """A browser reads the film's track from the page as it lies on disk: every cue of ``film.vtt``."""
    pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra dev)")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    cues = (target / "film.vtt").read_text(encoding="utf-8").count(" --> ")
    assert cues > 0
    with chromium() as browser:
        page = browser.new_page()
        page.goto((target / "index.html").as_uri())
        page.wait_for_function("(n) => document.querySelector('video').textTracks[0].cues?.length === n", arg=cues)


def test_a_gallery_of_something_else_gets_no_film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record, target = drawn_once(tmp_path, monkeypatch)
    other = load_record(write_record(tmp_path / "other", events=EVENTS[:2], comparison=False))
    for what, size in ((other, SIZE), (load_record(record), (64, 36))):
        with pytest.raises(DataError, match="no finished draft gallery of this record"):
            gallery(what, target, size=size, video=True)
    with pytest.raises(DataError, match="add `video`"):
        gallery(load_record(record), target, size=SIZE)
    shutil.rmtree(target / "pictures")
    with pytest.raises(DataError, match="exists already"):
        gallery(load_record(record), target, size=SIZE, video=True)


def test_a_stopped_film_leaves_the_finished_gallery_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record, target = drawn_once(tmp_path, monkeypatch)
    before = sorted(p.name for p in target.iterdir())

    def stop(what: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gallery(load_record(record), target, size=SIZE, video=True, progress=stop)
    assert sorted(p.name for p in target.iterdir()) == before


def test_without_ffmpeg_a_film_is_refused_before_anything_is_drawn(
    small_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    film._ffmpeg.cache_clear()
    with pytest.raises(MissingExtra, match=r"kazbek\[video\]"):
        gallery(load_record(small_record), tmp_path / "g", size=SIZE, video=True)
    assert not beside(tmp_path / "g").exists()
    film._ffmpeg.cache_clear()


def test_the_command_line_says_how_to_add_a_film(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "letter.txt").write_text("mine")
    record = write_record(tmp_path / "r", events=EVENTS[:1])
    assert run(["gallery", str(record), "--draft", "--video", "--out", str(tmp_path / "g")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "exists already" in said.err
