"""A folder of photographs: each looked at, its words gathered, its instant found; every fault is one sentence."""

from __future__ import annotations

import datetime as dt
import io
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.text import file_bytes
from kazbek.gallery.photographs.beside import OfAll, said_of, said_of_all
from kazbek.gallery.photographs.embedded import embedded
from kazbek.gallery.photographs.instant import MissionSpan, instant_of, zone_of
from kazbek.gallery.photographs.said import Said, first_said

_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_BYTES = 200 * 2**20

Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Photograph:
    """One photograph that can be shown.

    Attributes
    ----------
    path : the user's file, which is only ever read
    said : the words about it
    instant : when it was taken, or None
    """

    path: Path
    said: Said
    instant: Epoch | None


def photographs_of(folder: Path, span: MissionSpan, note: Note) -> tuple[list[Photograph], tuple[tuple[str, str], ...]]:
    """The photographs below a folder, in the order of their instants, those without one last; and the folder's links.

    Parameters
    ----------
    folder : of JPEG, PNG and WebP files
    span : of the mission
    note : gets a sentence for every file that is left out, and for every instant that cannot be used

    Raises
    ------
    DataError
        no such folder, its ``photographs.toml`` cannot be read, or it holds no photograph that can be shown.
    """
    of_all, zone = _of_all(folder)
    common = Said(credit=of_all.credit, rights=of_all.rights)
    read = [_told(path, common, zone, span, note) for path in _files(folder)]
    found = sorted((one for one in read if one), key=lambda one: (one.instant is None, one.instant or span.last))
    if not found:
        raise DataError(f"`photos` {folder} holds no photograph that can be shown", allowed="JPEG, PNG or WebP files")
    return found, tuple((link.text, link.url) for link in of_all.links)


def check_photographs(folder: Path) -> None:
    """Refuse a folder that holds nothing to show, or whose ``photographs.toml`` cannot be read, before any work.

    Raises
    ------
    DataError
    """
    _of_all(folder)
    if not _files(folder):
        raise DataError(f"`photos` {folder} holds no photograph", allowed="JPEG, PNG or WebP files")


def _of_all(folder: Path) -> tuple[OfAll, dt.tzinfo | None]:
    if not folder.is_dir():
        raise DataError(f"`photos` {folder} is no folder", allowed="a folder of JPEG, PNG or WebP files")
    of_all = said_of_all(folder)
    return of_all, zone_of(of_all.zone)


def _files(folder: Path) -> list[Path]:
    """Every file below the folder but hidden ones and TOML."""
    found = [Path(place) / name for place, _, names in os.walk(folder) for name in names]
    seen = [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    return sorted(path for path in seen if path.suffix.lower() != ".toml")


def _told(path: Path, common: Said, zone: dt.tzinfo | None, span: MissionSpan, note: Note) -> Photograph | None:
    """The photograph, or a sentence."""
    try:
        said = first_said(said_of(path), _looked_at(path), common)
        if not said.credit:
            raise DataError("it names nobody to credit", cure=f"say `credit` in {path.name}.toml")
    except DataError as fault:
        note(f"Left out of the gallery: {path.name}: {fault}")
        return None
    try:
        return Photograph(path, said, instant_of(said.taken, zone, span))
    except DataError as fault:
        note(f"Shown without its instant: {path.name}: {fault}")
        return Photograph(path, said, None)


def _looked_at(path: Path) -> Said:
    """What the file says of itself, once all its pixels have been read."""
    data = file_bytes(path, _MOST_BYTES)
    image = opened(data)
    return embedded(image, data)


def opened(data: bytes) -> Image.Image:
    """A whole image.

    Raises
    ------
    DataError
        it is of another kind, damaged, or far too large.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.filterwarnings("ignore", category=UserWarning)  # a tag that cannot be read
        try:
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            image.load()
        except UnidentifiedImageError:
            raise DataError("it is no picture that can be shown", allowed="JPEG, PNG, WebP") from None
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            most = (Image.MAX_IMAGE_PIXELS or 0) // 10**6
            raise DataError("it is too large", allowed=f"up to {most} megapixels") from None
        except Exception:  # the decoders raise many kinds
            raise DataError("it is damaged", cure="save it anew") from None
    return image
