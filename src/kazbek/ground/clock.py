"""The clock of the work: whole units of five minutes from an origin, days by the site's own clock, shifts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass

from kazbek.base.epoch import Epoch
from kazbek.scheduling.problem import Span
from kazbek.scheduling.units import PER_DAY, UNIT_s, units


@dataclass(frozen=True, slots=True)
class WorkClock:
    """Units counted from midnight of `first` by the site's clock, which is UTC + `offset_h`, over so many days."""

    first: dt.date
    days: int
    offset_h: float
    shift_from_h: float
    shift_to_h: float

    @property
    def horizon(self) -> int:
        """The last unit."""
        return self.days * PER_DAY

    @property
    def _origin(self) -> Epoch:
        return Epoch.from_utc(self.first) - self.offset_h * 3600.0

    def at(self, epoch: Epoch) -> int:
        """The unit in which an instant lies."""
        return int((epoch - self._origin) // UNIT_s)

    def epoch(self, unit: int) -> Epoch:
        """The instant at which a unit begins."""
        return self._origin + float(unit * UNIT_s)

    def day(self, unit: int) -> dt.date:
        """The day, by the site's clock."""
        return self.first + dt.timedelta(days=unit // PER_DAY)

    def midnight(self, day: dt.date) -> int:
        """The unit at which a day begins."""
        return (day - self.first).days * PER_DAY

    def whole_day(self, day: dt.date) -> Span:
        """Any start on that day."""
        return self.midnight(day), self.midnight(day) + PER_DAY - 1

    def daily(self, hour: float) -> tuple[Span, ...]:
        """A start at that hour of any day."""
        return tuple((d * PER_DAY + units(hour),) * 2 for d in range(self.days))

    def shifts(self, duration: int) -> tuple[Span, ...]:
        """Starts from which so many units end within the shift of the same day."""
        begin, end = units(self.shift_from_h), units(self.shift_to_h)
        return tuple((d * PER_DAY + begin, d * PER_DAY + max(begin, end - duration)) for d in range(self.days))

    def without(self, spans: Iterable[Span], days: Container[dt.date]) -> tuple[Span, ...]:
        """Spans within single days, less those of some days."""
        return tuple(span for span in spans if self.day(span[0]) not in days)

    def every_day(self) -> tuple[Span, ...]:
        """Any start, cut into days."""
        return tuple((d * PER_DAY, (d + 1) * PER_DAY - 1) for d in range(self.days))
