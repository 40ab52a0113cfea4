"""The shape of a day aboard, from ``data/days``: what everybody does, how long, between which hours after waking."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from pydantic import Field

from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.base.errors import DataError, unknown


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
        check_hours(day.activity, "activity", name)
        ids = [activity.id for activity in day.activity]
        for activity in day.activity:
            if activity.after and activity.after not in ids:
                raise unknown("activity", activity.after, ids, where=f'{name}, activity "{activity.id}"')
        return day


class BetweenHours(Protocol):
    """Something with a length, and hours that it lies between."""

    @property
    def id(self) -> str:
        """Its name in the file."""

    @property
    def takes_h(self) -> Datum:
        """How long it is."""

    @property
    def from_h(self) -> Datum:
        """The first hour."""

    @property
    def to_h(self) -> Datum:
        """The last hour."""


def check_hours(things: Sequence[BetweenHours], kind: str, file: str) -> None:
    """Whether each thing of a file has an id of its own and fits between its hours.

    Raises
    ------
    DataError
        for the first that does not.
    """
    ids = [thing.id for thing in things]
    for thing in things:
        where = f'{file}, {kind} "{thing.id}"'
        if ids.count(thing.id) > 1:
            raise DataError(f"{where} is there twice", allowed=f"one id per {kind}")
        room_h = thing.to_h.v - thing.from_h.v
        if thing.takes_h.v > room_h + 1e-3:
            raise DataError(
                f"{where} takes {thing.takes_h.v:g} h", allowed=f"{room_h:g} h, which lie between its hours"
            )
