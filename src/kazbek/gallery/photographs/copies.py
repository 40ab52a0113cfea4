"""Copies of photographs for a page: several widths, upright, with as much of their metadata as is asked for."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageOps

from kazbek.gallery.photographs.read import Photograph, opened

METADATA = ("none", "credit", "all")  # what copies keep; "all" also lays the file itself beside them
_WIDTHS = (480, 960, 1920, 2560)
_THUMBNAIL = (320, 180)
_QUALITY = 85
_PAPER = (255, 255, 255)  # behind what is transparent

Sizes = tuple[tuple[str, int, int], ...]  # (file name, columns, rows)


def copied(photograph: Photograph, folder: Path, number: int, metadata: str) -> tuple[Sizes, str, str]:
    """Write the copies of one photograph.

    Parameters
    ----------
    photograph : its file is only read
    folder : to write into
    number : its place, which keeps names apart
    metadata : one of `METADATA`

    Returns
    -------
    (sizes, thumbnail, original)
        the widths from the smallest, the thumbnail's name, and that of the file itself where it is kept, else "".
    """
    image = opened(photograph.path.read_bytes())
    profile = image.info.get("icc_profile")
    upright = _on_paper(ImageOps.exif_transpose(image))
    stem = f"{number:03d}-{_plain(photograph.path.stem)}"
    options: dict[str, Any] = {"exif": _exif(photograph) if metadata != "none" else b"", "icc_profile": profile}
    sizes = tuple(_saved(upright, width, folder, stem, options) for width in _widths(upright.width))
    thumbnail = f"{stem}-small.jpg"
    ImageOps.fit(upright, _THUMBNAIL).save(folder / thumbnail, quality=_QUALITY, icc_profile=profile)
    if metadata != "all":
        return sizes, thumbnail, ""
    original = f"{stem}{photograph.path.suffix.lower()}"
    shutil.copyfile(photograph.path, folder / original)
    return sizes, thumbnail, original


def _widths(columns: int) -> list[int]:
    """Those that are narrower, and the photograph's own up to the widest."""
    return [*(width for width in _WIDTHS if width < columns), *([columns] if columns <= _WIDTHS[-1] else [])]


def _saved(image: Image.Image, width: int, folder: Path, stem: str, options: dict[str, Any]) -> tuple[str, int, int]:
    name, rows = f"{stem}-{width}.jpg", max(1, round(image.height * width / image.width))
    resized = image.resize((width, rows), Image.Resampling.LANCZOS)
    resized.save(folder / name, quality=_QUALITY, optimize=True, progressive=True, **options)
    return name, width, rows


def _on_paper(image: Image.Image) -> Image.Image:
    """In red, green and blue, with nothing transparent."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layers = image.convert("RGBA")
    paper = Image.new("RGBA", layers.size, (*_PAPER, 255))
    return Image.alpha_composite(paper, layers).convert("RGB")


def _exif(photograph: Photograph) -> bytes:
    """Who is to be credited, the rights and the caption; text in UTF-8, as most programs read it."""
    said, exif = photograph.said, Image.Exif()
    base = ExifTags.Base
    for tag, text in ((base.Artist, said.credit), (base.Copyright, said.rights), (base.ImageDescription, said.caption)):
        if text:
            exif[tag] = text.encode("utf-8")
    written: bytes = exif.tobytes()
    return written


def _plain(name: str) -> str:
    """Letters and digits of a name that every web server and file system takes."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:40] or "photograph"
