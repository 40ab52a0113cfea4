"""A flight near the station, part by part, as it is being flown: the working sheet of the last phases."""

from __future__ import annotations

import math
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
from kazbek.flight.docking.brakes import Burn, coasted
from kazbek.flight.docking.failures import SETS, CloseFailure, failure_rows
from kazbek.flight.docking.inputs import Draws
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.columns import ROW
from kazbek.flight.docking.kernels.guidance import Guide, axes_from
from kazbek.flight.docking.kernels.loops import BrakeBurn, Coasting, End, burn, coast
from kazbek.flight.docking.kernels.step import from_rtn, to_rtn
from kazbek.flight.docking.step import Proximity, turn_between
from kazbek.flight.docking.telemetry import columns_of, tai_ns
from kazbek.orbit.arc import Track

_FAR_CYCLE_s = 1.0
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

    def open(self, start: State, track: Track, span_s: float, *, telemetry: bool = True) -> CloseFlight:
        """Begin a flight of the brakes at a state."""
        return CloseFlight(self, self.beside(start, track, span_s, self.draws(None)), start, telemetry)


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

    def burn(self, planned: Burn) -> End:
        """Fly one burn."""
        rows = np.empty((int(planned.duration_s / _FAR_CYCLE_s) + 8, ROW))
        isp_s = self.craft.ship.main_engine.isp_s.v if planned.level == 0 else self.craft.ship.thrusters.isp_s.v
        direction = tuple(planned.direction_GCRF)
        order = BrakeBurn(planned.level, planned.wait_s, planned.on_s, direction, self._down_RTN)
        end, n, self.t_s = burn(self.craft.plant, self.t_s, self.y, order, _FAR_CYCLE_s, rows)
        return self._keep(end, rows[:n], isp_s)

    def coast(
        self, until_s: float, new_nose_GCRF: Vector, *, to_range_m: float = 0.0, posed_at_s: float | None = None
    ) -> End:
        """Fly freely to an instant, or to a range if that comes first, and turn the nose to a direction.

        The feet end where the port wants them at `posed_at_s`; left out, at the end of the flight.
        """
        rows = np.empty((int((until_s - self.t_s) / _FAR_CYCLE_s) + 8, ROW))
        hint = from_rtn(self.craft.nodes, until_s if posed_at_s is None else posed_at_s, self._down_RTN)
        posed = axes_from(tuple(new_nose_GCRF), hint)
        nose, down = (self.blocks[-1][-1, 9:12], self.blocks[-1][-1, 12:15]) if self.blocks else posed
        axis, angle_rad = turn_between((nose, down), posed)
        slew_rad_s = math.radians(self.scene.plan.brakes.slew_deg_s.v)
        order = Coasting(until_s, to_range_m, (tuple(nose), tuple(down)), axis, angle_rad, slew_rad_s)
        end, n, self.t_s = coast(self.craft.plant, self.t_s, self.y, order, _FAR_CYCLE_s, rows)
        return self._keep(end, rows[:n], self.craft.ship.thrusters.isp_s.v)

    def foreseen(self, at_s: float) -> Vector:
        """The kernels' state at an instant, should the ship only fly freely until then."""
        return coasted(self.craft, self.t_s, self.y, at_s)

    def leg(self, name: str, outcome: Outcome, reason: str = "", shortfall: Mapping[str, float] | None = None) -> Leg:
        """The leg as flown."""
        rows = np.concatenate(self.blocks) if self.blocks else self._here()
        columns = self.columns(rows) if self.telemetry else {"tai_ns": tai_ns(self.craft.start, rows[[0, -1], 0])}
        return Leg(
            name, self.start, self._state(rows[-1]), outcome, columns, tuple(self.events), reason, shortfall or {}
        )

    def given_up(self, name: str, end: End) -> Leg:
        """The leg of an approach that did not get where it wanted."""
        at = f"{self.range_m:.0f} m from the station"
        if end == End.OUT_OF_PROPELLANT:
            return self.leg(
                name,
                Outcome.MISSED,
                f"propellant is down to the {self.reserve_kg:.0f} kg kept for the way home, {at}",
                {"range_m": self.range_m, "propellant_kg": self.propellant_kg},
            )
        if end == End.OFF_TRACK:
            return self.leg(
                name, Outcome.MISSED, f"the station's track ends with the ship {at}", {"range_m": self.range_m}
            )
        return self.leg(
            name,
            Outcome.MISSED,
            f"time ran out with the ship {at}, {self.port_distance_m:.0f} m from the port",
            {"range_m": self.range_m, "port_distance_m": self.port_distance_m},
        )

    @property
    def _down_RTN(self) -> tuple[float, float, float]:
        """The PORT z axis: where the feet of the crew are wanted."""
        x, y, z = self.beside.world.berth.C_PORT_RTN[2]
        return float(x), float(y), float(z)

    def _keep(self, end: int, rows: Rows, isp_s: float) -> End:
        self.keep(rows, isp_s)
        return End(end)

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
        row[: col.FAR_ROW] = np.concatenate(((self.t_s,), self.y, (1.0, 0.0, 0.0, 0.0, 0.0, 1.0)))
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
