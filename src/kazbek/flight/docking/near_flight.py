"""A flight in six degrees of freedom beside the station, as it is being flown: autopilot or pilot at the same step."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kazbek.base.chance import PhaseChance, noise_of
from kazbek.base.leg import Column, Leg, Outcome
from kazbek.base.state import State
from kazbek.catalogue.pilot import PilotModel
from kazbek.flight.docking.beside import no_command, stops
from kazbek.flight.docking.contact import Contact
from kazbek.flight.docking.inputs import pilot_of
from kazbek.flight.docking.kernels.columns import (
    BY_HAND,
    JETS,
    KURS_LOST,
    ROW,
    SINCE,
    T0,
    TOUCH_T,
    CYCLE_s,
    Loop,
    Occurrence,
    Part,
)
from kazbek.flight.docking.kernels.contact import held
from kazbek.flight.docking.kernels.near import Watch, fly, note
from kazbek.flight.docking.kernels.pilot import MEMORY, Pilot
from kazbek.flight.docking.kernels.station import pose
from kazbek.flight.docking.session import CloseFlight, CloseScene
from kazbek.flight.docking.telemetry import near_columns
from kazbek.flight.phase import Scene
from kazbek.orbit.arc import Track

_SAID = tuple(h for h in Occurrence if h not in (Occurrence.NONE, Occurrence.AROUND))


def open_near(
    scene: CloseScene,
    start: State,
    track: Track,
    span_s: float,
    stage: Part,
    chance: np.random.Generator | None = None,
    *,
    telemetry: bool = True,
) -> NearFlight:
    """Begin a stage at a state; the station's track is taken for `span_s` from there."""
    draws = scene.draws(chance)
    beside = scene.beside(start, track, span_s, draws)
    lost = scene.sets_gone(start)
    s = beside.open(start, stage, loop=Loop.DIGITAL if lost >= 2 else Loop.AUTOMATIC, lost=lost)
    pilot = pilot_of(scene.pilot or PilotModel.named("trained"), beside.ship.guide, draws)
    return NearFlight(scene, beside, start, telemetry, s=s, pilot=pilot)


def begun_near(
    close: CloseScene, start: State, scene: Scene, span_s: float, stage: Part, chance: PhaseChance | None
) -> NearFlight:
    """The same for a phase, in its surroundings and by its chance."""
    return open_near(close, start, scene.station, span_s, stage, noise_of(chance), telemetry=scene.telemetry)


@dataclass
class NearFlight(CloseFlight):
    """What has been flown so far, and the verbs that fly on; `s` is the state's row of the kernels."""

    s: NDArray[np.float64] = field(default_factory=lambda: np.zeros(JETS))
    pilot: Pilot | None = None
    command: NDArray[np.float64] = field(default_factory=no_command)
    memory: NDArray[np.float64] = field(default_factory=lambda: np.zeros(MEMORY))
    cycles_a_row: int = 2  # of telemetry; by hand every cycle is kept: what the handles did

    def in_hands_of(self, pilot: PilotModel) -> NearFlight:
        """The same nominal flight from where it stands, with another pilot."""
        other = copy.copy(self)
        for name in ("s", "command", "memory", "blocks", "spent", "events"):
            setattr(other, name, getattr(self, name).copy())
        other.pilot = pilot_of(pilot, self.beside.ship.guide, self.scene.draws(None))
        return other

    def until(self, happenings: Iterable[Occurrence], fence_s: float) -> Occurrence:
        """Fly until one of these happens, or something after which nothing flies on; events are said on the way."""
        wanted, fence_at_s = tuple(happenings), self.t_s + fence_s
        while True:
            happened = self._fly(fence_at_s)
            self.tell(happened)
            if happened in wanted or happened >= Occurrence.DRY or self._over(happened):
                return happened

    def _fly(self, until_s: float) -> Occurrence:
        cycles_a_row = 1 if self.s[BY_HAND] > 0.0 else self.cycles_a_row
        rows = np.empty((int((until_s - self.t_s) / (CYCLE_s * cycles_a_row)) + 8, ROW))
        watch = Watch(stops(_SAID), until_s, cycles_a_row)
        happened, n = fly(
            self.beside.world, self.beside.ship, self.pilot, watch, self.command, self.memory, self.s, rows
        )
        self.t_s, self.y = self.beside.time_s(self.s), self.s[:8].copy()
        self.keep(rows[:n], self.craft.ship.jets.isp_s.v)
        self.tally = replace(self.tally, radio_sets_lost=int(self.s[KURS_LOST]))
        return Occurrence(happened)

    @staticmethod
    def _over(happened: Occurrence) -> bool:
        return happened in (Occurrence.BOUNCED, Occurrence.PASSED, Occurrence.WRECKED, Occurrence.RETREAT)

    def tell(self, happened: Occurrence) -> None:
        """Record what happened as an event, at its own instant."""
        since = float(self.s[SINCE])
        if happened is Occurrence.KEEPING:
            self.say("stationkeeping", since, range_m=self.range_m, port_distance_m=self.port_distance_m)
        elif happened is Occurrence.KURS_LOST:
            away = self.port_distance_m
            self.say("kurs_lost", since, range_m=away, sets_lost=float(self.s[KURS_LOST]))
            self.say("approach_breakoff", since, range_m=away, closing_speed_m_s=-self.range_rate_m_s)
        elif happened is Occurrence.HANDS:
            self.say("manual_control", port_distance_m=self.port_distance_m)
        elif happened is Occurrence.FAULT:
            self.say("fault", port_distance_m=self.port_distance_m)
        elif happened is Occurrence.RETREAT:
            self.say("retreat", since, port_distance_m=self.port_distance_m)
        elif happened is Occurrence.LINKED:
            share = self.y[6] / (self.y[6] + self.beside.world.berth.mass_kg)
            pushed = float(share) * Contact.of(self.s).closing_speed_m_s
            self.say("linkage", since, station_delta_v_m_s=pushed)
        elif happened is Occurrence.DRAWN:
            self.say("retraction", since)
        elif happened is Occurrence.HOOKED:
            self.say("hooks_closed", since)

    @property
    def contact_s(self) -> float:
        """Time of the contact."""
        return float(self.s[TOUCH_T])

    def given_up(self, name: str, end: Occurrence) -> Leg:
        """The leg of an approach that did not get where it wanted."""
        at = f"{self.range_m:.0f} m from the station, {self.port_distance_m:.0f} m from the port"
        numbers = {"range_m": self.range_m, "port_distance_m": self.port_distance_m}
        if end is Occurrence.DRY:
            reason = f"propellant is down to the {self.reserve_kg:.0f} kg kept for the way home, {at}"
            return self.leg(name, Outcome.MISSED, reason, {**numbers, "propellant_kg": self.propellant_kg})
        if end is Occurrence.WRECKED:
            self.say("collision", range_m=self.range_m)
            return self.leg(name, Outcome.LOST, f"the ship struck the station, {at}", numbers)
        if end is Occurrence.RETREAT:
            return self.leg(name, Outcome.MISSED, f"the ship was turned back, {at}", numbers)
        words = (
            "the station's track ends with the ship" if end is Occurrence.OFF_TRACK else "time ran out with the ship"
        )
        return self.leg(name, Outcome.MISSED, f"{words} {at}", numbers)

    def stay_docked(self, until_s: float) -> None:
        """One row of the ship fixed to its port, turning with the station."""
        self.s[T0] += until_s - self.t_s
        held(pose(self.beside.world, until_s), self.beside.ship.limits, self.s, until_s, self.guide.tip_m)
        self.t_s, self.y = until_s, self.s[:8].copy()
        rows = np.empty((2, ROW))
        note(self.beside.world, self.command, self.s, rows, 0)
        rows[0, 0] = until_s
        self.keep(rows[:1], self.craft.ship.jets.isp_s.v)

    def columns(self, rows: NDArray[np.float64]) -> dict[str, Column]:
        """Telemetry of all rows, with what six degrees of freedom have."""
        return {**super().columns(rows), **near_columns(rows)}
