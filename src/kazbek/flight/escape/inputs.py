"""An escape as data turned into what its kernel reads, each figure as it is or as drawn."""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.constants import G0_m_s2
from kazbek.base.types import Rows, Vector
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.escape import EscapeMode, EscapeMotor
from kazbek.flight.escape.kernels.pull import DragTable, Tipping


def motor_rows(motors: tuple[EscapeMotor, ...], chance: PhaseChance | None) -> Rows:
    """(N, 5) rows for the kernel; the thrusts of one motor move together."""
    return np.array([_row(motor, chance) for motor in motors]).reshape(-1, 5)


def _row(motor: EscapeMotor, chance: PhaseChance | None) -> list[float]:
    of = f"escape.{motor.name}"
    lit_s, burn_s = motor.lit_s.drawn(chance, f"{of}.lit_s"), max(motor.burn_s.drawn(chance, f"{of}.burn_s"), 0.1)
    first_N = motor.thrust_N.drawn(chance, f"{of}.thrust_N")
    last_N = first_N * motor.end_thrust_N.v / motor.thrust_N.v
    exhaust_m_s = motor.isp_s.drawn(chance, f"{of}.isp_s") * G0_m_s2
    return [lit_s, lit_s + burn_s, motor.count * first_N, motor.count * last_N, exhaust_m_s]


def head_body(mode: EscapeMode, chance: PhaseChance | None) -> DragTable:
    """Drag of what leaves the launcher, off by one number of sigmas at all Mach numbers."""
    path = f"escape.{mode.name}.cd_area_m2"  # one key, so one number of sigmas
    figures = [(row.mach, row.cd_area_m2.drawn(chance, path)) for row in mode.drag]
    mach, cd_area_m2 = np.array(figures).T
    return DragTable(np.ascontiguousarray(mach), np.ascontiguousarray(cd_area_m2))


def capsule_body(capsule: Capsule) -> DragTable:
    """Drag of the capsule that is let go, trimmed."""
    rows, area_m2 = capsule.entry.aerodynamics, capsule.entry.area_m2.v
    return DragTable(np.array([row.mach for row in rows]), np.array([row.cd.v * area_m2 for row in rows]))


def attitude_of(mode: EscapeMode, axis: Vector, side: Vector, chance: PhaseChance | None) -> Tipping:
    """How the long axis moves from where it points at the command."""
    return Tipping(
        (float(axis[0]), float(axis[1]), float(axis[2])),
        (float(side[0]), float(side[1]), float(side[2])),
        math.radians(mode.tilt_deg.drawn(chance, f"escape.{mode.name}.tilt_deg")),
        max(mode.tilt_s.drawn(chance, f"escape.{mode.name}.tilt_s"), 0.1),
        mode.aligned_s.drawn(chance, f"escape.{mode.name}.aligned_s"),
    )
