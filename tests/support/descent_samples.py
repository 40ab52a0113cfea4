"""Samples of the kernels of air and descent for `kernel_samples`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kazbek.base.epoch import Epoch

EPOCH = Epoch.from_utc("2021-10-17T03:41:46Z")
RV_ITRF = np.array((2.6e6, -3.2e6, -5.2e6, 6.6e3, 3.1e3, 1.4e3))


def air() -> list[float]:
    from kazbek.laws.atmosphere import air_at, geopotential_m, us76, wind_at
    from kazbek.laws.tables import table_at
    from kazbek.world.air import Air
    from kazbek.world.wind import Wind

    grid = Air.standard().grid(EPOCH)
    places = [x for h in (-100.0, 15e3, 78e3, 120e3, 2e6) for x in air_at(grid, 60.0, h, 0.8, 1.2)]
    wind = Wind(((0.0, 1.0, 2.0), (10e3, 20.0, -5.0))).kernel
    nodes = np.array((0.5, 1.0, 2.0))
    return [*places, *us76(81e3), geopotential_m(50e3), *wind_at(wind, 4e3), table_at(nodes, nodes**2, 1.7)]


def braking() -> list[float]:
    from kazbek.flight.descent.kernels.coast import coast_down, tangent_distance_m
    from kazbek.flight.descent.kernels.types import AirAndWind, Until
    from kazbek.world.air import Air
    from kazbek.world.wind import CALM

    out = np.empty((60, 9))
    around, burns = AirAndWind(Air.standard().grid(EPOCH), CALM.kernel), np.array(((3.0, 120.0, 2950.0, 1.0),))
    back, until = np.array((0.0, -1.0, 0.0)), Until(3e5, 400.0, 10.0)
    n, met = coast_down(around, 0.0, np.append(RV_ITRF, 6400.0), burns, back, 28.0, until, out)
    ahead = np.array((0.0, 6e6, 1e6))
    return [float(n), float(met), *out[n - 1], *tangent_distance_m(RV_ITRF[:3], out[n - 1, 1:4], ahead)]


def entry() -> list[float]:
    """A short stretch of a steered entry, the step that meets the height among it."""
    from kazbek.flight.descent.kernels.capsule import BALLISTIC, GUIDED, HELD, PLANAR, EntryFigures
    from kazbek.flight.descent.kernels.entry import enter
    from kazbek.flight.descent.kernels.steering import Steering
    from kazbek.flight.descent.kernels.types import AirAndWind, Until
    from kazbek.world.air import Air
    from kazbek.world.geodesy import itrf_from_geodetic
    from kazbek.world.wind import CALM

    r = itrf_from_geodetic(0.8, 1.1, 48e3)
    capsule = EntryFigures(
        2900.0, 3.8, 2.2, np.array((1.0, 6.0)), np.array((1.2, 1.35)), np.array((0.25, 0.26)), 0.2, 0.07
    )
    aim = np.array(itrf_from_geodetic(0.8, 1.16, 0.0))
    answers = []
    for mode in (BALLISTIC, PLANAR, HELD, GUIDED):
        law = Steering(mode, 1.0, 0.9, 0.2, 1.8, aim, 20.0, 300.0, 8.0, 200.0, 2.0, 30.0, 46e3)
        out = np.empty((40, 12))
        start = np.concatenate((r, (-4200.0, 1500.0, -1500.0)))
        around = AirAndWind(Air.standard().grid(EPOCH), CALM.kernel, 1.05)
        n, met = enter(around, 0.0, start, capsule, capsule, law, Until(44e3, 30.0, 1.0), out)
        answers += [float(n), float(met), *out[n - 1]]
    return answers


def under_canopy() -> list[float]:
    from kazbek.catalogue.capsule import Capsule
    from kazbek.flight.descent.inputs import entry_figures
    from kazbek.flight.descent.kernels.canopy import Canopies, FallSteps, Hanging, descend
    from kazbek.world.wind import Wind

    capsule = Capsule.named("soyuz-ms")
    plan, bare = capsule.parachutes, entry_figures(capsule)
    figures = Canopies(plan.rows("drogue", "main"), bare.mach, bare.cd, bare.area_m2, 90.0, 8000.0, 38.0)
    out = np.empty((600, 10))
    wind, start = Wind(((0.0, 3.0, 1.0),)).kernel, np.array((0.0, 0.0, 10.8e3, 90.0, 40.0, -200.0))
    n, met = descend(wind, 0.0, start, figures, Hanging(2900.0, 9.78, 0.0), FallSteps(7000.0, 0.2, 1.0, 90.0), out)
    return [float(n), float(met), *out[n - 1]]


def rigid_body() -> list[float]:
    from kazbek.laws.rigid_body import Body, Planet, fall

    state = np.concatenate(((6.39e6, 1e3, 2e3), (1.0, 470.0, 3.0), (0.6, 0.0, 0.8, 0.0), (0.1, 0.2, 0.3)))
    planet = Planet(3.986e14, 6.378e6, 1.0826e-3, 7.292e-5, False, 5.0, 1e-3)
    body = Body(2.0, np.diag((1.0, 2.0, 2.5)), 0.01, np.array((1.0, 2.0, 3.0)))
    return list(fall(planet, body, state, 0.05, 40))


def oscillator() -> list[float]:
    from kazbek.flight.descent.kernels.oscillator import furthest

    drive = np.array((0.0, 50.0, 80.0, 20.0, 0.0, 0.0))
    return [furthest(1e-3 * np.arange(6.0), drive, 0.1, 62.8, 0.2, 1e-3)]


DESCENT_SAMPLES: dict[str, Callable[[], list[float]]] = {
    law.__name__: law for law in (air, braking, entry, under_canopy, rigid_body, oscillator)
}
