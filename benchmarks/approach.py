"""From the first brake to contact by hand, both sets of Kurs lost at 40 m: how long one approach takes to compute.

    python benchmarks/approach.py

Compared within one run with a whole day of the station at 36×36, so that a slow machine slows both alike.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from near_station import arrival, close_scene, kurs, to_contact

from kazbek.base.state import State
from kazbek.orbit.propagate import coast_smooth, forces_over

TURNS = 7


def seconds(work: Callable[[], object]) -> float:
    """Median of some turns, after one that compiles."""
    work()
    turns = []
    for _ in range(TURNS):
        start = time.perf_counter()
        work()
        turns.append(time.perf_counter() - start)
    return float(np.median(turns))


def main() -> None:
    start, close = arrival(), close_scene(failures=kurs(40.0, sets=2))
    day = start.epoch + 86_400.0
    forces = forces_over(start.epoch, day, degree=36)
    station = State(start.epoch, start.r_GCRF_m, start.v_GCRF_m_s, 445_000.0)
    approach = seconds(lambda: to_contact(start, close))
    orbit = seconds(lambda: coast_smooth(station, day, forces))
    print(f"one approach, telemetry included: {approach * 1e3:.0f} ms")
    print(f"a day of the station at 36x36: {orbit * 1e3:.0f} ms; approach / day = {approach / orbit:.1f}")


if __name__ == "__main__":
    main()
