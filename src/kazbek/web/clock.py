"""The clock of a page: how many fixed steps are due, at a speed, with pause; never a step skipped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

_BEHIND_s = 0.25  # of wall time: more than that is given up, and said


@dataclass
class StepClock:
    """Steps of fixed length against a monotonic clock.

    Attributes
    ----------
    step_s : length of a step
    speed : seconds of flight for a second of wall time
    paused : nothing is due while it is
    slowed_s : wall time given up because steps took too long
    """

    step_s: float
    speed: float = 1.0
    paused: bool = False
    slowed_s: float = 0.0
    now: Callable[[], float] = time.monotonic
    _last_s: float = field(init=False)
    _owed_s: float = 0.0

    def __post_init__(self) -> None:
        self._last_s = self.now()

    def due(self) -> int:
        """Steps to take now; asking takes them as taken."""
        now = self.now()
        passed, self._last_s = now - self._last_s, now
        if self.paused:
            return 0
        late_s = max(0.0, passed - _BEHIND_s)
        self.slowed_s += late_s
        self._owed_s += (passed - late_s) * self.speed
        count = int(self._owed_s / self.step_s + 1e-9)
        self._owed_s -= count * self.step_s
        return count
