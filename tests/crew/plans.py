"""The real rotation, and how to seed a fault into it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import replace

from kazbek.crew.join import timeline_of
from kazbek.crew.plan import CrewPlan, Dated, LinerSwap, Place, Visit
from kazbek.crew.rules import Violation, check
from kazbek.crew.timeline import Timeline, timeline
from kazbek.mission.file import read_mission


@functools.cache
def history() -> Timeline:
    """Soyuz MS-19's mission file with the station around it."""
    return timeline_of(read_mission("soyuz-ms-19"))


def broken(plan: CrewPlan) -> list[Violation]:
    """Everything the rules find in a plan with the history's selection."""
    return [v for answer in check(timeline(plan, history().selection)) for v in answer.violations]


def with_visit(plan: CrewPlan, ship: str, change: Callable[[Visit], Visit]) -> CrewPlan:
    """The plan with one ship's stay changed."""
    return replace(plan, visits=tuple(change(v) if v.ship == ship else v for v in plan.visits))


def with_swap(plan: CrewPlan, change: Callable[[LinerSwap], LinerSwap]) -> CrewPlan:
    """The plan with its swap changed."""
    return replace(plan, swaps=tuple(change(s) for s in plan.swaps))


def seated(crew: tuple[Place, ...], old: str, *, new: str | None = None, seat: str | None = None) -> tuple[Place, ...]:
    """A crew with one person, or one person's seat, replaced."""
    return tuple(replace(p, person=new or p.person, seat=seat or p.seat) if p.person == old else p for p in crew)


def day(text: str, slot: str = "aboard") -> Dated:
    """A date at its slot of the day."""
    return Dated.of(dt.date.fromisoformat(text), slot)  # type: ignore[arg-type]
