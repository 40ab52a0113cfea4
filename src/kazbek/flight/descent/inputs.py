"""A capsule and the modules it leaves behind as the figures that the entry kernels read."""

from __future__ import annotations

import math

import numpy as np

from kazbek.catalogue.capsule import Capsule, Discarded
from kazbek.flight.descent.kernels import capsule as kernel


def entry_figures(capsule: Capsule) -> kernel.EntryFigures:
    """A capsule that trims by its shape and steers by rolling."""
    rows = capsule.entry.aerodynamics
    return kernel.EntryFigures(
        capsule.entry.mass_kg.v,
        capsule.entry.area_m2.v,
        capsule.entry.nose_radius_m.v,
        np.array([row.mach for row in rows]),
        np.array([row.cd.v for row in rows]),
        np.array([row.lift_drag_ratio.v for row in rows]),
        math.radians(capsule.steering.roll_rate_deg_s.v),
        math.radians(capsule.steering.roll_acceleration_deg_s2.v),
    )


def entry_sigmas(capsule: Capsule) -> kernel.EntryFigures:
    """One sigma of each of those figures; the mass has none, for it is that of the state."""
    entry, steer, rows = capsule.entry, capsule.steering, capsule.entry.aerodynamics
    return kernel.EntryFigures(
        0.0,
        entry.area_m2.sigma,
        entry.nose_radius_m.sigma,
        np.zeros(len(rows)),
        np.array([row.cd.sigma for row in rows]),
        np.array([row.lift_drag_ratio.sigma for row in rows]),
        math.radians(steer.roll_rate_deg_s.sigma),
        math.radians(steer.roll_acceleration_deg_s2.sigma),
    )


def as_built(capsule: Capsule, chance: np.random.Generator | None) -> kernel.EntryFigures:
    """The capsule with each figure drawn, none below zero; coefficients are off by one number of sigmas at all Mach."""
    figures = entry_figures(capsule)
    if chance is None:
        return figures
    z = chance.standard_normal(len(figures)).tolist()
    return kernel.EntryFigures(
        *(np.maximum(v + k * sigma, 0.0) for v, k, sigma in zip(figures, z, entry_sigmas(capsule)))
    )


def falling_figures(module: Discarded) -> kernel.EntryFigures:
    """A module that falls on its own: no lift."""
    return kernel.EntryFigures(
        module.mass_kg.v, module.area_m2.v, 1.0, np.array((0.0, 1.0)), np.full(2, module.cd.v), np.zeros(2), 1.0, 1.0
    )
