"""What every phase keeps to, and the one way in which phases follow one another.

    legs = [*fly_phases((deorbit, entry, parachutes, landing), state, scene)]

A phase is a pure function from a state to a :class:`~kazbek.base.leg.Leg`. What one phase must tell the next is in the
state (:class:`~kazbek.base.state.Tally`). Nominal flights, what-ifs, seeded flights and the many flights of a campaign
all go through :func:`fly_phases`; a campaign's scene asks for no telemetry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.errors import WrongPlace
from kazbek.base.leg import Column, Leg, Outcome
from kazbek.base.state import State

if TYPE_CHECKING:
    from kazbek.orbit.arc import Track
    from kazbek.orbit.propagate import Forces
    from kazbek.world.air import Air
    from kazbek.world.wind import Wind

Chances = Callable[[str], PhaseChance]  # from the name of a phase to its own random numbers


@dataclass(frozen=True, slots=True)
class Scene:
    """The surroundings every phase of a flight shares; a phase takes from it what it needs.

    Attributes
    ----------
    track : the station's orbit, known beforehand; None for phases that have nothing to do with a station
    forces : gravity, Sun, Moon and drag over the days of the flight; None: each phase gathers them for itself
    air : the air of those days; None: each phase takes the air its docstring names
    wind : by height, east and north; None for calm
    telemetry : whether phases leave columns; without, a leg has its two ends and the same events, and is flown faster
    """

    track: Track | None = None
    forces: Forces | None = None
    air: Air | None = None
    wind: Wind | None = None
    telemetry: bool = True

    @property
    def station(self) -> Track:
        """The station's orbit.

        Raises
        ------
        WrongPlace
            for a scene without one.
        """
        if self.track is None:
            raise WrongPlace("a phase beside a station, in a scene without one", cure="give the scene a track")
        return self.track

    def without_telemetry(self) -> Scene:
        """The same surroundings for a flight of which only ends and events are wanted."""
        return replace(self, telemetry=False)

    def columns(self, start: State, end: State, written: Callable[[], Mapping[str, Column]]) -> Mapping[str, Column]:
        """The telemetry of a leg: what `written` makes, or the two instants alone."""
        if self.telemetry:
            return written()
        return {"tai_ns": np.array((start.epoch.tai_ns, end.epoch.tai_ns), dtype=np.int64)}


class Phase(Protocol):
    """What every phase of a flight keeps to.

    A phase draws what is uncertain about it from its own `chance`; its docstring says what, or that there is nothing.
    """

    @property
    def name(self) -> str:
        """As crews say it: ``ascent``, ``phasing``, ``approach`` …; also the name of its leg."""
        ...

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """Fly from a state to the end event of the phase, or to whatever keeps it from getting there."""
        ...


def fly_phases(phases: Iterable[Phase], start: State, scene: Scene, chances: Chances | None = None) -> Iterator[Leg]:
    """Fly phases one from the end of the other, until one departs from plan.

    Parameters
    ----------
    phases : in order
    start : where the first one begins
    chances : gives each phase its own random numbers by its name; without it the flight is nominal

    Yields
    ------
    Leg
        of each phase; the last one is the first whose outcome is not REACHED.
    """
    state = start
    for phase in phases:
        leg = phase.fly(state, scene, None if chances is None else chances(phase.name))
        yield leg
        if leg.outcome is not Outcome.REACHED:
            return
        state = leg.end
