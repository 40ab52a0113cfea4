"""A segment of an ephemeris: interpolated inside, propagated outside, and how its states were made."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.state import State
from kazbek.base.types import Array, Nanoseconds
from kazbek.track.damaged import burning, check_states
from kazbek.track.earth_below import check_earth_below
from kazbek.track.element_orbit import ElementOrbit, FIT_SPAN_s, mean_drag_forces, orbit_through
from kazbek.track.files.oem import Ballistics, OemSegment
from kazbek.track.finer import finer
from kazbek.track.free_fall import FreeFall
from kazbek.track.interpolation import Interpolant, interpolant, runs
from kazbek.track.propagated import Beyond, fitted_density_factor
from kazbek.track.reboosts import Reboost, reboosts_in

EPHEMERIS_REACH_s = 3.0 * SECONDS_PER_DAY_s
COARSEST_s = 15.0 * 60.0  # beyond, polynomials miss the path in low orbit by hundreds of metres
_FEWEST_FITTED, _SHORTEST_FITTED_s = 12, 3.0 * 3600.0  # states and span: two revolutions, to tell drag from height
_SGP4_IS_LIKE_THIS = " (states made from elements by SGP4 are like this)"
_MOST_SAID = 6  # burns named in a note


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
        before, after = tai_ns < self.start.tai_ns, tai_ns > self.end.tai_ns
        inside = ~(before | after)
        if inside.all():
            return self._interpolant.rv(tai_ns)
        out = np.empty((len(tai_ns), 6))
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
        return (
            f"{self.file} covers {self.start} to {self.end}: the station was propagated {' and '.join(sides)} with "
            f"{self._how(early_s > 0.0)}"
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
        step_s = float(np.median(fall.step_s))
        if fall.is_scattered:
            scatter_m_s = fall.apart_m_s2 * step_s
            found.append(f"the states of {self.file} scatter about free fall, by up to {scatter_m_s:.2g} m/s")
        elif fall.is_foreign:
            found.append(
                f"the states of {self.file} fall as in a gravity {fall.law}, to {fall.apart_m_s2 * 1e3:.2g} mm/s², "
                f"and not as in the whole of it{_SGP4_IS_LIKE_THIS if fall.law.is_even else ''}"
            )
        if fall.is_coarse:
            r_m, v_m_s = fall.rounding
            found.append(f"the states of {self.file} are rounded to {_size(r_m)} and {_size(v_m_s)}/s")
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
        tai_ns, acted = self.segment.tai_ns, self._thrust[0]
        free = [(first, last) for first, last in runs(acted) if not acted[first]]
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
        acted = burning(self._fall)
        check_earth_below(self._fall, ~acted, self.segment.frame, self.segment.scale, self.file)
        return acted, reboosts_in(self._fall, acted)

    @cached_property
    def _interpolant(self) -> Interpolant:
        fall, acted = finer(self._fall, self._thrust[0])
        return interpolant(fall.tai_ns, fall.rv, acted, fall)

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

    def _how(self, before: bool) -> str:
        """With what it is propagated, for the note."""
        orbit = self._first_orbit if before else self._last_orbit
        if orbit is not None:
            return (
                f"EGM2008 36×36, Sun, Moon and drag, from an orbit fitted to its states of up to two days "
                f"({orbit.rms_m:.3g} m rms)"
            )
        if self.density_factor is None:
            return "EGM2008 70×70, Sun, Moon and NRLMSISE-00 drag as in its header"
        return f"EGM2008 70×70, Sun, Moon and NRLMSISE-00 drag times {self.density_factor:.2f}, fitted on its first day"

    @cached_property
    def _before(self) -> Beyond:
        return self._beyond(self.start, -1, self._first_orbit)

    @cached_property
    def _after(self) -> Beyond:
        return self._beyond(self.end, +1, self._last_orbit)

    @cached_property
    def _first_orbit(self) -> ElementOrbit | None:
        return self._fitted(0)

    @cached_property
    def _last_orbit(self) -> ElementOrbit | None:
        return self._fitted(-1)

    def _fitted(self, at: int) -> ElementOrbit | None:
        """An orbit through the states beside the first or the last one, where a single state is no orbit.

        Rounded by 5 mm/s a state is 1.5 km off after a day; one of SGP4 swings about the orbit it stands for.
        """
        if not (self._fall.is_coarse or self._fall.is_foreign):
            return None
        tai_ns, acted = self.segment.tai_ns, self._thrust[0]
        useable = (tai_ns >= self.start.tai_ns) & (tai_ns <= self.end.tai_ns)
        edge = self.start.tai_ns if at == 0 else self.end.tai_ns
        useable &= np.abs(tai_ns - edge) <= FIT_SPAN_s * 1e9
        burns = np.flatnonzero(acted)
        if len(burns):
            beyond = tai_ns <= tai_ns[burns[0]] if at == 0 else tai_ns > tai_ns[burns[-1]]
            useable &= beyond
        kept = np.flatnonzero(useable)
        if len(kept) < _FEWEST_FITTED or tai_ns[kept[-1]] - tai_ns[kept[0]] < _SHORTEST_FITTED_s * 1e9:
            return None
        return orbit_through(tai_ns[kept], self.segment.rv_GCRF[kept], self.ballistics, at=at)

    def _beyond(self, epoch: Epoch, sense: int, orbit: ElementOrbit | None) -> Beyond:
        if orbit is not None:
            return Beyond(orbit.state, self.ballistics, sense, orbit.density_factor, mean_drag_forces)
        rv = self._interpolant.rv(np.array([epoch.tai_ns]))[0]
        state = State(epoch, rv[:3], rv[3:], self.ballistics.mass_kg)
        return Beyond(state, self.ballistics, sense, 1.0 if self.density_factor is None else self.density_factor)


def _size(length_m: float) -> str:
    """A length in the unit in which it reads best."""
    scale, unit = next((one for one in ((1e3, "km"), (1.0, "m"), (1e-3, "mm")) if length_m >= one[0]), (1e-6, "µm"))
    return f"{length_m / scale:.3g} {unit}"
