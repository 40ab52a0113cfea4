"""The user's own photographs: on the mission's clock, credited, never taken for computed ones, never lost."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, PngImagePlugin
from small_record import LIFTOFF

from kazbek.base.errors import DataError
from kazbek.gallery.build import gallery
from kazbek.gallery.photographs.instant import MissionSpan
from kazbek.gallery.photographs.read import Photograph, photographs_of
from kazbek.record.read import load_record

SIZE = (96, 54)
SPAN = MissionSpan(LIFTOFF, LIFTOFF + 12 * 86_400.0)
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 photoshop:DateCreated="2021-10-05T12:20:00+00:00" photoshop:Credit="NASA">
<dc:creator><rdf:Seq><rdf:li>Ann Bell</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">The port &lt;b&gt;near&lt;/b&gt;. Seen from aboard.</rdf:li></rdf:Alt></dc:description>
<ext:PersonInImage><rdf:Bag><rdf:li>Cid Dale</rdf:li></rdf:Bag></ext:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def image(columns: int = 1200, rows: int = 800, mode: str = "RGB") -> Image.Image:
    """Something to look at."""
    ramp = np.linspace(0, 255, columns * rows * 3).reshape(rows, columns, 3).astype(np.uint8)
    return Image.fromarray(ramp).convert(mode)


def exif(**tags: str) -> Image.Exif:
    """A camera's tags by their names; instant and zone go where the standard puts them."""
    made = Image.Exif()
    for name, text in tags.items():
        if name.endswith("Original"):
            made.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base[name]] = text
        else:
            made[ExifTags.Base[name]] = text
    return made


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """One of each kind."""
    folder = tmp_path / "photos"
    (folder / "more").mkdir(parents=True)
    zoned = exif(DateTimeOriginal="2021:10:05 13:55:02", OffsetTimeOriginal="+05:00", Artist="Bill Ingalls")
    zoned[ExifTags.Base.Orientation] = 6
    zoned.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    image().save(folder / "liftoff.jpg", exif=zoned)
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP, zip=True)
    image(mode="RGBA").save(folder / "port.png", pnginfo=info)
    image(400, 500).save(folder / "more" / "crew.webp")
    (folder / "more" / "crew.toml").write_text('kind = "portrait"\ntitle = "The crew"\ncredit = "A house"\n')
    return folder


def told(folder: Path) -> tuple[dict[str, Photograph], list[str]]:
    said: list[str] = []
    found, _ = photographs_of(folder, SPAN, said.append)
    return {one.path.name: one for one in found}, said


def test_instant_credit_and_caption_are_read_as_the_standards_put_them(photos: Path) -> None:
    found, said = told(photos)
    assert said == []
    assert list(found) == ["liftoff.jpg", "port.png", "crew.webp"]
    first, second, third = found.values()
    assert first.instant is not None
    assert first.instant.utc.startswith("2021-10-05T08:55:02")
    assert first.said.credit == "Bill Ingalls"
    assert second.instant is not None
    assert second.instant.utc.startswith("2021-10-05T12:20:00")
    assert (second.said.credit, second.said.people) == ("Ann Bell/NASA", ("Cid Dale",))
    assert second.said.caption.startswith("The port <b>near</b>.")
    assert (third.instant, third.said.kind) == (None, "portrait")


def test_iptc_datasets_are_read(tmp_path: Path) -> None:
    def dataset(number: int, text: str) -> bytes:
        data = text.encode()
        return bytes((0x1C, 2, number)) + len(data).to_bytes(2, "big") + data

    block = b"".join(
        dataset(*pair)
        for pair in (
            (55, "20211005"),
            (60, "085502+0000"),
            (80, "Ann"),
            (110, "AFP"),
            (120, "Said"),
            (101, "Казахстан"),
        )
    )
    resource = b"8BIM\x04\x04\x00\x00" + len(block).to_bytes(4, "big") + block + b"\0" * (len(block) % 2)
    body = b"Photoshop 3.0\x00" + resource
    segment = b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body
    plain = tmp_path / "a.jpg"
    image(64, 48).save(plain)
    data = plain.read_bytes()
    plain.write_bytes(data[:2] + segment + data[2:])
    (one,) = told(tmp_path)[0].values()
    assert one.instant is not None
    assert one.instant.utc.startswith("2021-10-05T08:55:02")
    assert (one.said.credit, one.said.caption, one.said.place) == ("Ann/AFP", "Said", "Казахстан")


def test_a_clock_without_a_zone_takes_that_of_the_folder(tmp_path: Path) -> None:
    image(64, 48).save(tmp_path / "a.jpg", exif=exif(DateTimeOriginal="2021:10:05 13:55:02", Artist="A"))
    found, said = told(tmp_path)
    assert found["a.jpg"].instant is None
    assert "has no time zone" in said[0]
    (tmp_path / "photographs.toml").write_text('zone = "Asia/Qyzylorda"\n')
    found, said = told(tmp_path)
    assert found["a.jpg"].instant == LIFTOFF + 2.0
    assert said == []


def test_every_fault_is_one_sentence_and_loses_no_other_photograph(photos: Path) -> None:
    image(64, 48).save(photos / "nobody.jpg")
    image(64, 48).save(photos / "clock.jpg", exif=exif(DateTimeOriginal="2021:13:45 99:55:02", Artist="A"))
    early = exif(DateTimeOriginal="2000:01:01 00:00:00", OffsetTimeOriginal="+00:00", Artist="A")
    image(64, 48).save(photos / "reset.jpg", exif=early)
    whole = (photos / "liftoff.jpg").read_bytes()
    (photos / "torn.jpg").write_bytes(whole[: len(whole) // 2])
    (photos / "notes.txt").write_text("no picture")
    image(64, 48).save(photos / "slip.jpg")
    (photos / "slip.toml").write_text('credti = "A"')
    found, said = told(photos)
    assert {"liftoff.jpg", "port.png", "crew.webp", "clock.jpg", "reset.jpg"} == set(found)
    by_name = {re.split(": ", sentence)[1]: sentence for sentence in said}
    assert "names nobody to credit" in by_name["nobody.jpg"]
    assert "cannot be" in by_name["clock.jpg"]
    assert "2 years before its first event" in by_name["reset.jpg"]
    assert "damaged" in by_name["torn.jpg"]
    assert "no picture" in by_name["notes.txt"]
    assert 'did you mean "credit"?' in by_name["slip.jpg"]
    assert not any("\n" in sentence for sentence in said)


def test_no_folder_is_one_sentence_before_anything_is_drawn(small_record: Path, tmp_path: Path) -> None:
    for wrong, words in ((tmp_path / "none", "is no folder"), (tmp_path, "holds no photograph")):
        with pytest.raises(DataError, match=words):
            gallery(small_record, tmp_path / "g", size=SIZE, photos=wrong)
    assert not list(tmp_path.glob("g*"))


def test_photographs_join_a_finished_gallery_in_the_order_of_the_clock(
    small_record: Path, small_gallery: Path, photos: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(small_gallery.parent, tmp_path / "g"))
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "pictures").iterdir()}
    (photos / "photographs.toml").write_text('links = [{ text = "Album", url = "https://example.org/album" }]')
    page = gallery(load_record(small_record), folder, size=SIZE, photos=photos).read_text(encoding="utf-8")
    assert before == {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "pictures").iterdir()}
    anchors = re.findall(r'<figure class="plate[^"]*" id="([^"]+)"', page)
    dated = [anchor for anchor in anchors if anchor.startswith("t=")]
    assert dated == sorted(dated)
    assert anchors[-1] == "photograph-3"
    assert page.count('class="badge">Photograph<') == 3
    assert "Photograph: Bill Ingalls." in page
    assert "&lt;b&gt;near&lt;/b&gt;" in page
    assert '<h2 id="chapter-' in page
    assert ">People</h2>" in page
    assert 'href="https://example.org/album"' in page
    assert "Computed pictures, not photographs" not in page
    assert (folder / "photographs.html").is_file()
    for source in re.findall(r'(?:src|href)="(photographs/[^"]+)"', page):
        assert (folder / source).is_file()
    with pytest.raises(DataError, match="exists already"):
        gallery(load_record(small_record), folder, size=SIZE, photos=photos)


@pytest.mark.parametrize(
    ("metadata", "artist", "place"), [("none", False, False), ("credit", True, False), ("all", True, True)]
)
def test_metadata_is_kept_or_stripped_as_asked(
    small_record: Path, small_gallery: Path, photos: Path, tmp_path: Path, metadata: str, artist: bool, place: bool
) -> None:
    folder = Path(shutil.copytree(small_gallery.parent, tmp_path / "g"))
    gallery(small_record, folder, size=SIZE, photos=photos, photo_metadata=metadata)
    with Image.open(folder / "photographs/001-liftoff-800.jpg") as widest:
        assert widest.size == (800, 1200)  # turned upright
        assert (ExifTags.Base.Artist in widest.getexif()) is artist
        assert not widest.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert (folder / "photographs/001-liftoff.jpg").exists() is place
    if place:
        assert (folder / "photographs/001-liftoff.jpg").read_bytes() == (photos / "liftoff.jpg").read_bytes()
