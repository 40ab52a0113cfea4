"""Single jobs by name, from ``data/jobs`` or a user's own file: who does what on which days, between which hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field

from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.base.errors import DataError, unknown
from kazbek.crew.timetable.shape import check_hours


class SingleJob(Frozen):
    """An experiment, a repair, a packing: done once, by all its people together.

    Attributes
    ----------
    who : people
    date : its day; without it the job is done on the first day that has room for it
    first, last : without a date, the days between which it is done; any day where they are not given either
    takes_h, from_h, to_h : its length, and the hours of a day (UTC) that it lies between
    module : where; may be ""
    """

    id: str
    title: str
    kind: Literal["job"] = "job"
    who: tuple[str, ...] = Field(min_length=1)
    date: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    takes_h: Datum
    from_h: Datum
    to_h: Datum
    module: str = ""

    def may_be_on(self, day: dt.date) -> bool:
        """Whether it may be done on a day."""
        if self.date is not None:
            return day == self.date
        return (self.first or day) <= day <= (self.last or day)


class SingleJobs(DataFile):
    """The jobs of a stay."""

    job: tuple[SingleJob, ...] = Field(min_length=1)

    @classmethod
    def named(cls, name: str, base: Path | None = None) -> SingleJobs:
        """A bundled list, or one from a TOML path.

        Raises
        ------
        DataError
            two jobs of one id, one that does not fit between its hours or between its days, besides whatever else is
            wrong with the file.
        """
        jobs = load("jobs", name, cls, base=base)
        check_hours(jobs.job, "job", name)
        for job in jobs.job:
            where = f'{name}, job "{job.id}"'
            if job.date is not None and (job.first or job.last):
                raise DataError(f"{where} has a date and first or last besides", allowed="a date, or first and last")
            if job.first is not None and job.last is not None and job.last < job.first:
                raise DataError(f"{where} ends on {job.last}, before its first day {job.first}")
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
