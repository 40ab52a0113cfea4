"""A scheduling problem: activities, time lags between their starts, resources of which there are only so many.

This is the resource-constrained project scheduling problem with minimum and maximum time lags, RCPSP/max (Neumann,
Schwindt, Zimmermann, *Project Scheduling with Time Windows and Scarce Resources*, 2nd ed. 2003). Time is whole units
from 0 to `horizon`; what a unit is, the caller says. Every fact may carry a sentence, so that facts that contradict
each other can be named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kazbek.base.errors import DataError, unknown

Span = tuple[int, int]


def both(some: tuple[Span, ...] | None, others: tuple[Span, ...] | None) -> tuple[Span, ...] | None:
    """Spans that are in both; None stands for all of time."""
    if some is None or others is None:
        return some if others is None else others
    cut = [(max(a, c), min(b, d)) for a, b in some for c, d in others if max(a, c) <= min(b, d)]
    return tuple(sorted(cut))


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that takes time.

    Attributes
    ----------
    id : its name in the problem
    duration : units of time, 0 or more
    uses : how many of each resource it holds from its start to its end
    calendar : spans (first, last), both allowed, in which it may start: shifts, a clock time; None: any time
    starts : a date or window of its own in which it must start; None: any time
    sentence : the fact that `starts` states
    """

    id: str
    duration: int
    uses: Mapping[str, int] = field(default_factory=dict)
    calendar: tuple[Span, ...] | None = None
    starts: Span | None = None
    sentence: str = ""

    @property
    def allowed(self) -> tuple[Span, ...] | None:
        """Starts that calendar and date both allow."""
        return both(self.calendar, None if self.starts is None else (self.starts,))


@dataclass(frozen=True, slots=True)
class Lag:
    """`after` starts at least `least` units after `before` starts; a negative one is a maximum lag the other way.

    ``Lag("b", "a", -5)`` says that b starts at most 5 units after a.
    """

    before: str
    after: str
    least: int
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """Something of which there are `capacity`; none of it in the spans (from, to) in which it is lost."""

    id: str
    capacity: int = 1
    lost: tuple[Span, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """One of a resource is held without a break from the start of `first` to the end of `last`."""

    resource: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Activities, lags, resources and holds over the time from 0 to `horizon`.

    Raises
    ------
    DataError
        a lag or a need that names an activity or resource nobody knows; two activities of one name.
    """

    activities: tuple[Activity, ...]
    lags: tuple[Lag, ...]
    resources: tuple[Resource, ...]
    horizon: int
    holds: tuple[Hold, ...] = ()

    def __post_init__(self) -> None:
        ids = [activity.id for activity in self.activities]
        for name in ids:
            if ids.count(name) > 1:
                raise DataError(f'two activities are called "{name}"', allowed="one name per activity")
        for lag in self.lags:
            for name in (lag.before, lag.after):
                if name not in ids:
                    raise unknown("activity", name, ids, where=lag.sentence or "a time lag")
        self._check_resources(ids)

    def _check_resources(self, ids: list[str]) -> None:
        """Whatever is used or held is there."""
        known = [resource.id for resource in self.resources]
        for activity in self.activities:
            for name in activity.uses:
                if name not in known:
                    raise unknown("resource", name, known, where=f'activity "{activity.id}"')
        for hold in self.holds:
            if hold.resource not in known:
                raise unknown("resource", hold.resource, known, where="a hold")
            for name in (hold.first, hold.last):
                if name not in ids:
                    raise unknown("activity", name, ids, where=f"a hold of {hold.resource}")

    def index(self) -> dict[str, int]:
        """Activity name to its place."""
        return {activity.id: i for i, activity in enumerate(self.activities)}
