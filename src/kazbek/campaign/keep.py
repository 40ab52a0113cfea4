"""Whole records of runs that are worth a look: those that failed, the worst ones, and any asked for by number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from kazbek.base.errors import DataError, OutOfRange
from kazbek.campaign.one import fly_run
from kazbek.campaign.rows import FAILED, lost, numbers
from kazbek.campaign.store import Store

_EXAMPLE = "failures, 417, or worst:film_crew_home_peak_load_peak_load_g"
_WISH = re.compile(r"failures|[0-9]{1,9}|worst:\w+")
MOST = 100  # records of one command


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
