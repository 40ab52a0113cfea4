"""Every statement in a file of people names its source: a key of the file's [sources], or an open word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from kazbek.base.data import DataFile, Datum
from kazbek.base.errors import DataError

_OPEN = ("estimate", "derived", "invented", "own")


def check_sources(file: DataFile, where: str) -> None:
    """Refuse a file in which an entry's ``src`` (or ``…_src``) is neither declared nor open.

    Raises
    ------
    DataError
        names the file, the entry and what is declared.
    """
    for entry, source in _sources(file, ""):
        if source not in file.sources and not source.startswith(_OPEN):
            raise DataError(
                f'{where}: "{entry}" has unknown source "{source}"',
                allowed=f"a key of [sources] ({', '.join(file.sources) or 'none'}), {', '.join(_OPEN)}",
            )


def _sources(thing: Any, name: str) -> Iterator[tuple[str, str]]:
    """(the entry's own name, its source) of everything below `thing`; figures are checked when they are read."""
    if isinstance(thing, Datum):
        return
    if isinstance(thing, BaseModel):
        words = (getattr(thing, key, None) for key in ("name", "ship", "person"))
        own = next((word for word in words if isinstance(word, str)), name)
        for key in type(thing).model_fields:
            value = getattr(thing, key)
            if isinstance(value, str) and (key == "src" or key.endswith("_src")):
                if value:
                    yield own, value
            else:
                yield from _sources(value, own)
    elif isinstance(thing, (tuple, list)):
        for item in thing:
            yield from _sources(item, name)
