"""A flight near the station, part by part, as it is being flown: the working sheet of the last phases."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF, Vector, cross, quaternions
from kazbek.base.leg import Column, Event, Leg, Outcome, Value
from kazbek.base.state import State, Tally
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.pilot import PilotModel
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.flight.docking.brakes import Burn, coasted
from kazbek.flight.docking.inputs import guide_by_hand, guide_of, looks, pilot_figures
from kazbek.flight.docking.kernels.guidance import Guide, Mode, from_port
from kazbek.flight.docking.kernels.loops import ROW, End, Part, axes_from, burn, close_flight, coast
from kazbek.flight.docking.kernels.pilot import MEMORY
from kazbek.flight.docking.kernels.step import from_rtn, station_rows, to_rtn
from kazbek.flight.docking.step import Proximity, Track, turn_between
from kazbek.orbit.relative import rtn_about
from kazbek.world.earth import rv_ITRF
from kazbek.world.geodesy import geodetic_from_itrf

Rows = NDArray[np.float64]

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

    @property
    def guide(self) -> Guide:
        """The autopilot's numbers for this port."""
        return guide_of(self.plan, self.ship, self.station, self.port)

    def open(
        self,
        start: State,
        track: Track,
        span_s: float,
        chance: np.random.Generator | None = None,
        *,
        telemetry: bool = True,
    ) -> CloseFlight:
        """Begin a flight at a state; the station's track is taken for `span_s` from there."""
        craft = Proximity.of(self.ship, track, start.epoch, span_s + _LEEWAY_s)
        return CloseFlight(self, craft, start, looks(chance), start.tally.delta_v_m_s, start.tally, telemetry)


@dataclass
class CloseFlight:
    """What has been flown so far, and the verbs that fly on.

    The kernels see only the propellant above the reserve for the way home: at the reserve the approach is given up.
    """

    scene: CloseScene
    craft: Proximity
    start: State
    noise: NDArray[np.float64]
    delta_v_m_s: float = 0.0
    tally: Tally = field(default_factory=Tally)
    telemetry: bool = True
    t_s: float = 0.0
    y: Vector = field(default_factory=lambda: np.zeros(8))
    blocks: list[Rows] = field(default_factory=list)
    spent: list[NDArray[np.float64]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    guide: Guide = field(init=False)
    pilot: PilotModel = field(init=False)

    def __post_init__(self) -> None:
        self.guide = self.scene.guide
        self.pilot = self.scene.pilot or PilotModel.named("trained")
        self.y = self.craft.relative(self.start)
        self.y[7] -= self.reserve_kg

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
        """(3,) her velocity in the turning frame."""
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
        return float(np.linalg.norm(from_port(self.guide, tuple(self.x_RTN_m)))) - self.guide.tip_m

    @property
    def propellant_kg(self) -> float:
        """What is left, the reserve included."""
        return float(self.y[7]) + self.reserve_kg

    def say(self, name: str, **values: Value) -> None:
        """An event, now."""
        self.events.append(Event(name, self.epoch, values))

    def burn(self, planned: Burn) -> End:
        """Fly one burn."""
        rows = np.empty((int(planned.duration_s / _FAR_CYCLE_s) + 8, ROW))
        isp_s = self.craft.ship.main_engine.isp_s.v if planned.level == 0 else self.craft.ship.thrusters.isp_s.v
        end, n, self.t_s = burn(
            self.craft.nodes,
            self.craft.engines,
            self.t_s,
            self.y,
            planned.level,
            planned.wait_s,
            planned.on_s,
            tuple(planned.direction_GCRF),
            self._down_RTN,
            _FAR_CYCLE_s,
            rows,
        )
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
        end, n, self.t_s = coast(
            self.craft.nodes,
            self.craft.engines,
            self.t_s,
            self.y,
            until_s,
            to_range_m,
            tuple(nose),
            tuple(down),
            axis,
            angle_rad,
            slew_rad_s,
            _FAR_CYCLE_s,
            rows,
        )
        return self._keep(end, rows[:n], self.craft.ship.thrusters.isp_s.v)

    def foreseen(self, at_s: float) -> Vector:
        """The kernels' state at an instant, should the ship only fly freely until then."""
        return coasted(self.craft, self.t_s, self.y, at_s)

    def guided(
        self,
        mode: Mode,
        *,
        goal_m: float = 0.0,
        hold_s: float = 0.0,
        stop_m: float = -1.0,
        fence_s: float = 3600.0,
        by_hand: bool = False,
    ) -> End:
        """Fly one guided part, by the autopilot or by the pilot model; see the kernel."""
        cycle_s = self.pilot.approach.cycle_s.v if by_hand else self.scene.plan.control.cycle_s.v
        part = Part(
            int(mode), by_hand, goal_m, hold_s, stop_m, self.scene.plan.stationkeeping.tolerance_m.v, fence_s, cycle_s
        )
        guide = guide_by_hand(self.pilot, self.guide) if by_hand else self.guide
        rows = np.empty((int(fence_s / cycle_s) + 8, ROW))
        end, n, self.t_s = close_flight(
            self.craft.nodes,
            self.craft.engines,
            guide,
            pilot_figures(self.pilot),
            part,
            self.t_s,
            self.y,
            np.zeros(MEMORY),
            self.noise,
            rows,
        )
        return self._keep(end, rows[:n], self.craft.ship.thrusters.isp_s.v)

    def hold(self, duration_s: float, at_m: float | None = None) -> End:
        """Hold at a distance on the port's axis, or where the ship is."""
        mode = Mode.STAY if at_m is None else Mode.HOLD
        return self.guided(mode, goal_m=at_m or 0.0, hold_s=duration_s, fence_s=duration_s + 10.0)

    def go_to(self, at_m: float) -> End:
        """Go to a distance on the port's axis."""
        return self.guided(Mode.POINT, goal_m=at_m)

    def stay_docked(self, until_s: float) -> None:
        """One row of the ship fixed to her port, turning with the station."""
        rv = self.craft.station_rv(until_s)
        C = self.guide.C_PORT_RTN @ C_RTN_GCRF(rv[:3], rv[3:])
        r = (self.guide.r_port @ self.guide.C_PORT_RTN.T) @ C + self.guide.tip_m * C[0]
        turning = cross(cross(rv[:3], rv[3:]) / (rv[:3] @ rv[:3]), r)
        row = np.concatenate(((until_s,), r, turning, self.y[6:], -C[0], C[2]))
        self.t_s, self.y = until_s, row[1:9].copy()
        self._keep(End.DONE, row[None, :], 0.0)

    def leg(self, name: str, outcome: Outcome, reason: str = "", shortfall: Mapping[str, float] | None = None) -> Leg:
        """The leg as flown."""
        rows = np.concatenate(self.blocks) if self.blocks else self._here()
        columns = self._columns(rows) if self.telemetry else {"tai_ns": self._tai_ns(rows[[0, -1], 0])}
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
        x, y, z = self.guide.C_PORT_RTN[2]
        return float(x), float(y), float(z)

    def _keep(self, end: int, rows: Rows, isp_s: float) -> End:
        mass_kg = rows[:, 7]
        spent = self.delta_v_m_s + isp_s * G0_m_s2 * np.log(mass_kg[0] / mass_kg) if len(rows) else np.empty(0)
        if self.blocks and len(rows) and rows[0, 0] <= self.blocks[-1][-1, 0]:
            self.blocks[-1], self.spent[-1] = self.blocks[-1][:-1], self.spent[-1][:-1]
        if len(rows):
            self.blocks.append(rows.copy())
            self.spent.append(spent)
            self.delta_v_m_s = float(spent[-1])
        return End(end)

    def _here(self) -> Rows:
        row = np.concatenate(((self.t_s,), self.y, (1.0, 0.0, 0.0, 0.0, 0.0, 1.0)))
        self.spent = [np.array((self.delta_v_m_s,))]
        return row[None, :]

    def _state(self, row: Rows) -> State:
        y = row[1:9].copy()
        y[7] += self.reserve_kg
        flown = self.craft.state(float(row[0]), y, quaternions(row[None, 9:12], row[None, 12:15])[0])
        return flown.but(tally=replace(self.tally, delta_v_m_s=self.delta_v_m_s))

    def _tai_ns(self, t_s: Vector) -> NDArray[np.int64]:
        tai_ns: NDArray[np.int64] = self.craft.start.tai_ns + np.round(t_s * 1e9).astype(np.int64)
        return tai_ns

    def _columns(self, rows: Rows) -> dict[str, Column]:
        station = np.empty((len(rows), 6))
        station_rows(self.craft.nodes, np.ascontiguousarray(rows[:, 0]), station)
        ship = station + rows[:, 1:7]
        r_RTN, v_RTN = rtn_about(ship, station)
        distance = np.linalg.norm(r_RTN, axis=1)
        tip, tip_rate = self._tip(rows, station, r_RTN, v_RTN)
        q = quaternions(rows[:, 9:12], rows[:, 12:15])
        tai_ns = self._tai_ns(rows[:, 0])
        ground = geodetic_from_itrf(rv_ITRF(tai_ns, ship)[:, :3])
        columns: dict[str, Column] = {
            "tai_ns": tai_ns,
            "latitude_rad": ground[:, 0].copy(),
            "longitude_rad": ground[:, 1].copy(),
            "height_m": ground[:, 2].copy(),
            "mass_kg": rows[:, 7].copy(),
            "propellant_kg": rows[:, 8] + self.reserve_kg,
            "range_m": distance,
            "range_rate_m_s": np.sum(r_RTN * v_RTN, axis=1) / distance,
            "delta_v_m_s": np.concatenate(self.spent),
        }
        for i, a in enumerate("xyz"):
            columns[f"r_GCRF_{a}_m"], columns[f"v_GCRF_{a}_m_s"] = ship[:, i].copy(), ship[:, 3 + i].copy()
            columns[f"r_PORT_{a}_m"], columns[f"v_PORT_{a}_m_s"] = tip[:, i].copy(), tip_rate[:, i].copy()
        for i, a in enumerate("RTN"):
            columns[f"r_RTN_{a}_m"], columns[f"v_RTN_{a}_m_s"] = r_RTN[:, i].copy(), v_RTN[:, i].copy()
        for i, a in enumerate("wxyz"):
            columns[f"q_BODY_GCRF_{a}"] = q[:, i].copy()
        return columns

    def _tip(self, rows: Rows, station: Rows, r_RTN: Rows, v_RTN: Rows) -> tuple[Rows, Rows]:
        """Probe tip in PORT; its velocity is that of the centre of mass, the ship not turning against the station."""
        ahead = station.copy()
        ahead[:, :3] += self.guide.tip_m * rows[:, 9:12]
        tip_RTN = r_RTN + rtn_about(ahead, station)[0]
        C = self.guide.C_PORT_RTN
        return (tip_RTN - self.guide.r_port) @ C.T, v_RTN @ C.T
