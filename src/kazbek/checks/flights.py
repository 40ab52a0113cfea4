"""The flights of the validation table: Soyuz MS-18 and MS-19 as predicted, against what was flown."""

from __future__ import annotations

from collections.abc import Iterator

from kazbek.checks.case import Case
from kazbek.record.rows import Row, in_words


def flight_cases(mission: str) -> Iterator[Case]:
    """Every quantity of a bundled mission that history knows, with its gate; instants as seconds late."""
    from kazbek.mission.fly import fly

    for row in fly(mission, sigma=False).comparison:
        yield _case(mission, row)


def _case(mission: str, row: Row) -> Case:
    name, what = f"{mission}, {row.flight}", in_words(row.quantity)
    if isinstance(row.flown, str) or isinstance(row.predicted, str):
        return Case(name, row.source, f"{what}, late", row.unit, 0.0, row.difference, row.tolerance, row.role)
    return Case(name, row.source, what, row.unit, row.flown, row.predicted, row.tolerance, row.role)
