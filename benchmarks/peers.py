"""What a run costs here and in other programs' Monte Carlo, in turns on one machine, and what each run contains.

    python -m venv peers && peers/bin/pip install rocketpy bsk
    python benchmarks/peers.py --peers peers/bin/python [--turns 5]

Other programs stay in an environment of their own: kazbek never depends on them. Their runs are other problems than
ours (``peers_inside.py`` says which); a ratio says what a user pays for one drawn run of each, not which is faster at
the same work. Milliseconds of processor, the median of the turns.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from kazbek.campaign.flights import Flights
from kazbek.campaign.question import Question
from kazbek.mission.file import read_mission

INSIDE = Path(__file__).with_name("peers_inside.py")
RUNS = {"rocketpy": 5, "basilisk": 20}
HERE = 10  # runs of ours a turn
HOLDS = {
    "kazbek": "soyuz-ms-19 whole: count, ascent, chase, six degrees beside the station by hand, two guided descents",
    "rocketpy": "a sounding rocket in six degrees of freedom, rail to ground",
    "basilisk": "its own Monte Carlo: 10 min of a rigid spacecraft's orbit and attitude control, 0.1 s, five modules",
}


def main() -> None:
    """Print milliseconds a run and the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", required=True, help="Python of the environment that holds the other programs")
    parser.add_argument("--turns", type=int, default=5)
    asked = parser.parse_args()
    flights = _planned()
    spent_ms: dict[str, list[float]] = {name: [] for name in HOLDS}
    for turn in range(asked.turns):
        spent_ms["kazbek"].append(_here_ms(flights, turn))
        for name, runs in RUNS.items():
            spent_ms[name].append(_theirs(asked.peers, name, runs)["ms"])
    ours = statistics.median(spent_ms["kazbek"])
    for name, holds in HOLDS.items():
        ms = statistics.median(spent_ms[name])
        print(f"{name:9} {ms:7.1f} ms a run, {ours / ms:5.2f} of ours in it: {holds}")


def _planned() -> Flights:
    mission = read_mission("soyuz-ms-19")
    asked = Question(mission.name, mission.text, 1000)
    keys, _ = Flights(asked, Path()).median
    flights = Flights(replace(asked, keys=keys), Path())
    flights.several(0, 3)  # compiles and warms
    return flights


def _here_ms(flights: Flights, turn: int) -> float:
    begin = time.process_time()
    flights.several(3 + turn * HERE, HERE)
    return 1e3 * (time.process_time() - begin) / HERE


def _theirs(python: str, name: str, runs: int) -> dict[str, float]:
    told = subprocess.run([python, INSIDE, name, str(runs)], capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(told.strip().splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
