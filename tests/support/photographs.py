"""Small pictures with words where cameras and editors write them: EXIF, IPTC-IIM and XMP; JPEG, PNG and WebP."""

from __future__ import annotations

import io
import struct
from functools import cache

from PIL import ExifTags, Image, PngImagePlugin

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" photoshop:DateCreated="2021-10-05T12:20:00+00:00">
<dc:creator><rdf:Seq><rdf:li>Ann Bell</rdf:li></rdf:Seq></dc:creator>
<ext:PersonInImage><rdf:Bag><rdf:li>Cid Dale</rdf:li></rdf:Bag></ext:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
_IPTC = {5: b"Port", 55: b"20211005", 60: b"135502+0500", 80: b"Bill", 110: b"NASA", 116: b"free", 120: b"Near."}


@cache
def photographs() -> tuple[bytes, ...]:
    """The files of five such pictures."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    return (
        _saved("JPEG", exif=_exif()),
        _saved("JPEG", exif=_exif(), xmp=XMP),
        _with_iptc(_saved("JPEG")),
        _saved("PNG", pnginfo=info, exif=_exif()),
        _saved("WEBP", exif=_exif().tobytes(), xmp=XMP),
    )


def _exif() -> Image.Exif:
    made = Image.Exif()
    base, gps = ExifTags.Base, ExifTags.GPS
    made[base.Artist], made[base.Copyright], made[base.ImageDescription], made[base.Orientation] = "Ann", "free", "Ü", 6
    shot, place = made.get_ifd(ExifTags.IFD.Exif), made.get_ifd(ExifTags.IFD.GPSInfo)
    shot[base.DateTimeOriginal], shot[base.OffsetTimeOriginal] = "2021:10:05 13:55:02", "+05:00"
    place[gps.GPSDateStamp], place[gps.GPSTimeStamp] = "2021:10:05", (8.0, 55.0, 2.0)
    return made


def _saved(kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), (30, 60, 90)).save(out, kind, **more)
    return out.getvalue()


def _with_iptc(jpeg: bytes) -> bytes:
    """Record 2 of IPTC-IIM in Photoshop's block of an APP13 segment."""
    record = b"".join(b"\x1c\x02" + struct.pack(">BH", number, len(text)) + text for number, text in _IPTC.items())
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    body = b"Photoshop 3.0\0" + block
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]
