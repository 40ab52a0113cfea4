"""Through the air: the one place from which the entry kernel is called.

Entries as flown, entries that a burn is judged by, ballistic fallbacks, discarded modules and the cases of the
validation table differ only in what they hand over here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Rows
from kazbek.flight.descent.kernels.capsule import EntryFigures
from kazbek.flight.descent.kernels.entry import enter
from kazbek.flight.descent.kernels.steering import Steering
from kazbek.flight.descent.kernels.types import ENTRY_COLUMNS, AirAndWind, Until
from kazbek.laws.atmosphere import AirGrid, WindProfile

LONGEST_ENTRY_s = 2000.0
STEP_s = 1.0


@dataclass(frozen=True, slots=True)
class Falling:
    """What falls through which air, and how far.

    Attributes
    ----------
    air, wind : for kernels that count their seconds from one instant
    body, known : the body as it is, and as its guidance believes it to be
    stop_height_m : above the ellipsoid
    density_factor : how much denser the air is than `air`
    """

    air: AirGrid
    wind: WindProfile
    body: EntryFigures
    known: EntryFigures
    steering: Steering
    stop_height_m: float
    density_factor: float = 1.0

    def fly(
        self, t_s: float, rv_ITRF: Rows, *, limit_s: float = LONGEST_ENTRY_s, step_s: float = STEP_s
    ) -> tuple[Rows, bool]:
        """Rows of :func:`~kazbek.flight.descent.kernels.entry.enter` from `t_s` on, and whether the height was met."""
        out = np.empty((round(limit_s / step_s) + 10, ENTRY_COLUMNS))
        around, until = (
            AirAndWind(self.air, self.wind, self.density_factor),
            Until(self.stop_height_m, limit_s, step_s),
        )
        start = np.array(rv_ITRF, dtype=np.float64)
        n, met = enter(around, t_s, start, self.body, self.known, self.steering, until, out)
        return out[:n], bool(met)
