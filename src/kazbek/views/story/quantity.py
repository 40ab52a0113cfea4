"""Numbers that know their unit and where they come from, so that a sentence cannot forget to say either.

In a template ``{height_m:km.1}`` prints 79 214.3 m as "79.2 km" and marks it. The marks are control characters until a
renderer turns them into text, Markdown or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kazbek.base.constants import G0_m_s2
from kazbek.base.errors import unknown
from kazbek.views import figures


class Mark(StrEnum):
    """Where a number comes from."""

    COMPUTED = "computed"
    FLOWN = "flown"
    ESTIMATE = "estimate"


_PER_SI: dict[str, tuple[float, str]] = {
    "m": (1.0, " m"),
    "km": (1e-3, " km"),
    "cm": (100.0, " cm"),
    "cm/s": (100.0, " cm/s"),
    "s": (1.0, " s"),
    "min": (1 / 60.0, " min"),
    "h": (1 / 3600.0, " h"),
    "m/s": (1.0, " m/s"),
    "km/s": (1e-3, " km/s"),
    "km/h": (3.6, " km/h"),
    "kg": (1.0, " kg"),
    "t": (1e-3, " t"),
    "Pa": (1.0, " Pa"),
    "kPa": (1e-3, " kPa"),
    "g": (1.0 / G0_m_s2, " g"),
    "G": (1.0, " g"),
    "deg": (1.0, "°"),
    "rad": (57.29577951308232, "°"),
    "MW/m2": (1e-6, " MW/m²"),
    "": (1.0, ""),
}
_SIDES = {"lat": "NS", "lon": "EW"}  # degrees with the letter of their side
_SPEC = re.compile(r"([a-zA-Z/0-9]*?)(?:\.(\d))?$")
_START, _MIDDLE, _END = "\x02", "\x1f", "\x03"
_MARKED = re.compile(f"{_START}([a-z]+){_MIDDLE}([^{_END}]*){_END}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in SI with its mark; formats as ``unit.decimals``, e.g. ``km.1``.

    ``far`` prints metres, or kilometres from ten of them on, ``span`` seconds, or minutes from two of them on; ``lat``
    and ``lon`` print degrees with N, S, E or W.
    """

    value: float
    mark: Mark

    def __format__(self, spec: str) -> str:
        match = _SPEC.fullmatch(spec)
        unit, decimals = (match.group(1), int(match.group(2) or 0)) if match else (spec, 0)
        if unit == "far":
            unit = "km" if abs(self.value) >= 10_000.0 else "m"
        if unit == "span":
            unit, decimals = ("min", 1) if abs(self.value) >= 120.0 else ("s", decimals)
        if unit in _SIDES:
            return marked(f"{abs(self.value):.{decimals}f}°\u00a0{_SIDES[unit][self.value < 0.0]}", self.mark)
        if unit not in _PER_SI:
            raise unknown("unit", unit, (*_PER_SI, *_SIDES, "far", "span"), where="a story template")
        factor, shown = _PER_SI[unit]
        number = f"{self.value * factor:,.{decimals}f}".replace(",", "\u202f").replace("-", "−")
        return marked(number + shown.replace(" ", "\u00a0"), self.mark)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """An instant in UTC with its mark; the spec is the number of decimals of the second."""

    utc: str
    mark: Mark

    def __format__(self, spec: str) -> str:
        decimals = int(spec or 0)
        told = figures.rounded(self.utc, decimals)[11 : 19 + (decimals + 1 if decimals else 0)]
        return marked(f"{told}\u00a0UTC", self.mark)


def marked(text: str, mark: Mark) -> str:
    """`text` wrapped so that a renderer can show its mark."""
    return f"{_START}{mark}{_MIDDLE}{text}{_END}"


def rendered(sentence: str, draw: Callable[[str, Mark], str]) -> str:
    """The sentence with every marked number drawn by ``draw(text, mark)``."""
    return _MARKED.sub(lambda m: draw(m.group(2), Mark(m.group(1))), sentence)


def plain(sentence: str) -> str:
    """The sentence with what is not computed marked by a letter in brackets: [f] flown, [e] estimate."""
    return rendered(sentence, lambda text, mark: text if mark is Mark.COMPUTED else f"{text} [{mark[0]}]")


LEGEND = "Numbers are computed by kazbek, except where they are marked: [f] flown, as published   [e] estimate"
