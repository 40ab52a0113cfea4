"""A campaign's cost: one whole drawn mission once planned, and what the engine adds.

    python benchmarks/campaign.py [--runs 40]

A run of soyuz-ms-19 holds: 214 figures drawn, countdown, ascent in three degrees of freedom with its closed loop, a
chase of four burns targeted anew before each, brakes, six degrees of freedom beside the station with the pilot by
hand, and two guided descents to the ground under canopies. Process time of those that land is told, least and median,
and beside it a fixed piece of work, which a busy machine slows alike. Exit status 1 when the gate of 100 ms is missed.
What a run costs in other programs: ``peers.py``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from kazbek.campaign.flights import Flights
from kazbek.campaign.question import Question
from kazbek.mission.file import read_mission

GATE_ms = 100.0


def _times_ms(work: Callable[[int], object], turns: int) -> np.ndarray:
    found = []
    for k in range(turns):
        begin = time.process_time()
        work(k)
        found.append(1e3 * (time.process_time() - begin))
    return np.array(found)


def _fixed(_: int) -> float:
    """A million additions of Python."""
    total = 0.0
    for k in range(1_000_000):
        total += k * 0.5
    return total


def main() -> int:
    """Print the figures; the exit status says whether the gate is met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=40)
    runs = parser.parse_args().runs
    mission = read_mission("soyuz-ms-19")
    asked = Question(mission.name, mission.text, runs + 3)
    keys, _ = Flights(asked, Path()).median
    flights = Flights(replace(asked, keys=keys), Path())
    tables = flights.question.design.rows(0, runs + 3)
    for k in range(3):
        flights.row(k, tables[k])
    fixed = float(np.median(_times_ms(_fixed, 5)))
    outcomes: list[object] = []
    times = _times_ms(lambda k: outcomes.append(flights.row(k + 3, tables[k + 3])["outcome"]), runs)
    found = times[[outcome == "landed" for outcome in outcomes]]  # one that the weather scrubs costs a tenth
    print(f"a whole drawn mission: least {found.min():.1f} ms, median {np.median(found):.1f} ms of process time")
    print(f"a fixed piece of work: {fixed:.1f} ms; ratio {np.median(found) / fixed:.2f}")
    return 0 if float(np.median(found)) <= GATE_ms else 1


if __name__ == "__main__":
    sys.exit(main())
