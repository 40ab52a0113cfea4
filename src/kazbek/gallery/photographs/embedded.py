"""Words inside an image file: EXIF, IPTC-IIM and XMP, in the standards' own fields.

Where the three disagree, XMP goes before IPTC-IIM and that before EXIF: cameras write EXIF, editors the other two
later (Metadata Working Group, Guidelines for Handling Image Metadata 2.0, 2010, section 3).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from typing import Any, cast

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from kazbek.gallery.photographs.said import Said, first_said

_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_DC, _RDF, _XMP, _EXIF, _PHOTOSHOP, _EXTENSION = (
    "http://purl.org/dc/elements/1.1/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://ns.adobe.com/xap/1.0/",
    "http://ns.adobe.com/exif/1.0/",
    "http://ns.adobe.com/photoshop/1.0/",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
)
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_BLOCK = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"


def embedded(image: Image.Image, data: bytes) -> Said:
    """Everything an opened image says of itself; `data` are the bytes of its file. What cannot be read says nothing."""
    voices = (lambda: _xmp(image, data), lambda: _iptc(image), lambda: _exif(image))
    return first_said(*(_heard(voice) for voice in voices))


def _heard(voice: Callable[[], Said]) -> Said:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return voice()
    except Exception:  # the parsers of damaged tags raise many kinds; the picture itself may be whole
        return Said()


def _exif(image: Image.Image) -> Said:
    exif = image.getexif()
    shot, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    base = ExifTags.Base
    return Said(
        taken=_exif_instant(shot, gps),
        caption=_exif_words(exif.get(base.ImageDescription)),
        credit=_exif_words(exif.get(base.Artist)),
        rights=_exif_words(exif.get(base.Copyright)),
    )


def _exif_instant(shot: Mapping[int, Any], gps: Mapping[int, Any]) -> str:
    """The shutter by its own zone, else by the satellites' clock, else by a clock of no known zone."""
    base = ExifTags.Base
    local = _iso(_exif_words(shot.get(base.DateTimeOriginal)))
    offset = _exif_words(shot.get(base.OffsetTimeOriginal))
    if local and re.fullmatch(r"[+-]\d\d:\d\d|Z", offset):
        return local + offset
    day, clock = _exif_words(gps.get(ExifTags.GPS.GPSDateStamp)), gps.get(ExifTags.GPS.GPSTimeStamp)
    if day and clock and len(clock) == 3:
        h, m, s = (float(part) for part in clock)
        return _iso(f"{day} {h:02.0f}:{m:02.0f}:{int(s):02d}") + "Z"
    return local


def _iso(written: str) -> str:
    """``2021:10:05 13:55:02`` as ``2021-10-05T13:55:02``; the zeros and blanks of a clock never set are nothing."""
    found = re.fullmatch(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d(?::\d\d)?)", written)
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4]}" if found and int(found[1]) else ""


def _exif_words(value: Any) -> str:
    """Text of a tag: the standard says ASCII, programs write UTF-8, Pillow hands out Latin-1."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
    return _utf8(text.encode("latin-1", "replace")).strip(" \0")


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _iptc(image: Image.Image) -> Said:
    """Record 2 of IPTC-IIM 4.2."""
    found: Mapping[tuple[int, int], Any] = IptcImagePlugin.getiptcinfo(cast(ImageFile.ImageFile, image)) or {}

    def words(dataset: int) -> str:
        value = found.get((2, dataset), b"")
        values = value if isinstance(value, list) else [value]
        return ", ".join(_utf8(bytes(part)).strip(" \0") for part in values if part)

    day, clock = words(55), words(60)
    taken = f"{day[:4]}-{day[4:6]}-{day[6:8]}" if re.fullmatch(r"\d{8}", day) else ""
    if taken and re.fullmatch(r"\d{6}([+-]\d{4})?", clock):
        taken += f"T{clock[:2]}:{clock[2:4]}:{clock[4:6]}" + (f"{clock[6:9]}:{clock[9:]}" if clock[6:] else "")
    return Said(
        taken=taken,
        title=words(105) or words(5),
        caption=words(120),
        credit=_both(words(80), words(110)),
        rights=words(116),
        place=", ".join(part for part in (words(92), words(90), words(101)) if part),
    )


def _xmp(image: Image.Image, data: bytes) -> Said:
    values = _xmp_values(image, data)

    def words(space: str, name: str) -> str:
        return ", ".join(values.get(f"{{{space}}}{name}", ()))

    place = [words(_BLOCK, "Location"), words(_PHOTOSHOP, "City"), words(_PHOTOSHOP, "Country")]
    return Said(
        taken=words(_EXIF, "DateTimeOriginal") or words(_PHOTOSHOP, "DateCreated") or words(_XMP, "CreateDate"),
        title=words(_PHOTOSHOP, "Headline") or words(_DC, "title"),
        caption=words(_DC, "description"),
        alt=words(_BLOCK, "AltTextAccessibility"),
        credit=_both(words(_DC, "creator"), words(_PHOTOSHOP, "Credit")),
        rights=words(_DC, "rights") or words(_RIGHTS, "UsageTerms"),
        place=", ".join(part for part in place if part),
        people=tuple(values.get(f"{{{_EXTENSION}}}PersonInImage", ())),
    )


def _xmp_values(image: Image.Image, data: bytes) -> dict[str, list[str]]:
    """The properties of the packet, simple ones and lists, by ``{namespace}name``; none where it cannot be read."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    packed = image.info.get("XML:com.adobe.xmp", "")  # a PNG may hold it compressed
    packet = packed.encode() if isinstance(packed, str) and packed else data
    found = _PACKET.search(packet)
    try:
        root = fromstring(found[0], forbid_dtd=True) if found else None
    except (ParseError, DefusedXmlException, ValueError):
        return {}
    values: dict[str, list[str]] = {}
    for description in () if root is None else root.iter(f"{{{_RDF}}}Description"):
        values |= {name: [text.strip()] for name, text in description.attrib.items() if text.strip()}
        for item in description:
            values[str(item.tag)] = [text for node in (item, *item.iter(f"{{{_RDF}}}li")) if (text := _own(node))]
    return values


def _own(node: Any) -> str:
    return (node.text or "").strip()


def _both(person: str, house: str) -> str:
    """``Ann Bell/NASA``, as agencies ask to be credited; a house that names the person already stands alone."""
    if not person or not house or person in house:
        return house or person
    return person if house in person else f"{person}/{house}"
