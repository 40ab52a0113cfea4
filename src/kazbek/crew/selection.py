"""Selection: declared stages with dates, counts, outcomes and reasons, from applicants to prime and backup."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from kazbek.base.data import DataFile, Frozen, load
from kazbek.crew.sources import check_sources

Clearance = Literal["medical", "flight"]


class SelectionResult(Frozen):
    """What a stage decided about one person."""

    person: str
    result: Literal["passed", "prime", "backup", "not chosen", "invited on", "failed"]
    reason: str = ""


class SelectionStage(Frozen):
    """One stage.

    Attributes
    ----------
    entered_count, passed_count : people before and after; None where no source says
    clears : the clearance that those who pass hold from `date` on
    valid_days : how long that clearance holds
    """

    name: str
    date: dt.date
    until: dt.date | None = None
    entered_count: int | None = None
    passed_count: int | None = None
    outcome: tuple[SelectionResult, ...] = ()
    clears: Clearance | None = None
    valid_days: float = 180.0
    note: str = ""
    src: str

    @model_validator(mode="after")
    def _sane(self) -> SelectionStage:
        if self.entered_count is not None and self.passed_count is not None and self.passed_count > self.entered_count:
            raise ValueError(f"{self.passed_count} passed of {self.entered_count} who entered")
        if self.until is not None and self.until < self.date:
            raise ValueError(f"ends {self.until} before it starts {self.date}")
        return self

    @property
    def passed(self) -> tuple[str, ...]:
        """Names of those who went on."""
        return tuple(o.person for o in self.outcome if o.result in ("passed", "prime", "backup"))


class Selection(DataFile):
    """A selection: stages in order of date, and the ship that it chose a crew for."""

    ship: str
    stage: tuple[SelectionStage, ...]

    @model_validator(mode="after")
    def _ordered(self) -> Selection:
        for before, after in zip(self.stage, self.stage[1:]):
            if after.date < before.date:
                raise ValueError(f'stage "{after.name}" ({after.date}) comes before "{before.name}" ({before.date})')
        return self

    def clearances(self, person: str) -> tuple[tuple[Clearance, dt.date, dt.date], ...]:
        """(kind, from, until) of every clearance `person` holds."""
        return tuple(
            (s.clears, s.date, s.date + dt.timedelta(days=s.valid_days))
            for s in self.stage
            if s.clears is not None and person in s.passed
        )

    def last_word(self, person: str) -> tuple[SelectionStage, SelectionResult] | None:
        """The last stage that decided about `person`."""
        found = [(s, o) for s in self.stage for o in s.outcome if o.person == person]
        return found[-1] if found else None


def read_selection(name: str, base: Path | None = None) -> Selection:
    """A bundled selection by name, or a user's own ``.toml`` file relative to `base`."""
    chosen = load("selections", name, Selection, base=base)
    check_sources(chosen, name)
    return chosen
