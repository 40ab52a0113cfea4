"""What a figure can be at all, told by its name: no negative mass, no zero thrust, no latitude beyond 90°.

A data file narrows or widens this for one figure with ``lo`` and ``hi``.
"""

from __future__ import annotations

import functools
import math
from typing import Annotated, NamedTuple

from pydantic import Field

_NOT_NEGATIVE = (
    "_kg",
    "_N",
    "_s",
    "_Pa",
    "_m2",
    "_kg_s",
    "_K",
    "_kg_m3",
    "_W_m2",
    "_m3_s2",
    "_kg_m2",
    "_N_m",
    "_J_kg",
    "_N_s",
    "_days",
    "_h",
    "_m",
    "_m_s",
    "_m_s2",
    "_deg_s",
    "_deg_s2",
    "_rad_s",
    "_rad_s2",
)
_POSITIVE = ("_N", "_m3_s2", "_kg_m2", "_m2", "_kg_m3", "_K")
_POSITIVE_WORDS = frozenset(("isp", "length", "diameter", "radius", "mass", "launch", "period", "life"))
_OFFSETS = frozenset(("x", "y", "z", "radial", "along", "normal", "cross"))
_LIMITS = {
    "height_m": (-math.inf, math.inf),
    "terrain_height_m": (-math.inf, math.inf),
    "utc_offset_h": (-14.0, 14.0),
    "size_frac": (-1.0, 1.0),
}  # ground may lie below the ellipsoid; a burn may be too long or too short
_COUNTED = frozenset(("mach", "cd", "degree", "jets", "count", "sets", "ratio"))
DIMENSIONLESS = _COUNTED | {"cl"}  # words that stand for a unit; lift may point down
_ANGLES = {"latitude": (-90.0, 90.0), "longitude": (-180.0, 360.0), "inclination": (0.0, 180.0)}
UNITS = (*_NOT_NEGATIVE, "_rad", "_deg", "_frac")  # how a figure's name ends
_LONGEST_FIRST = sorted(_NOT_NEGATIVE, key=len, reverse=True)
_LEAST = math.nextafter(0.0, 1.0)

_Cosine = Annotated[float, Field(ge=-1.0, le=1.0)]
_Metres = Annotated[float, Field(ge=-1000.0, le=1000.0)]
Direction = tuple[_Cosine, _Cosine, _Cosine]  # components of a unit vector
Place_m = tuple[_Metres, _Metres, _Metres]  # a point of a ship or a station, m


class Bounds(NamedTuple):
    """The least and the greatest that a figure can be, both allowed."""

    low: float
    high: float

    def hold(self, value: float) -> bool:
        """Whether `value` lies within."""
        return self.low <= value <= self.high

    def nearest(self, value: float) -> float:
        """The value within that is closest."""
        return min(max(value, self.low), self.high)

    def __str__(self) -> str:
        least = "more than 0" if self.low == _LEAST else f"{self.low:g}"
        if self.high == math.inf:
            return least if self.low == _LEAST else f"{least} or more"
        if self.low == -math.inf:
            return f"{self.high:g} or less"
        return f"{least}, at most {self.high:g}" if self.low == _LEAST else f"{least} to {self.high:g}"


@functools.cache
def bounds_of(path: str, low: float | None = None, high: float | None = None) -> Bounds:
    """What the figure at a dotted path can be; `low` and `high` are its own, where its file gives them."""
    word = next(part for part in reversed(path.split(".")) if not part.isdigit())
    least, greatest = _by_name(word)
    return Bounds(least if low is None else low, greatest if high is None else high)


def _by_name(word: str) -> tuple[float, float]:
    words = word.split("_")
    if word in _LIMITS:
        return _LIMITS[word]
    if word.endswith("_frac"):
        return 0.0, 1.0
    if word.endswith("_deg"):
        return _ANGLES.get(words[0], (-math.inf, math.inf))  # an angle that is no place may count laps
    unit = next((unit for unit in _LONGEST_FIRST if word.endswith(unit)), "")
    if unit in ("_m", "_m_s") and _OFFSETS & set(words):
        return -math.inf, math.inf
    if unit in _POSITIVE or (unit and _POSITIVE_WORDS & set(words)):
        return _LEAST, math.inf
    if unit or _COUNTED & set(words):
        return 0.0, math.inf
    return -math.inf, math.inf
