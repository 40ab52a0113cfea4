"""What a drawn flight of the flagship costs once its mission is planned, and what its sigmas cost, beside a fixed unit.

    python benchmarks/drawn.py

The unit is a whole day of the station at 36×36, so that a slow machine slows both alike. Times are of the processor.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from kazbek.base.chance import Sampling
from kazbek.base.state import State
from kazbek.mission.prepare import prepare
from kazbek.mission.run import run_flights
from kazbek.mission.uncertainty.first_order import sigmas
from kazbek.orbit.propagate import coast_smooth, forces_over

MISSION, RUNS = "soyuz-ms-19", range(3, 13)


def busy_s(work: Callable[[], object]) -> float:
    """Processor time of one turn."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    ready = prepare(MISSION)
    flown = run_flights(ready)
    separated = flown[0].legs[1].end
    station = State(separated.epoch, separated.r_GCRF_m, separated.v_GCRF_m_s, 445_000.0)
    forces = forces_over(station.epoch, station.epoch + 86_400.0, degree=36)

    def drawn(run: int) -> object:
        return run_flights(ready.drawn(Sampling(1, run), telemetry=False))

    def a_day() -> object:
        return coast_smooth(station, station.epoch + 86_400.0, forces)

    drawn(0), a_day()  # compiles
    unit_s = float(np.median([busy_s(a_day) for _ in range(9)]))
    one_s = float(np.median([busy_s(lambda run=run: drawn(run)) for run in RUNS]))
    pass_s = busy_s(lambda: sigmas(ready.up(flown[0].flight), flown[0]))
    print(f"a day of the station at 36x36: {unit_s * 1e3:.0f} ms")
    print(f"a drawn mission, pad to both landings: {one_s * 1e3:.0f} ms = {one_s / unit_s:.1f} days")
    print(f"sigmas of the flight up: {pass_s:.2f} s = {pass_s / unit_s:.0f} days")


if __name__ == "__main__":
    main()
