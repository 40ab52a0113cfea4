"""From NASA's ephemeris of 15 days as XML to a track, beside another checkout of kazbek in one run.

git worktree add ../before f12003c && python benchmarks/reading.py ../before/src

Prints seconds of one processor for reading, looking for burns and the first state, the least of several; the first
number is of a process that reads for the first time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parents[1] / "src"
PROGRAM = """
import sys, time
import numpy as np
try:
    from kazbek.track.station import StationTrack
except ImportError:
    from kazbek.world.station import StationTrack
for _ in range(6):
    begin_s = time.process_time()
    track = StationTrack.from_file("iss_2021-10-01.xml.gz")
    track.rv(np.array([track.covers[0].tai_ns + 10**12]))
    print(time.process_time() - begin_s)
"""
TURNS = 4


def main(*others: str) -> None:
    places = [str(HERE), *others]
    taken: dict[str, list[list[float]]] = {place: [] for place in places}
    for _ in range(TURNS):
        for place in places:
            said = subprocess.run(
                [sys.executable, "-c", PROGRAM],
                env={**os.environ, "PYTHONPATH": place},
                capture_output=True,
                text=True,
                check=True,
            )
            taken[place].append([float(line) for line in said.stdout.split()])
    least = {place: (min(t[0] for t in found), min(min(t[1:]) for t in found)) for place, found in taken.items()}
    for place, (first_s, again_s) in least.items():
        more_s = [now - was for now, was in zip(least[places[0]], (first_s, again_s))]
        print(f"{first_s:.3f} s first, {again_s:.3f} s again, so here {more_s[0]:+.3f} and {more_s[1]:+.3f} s: {place}")


main(*sys.argv[1:])
