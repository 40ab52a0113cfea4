"""A ship beside a station in six degrees of freedom: its state as one row, and the one `step` that everybody shares."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.errors import OutOfRange
from kazbek.base.frames import C_from_quaternion, cross, quaternions
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.station import Station
from kazbek.flight.docking.inputs import Draws, berth_of, guide_of, ship_of
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.computer import Ship
from kazbek.flight.docking.kernels.guidance import axes_from
from kazbek.flight.docking.kernels.near import ticks
from kazbek.flight.docking.kernels.station import Surroundings, body_in_port, pose, seen_from_port
from kazbek.flight.docking.kernels.step import from_rtn
from kazbek.flight.docking.step import Proximity


def no_command() -> Vector:
    """Handles let go, every choice left to the computer."""
    return np.zeros(col.COMMAND)


@dataclass(frozen=True)
class Beside:
    """One ship near one port.

    Attributes
    ----------
    craft : the ship's place against the station's track
    world : track, port and chance for the kernels
    ship : the ship for the kernels
    """

    craft: Proximity
    world: Surroundings
    ship: Ship

    @classmethod
    def of(
        cls,
        craft: Proximity,
        station: Station,
        port: str,
        plan: ApproachPlan,
        draws: Draws,
        failures: Vector | None = None,
    ) -> Beside:
        """A ship of `craft` at a port."""
        guide = guide_of(plan, craft.ship, station, port)
        berth = berth_of(craft.ship, station, port, draws)
        return cls(
            craft, Surroundings(craft.nodes, berth, draws.noise), ship_of(craft.ship, plan, guide, draws, failures)
        )

    @property
    def width(self) -> int:
        """Length of the state's row."""
        return col.JETS + 3 * len(self.ship.jets.flow_kg_s)

    def open(self, start: State, stage: col.Part, *, loop: col.Loop = col.Loop.AUTOMATIC, lost: int = 0) -> Vector:
        """The row of a ship at a state, beginning a stage; propellant counts above the reserve for the way home.

        Parameters
        ----------
        start : place, velocity, mass, attitude and rates
        stage : of the programme
        loop : who holds the ship
        lost : sets of Kurs lost before
        """
        s = np.zeros(self.width)
        t_s = self.craft.seconds(start.epoch)
        s[: col.PROPELLANT + 1] = self.craft.relative(start)
        s[col.PROPELLANT] -= self.craft.ship.mass.reserve_home_kg.v
        s[col.MASS_0], s[col.PROPELLANT_0] = s[col.MASS], s[col.PROPELLANT]
        s[col.Q : col.Q + 4], s[col.W : col.W + 3] = start.q_BODY_GCRF, start.w_BODY_rad_s
        s[col.T0], s[col.SINCE] = t_s, t_s
        s[col.STAGE], s[col.RESUME], s[col.BY_HAND] = stage, stage, loop
        s[col.GOAL], s[col.HOLD_UNTIL] = self.ship.guide.standoff_m, t_s
        s[col.KURS_LOST], s[col.KURS_SET] = lost, min(lost, 2)
        s[col.KURS_DEAD : col.KURS_DEAD + min(lost, 2)] = 1.0
        at = pose(self.world, t_s)
        s[col.NAV_X : col.NAV_X + 3], s[col.NAV_V : col.NAV_V + 3] = seen_from_port(at, s)
        C = C_from_quaternion(start.q_BODY_GCRF)
        rtn = np.array(at[3])
        s[col.AIM_NOSE : col.AIM_NOSE + 3], s[col.AIM_DOWN : col.AIM_DOWN + 3] = rtn @ C[0], rtn @ C[2]
        return s

    def step(self, s: Vector, command: Vector, dt_s: float) -> Vector:
        """The row after `dt_s` of a command, which must be whole ticks of 12.5 ms.

        Pure: the same row and command give the same row. What happened is in its column ``HAPPENED``.

        Raises
        ------
        OutOfRange
            when `dt_s` is not a positive number of ticks, or the station's track ends.
        """
        count = round(dt_s / col.TICK_s)
        if count < 1 or abs(count * col.TICK_s - dt_s) > 1e-9:
            raise OutOfRange(f"a step of {dt_s} s", allowed=f"whole ticks of {col.TICK_s} s")
        out = s.copy()
        out[col.HAPPENED] = 0.0
        while count > 0:
            before = out[col.TICK]
            happened = ticks(self.world, self.ship, command, out, count)
            if happened == col.Occurrence.OFF_TRACK:
                raise OutOfRange(
                    f"{self.time_s(out):.1f} s",
                    allowed=f"0 to {self.craft.span_s:.1f} s",
                    cure="take a longer station track",
                )
            count -= int(out[col.TICK] - before)
        return out

    def time_s(self, s: Vector) -> float:
        """Seconds from the first node of the track."""
        return float(s[col.T0] + s[col.TICK] * col.TICK_s)

    def state(self, s: Vector) -> State:
        """The ship's state, the reserve for the way home counted again."""
        y = s[: col.PROPELLANT + 1].copy()
        y[col.PROPELLANT] += self.craft.ship.mass.reserve_home_kg.v
        made = self.craft.state(self.time_s(s), y, s[col.Q : col.Q + 4])
        return made.replace(w_BODY_rad_s=s[col.W : col.W + 3])

    def believed(self, s: Vector) -> Vector:
        """(8,) the kernels' state of the ship as its computer knows it: place and velocity after Kurs."""
        place, axes, turning, rtn, _ = (np.array(part) for part in pose(self.world, self.time_s(s)))
        x = place + s[col.NAV_X : col.NAV_X + 3] @ axes
        v = s[col.NAV_V : col.NAV_V + 3] @ axes + cross(turning, x)
        return np.concatenate((x @ rtn, v @ rtn, s[col.MASS : col.PROPELLANT + 1]))

    def pose(self, s: Vector, nose_GCRF: Vector, down_RTN: tuple[float, float, float]) -> None:
        """Order an attitude of the brakes: BODY x along a direction, z as near to another as that allows."""
        down_GCRF = from_rtn(self.craft.nodes, self.time_s(s), down_RTN)
        nose, down = axes_from(tuple(nose_GCRF), down_GCRF)
        s[col.POSE_NOSE : col.POSE_NOSE + 3], s[col.POSE_DOWN : col.POSE_DOWN + 3] = nose, down

    def posed(self, s: Vector) -> None:
        """Put a ship into the attitude ordered, at rest against the stars."""
        pair = s[None, col.POSE_NOSE : col.POSE_NOSE + 3], s[None, col.POSE_DOWN : col.POSE_DOWN + 3]
        s[col.Q : col.Q + 4], s[col.W : col.W + 3] = quaternions(*pair)[0], 0.0
        rtn = np.array(pose(self.world, self.time_s(s))[3])
        s[col.AIM_NOSE : col.AIM_NOSE + 3], s[col.AIM_DOWN : col.AIM_DOWN + 3] = rtn @ pair[0][0], rtn @ pair[1][0]

    def to_turn_rad(self, s: Vector) -> float:
        """Angle from the ship's attitude to the one ordered."""
        nose, down = s[col.POSE_NOSE : col.POSE_NOSE + 3], s[col.POSE_DOWN : col.POSE_DOWN + 3]
        wanted = np.array((nose, cross(down, nose), down))
        cosine = 0.5 * (float(np.sum(wanted * C_from_quaternion(s[col.Q : col.Q + 4]))) - 1.0)
        return math.acos(min(1.0, max(-1.0, cosine)))

    def place_PORT(self, s: Vector) -> tuple[Vector, Vector]:
        """(3,), (3,) place and velocity of the centre of mass against the port, in PORT."""
        p, u = seen_from_port(pose(self.world, self.time_s(s)), s)
        return np.array(p), np.array(u)

    def axes_PORT(self, s: Vector) -> tuple[Vector, Vector]:
        """(3, 3) rows BODY x, y, z along PORT; (3,) rate of BODY against PORT, along PORT (rad/s)."""
        body, w = body_in_port(pose(self.world, self.time_s(s)), s)
        return np.array(body), np.array(w)


def stops(happenings: Iterable[col.Occurrence]) -> NDArray[np.bool_]:
    """What a call of the loop waits for."""
    return _stops(tuple(sorted(int(h) for h in happenings)))


@functools.cache
def _stops(wanted: tuple[int, ...]) -> NDArray[np.bool_]:
    flags = np.zeros(col.OCCURRENCES, dtype=np.bool_)
    flags[list(wanted)] = True
    return flags


def facing(beside: Beside, start: State, x_RTN: Vector) -> State:
    """A state with the nose on the port and the feet as it wants them, at rest against the stars."""
    berth, t_s = beside.world.berth, beside.craft.seconds(start.epoch)
    nose = berth.r_RTN - x_RTN
    nose, down = axes_from(tuple(nose / np.linalg.norm(nose)), tuple(berth.C_PORT_RTN[2]))
    axes = [np.array(from_rtn(beside.craft.nodes, t_s, a))[None] for a in (nose, down)]
    return start.replace(q_BODY_GCRF=quaternions(*axes)[0])
