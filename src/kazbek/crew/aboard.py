"""Who sits where in a ship that is flown by hand: what answers the commander at once, and what must be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kazbek.base.errors import DataError, unknown
from kazbek.crew.cabin import Cabin
from kazbek.crew.console import CONSOLES
from kazbek.crew.people import PROFESSIONAL, register

Crew = Literal["mission", "alone", "trained"]
CREWS: tuple[Crew, ...] = ("mission", "alone", "trained")


@dataclass(frozen=True, slots=True)
class Answer:
    """By whom a control is moved, and how long that takes; None: nobody reaches it."""

    by: str
    wait_s: float | None


@dataclass(frozen=True)
class CrewedCabin:
    """A cabin with people in it.

    Attributes
    ----------
    cabin : its seats, controls and times
    roles : seat -> role of who sits there
    console : ``standard`` or ``portable``
    """

    cabin: Cabin
    roles: Mapping[str, str]
    console: str

    def check(self, ship: str, controls: Iterable[str]) -> None:
        """Refuse a flight in which nobody reaches a control that it needs.

        Raises
        ------
        DataError
            names the controls.
        """
        left = [control for control in dict.fromkeys(controls) if self.answer(control).wait_s is None]
        if left:
            raise DataError(
                f"{ship} cannot be flown by hand with this crew and the {self.console} console: nobody reaches "
                f"{'; '.join(left)}",
                cure="take the portable `console`, or a trained `crew`",
            )

    def answer(self, control: str) -> Answer:
        """Who moves a control when the commander wants it moved.

        Within the commander's reach, or on the portable console, it answers at once; by another's hand after being
        asked; a participant moves only what a participant may.

        Raises
        ------
        DataError
            for a control that the cabin does not have, or a cabin whose actions are not on file.
        """
        found = {one.name: one for one in self.cabin.control}.get(control)
        action, seat = self.cabin.action, self.cabin.command_seat
        if found is None or action is None:
            raise unknown("control", control, [one.name for one in self.cabin.control])
        if found.reach[seat] == "hand" or (self.console == "portable" and found.on_portable):
            return Answer("at once", 0.0)
        if found.reach[seat] == "pointer":
            return Answer("with the pointer", action.pointer_s.v)
        helpers = (s for s, role in self.roles.items() if s != seat and (found.participant or role in PROFESSIONAL))
        other = next((s for s in helpers if found.reach[s] == "hand"), None)
        if other is None:
            return Answer("nobody", None)
        return Answer(f"the {self.roles[other]} in the {other} seat", action.on_call_s.v + action.hand_s.v)


def aboard(cabin: Cabin, people: Iterable[tuple[str, str, str]], crew: str, console: str) -> CrewedCabin:
    """People in a cabin.

    Parameters
    ----------
    people : (name, seat, role) of a mission's flight
    crew : ``mission``: as it says; ``alone``: the commander; ``trained``: a flight engineer in each other seat
    console : ``standard``, ``portable``, or empty: the portable one where the commander is the only one trained

    Raises
    ------
    DataError
        another crew or console.
    """
    if crew not in CREWS:
        raise unknown("crew", crew, CREWS)
    if console and console not in CONSOLES:
        raise unknown("console", console, CONSOLES)
    known = register()
    roles = {seat: _role(known.get(name), role, cabin.name) for name, seat, role in people}
    roles[cabin.command_seat] = "commander"
    if crew != "mission":
        roles = dict.fromkeys(cabin.seat_names, "flight engineer") if crew == "trained" else {}
        roles[cabin.command_seat] = "commander"
    alone = sum(role in PROFESSIONAL for role in roles.values()) < 2
    return CrewedCabin(cabin, roles, console or ("portable" if alone else "standard"))


def _role(person: object, role: str, cabin: str) -> str:
    trained = getattr(person, "role_in", lambda _: None)(cabin)
    return str(trained or role or "participant")
