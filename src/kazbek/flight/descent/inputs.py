"""A capsule and the modules it leaves behind as the figures that the entry kernels read."""

from __future__ import annotations

import math

import numpy as np

from kazbek.catalogue.capsule import Capsule, Discarded
from kazbek.flight.descent.kernels import capsule as kernel


def entry_figures(capsule: Capsule) -> kernel.Capsule:
    """A capsule that trims by its shape and steers by rolling."""
    rows = capsule.entry.aerodynamics
    return kernel.Capsule(
        capsule.entry.mass_kg.v,
        capsule.entry.area_m2.v,
        capsule.entry.nose_radius_m.v,
        np.array([row.mach for row in rows]),
        np.array([row.cd.v for row in rows]),
        np.array([row.lift_drag_ratio.v for row in rows]),
        math.radians(capsule.steering.roll_rate_deg_s.v),
        math.radians(capsule.steering.roll_acceleration_deg_s2.v),
    )


def falling_figures(module: Discarded) -> kernel.Capsule:
    """A module that falls on its own: no lift."""
    return kernel.Capsule(
        module.mass_kg.v, module.area_m2.v, 1.0, np.array((0.0, 1.0)), np.full(2, module.cd.v), np.zeros(2), 1.0, 1.0
    )
