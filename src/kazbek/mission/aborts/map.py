"""The question behind ``kazbek aborts``: an escape at each second of an ascent.

The ascent is flown once; each second starts from its row, with the launcher's engines off at that instant and the
escape at once: no fault, no delay. Each is flown without lift, as a capsule that spins, and with the lift up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kazbek.base.chance import chances
from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, OutOfRange, unknown
from kazbek.base.leg import Leg
from kazbek.base.state import State
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.escape import EscapePlan
from kazbek.flight.phase import Chances, Phase, Scene, fly_phases
from kazbek.mission.aborts.command import mode_at
from kazbek.mission.aborts.failed import attitude_kept
from kazbek.mission.aborts.result import EscapeResult, entry_of, result_of
from kazbek.mission.aborts.round import WayRound, way_round
from kazbek.mission.aborts.row import AbortRow, short_of_orbit_m_s
from kazbek.mission.aborts.ways import LIFT_UP_rad, WayDown
from kazbek.mission.changes import Changes
from kazbek.mission.file import Mission
from kazbek.mission.prepare import prepare
from kazbek.mission.up import FlightUp
from kazbek.orbit.forces import forces_over
from kazbek.world.air import Air

LEAST_STEP_s, MOST_STEP_s = 0.1, 600.0
_UNDER_CANOPIES = ("parachutes", "landing")
_AFTER_s = 11.0  # seconds in orbit that are told, too
_HOURS_s = 10_800.0  # of air and forces: a revolution and the way down


@dataclass(frozen=True)
class Escapes:
    """One ascent, and escapes from it.

    Attributes
    ----------
    ascent : as flown, with its attitude
    scene : with the air and the forces of those hours, gathered once
    """

    up: FlightUp
    ascent: Leg
    scene: Scene

    @classmethod
    def of(cls, up: FlightUp, liftoff: Epoch) -> Escapes:
        """The ascent of a flight up.

        Raises
        ------
        DataError
            for a launcher whose file names no escape.
        """
        launcher = up.actual.launcher
        if up.actual.escape is None or launcher is None:
            name = "the launcher" if launcher is None else launcher.name
            raise DataError(f"{name} has no escape", cure="name one in its file: escape = NAME, or a .toml file")
        air = Air.of(liftoff, liftoff + _HOURS_s)
        scene = replace(up.scene, air=air, forces=forces_over(liftoff, liftoff + _HOURS_s, air=air))
        return cls(up, up.ascent.fly(up.ascent.on_pad(liftoff), scene), scene)

    @property
    def liftoff(self) -> Epoch:
        """Contact of lift-off."""
        return self.ascent.start.epoch

    @property
    def plan(self) -> EscapePlan:
        """Of the launcher."""
        assert self.up.actual.escape is not None
        return self.up.actual.escape

    @property
    def capsule(self) -> Capsule:
        """Of the ship."""
        assert self.up.actual.capsule is not None
        return self.up.actual.capsule

    @property
    def last_s(self) -> float:
        """The last second told: the ship in orbit, or the end of an ascent that does not reach it."""
        return self.ascent.end.epoch - self.liftoff + _AFTER_s

    def way(self, t_s: float) -> WayDown | WayRound | None:
        """The way off at a second; None for a ship in orbit."""
        at = self.liftoff + t_s
        happened = {event.name for event in self.ascent.events if event.epoch <= at and t_s > 0.0}
        mode = mode_at(self.plan, happened)
        if mode is None:
            return None
        down = WayDown(self.plan, mode, self.capsule, self.up.ascent.pad)
        return way_round(down, self.up.actual.ship, self.start(t_s), self.scene.air) or down

    def start(self, t_s: float) -> State:
        """The launcher at a second, with the mass of the ship it carries."""
        state = attitude_kept(self.ascent, self.liftoff + t_s)
        ship = self.up.actual.ship.mass
        return replace(state, mass_kg=ship.launch_kg.v, propellant_kg=ship.propellant_kg.v)

    def row(self, t_s: float) -> AbortRow:
        """One second."""
        way = self.way(t_s)
        if way is None:
            return AbortRow(t_s, "orbit", None, None, 0.0)
        start = self.start(t_s)
        if isinstance(way, WayRound):
            legs = self._flown(way.phases(), start)
            return AbortRow(t_s, way.mode, self._result(legs), None, way.burn.delta_v_m_s)
        legs = self._flown(way.phases(), start)
        steered = replace(way, bank_rad=LIFT_UP_rad).entry.fly(legs[0].end, self.scene)
        entry = entry_of([legs[0], steered], self.plan)
        return AbortRow(t_s, way.mode.name, self._result(legs), entry, short_of_orbit_m_s(start))

    def drawn(self, t_s: float, run: int, seed: int = 0) -> EscapeResult | None:
        """One second once more, everything drawn that an escape draws; None for a ship that stays in orbit."""
        way = self.way(t_s)
        if way is None:
            return None
        return self._result(self._flown(way.phases(), self.start(t_s), chances(seed, run, f"abort/{t_s:g}")))

    def _flown(self, phases: tuple[Phase, ...], start: State, drawn: Chances | None = None) -> list[Leg]:
        """The legs; those under canopies leave their ends and events alone."""
        falling = [phase for phase in phases if phase.name not in _UNDER_CANOPIES]
        legs = list(fly_phases(falling, start, self.scene, drawn))
        hanging = [phase for phase in phases if phase.name in _UNDER_CANOPIES]
        return [*legs, *fly_phases(hanging, legs[-1].end, self.scene.without_telemetry(), drawn)]

    def _result(self, legs: list[Leg]) -> EscapeResult | None:
        return None if legs[-1].name != "landing" else result_of(legs, self.plan, self.up.ascent.pad)


@dataclass(frozen=True)
class AbortMap:
    """Escapes of one mission's launch, a row a step."""

    mission: str
    escapes: Escapes
    step_s: float

    @cached_property
    def rows(self) -> tuple[AbortRow, ...]:
        """All of them."""
        return tuple(self)

    def __iter__(self) -> Iterator[AbortRow]:
        count = math.floor(self.escapes.last_s / self.step_s) + 1
        return (self.escapes.row(round(k * self.step_s, 9)) for k in range(count))

    def json(self) -> dict[str, Any]:
        """The document of ``kazbek aborts --json``."""
        return {
            "mission": self.mission,
            "liftoff_utc": self.escapes.liftoff.utc,
            "rows": [row.json() for row in self.rows],
        }


def aborts(
    mission: str | Mission, step_s: float = 1.0, *, changes: Changes | None = None, family: str = ""
) -> AbortMap:
    """What an escape at each second of a mission's ascent leads to.

    Parameters
    ----------
    mission : a bundled name, the path of a mission file, or one already read; its first flight up counts
    step_s : between two seconds
    changes : what-ifs, ``{"escape.motor.1.thrust_N": 9e5}``
    family : which publication the motors follow; that of the escape's file without it

    Raises
    ------
    KazbekError
        bad input, a mission without a flight up, a launcher without an escape.

    Examples
    --------
    >>> import kazbek
    >>> found = kazbek.aborts("soyuz-ms-19", 60.0)
    >>> [row.mode for row in found.rows][:4]
    ['tower_pad', 'tower', 'fairing', 'separation']
    """
    if not LEAST_STEP_s <= step_s <= MOST_STEP_s:
        raise OutOfRange(f"`step` {step_s:g} s", allowed=f"{LEAST_STEP_s:g} to {MOST_STEP_s:g} s")
    ready = prepare(mission, changes)
    flight = next((flight for flight in ready.mission.flights if flight.goes_up), None)
    if flight is None:
        raise DataError(f"mission {ready.mission.name} has no flight up", allowed="a mission that launches a crew")
    up = ready.up(flight)
    grounded = up.planned_ascent.grounded()
    if grounded is not None:
        raise OutOfRange(f"the launcher does not lift off: {grounded[0]}", cure="give a stronger launcher")
    start = up.start()
    if family:
        up = _in_family(up, family)
    noon = Epoch.from_utc(flight.date) + 0.5 * SECONDS_PER_DAY_s
    return AbortMap(ready.mission.name, Escapes.of(up, noon if start is None else start.liftoff), step_s)


def _in_family(up: FlightUp, family: str) -> FlightUp:
    """The flight with the motors of another publication."""
    plan = up.actual.escape
    families = () if plan is None else plan.families
    if plan is None or family not in families:
        raise unknown("family", family, families, where="the launcher's escape")
    return replace(up, actual=replace(up.actual, escape=plan.in_family(family)))
