"""The flights of the validation table: what is predicted of Soyuz flights, against what was flown."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kazbek.checks.case import Case
from kazbek.record.rows import Row, in_words


def flight_cases(mission: str, *, sigma: bool = False) -> Iterator[Case]:
    """Every quantity of a bundled mission that history knows, with its gate; instants as seconds late.

    `sigma`: with one sigma of each prediction, which takes some ten times as long.
    """
    from kazbek.mission.fly import fly

    for row in fly(mission, sigma=sigma).comparison:
        yield _case(mission, row)


def _case(mission: str, row: Row) -> Case:
    name, what = f"{mission}, {row.flight}", in_words(row.quantity)
    if isinstance(row.flown, str) or isinstance(row.predicted, str):
        what, flown, predicted = f"{what}, late", 0.0, row.difference
    else:
        flown, predicted = row.flown, row.predicted
    sigma = None if row.sigma is None else math.hypot(row.sigma, row.flown_sigma)
    return Case(name, row.source, what, row.unit, flown, predicted, row.tolerance, row.role, sigma)
