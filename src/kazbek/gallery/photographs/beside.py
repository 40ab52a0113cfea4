"""What the user says of photographs in TOML: ``NAME.toml`` or ``NAME.jpg.toml`` of one, ``photographs.toml`` of all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import field_validator

from kazbek.base.data import Frozen, parse
from kazbek.base.toml_file import read_toml
from kazbek.gallery.photographs.said import Said

OF_ALL = "photographs.toml"


class PageLink(Frozen):
    """A page about a photograph or about all."""

    text: str
    url: str

    @field_validator("url")
    @classmethod
    def _of_the_web(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("allowed: an address that begins with https:// or http://")
        return url


class OfOne(Frozen):
    """What is said of one photograph; each word goes before what the file says itself."""

    taken: dt.datetime | dt.date | None = None
    title: str = ""
    caption: str = ""
    alt: str = ""
    credit: str = ""
    rights: str = ""
    place: str = ""
    people: tuple[str, ...] = ()
    kind: Literal["", "portrait", "group"] = ""
    links: tuple[PageLink, ...] = ()


class OfAll(Frozen):
    """What is said of every photograph of a folder that says nothing else; `zone` is that of clocks without one."""

    credit: str = ""
    rights: str = ""
    zone: str = ""
    links: tuple[PageLink, ...] = ()


def said_of_all(folder: Path) -> OfAll:
    """The folder's own file, or nothing said.

    Raises
    ------
    DataError
        it cannot be read.
    """
    path = folder / OF_ALL
    return parse(read_toml(path), OfAll, where=str(path)) if path.exists() else OfAll()


def said_of(photograph: Path) -> Said:
    """What its own file says, or nothing.

    Raises
    ------
    DataError
        it cannot be read.
    """
    path = beside(photograph)
    if path is None:
        return Said()
    one = parse(read_toml(path), OfOne, where=str(path))
    words = {name: getattr(one, name) for name in type(one).model_fields if name not in ("taken", "links")}
    taken = "" if one.taken is None else one.taken.isoformat()
    return Said(taken=taken, links=tuple((link.text, link.url) for link in one.links), **words)


def beside(photograph: Path) -> Path | None:
    """The photograph's own TOML, where there is one."""
    names = (f"{photograph.name}.toml", f"{photograph.stem}.toml")
    return next((path for name in names if (path := photograph.with_name(name)).is_file()), None)
