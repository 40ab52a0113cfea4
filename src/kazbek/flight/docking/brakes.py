"""Solve a brake: the burn after which free flight passes a given point at a given instant."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kazbek.base.errors import NoConvergence
from kazbek.base.types import Vector
from kazbek.flight.docking.kernels import foresight
from kazbek.flight.docking.kernels.foresight import BrakeBurn, coast
from kazbek.flight.docking.kernels.step import from_rtn, to_rtn
from kazbek.flight.docking.step import Proximity

_SOLVER_CYCLE_s = 5.0


@dataclass(frozen=True, slots=True)
class Burn:
    """One burn along a fixed GCRF direction.

    Attributes
    ----------
    level : 0 for the main engine, else the force level of the axial jets
    direction_GCRF : unit vector of the push
    wait_s : start-up without thrust; on_s : thrust
    delta_v_m_s : velocity change
    """

    level: int
    direction_GCRF: Vector
    wait_s: float
    on_s: float
    delta_v_m_s: float

    @property
    def duration_s(self) -> float:
        """From ignition to cut-off, start-up included, as mission control counts it."""
        return self.wait_s + self.on_s


def turned_aim_RTN_m(x_RTN_m: Vector, v_RTN_m_s: Vector, range_m: float, turn_deg: float) -> Vector:
    """The point at `range_m` whose line of sight is turned from `x_RTN_m` in the sense of the motion.

    On a head-on course, where the line of sight does not turn, the turn is that of a ship falling behind from below.
    """
    u = x_RTN_m / np.linalg.norm(x_RTN_m)
    side = v_RTN_m_s - (v_RTN_m_s @ u) * u
    if np.linalg.norm(side) < 1e-3 * (1.0 + np.linalg.norm(v_RTN_m_s)):
        side = np.array((u[1], -u[0], 0.0))
    side = side / np.linalg.norm(side)
    angle = math.radians(turn_deg)
    aim: Vector = range_m * (math.cos(angle) * u + math.sin(angle) * side)
    return aim


def burn_for(craft: Proximity, mass_kg: float, delta_v_GCRF_m_s: Vector, level: int) -> Burn:
    """The burn that gives a velocity change (Tsiolkovsky at constant force)."""
    engines = craft.engines
    wait = craft.ship.main_engine.start_overhead_s.v if level == 0 else 0.0
    force = engines.main_N if level == 0 else float(engines.axial_N[level - 1])
    flow = engines.main_flow_kg_s if level == 0 else force * engines.jets_kg_N_s
    size = float(np.linalg.norm(delta_v_GCRF_m_s))
    on = mass_kg * -math.expm1(-size * flow / force) / flow
    return Burn(level, delta_v_GCRF_m_s / max(size, 1e-12), wait, on, size)


def coasted(craft: Proximity, t_s: float, y: Vector, at_s: float) -> Vector:
    """The kernels' state after free flight from `t_s` to `at_s`; unchanged if that is past."""
    y = y.copy()
    coast(craft.plant, t_s, y, at_s, _SOLVER_CYCLE_s)
    return y


def place_after(craft: Proximity, t_s: float, y: Vector, burn: Burn, at_s: float) -> Vector:
    """RTN place at `at_s` after a burn that ignites at `t_s`, the tanks taken to last."""
    y = y.copy()
    y[7] = y[6]
    order = BrakeBurn(burn.level, burn.wait_s, burn.on_s, tuple(burn.direction_GCRF))
    return np.array(foresight.place_after(craft.plant, t_s, y, order, at_s, _SOLVER_CYCLE_s))


def solve_brake(
    craft: Proximity,
    t_s: float,
    y: Vector,
    level: int,
    aim_RTN_m: Vector,
    at_s: float,
    *,
    tries: int = 12,
    close_m: float = 0.01,
) -> Burn:
    """The burn from `t_s` after which the ship passes `aim_RTN_m` at `at_s`.

    Newton's method on the velocity change, its derivatives by differences at the first guess, the straight line.

    Raises
    ------
    NoConvergence
        when the aim cannot be met, for example because the burn would outlast the time.
    """
    x, v = (np.array(part) for part in to_rtn(craft.nodes, t_s, y))
    axes = np.array([from_rtn(craft.nodes, t_s, tuple(row)) for row in np.eye(3)])
    change = (aim_RTN_m - x) / (at_s - t_s) - v

    def miss(change_RTN: Vector) -> Vector:
        reached = place_after(craft, t_s, y, burn_for(craft, y[6], change_RTN @ axes, level), at_s)
        return np.asarray(reached - aim_RTN_m)

    off = miss(change)
    slope = np.array([(miss(change + 1e-3 * e) - off) / 1e-3 for e in np.eye(3)]).T
    if np.linalg.matrix_rank(slope) < 3:  # a burn that outlasts the time: more of it changes nothing
        tries = 0
    for _ in range(tries):
        if np.linalg.norm(off) < close_m:
            return burn_for(craft, y[6], change @ axes, level)
        change = change - np.linalg.solve(slope, off)
        off = miss(change)
    raise NoConvergence(
        f"brake towards {aim_RTN_m.round(0).tolist()} m: {np.linalg.norm(off):.1f} m off after {tries} tries",
        cure="give the brake more time or a stronger engine",
    )
