"""Whole records of runs that are worth a look: those that failed, the worst ones, and any asked for by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from kazbek.base.errors import DataError, unknown
from kazbek.campaign.one import fly_run
from kazbek.campaign.rows import FAILED, lost
from kazbek.campaign.store import Store

_EXAMPLE = "failures, 417, or worst:film_crew_home_peak_load_peak_load_g"
_MOST = 100


def wanted_runs(store: Store, wishes: Iterable[str]) -> list[int]:
    """The runs that are meant, in order, at most a hundred.

    Raises
    ------
    DataError
        for a wish that nobody understands.
    """
    found: set[int] = set()
    for wish in wishes:
        word, colon, column = wish.partition(":")
        if wish.isdigit():
            found.add(int(wish))
        elif wish == "failures":
            rows = store.rows(columns=["run", "outcome"]).to_pylist()
            found |= {row["run"] for row in rows if lost(row) and row["outcome"] not in FAILED}
        elif word == "worst" and colon:
            found.add(_worst(store, column))
        else:
            raise DataError(f'`keep` "{wish}"', allowed=_EXAMPLE)
    return sorted(found)[:_MOST]


def keep(store: Store, wishes: Iterable[str], told: Callable[[int], None]) -> list[Path]:
    """Fly those runs again and write their records into ``kept``; what is there stays."""
    folders = []
    for run in wanted_runs(store, wishes):
        folder = store.folder / "kept" / f"run-{run:06d}"
        folders.append(folder)
        if not folder.exists():
            told(run)
            folder.parent.mkdir(exist_ok=True)
            fly_run(store.folder, run, folder)
    return folders


def _worst(store: Store, column: str) -> int:
    """The run with the greatest value of a column."""
    table = store.rows()
    if column not in table.column_names:
        raise unknown("column", column, table.column_names, where="`keep`")
    values = table.column(column).to_numpy(zero_copy_only=False).astype(np.float64)
    return int(table.column("run")[int(np.nanargmax(values))].as_py())
