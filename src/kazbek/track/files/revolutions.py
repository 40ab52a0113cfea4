"""Revolutions counted: line 2 of an element set carries no date, but the number of the revolution it is of.

The station's own count tells whether both lines are of one epoch: it grows by 15.5 a day, give or take a few in a
thousand for its height, and a year's slip is 5 660 revolutions.
"""

from __future__ import annotations

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.data import DataFile, Datum, load
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.track.files.elements import ElementSet

_WRAPS = 100_000  # the column holds five digits


class Counted(DataFile):
    """A revolution of an object that is known with its date."""

    catalogue_number: str
    epoch: str
    count: Datum
    per_day_count: Datum


def check_revolution(elements: ElementSet, where: str) -> None:
    """Whether the revolution number of line 2 fits the epoch of line 1, for the object whose count is known.

    Raises
    ------
    DataError
        when the two are of different dates.
    """
    known = load("tracks", "revolutions", Counted)
    satrec, epoch = elements.satrec, elements.epoch
    if str(satrec.satnum) != known.catalogue_number or satrec.revnum == 0:
        return
    days = (epoch - Epoch.from_utc(known.epoch)) / SECONDS_PER_DAY_s
    expected = known.count.v + days * known.per_day_count.v
    slack = 10.0 * known.count.sigma + 3.0 * known.per_day_count.sigma * abs(days)
    off = (satrec.revnum - expected + _WRAPS / 2) % _WRAPS - _WRAPS / 2
    if abs(off) > slack:
        raise DataError(
            f"{where}: line 2 of the element set is of revolution {satrec.revnum}, line 1 of {epoch.utc[:10]}",
            allowed=f"{expected % _WRAPS:.0f} ± {slack:.0f} on that day",
            cure="the two lines are of different dates: fetch both again",
        )
