"""Names are data: whatever a ship or a person is called, every output shows it and none obeys it."""

from __future__ import annotations

import csv
import html
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from circles import LEGS, circles
from defusedxml import ElementTree
from markdown_it import MarkdownIt
from nasty import NAME, PERSON, SHIP, nasty_record
from oem import OrbitEphemerisMessage
from PIL import Image

import kazbek
from kazbek.base.errors import KazbekError
from kazbek.base.printable import steers
from kazbek.exchange.export import export
from kazbek.exchange.icalendar import Appointment, icalendar
from kazbek.gallery.build import gallery
from kazbek.gallery.painting import KINDS
from kazbek.record.record import Record
from kazbek.views.people.picture import draw_lifeboats
from kazbek.views.people.tables import show
from kazbek.views.story.tell import as_json, as_markdown, as_text


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return kazbek.load(nasty_record(tmp_path_factory.mktemp("nasty") / "r"))


class Page(HTMLParser):
    """Elements and text of a page, as a browser would have them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.text += "".join(f" {value} " for _, value in attrs if value)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_terminal_shows_it_as_it_is(
    record: Record, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kazbek.views.people.tables._PLAIN_WIDTH", 400)
    lines = [*kazbek.tell(record), *as_text(record)]
    assert any(SHIP in line for line in lines)
    assert any(PERSON in line for line in lines)
    show(kazbek.crew_of(record).document)
    table = capsys.readouterr().out
    assert SHIP in table
    assert PERSON in table


def test_markdown_shows_text_and_no_markup(record: Record) -> None:
    page = Page(MarkdownIt("commonmark", {"html": True}).enable("table").render("\n".join(as_markdown(record))))
    assert page.elements <= {"h1", "h2", "h3", "p", "em", "sup", "hr"}
    assert SHIP in page.text


def test_json_is_json(record: Record) -> None:
    assert any(beat["ship"] == SHIP for beat in json.loads(json.dumps(as_json(record))))


def test_pages_show_it_and_have_no_element_of_it(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is the gallery's, its pictures are blank: names are in the text."""
    blank = replace(KINDS["draft"], paint=lambda shot: np.zeros((54, 96, 3), np.uint8))
    monkeypatch.setitem(KINDS, "draft", blank)
    monkeypatch.setattr("kazbek.gallery.build.draw_diagrams", lambda *_: [])
    monkeypatch.setattr("kazbek.gallery.painting.composed", lambda *_: True)
    drawn = gallery(record, tmp_path / "g", size=(96, 54)).read_text(encoding="utf-8")
    for page in map(Page, (drawn, record._repr_html_(), record["up"]._repr_html_())):
        assert "x-bad" not in page.elements
        assert SHIP in page.text


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_lifeboats_are_drawn(record: Record, kind: str, tmp_path: Path) -> None:
    picture = draw_lifeboats(kazbek.crew_of(record).shown, tmp_path / f"p.{kind}")
    if kind == "svg":
        assert ElementTree.fromstring(picture.read_bytes()).tag.endswith("svg")
    else:
        with Image.open(picture) as drawn:
            assert min(drawn.size) > 100


def test_exports(record: Record, tmp_path: Path) -> None:
    """XML stays XML, a page inside it too; a table has its columns, and no cell is a formula."""
    (kml,) = export(record, "kml", tmp_path / "kml")
    names = [
        element.text for element in ElementTree.fromstring(kml.read_bytes()).iter() if element.tag.endswith("name")
    ]
    assert f"{SHIP}: up" in names
    (czml,) = export(record, "czml", tmp_path / "czml")
    assert json.loads(czml.read_text(encoding="utf-8"))[1]["name"] == SHIP
    for file in export(record, "csv", tmp_path / "csv"):
        with file.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "\t")]
    export(record, "netcdf", tmp_path / "nc")
    (atom,) = export(record, "atom", tmp_path / "atom")
    titles = [one.text or "" for one in ElementTree.fromstring(atom.read_bytes()).iter() if one.tag.endswith("title")]
    assert any(title.startswith(SHIP) for title in titles)


def test_an_oem_keeps_the_name_on_its_line(tmp_path: Path) -> None:
    (oem,) = export(circles(tmp_path, LEGS, ship=SHIP), "oem", tmp_path / "out")
    assert OrbitEphemerisMessage.open(oem).segments[0].metadata["OBJECT_NAME"] == SHIP


def test_what_a_page_reads_in_an_event_is_text(tmp_path: Path) -> None:
    """Descriptions are pages in Google Earth and Cesium; a record from a stranger may hold any text in a value."""
    from kazbek.exchange.czml import _event as marker
    from kazbek.exchange.kml import _event as placemark
    from kazbek.exchange.path import flight_path

    up = circles(tmp_path, LEGS)["up"]
    path = flight_path(up)
    assert path is not None
    happened = up.events[0].__class__("liftoff", up.events[0].epoch, {"port": NAME})
    described = marker(up, 0, happened, path)["description"]
    xml = ElementTree.fromstring(placemark(happened, path))
    for page in map(Page, (described, xml.findtext("description"))):
        assert page.elements == {"br"}
        assert NAME in page.text


def test_a_calendar_keeps_its_lines(record: Record) -> None:
    """RFC 5545, 3.3.11: commas, semicolons and backslashes of a text are escaped."""
    start = record["up"].events[0].epoch
    lines = icalendar(SHIP, [Appointment("u", SHIP, start, start + 60.0)], start).replace("\r\n ", "").split("\r\n")
    (summary,) = [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")]
    assert summary == SHIP.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


STEERS = ["\x1b[31m", "\u202e", "\u2066", "\n", "\x7f", "\x85", "\u2028", "\x00"]
JOINERS = "a\u200cb\u00adc\u200d"  # Persian and emoji need them


@pytest.mark.parametrize("character", STEERS)
def test_what_steers_a_terminal_is_refused_in_every_text_of_a_mission(character: str, tmp_path: Path) -> None:
    """Also as an escape of TOML, which the bytes of the file do not show."""
    text = (nasty_record(tmp_path / "r") / "mission.toml").read_text(encoding="utf-8")
    escaped = "".join(f"\\u{ord(c):04x}" for c in character)
    for number, place in enumerate(
        ("A small", "up", "Cid", "iss_2021", "Eve", "rassvet", "soyuz-2.1a", "T-0", "Ship ")
    ):
        if place not in text:
            continue
        (tmp_path / f"{number}.toml").write_text(text.replace(place, f"{place}{escaped}", 1), encoding="utf-8")
        with pytest.raises(KazbekError, match=r"control character|not valid TOML"):
            kazbek.read_mission(str(tmp_path / f"{number}.toml"))


def test_what_may_be_written_may_be_read_back() -> None:
    """One rule for mission files and records: what the one lets pass the other does."""
    assert steers(JOINERS) == []
    assert all(steers(character) for character in STEERS)
    assert html.escape(NAME) != NAME
