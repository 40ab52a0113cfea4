"""What clocks show at a place: its own, and those of whoever else counts by it, such as mission control."""

from __future__ import annotations

import datetime as dt

from kazbek.base.data import Datum, Frozen


class Clock(Frozen):
    """A clock by name, so far ahead of UTC; no change of the hour within a mission."""

    name: str
    utc_offset_h: Datum

    @property
    def zone(self) -> dt.tzinfo:
        """For :mod:`datetime`."""
        return dt.timezone(dt.timedelta(hours=self.utc_offset_h.v))


def clocks_at(others: tuple[Clock, ...], name: str, utc_offset_h: Datum | None) -> tuple[Clock, ...]:
    """The clocks of a place: the others, then its own where it is known."""
    return others if utc_offset_h is None else (*others, Clock(name=name or "local", utc_offset_h=utc_offset_h))
