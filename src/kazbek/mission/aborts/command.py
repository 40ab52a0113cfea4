"""From a fault of the launcher to the command of an escape: what stops, who notices, how late."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from kazbek.base.chance import PhaseChance
from kazbek.base.data import Datum
from kazbek.base.errors import DataError, unknown
from kazbek.base.leg import Value
from kazbek.catalogue.escape import EscapeMode, EscapePlan, LauncherFault
from kazbek.catalogue.launcher import Happening, Launcher
from kazbek.mission.plan import Failure


@dataclass(frozen=True, slots=True)
class EscapeCommand:
    """An escape that is commanded because of a fault.

    Attributes
    ----------
    fault_s, delay_s : of the fault, in seconds from lift-off, and from there to the command
    stops : stages whose engines the fault stops
    """

    fault: LauncherFault
    fault_s: float
    delay_s: float
    stops: tuple[str, ...] = ()

    @property
    def t_s(self) -> float:
        """Of the command, in seconds from lift-off."""
        return self.fault_s + self.delay_s

    @property
    def told(self) -> Mapping[str, Value]:
        """For the event of the command."""
        words: dict[str, Value] = {"system": self.fault.system, "seen_by": self.fault.seen_by}
        return words | {"delay_s": self.delay_s}

    def failing(self, launcher: Launcher) -> Launcher:
        """The launcher with the fault in its sequence: one engine of each stage that is named stops.

        Raises
        ------
        DataError
            for a stage that the launcher does not have.
        """
        for stage in self.stops:
            if stage not in launcher.stages:
                raise unknown("stage", stage, launcher.stages, where=f"fault {self.fault.system}")
        at_s = Datum(v=self.fault_s, src="derived")
        rows = [_stopping(launcher, stage, at_s) for stage in self.stops] or [Happening(event="fault", at_s=at_s)]
        *before, last = (_kept(row) if row.event in self.fault.keeps else row for row in launcher.sequence)
        return launcher.model_copy(update={"sequence": (*before, *rows, last)})


def _kept(row: Happening) -> Happening:
    """A separation that does not come about."""
    return row.model_copy(update={"drop": None, "area_m2": None})


def _stopping(launcher: Launcher, stage: str, at_s: Datum) -> Happening:
    """One of a stage's equal engines stops."""
    count = launcher.stages[stage].count
    if count == 1:
        return Happening(event="fault", at_s=at_s, cutoff=stage)
    left = Datum(v=(count - 1) / count, src="derived")
    return Happening(event="fault", at_s=at_s, throttle=stage, throttle_frac=left)


def command_of(plan: EscapePlan, failure: Failure, chance: PhaseChance | None = None) -> EscapeCommand:
    """The command that a failure of the mission file leads to; drawn where there is a `chance`.

    Raises
    ------
    DataError
        for a failure without what it needs.
    """
    fault = plan.failing(failure.system)
    if fault is None:
        raise unknown("system", failure.system, [fault.system for fault in plan.fault], where=f"escape {plan.name}")
    _check(fault, failure)
    return EscapeCommand(fault, failure.at_s or 0.0, delay_s(plan, fault, chance), fault.stops or _named(failure))


def check_modes(plan: EscapePlan, launcher: Launcher) -> None:
    """Each mode ends at an event that the launcher's sequence comes to.

    Raises
    ------
    DataError
        for a mode that would last for ever: a tower on a launcher that never throws one off.
    """
    events = ("liftoff", *(row.event for row in launcher.sequence))
    for mode in plan.mode:
        if mode.until not in events:
            raise unknown("event", mode.until, events, where=f"escape {plan.name} of {launcher.name}, mode {mode.name}")


def check_instant(command: EscapeCommand, launcher: Launcher, happened_s: Mapping[str, float]) -> None:
    """A fault happens while the ship is on its launcher, and stops engines that burn; by the events as planned.

    Raises
    ------
    DataError
        for a fault at another time, with the times at which it can be.
    """
    on_board = (-math.inf, happened_s.get(launcher.sequence[-1].event, math.inf))
    spans = [on_board, *(_burning_s(launcher, stage, happened_s) for stage in command.stops)]
    first_s, last_s = max(span[0] for span in spans), min(span[1] for span in spans)
    if not first_s <= command.fault_s < last_s:
        stages = " and ".join(command.stops)
        span = f"{max(first_s, 0.0):.2f} to {last_s:.2f} s" if first_s < last_s else "no second"
        raise DataError(
            f"failure {command.fault.system} with at_s = {command.fault_s:g}",
            allowed=f"{span} after lift-off, "
            + (f"while engines of {stages} burn" if stages else "before the ship leaves its launcher"),
        )


def _burning_s(launcher: Launcher, stage: str, happened_s: Mapping[str, float]) -> tuple[float, float]:
    """From when to when the engines of a stage burn."""
    lit = [0.0] if stage in launcher.burning_at_liftoff else []
    lit += [happened_s[row.event] for row in launcher.sequence if row.ignite == stage and row.event in happened_s]
    ends = [row.event for row in launcher.sequence if stage in (row.cutoff, row.drop)]
    return min(lit, default=math.inf), min((happened_s[e] for e in ends if e in happened_s), default=math.inf)


def delay_s(plan: EscapePlan, fault: LauncherFault, chance: PhaseChance | None = None) -> float:
    """From a fault to the command: noticed, said, and pressed by the slowest of those who must."""
    watch = plan.watching(fault.seen_by)
    noticed_s = (fault.notice_s or watch.notice_s).drawn(chance, "escape.watch.notice_s")
    said_s = watch.word_s.drawn(chance, "escape.watch.word_s")
    pressed_s = max(watch.act_s.drawn(chance, f"escape.watch.act_{k}_s") for k in range(max(watch.people, 1)))
    return noticed_s + said_s + pressed_s


def _named(failure: Failure) -> tuple[str, ...]:
    return (failure.which,) if failure.which else ()


def _check(fault: LauncherFault, failure: Failure) -> None:
    if failure.at_s is None or (failure.at_s < 0.0) != fault.on_pad:
        when = "seconds from lift-off, negative" if fault.on_pad else "seconds after lift-off, 0 or more"
        given = "without at_s" if failure.at_s is None else f"with at_s = {failure.at_s:g}"
        raise DataError(f"failure {failure.system} {given}", allowed=when)
    if not (fault.stops or fault.keeps or fault.on_pad or failure.which):
        raise DataError(f"failure {failure.system} without which", allowed="the stage whose engines stop")


def mode_at(plan: EscapePlan, happened: set[str]) -> EscapeMode | None:
    """The way off a launcher whose sequence has come so far; None when the ship is in orbit already."""
    return next((mode for mode in plan.mode if mode.until not in happened), None)
