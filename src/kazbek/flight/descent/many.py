"""Many descents drawn from their uncertainties: where do they come down?

    found = dispersed(DispersedDescent(plan, start, scene, seed=1), 10_000, workers=2)
    found.share_within(28_000.0)

Each is the list of phases that a single flight home goes through, from the braking burn on, without telemetry. Run 417
can be flown alone (``descent.one(417)``), and the answer does not depend on the number of workers.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kazbek.base.chance import chances
from kazbek.base.errors import OutOfRange
from kazbek.base.leg import Leg, Value
from kazbek.base.process import children_without_ctrl_c, worker_pool
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.flight.descent.plan import DescentPlan
from kazbek.flight.phase import Chances, Phase, Scene, fly_phases

_COLUMNS = ("latitude_rad", "longitude_rad", "miss_m", "peak_load_g", "speed_m_s", "t_s")
_CHUNK = 50


@dataclass(frozen=True)
class Dispersed:
    """Ends of many descents, one entry per run; NaN where the ship never came down.

    Attributes
    ----------
    latitude_rad, longitude_rad, miss_m, speed_m_s : of touchdown
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
class DispersedDescent:
    """What is dispersed: one plan, from the state in which its braking burn begins.

    Attributes
    ----------
    start : at ignition, with the mass as planned, which is drawn too
    scene : with the forces and the air of the descent, gathered once for all runs
    """

    plan: DescentPlan
    start: State
    scene: Scene = field(repr=False)
    seed: int = 0

    def one(self, run: int) -> tuple[float, ...]:
        """One run, in the order of the columns of :class:`Dispersed`."""
        drawn = chances(self.seed, run, "descent")
        mass_kg = self.plan.capsule.deorbit.home_mass_kg.drawn(drawn("docked"), "capsule.deorbit.home_mass_kg")
        return self._flown(self.start.replace(mass_kg=mass_kg), drawn)

    def nominal(self) -> list[Leg]:
        """The legs of the same with nothing drawn."""
        return self._legs(self.start, None)

    def several(self, runs: Sequence[int]) -> list[tuple[float, ...]]:
        """Some runs, one after the other."""
        return [self.one(run) for run in runs]

    @cached_property
    def _phases(self) -> tuple[Phase, ...]:
        _, *rest = self.plan.phases()
        return tuple(rest)

    def _flown(self, start: State, drawn: Chances | None) -> tuple[float, ...]:
        legs = self._legs(start, drawn)
        end, load = _values(legs, "touchdown"), _values(legs, "peak_load")
        if not end:
            return (math.nan,) * len(_COLUMNS)
        return (
            math.radians(float(end["latitude_deg"])),
            math.radians(float(end["longitude_deg"])),
            float(end["miss_m"]),
            float(load["peak_load_g"]),
            float(end["speed_m_s"]),
            legs[-1].end.epoch - start.epoch,
        )

    def _legs(self, start: State, drawn: Chances | None) -> list[Leg]:
        return list(fly_phases(self._phases, start, self.scene.without_telemetry(), drawn))


def _values(legs: Sequence[Leg], name: str) -> dict[str, Value]:
    """Figures of the first event of that name; none where it never came."""
    return next((dict(event.values) for leg in legs for event in leg.events if event.name == name), {})


def dispersed(descent: DispersedDescent, runs: int, *, workers: int = 1) -> Dispersed:
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
        found = [descent.several(chunk) for chunk in chunks]
    else:
        with worker_pool(min(workers, os.cpu_count() or 1), _take, descent) as pool:
            with children_without_ctrl_c():
                asked = pool.map(_several, chunks)
            found = list(asked)
    table = np.array([row for chunk in found for row in chunk])
    return Dispersed(*(np.ascontiguousarray(table[:, k]) for k in range(len(_COLUMNS))))


_worker: list[DispersedDescent] = []  # in a worker process: what it flies, handed over once


def _take(descent: DispersedDescent) -> None:
    _worker[:] = [descent]


def _several(runs: Sequence[int]) -> list[tuple[float, ...]]:
    return _worker[0].several(runs)
