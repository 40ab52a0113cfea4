"""Runs of a campaign flown alone, with their whole records: the same flights as their rows, to the bit.

One is asked for by ``DIR:417``; others are worth a look: those that failed, the worst ones, any by number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from kazbek.base.errors import DataError, OutOfRange
from kazbek.campaign.flights import Flights
from kazbek.campaign.rows import FAILED, digest, lost, numbers, row_of
from kazbek.campaign.store import Store
from kazbek.mission.fly import fly_prepared
from kazbek.mission.progress import Progress
from kazbek.record.record import Record

_NAMED = re.compile(r"(.+):(\d{1,9})")
_EXAMPLE = "failures, 417, or worst:film_crew_home_peak_load_peak_load_g"
_WISH = re.compile(r"failures|[0-9]{1,9}|worst:\w+")
MOST = 100  # records of one command


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


def check_wishes(wishes: Iterable[str], runs: int) -> None:
    """Refuse, before anything is flown, what cannot be kept of so many runs.

    Raises
    ------
    DataError, OutOfRange
        for a wish that nobody understands, or a run the campaign has not.
    """
    for wish in wishes:
        if not _WISH.fullmatch(wish):
            raise DataError(f'`keep` "{wish}"', allowed=_EXAMPLE)
        if wish.isdigit() and int(wish) >= runs:
            raise OutOfRange(f"`keep` {wish}", allowed=f"0 to {runs - 1}")


def wanted_runs(store: Store, wishes: Iterable[str]) -> list[int]:
    """The runs that are meant, in order."""
    found: set[int] = set()
    for wish in wishes:
        if wish.isdigit():
            found.add(int(wish))
        elif wish == "failures":
            rows = store.rows(columns=["run", "outcome"]).to_pylist()
            found |= {row["run"] for row in rows if lost(row) and row["outcome"] not in FAILED}
        else:
            found.add(_worst(store, wish.partition(":")[2]))
    return sorted(found)


def keep(store: Store, runs: Iterable[int], told: Callable[[int], None]) -> list[Path]:
    """Fly those runs again and write their records into ``kept``; what is there stays."""
    folders = []
    for run in runs:
        folder = store.folder / "kept" / f"run-{run:06d}"
        folders.append(folder)
        if not folder.exists():
            told(run)
            folder.parent.mkdir(exist_ok=True)
            fly_run(store.folder, run, folder)
    return folders


def _worst(store: Store, column: str) -> int:
    """The run with the greatest value of a column; a column that is there has one."""
    table = store.rows()
    values = numbers(table, column, "`keep`")
    return int(table.column("run")[int(np.nanargmax(values))].as_py())
