"""What is used at a place unless somebody says otherwise: a pad's launcher and ship, a zone's ship and station."""

from __future__ import annotations

from kazbek.base.data import Frozen, names_in
from kazbek.base.errors import DataError

_FOLDERS = {"launcher": "launchers", "ship": "spacecraft", "station": "stations"}


class Usual(Frozen):
    """Names of data files; an empty one is not said."""

    launcher: str = ""
    ship: str = ""
    station: str = ""


def named(kind: str, given: str | None, usual: Usual | None, place: str) -> str:
    """The launcher, ship or station asked for, else the usual one at a place, else the only one that is bundled.

    Raises
    ------
    DataError
        where several are bundled and nobody said which; `place` names where it was looked for.
    """
    said = given or (getattr(usual, kind) if usual is not None else "")
    bundled = names_in(_FOLDERS[kind])
    if said or len(bundled) == 1:
        return said or bundled[0]
    raise DataError(
        f"no {kind} given, and {place} names no usual one", allowed=", ".join(bundled), cure=f"give `{kind}`"
    )
