"""Single jobs by name, from ``data/jobs`` or a user's own file: who does what on which day, between which hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field

from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.base.errors import DataError, unknown


class SingleJob(Frozen):
    """An experiment, a repair, a packing: done once, by all its people together.

    Attributes
    ----------
    who : people
    takes_h, from_h, to_h : its length, and the hours of its day (UTC) that it lies between
    module : where; may be ""
    """

    id: str
    title: str
    kind: Literal["job"] = "job"
    who: tuple[str, ...] = Field(min_length=1)
    date: dt.date
    takes_h: Datum
    from_h: Datum
    to_h: Datum
    module: str = ""


class SingleJobs(DataFile):
    """The jobs of a stay."""

    job: tuple[SingleJob, ...] = Field(min_length=1)

    @classmethod
    def named(cls, name: str, base: Path | None = None) -> SingleJobs:
        """A bundled list, or one from a TOML path.

        Raises
        ------
        DataError
            two jobs of one id, or one that does not fit between its hours, besides whatever else is wrong.
        """
        jobs = load("jobs", name, cls, base=base)
        ids = [job.id for job in jobs.job]
        for job in jobs.job:
            where = f'{name}, job "{job.id}"'
            if ids.count(job.id) > 1:
                raise DataError(f"{where} is there twice", allowed="one id per job")
            room_h = job.to_h.v - job.from_h.v
            if job.takes_h.v > room_h + 1e-3:
                raise DataError(
                    f"{where} takes {job.takes_h.v:g} h", allowed=f"{room_h:g} h, which lie between its hours"
                )
        return jobs


def check_people(jobs: Iterable[SingleJob], aboard: Iterable[str]) -> None:
    """Whether everybody who has a job is aboard.

    Raises
    ------
    DataError
        for somebody who is not.
    """
    known = tuple(aboard)
    for job in jobs:
        for who in job.who:
            if who not in known:
                raise unknown("person aboard", who, known, where=f'job "{job.id}"')
