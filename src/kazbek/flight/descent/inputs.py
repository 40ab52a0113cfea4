"""A capsule and the modules it leaves behind as the figures that the entry kernels read."""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.data import Datum
from kazbek.catalogue.capsule import Capsule, Discarded
from kazbek.flight.descent.kernels import capsule as kernel


def entry_figures(capsule: Capsule, chance: PhaseChance | None = None) -> kernel.EntryFigures:
    """A capsule that trims by its shape and steers by rolling; with `chance` as built, each figure drawn.

    A coefficient is off by one number of sigmas at all Mach numbers: its rows share a key. The mass is that of the
    state, which is drawn elsewhere.
    """
    entry, steer, rows = capsule.entry, capsule.steering, capsule.entry.aerodynamics

    def drawn(datum: Datum, path: str) -> float:
        return datum.drawn(chance, f"capsule.{path}")

    return kernel.EntryFigures(
        entry.mass_kg.v,
        drawn(entry.area_m2, "entry.area_m2"),
        drawn(entry.nose_radius_m, "entry.nose_radius_m"),
        np.array([row.mach for row in rows]),
        np.array([drawn(row.cd, "entry.aerodynamics.cd") for row in rows]),
        np.array([drawn(row.lift_drag_ratio, "entry.aerodynamics.lift_drag_ratio") for row in rows]),
        math.radians(drawn(steer.roll_rate_deg_s, "steering.roll_rate_deg_s")),
        math.radians(drawn(steer.roll_acceleration_deg_s2, "steering.roll_acceleration_deg_s2")),
    )


def falling_figures(module: Discarded) -> kernel.EntryFigures:
    """A module that falls on its own: no lift."""
    return kernel.EntryFigures(
        module.mass_kg.v, module.area_m2.v, 1.0, np.array((0.0, 1.0)), np.full(2, module.cd.v), np.zeros(2), 1.0, 1.0
    )
