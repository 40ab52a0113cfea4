"""One second flown again and again, everything drawn: where its escapes come down, and what they load."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kazbek.base.errors import OutOfRange
from kazbek.mission.aborts.map import Escapes
from kazbek.mission.aborts.result import EscapeResult

MOST_RUNS = 100_000


@dataclass(frozen=True, slots=True)
class EscapeCloud:
    """Escapes at one second.

    Attributes
    ----------
    results : of the runs, in their order
    """

    t_s: float
    results: tuple[EscapeResult, ...]

    def spread(self, figure: str) -> tuple[float, float, float]:
        """The least of nineteen in twenty, the middle and the greatest of nineteen in twenty of a figure."""
        low, middle, high = np.quantile([getattr(result, figure) for result in self.results], (0.025, 0.5, 0.975))
        return float(low), float(middle), float(high)

    def json(self) -> dict[str, Any]:
        """For the document of ``kazbek aborts --json``."""
        places = [[math.degrees(r.latitude_rad), math.degrees(r.longitude_rad)] for r in self.results]
        names = ("escape_load_g", "entry_load_g", "apogee_m", "range_m", "touchdown_s")
        return {"t_s": self.t_s, "places_deg": places} | {name: list(self.spread(name)) for name in names}


def clouds(escapes: Escapes, at_s: Sequence[float], runs: int, seed: int = 0) -> tuple[EscapeCloud, ...]:
    """Clouds at some seconds; a second at which the ship stays in orbit has none.

    Raises
    ------
    OutOfRange
        for no runs, too many, or a second outside the ascent.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise OutOfRange(f"`runs` {runs}", allowed=f"1 to {MOST_RUNS}")
    for t_s in at_s:
        if not 0.0 <= t_s <= escapes.last_s:
            raise OutOfRange(f"`cloud` {t_s:g} s", allowed=f"0 to {escapes.last_s:.0f} s")
    found = [(t_s, [escapes.drawn(t_s, run, seed) for run in range(runs)]) for t_s in at_s]
    return tuple(
        EscapeCloud(t_s, tuple(result for result in results if result is not None))
        for t_s, results in found
        if any(result is not None for result in results)
    )
