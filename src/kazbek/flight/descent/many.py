"""Many descents drawn from their uncertainties, by the fast chain of kernels: where do they come down?

    found = dispersed(Case(braking, zone, 129.7, seed=1), 10_000, workers=2)
    found.share_within(28_000.0)

Run 417 can be flown alone (``case.one(417)``), and the answer does not depend on the number of workers.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from kazbek.base.chance import chance_at
from kazbek.base.constants import G0_m_s2
from kazbek.base.errors import OutOfRange
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent import steering
from kazbek.flight.descent.braking import Braking, LONGEST_COAST_s
from kazbek.flight.descent.entry import DENSITY_SIGMA
from kazbek.flight.descent.inputs import entry_figures
from kazbek.flight.descent.kernels.canopy import Canopies, descend
from kazbek.flight.descent.kernels.coast import coast_down, tangent_distance_m
from kazbek.flight.descent.kernels.entry import enter
from kazbek.world.local_frame import Local

Vector = NDArray[np.float64]

_COLUMNS = ("latitude_rad", "longitude_rad", "miss_m", "peak_load_g", "speed_m_s", "t_s")
_POINTING_SIGMA_rad = math.radians(0.5)  # of the braking burn: estimate
_DRAWS = 11
_CHUNK = 50


@dataclass(frozen=True)
class Dispersed:
    """Ends of many descents, one entry per run; NaN where the ship never came down.

    Attributes
    ----------
    latitude_rad, longitude_rad, miss_m, speed_m_s : of touchdown, before the soft-landing engines
    peak_load_g : of the entry
    t_s : from ignition to touchdown
    """

    latitude_rad: Vector
    longitude_rad: Vector
    miss_m: Vector
    peak_load_g: Vector
    speed_m_s: Vector
    t_s: Vector

    def share_within(self, radius_m: float) -> float:
        """Share of runs that touch down within a circle about the aim."""
        return float(np.mean(self.miss_m <= radius_m))


@dataclass(frozen=True)
class Case:
    """What is dispersed: a ship about to brake, her burn and zone.

    Attributes
    ----------
    braking : nominal state, air and wind
    guided : steered to the aim, or ballistic
    """

    braking: Braking
    zone: Zone
    delta_v_m_s: float
    seed: int = 0
    guided: bool = True
    _buffers: tuple[Vector, Vector, Vector] = field(
        default_factory=lambda: (np.empty((500, 9)), np.empty((2000, 12)), np.empty((4000, 10))),
        repr=False,
        compare=False,
    )

    def one(self, run: int) -> tuple[float, ...]:
        """One run, in the order of the columns of :class:`Dispersed`."""
        return self._flown(chance_at(self.seed, run, "descent").standard_normal(_DRAWS))

    def nominal(self) -> tuple[float, ...]:
        """The same with nothing drawn."""
        return self._flown(np.zeros(_DRAWS))

    def _flown(self, z: Vector) -> tuple[float, ...]:
        """The descent with its figures moved by `z` (11,) sigmas."""
        braking, capsule = self.braking, self.braking.capsule
        coast, entry, canopy = self._buffers
        size = braking.ship.size
        firing = braking.firing(self.delta_v_m_s + z[0] * capsule.deorbit.delta_v_m_s.sigma)
        tilt = _POINTING_SIGMA_rad * z[1:3]
        state = braking.state_ITRF.copy()
        state[6] += z[3] * capsule.deorbit.home_mass_kg.sigma
        n, met = coast_down(
            braking.air,
            braking.wind,
            0.0,
            state,
            np.array([firing.row]),
            np.array((math.sin(tilt[0]), -math.cos(tilt[0]) * math.cos(tilt[1]), math.sin(tilt[1]))),
            size.drag_area_m2.v * size.drag_cd.v,
            capsule.entry.separation_height_m.v + z[4] * capsule.entry.separation_height_m.sigma,
            LONGEST_COAST_s,
            10.0,
            coast,
        )
        if not met:
            return (math.nan,) * len(_COLUMNS)
        known = entry_figures(capsule)
        real = known._replace(
            mass_kg=known.mass_kg + z[5] * capsule.entry.mass_kg.sigma,
            cd=known.cd + z[6] * np.array([row.cd.sigma for row in capsule.entry.aerodynamics]),
            lift_drag=known.lift_drag + z[7] * np.array([r.lift_drag_ratio.sigma for r in capsule.entry.aerodynamics]),
        )
        law = (steering.guided if self.guided else steering.ballistic)(capsule, braking.aim_ITRF_m)
        command_m = capsule.parachutes.command_height_m.v + z[8] * capsule.parachutes.command_height_m.sigma
        m, met = enter(
            braking.air,
            braking.wind,
            math.exp(DENSITY_SIGMA * z[9]),
            coast[n - 1, 0],
            coast[n - 1, 1:7].copy(),
            real,
            known,
            law,
            command_m,
            1900.0,
            1.0,
            entry,
        )
        if not met:
            return (math.nan,) * len(_COLUMNS)
        return self._under_canopy(entry[:m], real.mass_kg, 1.0 + 0.04 * z[10], canopy)

    def _under_canopy(self, entry: Vector, mass_kg: float, drag_factor: float, out: Vector) -> tuple[float, ...]:
        """From the parachutes' command to the ground; `drag_factor` on the canopies' areas."""
        plan, known = self.braking.capsule.parachutes, entry_figures(self.braking.capsule)
        rows = plan.rows("drogue", "main")
        rows[:, 0] *= drag_factor
        figures = Canopies(
            rows,
            known.mach,
            known.cd,
            known.area_m2,
            plan.shield_kg.v,
            plan.shield_height_m.v,
            plan.filled_s("main") + 8.0,
        )
        local = Local.at(entry[-1, 1:4])
        state = np.array((0.0, 0.0, local.height_m, *(local.C_ENU_ITRF @ entry[-1, 4:7])))
        n, _ = descend(
            self.braking.wind,
            0.0,
            state,
            figures,
            mass_kg,
            local.gravity_m_s2(),
            0.0,
            self.zone.aim.terrain_height_m.v,
            0.1,
            1.0,
            3000.0,
            out,
        )
        r = local.rv_ITRF(out[n - 1 : n, 1:7])[0, :3]
        aim = self.zone.aim_ITRF_m
        place = Local.at(r)
        return (
            place.latitude_rad,
            place.longitude_rad,
            abs(float(tangent_distance_m(*r, *aim, *aim)[0])),
            float(entry[:, 8].max()) / G0_m_s2,
            float(np.linalg.norm(out[n - 1, 4:7])),
            float(entry[-1, 0] + out[n - 1, 0]),
        )

    def several(self, runs: Sequence[int]) -> list[tuple[float, ...]]:
        """Some runs, one after the other."""
        return [self.one(run) for run in runs]


def dispersed(case: Case, runs: int, *, workers: int = 1) -> Dispersed:
    """Fly `runs` descents on `workers` processes.

    Raises
    ------
    OutOfRange
        for fewer than one run or worker.
    """
    if runs < 1 or workers < 1:
        raise OutOfRange(f"{runs} runs on {workers} workers", allowed="at least one of each")
    chunks = [range(k, min(k + _CHUNK, runs)) for k in range(0, runs, _CHUNK)]
    if workers == 1:
        found = [case.several(chunk) for chunk in chunks]
    else:
        with ProcessPoolExecutor(min(workers, os.cpu_count() or 1), get_context("spawn")) as pool:
            found = list(pool.map(_several, [case] * len(chunks), chunks))
    table = np.array([row for chunk in found for row in chunk])
    return Dispersed(*(np.ascontiguousarray(table[:, k]) for k in range(len(_COLUMNS))))


def _several(case: Case, runs: Sequence[int]) -> list[tuple[float, ...]]:
    return case.several(runs)
