"""One run of a campaign flown alone, with its whole record: the same flight as its row, to the bit."""

from __future__ import annotations

import re
from pathlib import Path

from kazbek.base.errors import DataError, OutOfRange
from kazbek.campaign.flights import Flights
from kazbek.campaign.rows import digest, row_of
from kazbek.campaign.store import Store
from kazbek.mission.fly import fly_prepared
from kazbek.mission.progress import Progress
from kazbek.record.record import Record

_NAMED = re.compile(r"(.+):(\d{1,9})")


def named_run(text: str) -> tuple[Path, int] | None:
    """The folder and the run of ``DIR:417``; None for what names no campaign."""
    found = _NAMED.fullmatch(text)
    if found is None or not (Path(found[1]) / "campaign.json").is_file():
        return None
    return Path(found[1]), int(found[2])


def fly_run(
    campaign: Path, run: int, out: Path | None = None, progress: Progress | None = None, until: str | None = None
) -> Record:
    """Fly one run of a campaign again, now with telemetry, and write its record.

    Raises
    ------
    OutOfRange
        for a run the campaign has not.
    DataError
        where it does not end as its row says: data files or kazbek changed since.
    """
    store = Store.at(campaign)
    question = store.question
    if not 0 <= run < question.runs:
        raise OutOfRange(f"run {run}", allowed=f"0 to {question.runs - 1}")
    flights = Flights(question, campaign)
    ready = flights.ready.drawn(question.sampling(run))
    record = fly_prepared(ready, out=out, progress=progress, until=until)
    known = next((part.rows[run - part.first] for part in store.parts() if part.first <= run < part.end), None)
    if known is not None and until is None and digest(row_of(run, record.flights)) != known:
        raise DataError(
            f"run {run} does not fly as its row in {campaign} says",
            cure="data files or kazbek changed since; its record shows the flight as it is now",
        )
    return record
