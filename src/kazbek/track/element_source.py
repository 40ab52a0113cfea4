"""An element set: an orbit of kazbek's own force model, fitted to what SGP4 makes of the elements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, OutOfRange
from kazbek.base.types import Array, Nanoseconds
from kazbek.track.element_orbit import ElementOrbit, element_orbit, mean_drag_forces
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.oem import Ballistics
from kazbek.track.propagated import Beyond

ELEMENTS_REACH_s = 8.0 * SECONDS_PER_DAY_s
_NO_FIT_m = 2000.0  # SGP4 swings by half a kilometre about a low orbit; more is no orbit of that theory


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
