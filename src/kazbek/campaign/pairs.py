"""Two campaigns with the same numbers, compared run by run: what a change does, apart from what chance does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kazbek.base.errors import DataError
from kazbek.campaign.rows import numbers
from kazbek.campaign.statistics import Paired, paired
from kazbek.campaign.store import Store

_NUMBERS = ("seed", "draw", "sample", "inner", "sobol")  # what decides the numbers of a run


@dataclass(frozen=True, slots=True)
class Pairs:
    """A campaign against another one.

    Attributes
    ----------
    against : the other one's folder
    runs : that both have flown
    ended_otherwise : how often a run ended as (there, here), where the two differ
    columns : the differences, here minus there
    """

    against: str
    runs: int
    ended_otherwise: Mapping[tuple[str, str], int]
    columns: Mapping[str, Paired]


def paired_columns(store: Store, other: Store, columns: tuple[str, ...]) -> Pairs:
    """Compare columns of two campaigns run by run; runs that only one of them has are left out.

    Raises
    ------
    DataError
        the numbers of their runs are not the same; a column that no run has.
    """
    _check(store, other)
    tables = [one.rows() for one in (store, other)]
    ours, theirs = (numbers(table, "run") for table in tables)
    both, *places = np.intersect1d(ours, theirs, assume_unique=True, return_indices=True)
    here, there = (table.take(place) for table, place in zip(tables, places))
    ends = zip(there.column("outcome").to_pylist(), here.column("outcome").to_pylist())
    differences = {name: paired(numbers(here, name), numbers(there, name)) for name in columns}
    otherwise = Counter(end for end in ends if end[0] != end[1])
    return Pairs(str(other.folder), len(both), dict(sorted(otherwise.items())), differences)


def _check(store: Store, other: Store) -> None:
    ours, theirs = store.question, other.question
    names = (*_NUMBERS, "runs") if ours.sample == "lhs" else _NUMBERS
    for name in names:
        if getattr(ours, name) != getattr(theirs, name):
            raise DataError(
                f"{other.folder} has other numbers: {name} {getattr(theirs, name)}, here {getattr(ours, name)}",
                allowed="campaigns with the same seed, draw and sample",
            )
