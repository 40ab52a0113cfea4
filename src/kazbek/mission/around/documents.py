"""Solved plans as documents: what ``kazbek ground``, ``film`` and ``timetable`` print with ``--json``, read back.

Only the keys that a record takes in are read; others may be there.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kazbek.base.errors import DataError
from kazbek.record.shapes import Instant, Shown

_FROM = "what kazbek ground, film or timetable prints with --json"


class _PlanDocument(BaseModel):
    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class _PlanStep(_PlanDocument):
    id: Shown
    name: Shown
    ship: Shown
    start_utc: Instant
    end_utc: Instant
    float_h: float


class GroundPlan(_PlanDocument):
    """A campaign."""

    mission_ship: Shown
    liftoff_utc: Instant
    activities: list[_PlanStep]


class _PlanShot(_PlanDocument):
    scene: Shown
    heading: Shown
    start_utc: Instant
    end_utc: Instant
    module: Shown
    people: list[Shown]
    pages: Shown


class FilmPlan(_PlanDocument):
    """The board of a film."""

    film: Shown
    shots: list[_PlanShot]


class _PlanEntry(_PlanDocument):
    person: Shown
    activity: Shown
    kind: Shown
    start_utc: Instant
    end_utc: Instant
    module: Shown = ""


class _PlanDay(_PlanDocument):
    date: Instant
    wake_utc: Instant
    sleep_utc: Instant
    entries: list[_PlanEntry]


class _PlanBreach(_PlanDocument):
    rule: Shown
    sentence: Shown
    from_utc: Instant


class DaysPlan(_PlanDocument):
    """Days aboard."""

    days: list[_PlanDay]
    violations: list[_PlanBreach] = []


_KINDS: dict[str, type[GroundPlan | FilmPlan | DaysPlan]] = {
    "activities": GroundPlan,
    "shots": FilmPlan,
    "days": DaysPlan,
}


def read_plan(path: Path | Traversable) -> GroundPlan | FilmPlan | DaysPlan:
    """A document, held to the keys that are read.

    Raises
    ------
    DataError
        it cannot be read, or is none of these.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise DataError(f"cannot read the plan {path}: {(fault.strerror or str(fault)).lower()}") from None
    return _parsed(content, str(path))


@cache  # flights are recorded again and again
def _parsed(content: bytes, where: str) -> GroundPlan | FilmPlan | DaysPlan:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise DataError(f"the plan {where} is no JSON", allowed=_FROM) from None
    kind = next((k for k in _KINDS if isinstance(document, dict) and document.get(k)), None)
    if kind is None:
        raise DataError(f"the plan {where} holds none of {', '.join(_KINDS)}", allowed=_FROM)
    try:
        return _KINDS[kind].model_validate(document)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataError(f"the plan {where}: {place}: {first['msg'].lower()}", allowed=_FROM) from None
