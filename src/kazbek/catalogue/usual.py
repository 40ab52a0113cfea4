"""What is used at a place unless somebody says otherwise: a pad's launcher and ship, a zone's ship and station.

Places that name nothing, as users' own may, take what ``data/usual.toml`` names.
"""

from __future__ import annotations

import functools

from kazbek.base.data import Frozen, bundled, names_in, parse
from kazbek.base.errors import DataError
from kazbek.base.toml_file import read_toml

_FOLDERS = {"launcher": "launchers", "ship": "spacecraft", "station": "stations"}


class Usual(Frozen):
    """Names of data files; an empty one is not said."""

    launcher: str = ""
    ship: str = ""
    station: str = ""


def named(kind: str, given: str | None, usual: Usual | None, place: str) -> str:
    """The launcher, ship or station asked for, else the usual one at a place, else the usual one of all.

    Raises
    ------
    DataError
        where nobody said which; `place` names where it was looked for.
    """
    said = given or (getattr(usual, kind) if usual is not None else "") or getattr(_of_all(), kind)
    if said:
        return str(said)
    allowed = ", ".join(names_in(_FOLDERS[kind]))
    raise DataError(f"no {kind} given, and {place} names no usual one", allowed=allowed, cure=f"give `{kind}`")


@functools.cache
def _of_all() -> Usual:
    path = bundled("usual.toml")
    return parse(read_toml(path), Usual, where=str(path))
