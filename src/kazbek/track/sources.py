"""What one station file knows: an ephemeris, interpolated inside and propagated outside; or an element set."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, OutOfRange
from kazbek.base.state import State
from kazbek.track.damaged import check_states
from kazbek.track.earth_below import check_earth_below
from kazbek.track.element_orbit import ElementOrbit, element_orbit, mean_drag_forces
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.oem import Ballistics, OemSegment
from kazbek.track.free_fall import FreeFall
from kazbek.track.interpolation import Interpolant, interpolant, runs
from kazbek.track.propagated import Beyond, fitted_density_factor
from kazbek.track.reboosts import Reboost, reboosts_in

Array = NDArray[np.float64]
Nanoseconds = NDArray[np.int64]

EPHEMERIS_REACH_s = 3.0 * SECONDS_PER_DAY_s
COARSEST_s = 15.0 * 60.0  # beyond, polynomials miss the path in low orbit by hundreds of metres
ELEMENTS_REACH_s = 5.0 * SECONDS_PER_DAY_s
_SGP4_IS_LIKE_THIS = " (states made from elements by SGP4 are like this)"
_MOST_SAID = 6  # burns named in a note
_NO_FIT_m = 2000.0  # SGP4 swings by half a kilometre about a low orbit; more is no orbit of that theory


class Source(Protocol):
    """One span of knowledge of the station's orbit.

    Attributes
    ----------
    file : name of the station file
    ballistics : of the station
    start, end : what it covers
    reach_s : how far outside it may be asked
    """

    @property
    def file(self) -> str: ...
    @property
    def ballistics(self) -> Ballistics: ...
    @property
    def start(self) -> Epoch: ...
    @property
    def end(self) -> Epoch: ...
    @property
    def reach_s(self) -> float: ...

    def outside_s(self, tai_ns: Nanoseconds) -> Array:
        """How far each instant lies from where this source begins to know; 0 inside."""
        ...

    def rv(self, tai_ns: Nanoseconds) -> Array:
        """Positions (m) and velocities (m/s) in GCRF, (n, 6)."""
        ...

    def note(self, start: Epoch, end: Epoch) -> str:
        """One sentence on how it answers from `start` to `end`; empty when it simply knows."""
        ...

    def remarks(self, start: Epoch, end: Epoch) -> tuple[str, ...]:
        """Sentences on what the file itself is like: how it was made, and the burns in it between two instants."""
        ...


@dataclass(frozen=True)
class EphemerisSource:
    """A segment of an ephemeris message (see :class:`Source`)."""

    file: str
    ballistics: Ballistics
    segment: OemSegment = field(repr=False)

    @property
    def start(self) -> Epoch:
        return self.segment.start

    @property
    def end(self) -> Epoch:
        return self.segment.end

    @property
    def reach_s(self) -> float:
        return EPHEMERIS_REACH_s

    def outside_s(self, tai_ns: Nanoseconds) -> Array:
        return np.maximum(np.maximum(self.start.tai_ns - tai_ns, tai_ns - self.end.tai_ns), 0) / 1e9

    def rv(self, tai_ns: Nanoseconds) -> Array:
        out = np.empty((len(tai_ns), 6))
        before, after = tai_ns < self.start.tai_ns, tai_ns > self.end.tai_ns
        inside = ~(before | after)
        if inside.any():
            out[inside] = self._interpolant.rv(tai_ns[inside])
        if before.any():
            out[before] = self._before.rv(tai_ns[before])
        if after.any():
            out[after] = self._after.rv(tai_ns[after])
        return out

    def note(self, start: Epoch, end: Epoch) -> str:
        early_s, late_s = self.start - start, end - self.end
        sides = [
            f"{span_s / 3600.0:.1f} h {side} it"
            for span_s, side in ((early_s, "before"), (late_s, "after"))
            if span_s > 0.0
        ]
        if not sides:
            return ""
        drag = (
            "drag as in its header"
            if self.density_factor is None
            else f"drag times {self.density_factor:.2f}, fitted on its first day"
        )
        return (
            f"{self.file} covers {self.start} to {self.end}: the station was propagated {' and '.join(sides)} "
            f"with EGM2008 70×70, Sun, Moon and NRLMSISE-00 {drag}"
        )

    def remarks(self, start: Epoch, end: Epoch) -> tuple[str, ...]:
        burns = [burn for burn in self.reboosts if burn.start < end and burn.end > start]
        said = f"{self.file} holds burns of the station: {'; '.join(map(str, burns[:_MOST_SAID]))}"
        more = f"; and {len(burns) - _MOST_SAID} more" if len(burns) > _MOST_SAID else ""
        return (*self.segment.notes, *self._made, *((said + more,) if burns else ()))

    @property
    def reboosts(self) -> tuple[Reboost, ...]:
        """Burns found in the states themselves."""
        return self._thrust[1]

    @property
    def _made(self) -> tuple[str, ...]:
        """How the states were made, where they are not free fall as finely as kazbek knows it."""
        fall, found = self._fall, []
        if fall.is_foreign:
            found.append(
                f"the states of {self.file} fall as in a gravity {fall.law}, to {fall.apart_m_s2 * 1e3:.2g} mm/s², "
                f"and not as in the whole of it{_SGP4_IS_LIKE_THIS if fall.law.is_even else ''}"
            )
        if fall.is_coarse:
            r_m, v_m_s = fall.rounding
            found.append(f"the states of {self.file} are rounded to {r_m:.3g} m and {v_m_s * 1e3:.3g} mm/s")
        step_s = float(np.median(fall.step_s))
        hidden_m_s = float(np.median(fall.limit_m_s))
        if found:
            found[-1] += (
                f": they are interpolated as written, and a burn of less than {hidden_m_s:.2g} m/s in "
                f"{step_s:.0f} s cannot be told from that"
            )
        return tuple(found)

    @cached_property
    def density_factor(self) -> float | None:
        """Fitted over the first day of free flight, or the longest shorter stretch; None where that shows no drag."""
        tai_ns, burning = self.segment.tai_ns, self._thrust[0]
        free = [(first, last) for first, last in runs(burning) if not burning[first]]
        day_ns = round(SECONDS_PER_DAY_s * 1e9)
        lengths = [min(int(tai_ns[last] - tai_ns[first]), day_ns) for first, last in free]
        if not free:
            return None
        first, last = free[int(np.argmax(lengths))]
        last = min(last, int(np.searchsorted(tai_ns, tai_ns[first] + day_ns, side="right")) - 1)
        span = slice(first, last + 1)
        return fitted_density_factor(tai_ns[span], self.segment.rv_GCRF[span], self.ballistics)

    @cached_property
    def _fall(self) -> FreeFall:
        self._check_gaps()
        return FreeFall.of(self.segment.tai_ns, self.segment.rv_GCRF, self.segment.rounding)

    @cached_property
    def _thrust(self) -> tuple[NDArray[np.bool_], tuple[Reboost, ...]]:
        check_states(self._fall, self.file)
        burning = self._fall.worst > 1.0
        check_earth_below(self._fall, ~burning, self.segment.frame, self.segment.scale, self.file)
        return burning, reboosts_in(self._fall, burning)

    @cached_property
    def _interpolant(self) -> Interpolant:
        return interpolant(self.segment.tai_ns, self.segment.rv_GCRF, self._thrust[0], self._fall)

    def _check_gaps(self) -> None:
        """First of all: a wrong year in one epoch would have the force model set up for all the years between."""
        tai_ns = self.segment.tai_ns
        k = int(np.argmax(np.diff(tai_ns)))
        apart_s = (tai_ns[k + 1] - tai_ns[k]) / 1e9
        if apart_s > COARSEST_s:
            raise DataError(
                f"{self.file}: {apart_s / 60.0:.1f} min without a state after {Epoch(int(tai_ns[k]))}",
                allowed=f"states up to {COARSEST_s / 60.0:.0f} min apart",
                cure="ask for an ephemeris with shorter steps",
            )

    @cached_property
    def _before(self) -> Beyond:
        return self._beyond(self.start, -1)

    @cached_property
    def _after(self) -> Beyond:
        return self._beyond(self.end, +1)

    def _beyond(self, epoch: Epoch, sense: int) -> Beyond:
        rv = self._interpolant.rv(np.array([epoch.tai_ns]))[0]
        state = State(epoch, rv[:3], rv[3:], self.ballistics.mass_kg)
        return Beyond(state, self.ballistics, sense, 1.0 if self.density_factor is None else self.density_factor)


@dataclass(frozen=True)
class ElementSource:
    """An element set (see :class:`Source`): it begins to know at its epoch, and may be asked before it."""

    file: str
    ballistics: Ballistics
    elements: ElementSet

    @property
    def start(self) -> Epoch:
        return self.elements.epoch - ELEMENTS_REACH_s

    @property
    def end(self) -> Epoch:
        return self.elements.epoch + ELEMENTS_REACH_s

    @property
    def reach_s(self) -> float:
        return ELEMENTS_REACH_s

    def outside_s(self, tai_ns: Nanoseconds) -> Array:
        early_s = np.maximum(self.elements.epoch.tai_ns - tai_ns, 0) / 1e9
        return np.where(tai_ns > self.end.tai_ns, np.inf, early_s)

    def rv(self, tai_ns: Nanoseconds) -> Array:
        out = np.empty((len(tai_ns), 6))
        before = tai_ns < self.elements.epoch.tai_ns
        for side, mask in ((self._before, before), (self._after, ~before)):
            if mask.any():
                out[mask] = side.rv(tai_ns[mask])
        return out

    def note(self, start: Epoch, end: Epoch) -> str:
        farthest_s = max((start - self.elements.epoch, end - self.elements.epoch), key=abs)
        side = "after" if farthest_s > 0.0 else "before"
        return (
            f"{self.file} is an element set of {self.elements.epoch}: the station was propagated up to "
            f"{abs(farthest_s) / 3600.0:.1f} h {side} it with EGM2008 36×36, Sun, Moon and drag, from an orbit "
            f"fitted to SGP4 over the 48 h before ({self.orbit.rms_m / 1e3:.2f} km rms)"
        )

    def remarks(self, start: Epoch, end: Epoch) -> tuple[str, ...]:
        return self.elements.notes

    @cached_property
    def orbit(self) -> ElementOrbit:
        """The orbit the elements stand for.

        Raises
        ------
        DataError
            when no orbit fits what SGP4 makes of them.
        """
        try:
            found = element_orbit(self.elements, self.ballistics)
        except (OutOfRange, ValueError, ArithmeticError) as fault:
            raise DataError(f"{self.file}: its elements are no orbit that lasts two days ({fault})") from None
        if not found.rms_m <= _NO_FIT_m:
            raise DataError(
                f"{self.file}: no orbit fits what SGP4 makes of its elements ({found.rms_m / 1e3:.1f} km rms in 48 h)",
                allowed=f"up to {_NO_FIT_m / 1e3:.0f} km",
                cure="they are damaged, or made for another theory than SGP4",
            )
        return found

    @cached_property
    def _before(self) -> Beyond:
        return self._beyond(-1)

    @cached_property
    def _after(self) -> Beyond:
        return self._beyond(+1)

    def _beyond(self, sense: int) -> Beyond:
        return Beyond(self.orbit.state, self.ballistics, sense, self.orbit.density_factor, mean_drag_forces)
