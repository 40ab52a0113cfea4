"""What a rotation is for: the goals the planner has to meet, one sentence each."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from kazbek.base.data import Frozen


class Goal(Frozen):
    """One goal.

    ``stay``      the people ride up and are home again after `at_least_days` to `at_most_days`, lift-off to landing
    ``commands``  the people command the station, in this order
    """

    sentence: str
    kind: Literal["stay", "commands"]
    people: tuple[str, ...]
    at_least_days: float = 0.0
    at_most_days: float = 1000.0

    @model_validator(mode="after")
    def _sane(self) -> Goal:
        if not self.people:
            raise ValueError("a goal names at least one person")
        if not 0.0 <= self.at_least_days <= self.at_most_days:
            raise ValueError(
                f"at_least_days {self.at_least_days} must lie between 0 and at_most_days {self.at_most_days}"
            )
        return self
