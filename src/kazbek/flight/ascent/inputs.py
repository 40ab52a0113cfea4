"""A launcher and a pad as the arrays that the ascent kernel reads."""

from __future__ import annotations

import functools
import math

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_PAD_ITRF
from kazbek.base.types import Vector
from kazbek.catalogue.launcher import Happening, Launcher
from kazbek.catalogue.site import Site
from kazbek.flight.ascent.kernels.forces import fill_air
from kazbek.flight.ascent.kernels.types import Ground, Rocket, Sequence, Trigger
from kazbek.flight.ignition import build_up
from kazbek.laws.geodesy import cartesian
from kazbek.world.air import Air
from kazbek.world.wind import CALM, Wind

_AIR_TOP_m, _AIR_STEP_m = 160_000.0, 250.0  # above it drag is below a micrometre per second squared


def rocket_of(launcher: Launcher, payload_kg: float) -> Rocket:
    """The launcher with its payload, equal blocks taken together."""
    stages, aero = launcher.stages, launcher.aero
    figures = np.array(
        [[s.thrust_vac_N.v, s.exit_area_m2, s.flow_kg_s, s.usable_kg, s.empty_kg] for s in stages.values()]
    ) * np.array([[s.count] for s in stages.values()])
    thrust_N, exit_area_m2, flow_kg_s, usable_kg, empty_kg = np.ascontiguousarray(figures.T)
    lit = np.array([float(name in launcher.burning_at_liftoff) for name in stages])
    mach, cd, cn = np.array(aero.mach), np.array(aero.cd) * aero.drag_ratio.v, np.array(aero.cn_per_rad)
    carried_kg = payload_kg + sum(e.v for e in launcher.elements.values())
    table = np.column_stack((mach, cd, _slopes(mach, cd), cn, _slopes(mach, cn)))
    return Rocket(
        thrust_N,
        exit_area_m2,
        flow_kg_s,
        usable_kg,
        empty_kg,
        lit,
        np.array([list(stages).index(s.tanks_of or name) for name, s in stages.items()]),
        carried_kg,
        np.ascontiguousarray(table),
        aero.area_m2.v,
        math.radians(launcher.pitch.slew_deg_s.v),
        _rise_frac_s(launcher, carried_kg + float(empty_kg.sum() + usable_kg.sum())),
        np.array([_row(launcher, list(stages), h) for h in launcher.sequence]),
    )


def _rise_frac_s(launcher: Launcher, liftoff_kg: float) -> float:
    """By how much of full flow its engines rise in a second at lift-off; 0 where they are up."""
    figures = launcher.ignition
    return 0.0 if figures is None else build_up(figures, launcher, liftoff_kg).rise_frac_s


def _row(launcher: Launcher, stages: list[str], happening: Happening) -> Vector:
    """One row of the kernel's sequence."""
    h, row = happening, np.zeros(len(Sequence))
    row[Sequence.TRIGGER], row[Sequence.VALUE] = _trigger(h)
    row[Sequence.AFTER] = -1 if h.after is None else [e.event for e in launcher.sequence].index(h.after)
    stage = h.ignite or h.cutoff or h.throttle
    row[Sequence.STAGE] = -1 if stage is None else stages.index(stage)
    row[Sequence.THROTTLE] = 1.0 if h.ignite else h.throttle_frac.v if h.throttle_frac else 0.0
    row[Sequence.DROP_STAGE] = stages.index(h.drop) if h.drop in stages else -1
    row[Sequence.DROP_kg] = launcher.elements[h.drop].v if h.drop in launcher.elements else 0.0
    row[Sequence.AREA_m2] = h.area_m2.v if h.area_m2 else 0.0
    row[Sequence.TURN_END], row[Sequence.GUIDE] = h.turn_end, h.closed_loop
    return row


def _trigger(h: Happening) -> tuple[float, float]:
    if h.at_s is not None:
        return Trigger.AT, h.at_s.v
    if h.delay_s is not None:
        return Trigger.AFTER, h.delay_s.v
    if h.apparent_velocity_m_s is not None:
        return Trigger.APPARENT_VELOCITY, h.apparent_velocity_m_s.v
    return Trigger.GUIDED, 0.0


def _slopes(x: Vector, y: Vector) -> Vector:
    """Slopes (n,) of the cubics through (x, y) that nowhere overshoot the data (Fritsch & Butland, SIAM 1984)."""
    h, d = np.diff(x), np.diff(y) / np.diff(x)
    slopes = np.zeros(len(x))
    rising = d[:-1] * d[1:] > 0.0
    a = (h[:-1] + 2.0 * h[1:]) / (3.0 * (h[:-1] + h[1:]))
    mean = a * d[1:] + (1.0 - a) * d[:-1]
    slopes[1:-1][rising] = (d[:-1] * d[1:])[rising] / mean[rising]
    return slopes


def ground_of(pad: Site, air: Air | None = None, wind: Wind | None = None, liftoff: Epoch | None = None) -> Ground:
    """The pad and the column of air above it at lift-off; standard and calm where not given."""
    C = C_PAD_ITRF(pad.latitude_rad, pad.longitude_rad)
    r = np.array(cartesian(pad.latitude_rad, pad.longitude_rad, pad.height_m.v))
    epoch = liftoff or Epoch(0)
    grid = (air or _standard_air()).grid(epoch)
    column = np.empty((int(_AIR_TOP_m / _AIR_STEP_m) + 1, 4))
    fill_air(grid, (wind or CALM).kernel, 0.0, pad.latitude_rad, pad.longitude_rad, _AIR_STEP_m, column)
    return Ground(r, C[2].copy(), C[0].copy(), C[1].copy(), column, _AIR_STEP_m)


@functools.cache
def _standard_air() -> Air:
    return Air.standard()
