"""A cabin as data: seats, limits of the people in them, controls and what each seat reaches, procedures as steps."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from kazbek.base.data import Datum, Frozen, load, names_in
from kazbek.catalogue.drawn import DrawnFile
from kazbek.crew.sources import check_sources

Reach = Literal["hand", "pointer", "none"]
Leg = Literal["up", "down", "both"]


class Seat(Frozen):
    """One seat."""

    name: str


class Limits(Frozen):
    """Body sizes that the ship's seats take."""

    height_min_m: Datum
    height_max_m: Datum
    sitting_height_min_m: Datum
    sitting_height_max_m: Datum
    mass_min_kg: Datum
    mass_max_kg: Datum

    def of(self, measure: str) -> tuple[float, float]:
        """Least and greatest of one measure: ``height_m``, ``sitting_height_m`` or ``mass_kg``."""
        stem, _, unit = measure.rpartition("_")
        return getattr(self, f"{stem}_min_{unit}").v, getattr(self, f"{stem}_max_{unit}").v


class Action(Frozen):
    """How long an action takes by each way, from the call to the control moved."""

    hand_s: Datum
    pointer_s: Datum
    console_s: Datum
    on_call_s: Datum
    regrip_s: Datum


class Control(Frozen):
    """Something a person moves or looks at.

    Attributes
    ----------
    reach : for each seat, strapped in, suited and gloved: by hand, with the pointer, or not at all
    on_portable : the portable console gives the same command
    participant : someone without a pilot's training may move it on the commander's word
    holds : occupies the hand while in use (a hand controller)
    looks : is looked at and needs no hand
    src, reach_src : where it is said that the control exists, and that a seat reaches it
    """

    name: str
    kind: str
    reach: dict[str, Reach]
    on_portable: bool = False
    portable_src: str = "estimate"
    participant: bool = False
    holds: bool = False
    looks: bool = False
    src: str
    reach_src: str = "estimate"


class Step(Frozen):
    """One step of a procedure: a control that has to be moved within a time.

    Steps with the same word in `together` happen at the same time.
    """

    what: str
    control: str
    within_s: Datum
    together: str = ""


class Procedure(Frozen):
    """What a crew does in one situation, and in which half of the flight it can be called for."""

    name: str
    leg: Leg
    step: tuple[Step, ...]


class Cabin(DrawnFile):
    """One class of ship, read from ``data/cabins`` or from a user's own file.

    Attributes
    ----------
    ships : beginnings of the names of ships of this class
    command_seat : where the commander sits
    liner_needed : whether a person needs a moulded liner of their own to ride
    solo_needs_console : whether one professional alone cannot reach everything in the standard cabin
    life_days : how long the ship may stay in orbit, counted from its launch
    """

    ships: tuple[str, ...]
    command_seat: str
    liner_needed: bool = True
    solo_needs_console: bool = False
    life_days: Datum
    life_counts_from: Literal["launch"] = "launch"
    seat: tuple[Seat, ...] = Field(min_length=1)
    limits: Limits | None = None
    action: Action | None = None
    control: tuple[Control, ...] = ()
    procedure: tuple[Procedure, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Cabin:
        seats = set(self.seat_names)
        controls = {control.name for control in self.control}
        if self.command_seat not in seats:
            raise ValueError(f'command_seat "{self.command_seat}" is not one of its seats')
        for control in self.control:
            if set(control.reach) != seats:
                raise ValueError(f'reach of "{control.name}" must name each seat once: {", ".join(sorted(seats))}')
        for procedure in self.procedure:
            for step in procedure.step:
                if step.control not in controls:
                    raise ValueError(
                        f'step "{step.what}" of "{procedure.name}" needs an unknown control "{step.control}"'
                    )
        if self.procedure and self.action is None:
            raise ValueError("procedures need [action] times")
        return self

    @property
    def seat_names(self) -> tuple[str, ...]:
        """Names of the seats in the order of the file."""
        return tuple(seat.name for seat in self.seat)


@functools.cache
def cabin(name: str, base: Path | None = None) -> Cabin:
    """A bundled cabin by name, or a user's own ``.toml`` file relative to `base`."""
    made = load("cabins", name, Cabin, base=base)
    check_sources(made, name)
    return made


def cabin_of(ship: str) -> str:
    """Name of the bundled cabin whose ships begin like `ship`; empty when none does."""
    for name in names_in("cabins"):
        if any(ship.startswith(start) for start in cabin(name).ships):
            return name
    return ""
