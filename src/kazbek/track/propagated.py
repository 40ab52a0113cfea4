"""Beyond what a file holds: kazbek's own propagation, with one factor on the density of the air.

Beside an ephemeris: EGM2008 70×70, Sun, Moon, NRLMSISE-00 drag with the body's area and coefficient. The factor is the
one that carries the track's own state over its first day of free flight without along-track error, so it also absorbs
what is wrong with area and coefficient.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF
from kazbek.base.state import State
from kazbek.base.types import Array, Nanoseconds
from kazbek.orbit.propagate import Arc, Forces, coast_smooth, forces_over
from kazbek.track.files.oem import Ballistics
from kazbek.world.air import Air

_DEGREE = 70
_SHORTEST_FIT_s = 3.0 * 3600.0
_FACTORS = (0.1, 10.0)  # outside, something else than drag acts


def drag_forces(start: Epoch, end: Epoch) -> Forces:
    """All forces on a station between two instants, in either order."""
    start, end = min(start, end), max(start, end)
    return forces_over(start, end, degree=_DEGREE, air=Air.of(start, end))


@dataclass(frozen=True)
class Beyond:
    """The path on one side of a known state, flown a day at a time as it is asked for.

    Every day starts from the end of the day before, so the answer does not depend on how far one asks.

    Attributes
    ----------
    start : the known state
    ballistics : of the body
    sense : +1 after it, −1 before it
    density_factor : multiplies the density of the air
    forces : makes the forces of a span
    """

    start: State
    ballistics: Ballistics
    sense: int
    density_factor: float
    forces: Callable[[Epoch, Epoch], Forces] = drag_forces
    _days: list[Arc] = field(default_factory=list, repr=False, compare=False)

    def rv(self, tai_ns: Nanoseconds) -> Array:
        """Positions (m) and velocities (m/s), (n, 6), at instants on that side."""
        day = (self.sense * (tai_ns - self.start.epoch.tai_ns) / 1e9 // SECONDS_PER_DAY_s).astype(int)
        out = np.empty((len(tai_ns), 6))
        for index in np.unique(day).tolist():
            out[day == index] = self._day(index).rv(tai_ns[day == index])
        return out

    def _day(self, index: int) -> Arc:
        while len(self._days) <= index:
            start = self._days[-1].end if self._days else self.start
            until = start.epoch + self.sense * SECONDS_PER_DAY_s
            forces = self.forces(start.epoch, until).replace(density_factor=self.density_factor)
            self._days.append(coast_smooth(start, until, forces, cd_area_m2=self.ballistics.cd_area_m2))
        return self._days[index]


def fitted_density_factor(tai_ns: Nanoseconds, rv: Array, ballistics: Ballistics) -> float | None:
    """The density factor of a stretch of free flight, or None where it is too short or shows no drag.

    Parameters
    ----------
    tai_ns, rv : (n,) and (n, 6): up to a day of states without a reboost
    """
    first, last = Epoch(int(tai_ns[0])), Epoch(int(tai_ns[-1]))
    if last - first < _SHORTEST_FIT_s:
        return None
    start = State(first, rv[0, :3], rv[0, 3:], ballistics.mass_kg)
    forces, C = drag_forces(first, last), C_RTN_GCRF(rv[-1, :3], rv[-1, 3:])

    def ahead_m(factor: float) -> float:
        arc = coast_smooth(start, last, forces.replace(density_factor=factor), cd_area_m2=ballistics.cd_area_m2)
        return float((C @ (arc.end.r_GCRF_m - rv[-1, :3]))[1])

    low, high = 0.5, 1.0  # the distance is linear in the factor to a part in a thousand: two secants are exact enough
    at_low, at_high = ahead_m(low), ahead_m(high)
    for _ in range(2):
        low, high, at_low = high, high - at_high * (high - low) / (at_high - at_low), at_high
        at_high = ahead_m(high)
    return high if _FACTORS[0] < high < _FACTORS[1] else None
