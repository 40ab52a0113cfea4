"""Upsets written by hand: ``2021-10-15T09:02/2021-10-15T10:30 thruster test: Oleg Novitsky, Pyotr Dubrov``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.crew.timetable.needs import Fixed

_FORM = re.compile(r"(\S+)/(\S+)\s+([^:]+?)(?::\s*(.+))?", re.DOTALL)
_EXAMPLE = '"2021-10-15T09:02/2021-10-15T10:30 thruster test: Pyotr Dubrov"; without names it takes everybody'


def read_upset(text: str, aboard: Iterable[str]) -> Fixed:
    """An upset: from when to when, what, and who is taken by it (everybody aboard where nobody is named).

    Raises
    ------
    DataError
        another form, an end before its start, or somebody who is not aboard.
    """
    found, people = _FORM.fullmatch(text.strip()), tuple(aboard)
    if found is None:
        raise DataError(f'`upset` "{text}" cannot be read', allowed=_EXAMPLE)
    start, end = Epoch.from_utc(found[1]), Epoch.from_utc(found[2])
    if end <= start:
        raise DataError(f'`upset` "{text}" ends before it starts', allowed=_EXAMPLE)
    named = tuple(name.strip() for name in found[4].split(",")) if found[4] else people
    for name in named:
        if name not in people:
            raise unknown("person aboard", name, people)
    return Fixed(found[3].strip(), named, start, end)
