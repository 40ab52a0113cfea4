"""One line of a grade: what was measured, what is free, what it costs, and when it happened."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from kazbek.base.data import Datum
from kazbek.base.epoch import Epoch

_NOISE = 1e-9  # of a step


@dataclass(frozen=True, slots=True)
class Item:
    """One line.

    Attributes
    ----------
    item, words : its name, and the same for people
    value, unit : as flown
    limit : what would still be free
    points : penalty
    at : the moment that decided it, None where there is none
    src : where the limit is from
    """

    item: str
    words: str
    value: float
    unit: str
    limit: float
    points: float
    at: Epoch | None
    src: str

    def json(self) -> dict[str, Any]:
        """In the words of the contract."""
        return {
            "item": self.item,
            "value": self.value,
            "limit": self.limit,
            "points": self.points,
            "at_utc": None if self.at is None else self.at.utc,
            "unit": self.unit,
            "words": self.words,
            "source": self.src,
        }


def steps(excess: float, step: float, points: float) -> float:
    """Points for each step begun beyond what is free."""
    return points * max(0, math.ceil(excess / step - _NOISE))


def outside(value: float, most: Datum, step: Datum, points: Datum, least: Datum | None = None) -> tuple[float, Datum]:
    """(points, the limit that decides) of a value that is free from `least` to `most`."""
    if least is not None and value < least.v:
        return steps(least.v - value, step.v, points.v), least
    return steps(value - most.v, step.v, points.v), most
