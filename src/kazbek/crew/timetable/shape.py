"""The shape of a day aboard, from ``data/days``: what everybody does, how long, between which hours after waking."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.base.errors import DataError, unknown

UNIT_s = 300
PER_HOUR = 3600 // UNIT_s
PER_DAY = 24 * PER_HOUR


def units(hours: float) -> int:
    """The nearest number of five minutes."""
    return round(hours * PER_HOUR)


class Daily(Frozen):
    """Something of every day.

    Attributes
    ----------
    who : everybody, or only those trained as commander or flight engineer
    takes_h, from_h, to_h : its length, and the hours after waking that it lies between
    after : what it comes after
    """

    id: str
    title: str
    kind: Literal["check", "meal", "sport", "conference"]
    who: Literal["all", "professional"] = "all"
    takes_h: Datum
    from_h: Datum
    to_h: Datum
    after: str = ""


class Rides(Frozen):
    """Hours beside an arrival and a departure that belong to nothing else."""

    before_undocking_h: Datum
    after_docking_h: Datum


class Devices(Frozen):
    """How many people can do sport at once."""

    count: Datum


class StationDay(DataFile):
    """A day aboard a station, read from ``data/days`` or from a user's own file."""

    wake_h: Datum
    sleep_h: Datum
    shift_most_h: Datum
    awake_most_h: Datum
    sport_from_meal_h: Datum
    work_h: Datum
    rides: Rides
    equipment: dict[str, Devices]
    activity: tuple[Daily, ...] = Field(min_length=1)

    @classmethod
    def named(cls, name: str, base: Path | None = None) -> StationDay:
        """A bundled day, or one from a TOML path.

        Raises
        ------
        DataError
            an activity that does not fit between its hours, or comes after one that is not there, besides whatever
            else is wrong with the file.
        """
        day = load("days", name, cls, base=base)
        ids = [activity.id for activity in day.activity]
        for activity in day.activity:
            where = f'{name}, activity "{activity.id}"'
            if ids.count(activity.id) > 1:
                raise DataError(f"{where} is there twice", allowed="one id per activity")
            if activity.takes_h.v > activity.to_h.v - activity.from_h.v + 1e-3:
                raise DataError(
                    f"{where} takes {activity.takes_h.v:g} h",
                    allowed=f"{activity.to_h.v - activity.from_h.v:g} h, which lie between its hours",
                )
            if activity.after and activity.after not in ids:
                raise unknown("activity", activity.after, ids, where=where)
        return day
