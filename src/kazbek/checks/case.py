"""One line of the validation table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """A published number beside what kazbek computes.

    Attributes
    ----------
    name : what was computed
    authority : who published the expected value
    quantity, unit : of expected, got and tolerance
    role : predicted, fitted, aim or input, by what truly went into it (:mod:`kazbek.record.compare`)
    sigma : one sigma of the difference, where it was asked for: of what kazbek computes, and of the published value
    """

    name: str
    authority: str
    quantity: str
    unit: str
    expected: float
    got: float
    tolerance: float
    role: str = "predicted"
    sigma: float | None = None

    @property
    def within(self) -> bool:
        """Whether kazbek agrees."""
        return abs(self.got - self.expected) <= self.tolerance

    def json(self) -> dict[str, Any]:
        """The line in the words of the contract."""
        return {
            "name": self.name,
            "authority": self.authority,
            "quantity": self.quantity,
            "unit": self.unit,
            "expected": self.expected,
            "got": self.got,
            "tolerance": self.tolerance,
            "within": self.within,
            "role": self.role,
            "sigma": self.sigma,
        }
