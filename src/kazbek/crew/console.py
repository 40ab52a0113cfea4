"""Console and reach: what a lone commander can do, with which cabin, and what still needs another's hand.

For every step of every procedure the quickest way is taken: the commander's hand, the pointer, the portable console, or
a participant's hand on the commander's word. Worst-case time is the way's time plus three sigma.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kazbek.base.data import Datum
from kazbek.base.errors import DataError, unknown
from kazbek.crew.cabin import Action, Cabin, Control, Procedure, Step

Console = Literal["standard", "portable"]
CONSOLES: tuple[Console, ...] = ("standard", "portable")


@dataclass(frozen=True, slots=True)
class Done:
    """How one step is done.

    Attributes
    ----------
    by : hand, pointer, portable console, participant in the … seat; empty when nobody reaches the control
    worst_s : worst-case time; None when nobody reaches it
    in_time : whether that is within the step's limit
    estimates : figures without a source that this answer rests on
    """

    procedure: str
    step: Step
    control: Control
    by: str
    worst_s: float | None
    in_time: bool
    estimates: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """More things at once than one person has hands."""

    procedure: str
    controls: tuple[str, ...]
    sentence: str


def worst_s(*data: Datum) -> float:
    """Sum of the times plus three sigma each (the slow end; they need not be independent)."""
    return sum(d.v + 3.0 * d.sigma for d in data)


def steps_done(
    cabin: Cabin, console: str, leg: str = "both", seat: str = "", taken: tuple[str, ...] | None = None
) -> tuple[Done, ...]:
    """How each step of the cabin's procedures is done by one professional.

    Parameters
    ----------
    console : "standard" or "portable"
    leg : "up", "down" or "both"; procedures of the other half are left out
    seat : where the professional sits (the command seat unless given)
    taken : seats with somebody in them (all of them unless given)

    Raises
    ------
    DataError
        another console, or a cabin without procedures.
    """
    if console not in CONSOLES:
        raise unknown("console", console, CONSOLES)
    if cabin.action is None:
        raise DataError(
            f"{cabin.title}: no procedures are on file", allowed="a cabin with [[control]] and [[procedure]]"
        )
    seat = seat or cabin.command_seat
    others = tuple(s for s in cabin.seat_names if s != seat and (taken is None or s in taken))
    controls = {control.name: control for control in cabin.control}
    return tuple(
        _done(procedure, step, controls[step.control], cabin.action, console == "portable", seat, others)
        for procedure in cabin.procedure
        if leg == "both" or procedure.leg in (leg, "both")
        for step in procedure.step
    )


def _done(
    procedure: Procedure,
    step: Step,
    control: Control,
    action: Action,
    portable: bool,
    seat: str,
    others: tuple[str, ...],
) -> Done:
    ways = sorted(_ways(control, action, portable, seat, others), key=lambda way: way[0])
    guessed = int(step.within_s.src == "estimate") + int(control.reach_src == "estimate")
    if not ways:
        return Done(procedure.name, step, control, "", None, False, guessed)
    time_s, by, used = ways[0]
    guessed += sum(d.src == "estimate" for d in used)
    guessed += int(by == "portable console" and control.portable_src == "estimate")
    return Done(procedure.name, step, control, by, time_s, time_s <= step.within_s.v, guessed)


def _ways(
    control: Control, action: Action, portable: bool, seat: str, others: tuple[str, ...]
) -> Iterator[tuple[float, str, tuple[Datum, ...]]]:
    """(worst-case time, who or what, the figures used) for each way to move `control`."""
    if control.reach[seat] == "hand":
        yield worst_s(action.hand_s), "hand", (action.hand_s,)
    if control.reach[seat] == "pointer":
        yield worst_s(action.pointer_s), "pointer", (action.pointer_s,)
    if portable and control.on_portable:
        yield worst_s(action.console_s), "portable console", (action.console_s,)
    if control.participant:
        for other in others:
            if control.reach[other] == "hand":
                used = (action.on_call_s, action.hand_s)
                yield worst_s(*used), f"participant in the {other} seat", used


def uncovered(cabin: Cabin, console: str, leg: str, seat: str, taken: tuple[str, ...]) -> tuple[str, ...]:
    """Controls that nobody reaches, or not in time, on one half of a flight with one professional."""
    if seat not in cabin.seat_names:
        return ("any control (the professional has no seat)",)
    late = [d.control.name for d in steps_done(cabin, console, leg, seat, taken) if not d.in_time]
    return tuple(dict.fromkeys(late))


def conflicts(cabin: Cabin, console: str) -> tuple[Conflict, ...]:
    """Steps at the same time that ask the commander for more than two hands."""
    found = []
    done = steps_done(cabin, console)
    words = dict.fromkeys(d.step.together for d in done if d.step.together)
    for word in words:
        mine = [d for d in done if d.step.together == word and d.by and not d.by.startswith("participant")]
        hands = [d for d in mine if not d.control.looks]
        held = [d for d in hands if d.control.holds]
        if len(hands) <= 2:
            continue
        for extra in (d for d in hands if not d.control.holds):
            found.append(_conflict(cabin, extra, held))
    return tuple(found)


def _conflict(cabin: Cabin, extra: Done, held: list[Done]) -> Conflict:
    assert cabin.action is not None
    assert extra.worst_s is not None
    away_s = extra.worst_s + worst_s(cabin.action.regrip_s)
    sentence = (
        f"{extra.step.what} ({extra.control.name}) while both hands are on the hand controllers: one is let go "
        f"for up to {away_s:.0f} s, {extra.step.within_s.v:.0f} s are allowed"
    )
    return Conflict(extra.procedure, tuple(d.control.name for d in (*held, extra)), sentence)
