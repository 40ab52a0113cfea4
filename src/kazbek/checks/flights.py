"""The flights of the validation table: Soyuz MS-18 and MS-19 as predicted, against what was flown."""

from __future__ import annotations

from collections.abc import Iterator

from kazbek.checks.case import Case
from kazbek.record.rows import Row


def flight_cases(mission: str) -> Iterator[Case]:
    """Every quantity of a bundled mission that history knows, with its gate; instants as seconds late."""
    from kazbek.mission.fly import fly

    for row in fly(mission, sigma=False).comparison:
        yield _case(mission, row)


def _case(mission: str, row: Row) -> Case:
    name, authority = f"{mission}, {row.flight}", f"{row.role}; {row.source}"
    if isinstance(row.flown, str) or isinstance(row.predicted, str):
        return Case(name, authority, f"{row.quantity}, late", row.unit, 0.0, row.difference, row.tolerance)
    return Case(name, authority, row.quantity, row.unit, row.flown, row.predicted, row.tolerance)
