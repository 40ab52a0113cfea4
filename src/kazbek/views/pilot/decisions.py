"""Looks and decisions of a person, read from the handles in a record.

A person looks, decides, and acts a reaction later for a moment (``docs/equations/pilot.md``). What shows in a record is
when a handle leaves its rest, on which axes, and for how long; between two pushes the looks are taken to go on at the
same interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.errors import DataError
from kazbek.base.types import Floats
from kazbek.record.flight import RecordedFlight
from kazbek.views.grade.course import Course

CYCLE_s = 0.2  # of the ship's computer, and of the rows of a flight by hand
_FARTHEST_m = 200.0
_FEWEST = 4  # pushes that say something


@dataclass(frozen=True)
class Pushes:
    """What the translation handle did down the axis of a port, a row a cycle.

    Attributes
    ----------
    seconds : (n,)
    place_m, speed_m_s : (n, 3) the probe's tip in PORT
    act : (n, 3) -1, 0, 1: the sense of the push along PORT
    onsets : rows at which the handle leaves its rest
    lengths_s : how long it was out each time
    react_s : from the order to fly by hand to the first push; None where there was no such order
    """

    seconds: Floats
    place_m: Floats
    speed_m_s: Floats
    act: Floats
    onsets: np.ndarray
    lengths_s: Floats
    react_s: float | None

    @classmethod
    def of(cls, flight: RecordedFlight) -> Pushes:
        """From a flight by hand.

        Raises
        ------
        DataError
            a flight in which nobody pushed a handle often enough.
        """
        course = Course.of(flight)
        used = course.by_hand & ~course.held & (course.tip_PORT_m[:, 0] < _FARTHEST_m)
        act: Floats = np.sign(np.round(course.push[used])) * np.array((-1.0, -1.0, 1.0))  # BODY x, y, z against PORT
        act = np.vstack((act[1:], act[-1:]))  # a row has the handles of the cycle before it
        out = np.any(act != 0.0, axis=1).astype(np.int8)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], out, [0]))))
        onsets, ends = edges[::2], edges[1::2]
        if len(onsets) < _FEWEST:
            raise DataError(
                f'flight "{flight.name}": {len(onsets)} pushes of the translation handle', allowed=f"{_FEWEST} or more"
            )
        seconds: Floats = course.seconds[used]
        lengths_s: Floats = np.asarray((ends - onsets) * CYCLE_s, dtype=np.float64)
        return cls(
            seconds,
            course.tip_PORT_m[used],
            course.tip_PORT_m_s[used],
            act,
            onsets,
            lengths_s,
            _reaction_s(course, seconds[onsets[0]]),
        )

    @property
    def gaps_s(self) -> Floats:
        """Between two onsets."""
        gaps: Floats = np.diff(self.seconds[self.onsets])
        return gaps

    def looks(self, decide_s: float, react_s: float) -> tuple[Floats, Floats, Floats]:
        """(m, 3) places, (m, 3) speeds, (m, 3) decisions at every look, with pushes and without."""
        every, before = max(1, round(decide_s / CYCLE_s)), round(react_s / CYCLE_s)
        rows, acts = [], []
        for onset, following in zip(self.onsets, [*self.onsets[1:], len(self.seconds)], strict=True):
            first = max(0, int(onset) - before)
            rows.append(first)
            acts.append(self.act[onset])
            for quiet in range(first + every, int(following) - before - every // 2, every):
                rows.append(quiet)
                acts.append(np.zeros(3))
        return self.place_m[rows], self.speed_m_s[rows], np.array(acts)


def _reaction_s(course: Course, first_push_s: float) -> float | None:
    """From the order to fly by hand, after something had failed, to the first push."""
    orders = course.happened("manual_control")
    lost = course.happened("kurs_lost", "fault")
    if not orders or not lost or lost[0].epoch > orders[0].epoch:
        return None
    return first_push_s - (orders[0].epoch.tai_ns - int(course.tai_ns[0])) / 1e9
