"""A crew plan file: the other ships and people around a mission, commands, backups, consoles, goals.

The mission's own ships are not in it: their days stand in the mission file. Facts of visitors carry the instant where a
source gives it, else the day.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kazbek.base.data import DataFile, Frozen, load, names_in, parse
from kazbek.base.toml_file import read_toml
from kazbek.crew.goals import Goal
from kazbek.crew.people import Person
from kazbek.crew.plan import Command, Dated, Expedition, Place, Visit
from kazbek.crew.sources import check_sources

Day = dt.datetime | dt.date


def _in_order(window: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date]:
    if window[1] < window[0]:
        raise ValueError(f"the last day {window[1]} comes before the first {window[0]}")
    return window


Window = Annotated[tuple[dt.date, dt.date], AfterValidator(_in_order)]  # first and last day


class Rider(Frozen):
    """Someone in a seat of a visiting ship, both ways."""

    person: str
    seat: str
    role: str = ""
    estimate: bool = False


class VisitEntry(Frozen):
    """A ship with people that the mission does not fly itself."""

    ship: str
    cabin: str
    port: str
    launched: Day
    docked: Day
    undocked: Day | None = None
    landed: Day | None = None
    console: Literal["", "standard", "portable"] = ""
    crew: tuple[Rider, ...]
    home: tuple[Rider, ...] | None = None
    backups: dict[str, str] = Field(default_factory=dict)
    may_leave: Window | None = None
    src: str

    def visit(self) -> Visit:
        """As the rules see it; the same people ride home unless `home` says otherwise."""
        up = tuple(Place(r.person, r.seat, r.role, r.estimate) for r in self.crew)
        down = tuple(Place(r.person, r.seat, r.role, r.estimate) for r in self.home) if self.home is not None else up
        undocked = Dated.of(self.undocked, "undocking") if self.undocked else None
        landed = Dated.of(self.landed, "touchdown") if self.landed else None
        launched, docked = Dated.of(self.launched, "liftoff"), Dated.of(self.docked, "docking")
        return Visit(
            self.ship,
            self.cabin,
            self.port,
            launched,
            docked,
            undocked,
            landed,
            up,
            down if undocked else (),
            may_leave=self.may_leave,
            console=self.console,
        )


class OwnEntry(Frozen):
    """What the crew plan adds to a ship that the mission flies; `cabin` where its name does not tell its class."""

    ship: str
    cabin: str = ""
    console: Literal["", "standard", "portable"] = ""
    backups: dict[str, str] = Field(default_factory=dict)
    may_leave: Window | None = None
    src: str


class CargoEntry(Frozen):
    """A ship without people; it holds a port."""

    ship: str
    port: str
    docked: Day
    undocked: Day | None = None
    src: str

    def visit(self) -> Visit:
        """As the rules see it."""
        undocked = Dated.of(self.undocked, "undocking") if self.undocked else None
        return Visit(self.ship, "", self.port, docked=Dated.of(self.docked, "docking"), undocked=undocked)


class CommandEntry(Frozen):
    """Who commands the station from when on."""

    person: str
    from_: Day = Field(alias="from")
    src: str

    def command(self) -> Command:
        """As the rules see it."""
        return Command(self.person, Dated.of(self.from_, "aboard"))


class ExpeditionEntry(Frozen):
    """A numbered expedition."""

    number: int
    until_undocking_of: str

    def expedition(self) -> Expedition:
        """As the rules see it."""
        return Expedition(self.number, self.until_undocking_of)


class CrewPlanFile(DataFile):
    """A crew plan as written.

    Attributes
    ----------
    missions : bundled missions that take this plan when they name none
    selection : name of a selection file, or empty
    person : people of the user's own, not in the bundled files
    """

    missions: tuple[str, ...] = ()
    selection: str = ""
    visit: tuple[VisitEntry, ...] = ()
    own: tuple[OwnEntry, ...] = ()
    cargo: tuple[CargoEntry, ...] = ()
    command: tuple[CommandEntry, ...] = ()
    expedition: tuple[ExpeditionEntry, ...] = ()
    goal: tuple[Goal, ...] = ()
    person: tuple[Person, ...] = ()

    @property
    def backups(self) -> dict[str, dict[str, str]]:
        """Ship -> prime -> backup, for the ships that have any."""
        pairs = [(entry.ship, entry.backups) for entry in self.own] + [(e.ship, e.backups) for e in self.visit]
        return {ship: named for ship, named in pairs if named}

    def own_entry(self, ship: str) -> OwnEntry | None:
        """What is added to `ship`."""
        return next((entry for entry in self.own if entry.ship == ship), None)


def read_crew_plan(name: str, folder: Path | None = None) -> CrewPlanFile:
    """A bundled crew plan by name, or a user's own ``.toml`` file relative to `folder`.

    Raises
    ------
    DataError
        unknown plan or key, an impossible date, a source that is not declared.
    """
    if name.endswith(".toml"):
        path = (folder or Path()) / name
        plan = parse(read_toml(path, one_line=True), CrewPlanFile, where=path.name)
    else:
        plan = load("crew_plans", name, CrewPlanFile)
    check_sources(plan, name)
    return plan


def plan_for(mission: str) -> str:
    """Name of the bundled crew plan that belongs to a bundled mission; empty when none does."""
    for name in names_in("crew_plans"):
        if mission in load("crew_plans", name, CrewPlanFile).missions:
            return name
    return ""
