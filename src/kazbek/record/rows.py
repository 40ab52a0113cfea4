"""Lines of tables: predicted against flown, and with a change against without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_SUFFIXES = ("_met_s", "_utc", "_m_s", "_Pa", "_deg", "_kg", "_frac", "_m", "_s", "_g")
_SPOKEN = {
    "liftoff": "lift-off",
    "max q": "greatest dynamic pressure, time",
    "max q dynamic pressure": "greatest dynamic pressure",
    "peak load peak load": "greatest load",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of predicted against flown; instants are UTC strings, their differences seconds.

    `role` is predicted, fitted, aim or input: see :mod:`kazbek.record.compare`. `sigma` is of what is predicted,
    `flown_sigma` of the published value, where that is no figure of this flight or is told to the minute.
    """

    flight: str
    quantity: str
    role: str
    unit: str
    predicted: float | str
    sigma: float | None
    flown: float | str
    difference: float
    tolerance: float
    source: str
    flown_sigma: float = 0.0

    @property
    def within(self) -> bool:
        """Whether the difference is inside the gate."""
        return abs(self.difference) <= self.tolerance

    def json(self) -> dict[str, Any]:
        """The row in the words of the contract."""
        return {
            "flight": self.flight,
            "quantity": self.quantity,
            "unit": self.unit,
            "predicted": self.predicted,
            "sigma": self.sigma,
            "flown": self.flown,
            "difference": self.difference,
            "tolerance": self.tolerance,
            "within": self.within,
            "role": self.role,
            "source": self.source,
            "flown_sigma": self.flown_sigma,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """One number, or one ending, that a what-if changes; None where the event does not happen."""

    flight: str
    quantity: str
    nominal: float | str | None
    changed: float | str | None

    @property
    def difference(self) -> float | None:
        """Changed less nominal, where both are numbers."""
        if isinstance(self.nominal, float) and isinstance(self.changed, float):
            return self.changed - self.nominal
        return None

    def json(self) -> dict[str, Any]:
        """The row in the words of the contract."""
        return {
            "flight": self.flight,
            "quantity": self.quantity,
            "nominal": self.nominal,
            "changed": self.changed,
            "difference": self.difference,
        }


def in_words(quantity: str) -> str:
    """``escape_tower_jettison_met_s`` as ``escape tower jettison``."""
    suffix = next((s for s in _SUFFIXES if quantity.endswith(s)), "")
    words = quantity.removesuffix(suffix).replace("_", " ").replace("delta v", "Δv")
    return _SPOKEN.get(words, words).replace("kurs", "approach radio").replace("strapon", "strap-on")
