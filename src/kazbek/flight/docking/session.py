"""A flight near the station, part by part, as it is being flown: the working sheet of the last phases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.frames import quaternions
from kazbek.base.leg import Column, Event, Leg, Outcome, Value
from kazbek.base.state import State, Tally
from kazbek.base.types import Rows, Vector
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.pilot import PilotModel
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.flight.docking.beside import Beside
from kazbek.flight.docking.failures import SETS, CloseFailure, failure_rows
from kazbek.flight.docking.inputs import Draws
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.columns import ROW
from kazbek.flight.docking.kernels.guidance import Guide
from kazbek.flight.docking.kernels.step import to_rtn
from kazbek.flight.docking.step import Proximity
from kazbek.flight.docking.telemetry import columns_of, tai_ns
from kazbek.orbit.arc import Track

_LEEWAY_s = 8.0


@dataclass(frozen=True)
class CloseScene:
    """Who flies where by what plan; the same for all phases beside the station."""

    ship: Spacecraft
    station: Station
    port: str
    plan: ApproachPlan
    pilot: PilotModel | None = None
    failures: tuple[CloseFailure, ...] = ()

    @property
    def absent(self) -> int:
        """Sets of the approach radio that were never aboard."""
        return SETS - self.plan.radio.sets

    def sets_gone(self, start: State) -> int:
        """Sets of the approach radio that are lost by then, or were never aboard."""
        return max(start.tally.radio_sets_lost, self.absent)

    def beside(self, start: State, track: Track, span_s: float, draws: Draws) -> Beside:
        """The ship for the kernels, the station's track taken for `span_s` from a state on."""
        craft = Proximity.of(self.ship, track, start.epoch, span_s + _LEEWAY_s)
        rows = failure_rows(self.failures, self.ship, self.sets_gone(start) - self.absent)
        return Beside.of(craft, self.station, self.port, self.plan, draws, rows)

    def draws(self, chance: np.random.Generator | None) -> Draws:
        """What chance does to one phase."""
        return Draws.of(chance, len(self.ship.jets.layout))


@dataclass
class CloseFlight:
    """What has been flown so far, and the verbs that fly on.

    The kernels see only the propellant above the reserve for the way home: at the reserve the approach is given up.
    """

    scene: CloseScene
    beside: Beside
    start: State
    telemetry: bool = True
    delta_v_m_s: float = 0.0
    tally: Tally = field(default_factory=Tally)
    t_s: float = 0.0
    y: Vector = field(default_factory=lambda: np.zeros(8))
    blocks: list[Rows] = field(default_factory=list)
    spent: list[NDArray[np.float64]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tally, self.delta_v_m_s = self.start.tally, self.start.tally.delta_v_m_s
        self.y = self.craft.relative(self.start)
        self.y[7] -= self.reserve_kg

    @property
    def craft(self) -> Proximity:
        """The ship against the station's track."""
        return self.beside.craft

    @property
    def guide(self) -> Guide:
        """The autopilot's numbers for this port."""
        return self.beside.ship.guide

    @property
    def reserve_kg(self) -> float:
        """Propellant kept for the way home."""
        return self.craft.ship.mass.reserve_home_kg.v

    @property
    def epoch(self) -> Epoch:
        """Now."""
        return self.craft.start + self.t_s

    @property
    def x_RTN_m(self) -> Vector:
        """(3,) the ship from the station's centre of mass."""
        return np.array(to_rtn(self.craft.nodes, self.t_s, self.y)[0])

    @property
    def v_RTN_m_s(self) -> Vector:
        """(3,) its velocity in the turning frame."""
        return np.array(to_rtn(self.craft.nodes, self.t_s, self.y)[1])

    @property
    def range_m(self) -> float:
        """Distance between the centres of mass."""
        return float(np.linalg.norm(self.y[:3]))

    @property
    def range_rate_m_s(self) -> float:
        """Rate of that distance, negative when closing."""
        return float(self.y[:3] @ self.y[3:6]) / self.range_m

    @property
    def port_distance_m(self) -> float:
        """Probe tip to port, nose at the port."""
        return float(np.linalg.norm(self.x_RTN_m - self.beside.world.berth.r_RTN)) - self.guide.tip_m

    @property
    def propellant_kg(self) -> float:
        """What is left, the reserve included."""
        return float(self.y[7]) + self.reserve_kg

    def say(self, name: str, at_s: float | None = None, **values: Value) -> None:
        """An event, now or at a time of the kernels."""
        self.events.append(Event(name, self.epoch if at_s is None else self.craft.start + at_s, values))

    def leg(self, name: str, outcome: Outcome, reason: str = "", shortfall: Mapping[str, float] | None = None) -> Leg:
        """The leg as flown."""
        rows = np.concatenate(self.blocks) if self.blocks else self._here()
        columns = self.columns(rows) if self.telemetry else {"tai_ns": tai_ns(self.craft.start, rows[[0, -1], 0])}
        return Leg(
            name, self.start, self._state(rows[-1]), outcome, columns, tuple(self.events), reason, shortfall or {}
        )

    @property
    def down_RTN(self) -> tuple[float, float, float]:
        """The PORT z axis: where the feet of the crew are wanted."""
        x, y, z = self.beside.world.berth.C_PORT_RTN[2]
        return float(x), float(y), float(z)

    def keep(self, rows: Rows, isp_s: float) -> None:
        """Add rows of telemetry; one that repeats the last instant takes its place."""
        if not len(rows):
            return
        mass_kg = rows[:, col.ROW_Y + col.MASS]
        spent = self.delta_v_m_s + isp_s * G0_m_s2 * np.log(mass_kg[0] / mass_kg)
        if self.blocks and rows[0, 0] <= self.blocks[-1][-1, 0]:
            self.blocks[-1], self.spent[-1] = self.blocks[-1][:-1], self.spent[-1][:-1]
        self.blocks.append(rows.copy())
        self.spent.append(spent)
        self.delta_v_m_s = float(spent[-1])

    def _here(self) -> Rows:
        row = np.zeros(ROW)
        row[: col.ROW_W] = np.concatenate(((self.t_s,), self.y, (1.0, 0.0, 0.0, 0.0, 0.0, 1.0)))
        self.spent = [np.array((self.delta_v_m_s,))]
        return row[None, :]

    def _state(self, row: Rows) -> State:
        y = row[1:9].copy()
        y[7] += self.reserve_kg
        flown = self.craft.state(float(row[0]), y, quaternions(row[None, 9:12], row[None, 12:15])[0])
        w = row[col.ROW_W : col.ROW_W + 3]
        return flown.replace(tally=replace(self.tally, delta_v_m_s=self.delta_v_m_s), w_BODY_rad_s=w)

    def columns(self, rows: Rows) -> dict[str, Column]:
        """Telemetry of all rows."""
        return columns_of(self.beside, rows, np.concatenate(self.spent))
