"""One ascent: solving its steering and flying it, beside the barest flight of the same length, in one run.

    python benchmarks/ascent.py [--json]

The bare flight is a vacuum coast under the same gravity by the same rule with as many steps, so the ratios say what
thrust, air, sequence and guidance cost and do not depend on the machine. Everything is compiled beforehand; the best of
many turns counts, taken in turns. The cut-off state is solved once per orbit and pad and then kept: it is given apart.
Exit status 1 when steering and flight together take 2 ms or more.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable

from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.site import Site
from kazbek.flight.ascent import insertion
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.ascent.inputs import ground_of, rocket_of
from kazbek.flight.ascent.kernels.types import T_s
from kazbek.flight.ascent.plan import fly
from kazbek.flight.ascent.programme import solve_programme
from kazbek.laws.zonal import zonal_coast

TURNS, GATE_ms, SHIP_kg = 60, 2.0, 7152.0


def main() -> int:
    """Time, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    launcher, pad = Launcher.named("soyuz-2.1a"), Site.named("baikonur-31")
    plan = Ascent(launcher, SHIP_kg, pad).plan
    rocket, ground = rocket_of(launcher, SHIP_kg), ground_of(pad)
    node_rad, u_rad = plan.programme.node_rad, 1.434
    seconds = float(plan.flown.rows[-1, T_s])

    def cutoff() -> None:
        insertion._cutoff.cache_clear()
        insertion.cutoff_for(launcher.orbit, u_rad)

    took_ms = best_ms(
        {
            "bare flight, 1 s steps": lambda: zonal_coast((6.6e6, 0.0, 0.0), (0.0, 7.7e3, 0.0), seconds, 1.0),
            "flight with stored programme and closed loop": lambda: fly(rocket, ground, plan.programme, plan.aim),
            "steering solved from nothing": lambda: solve_programme(launcher, rocket, ground, plan.cutoff, node_rad),
            "cut-off state of an orbit, once per pad": cutoff,
        }
    )
    bare_ms = took_ms["bare flight, 1 s steps"]
    both_ms = took_ms["flight with stored programme and closed loop"] + took_ms["steering solved from nothing"]
    took_ms["steering and flight"] = both_ms
    if asked.json:
        print(json.dumps({name: {"ms": ms, "ratio": ms / bare_ms} for name, ms in took_ms.items()}))
    else:
        for name, ms in took_ms.items():
            print(f"{name:46s} {ms:7.3f} ms  {ms / bare_ms:6.1f} ×")
        print(f"gate: steering and flight under {GATE_ms} ms")
    return int(both_ms >= GATE_ms)


def best_ms(tasks: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The best time of each over many turns."""
    best = dict.fromkeys(tasks, float("inf"))
    for turn in range(TURNS + 1):
        for name, task in tasks.items():
            started = time.perf_counter()
            task()
            if turn:
                best[name] = min(best[name], (time.perf_counter() - started) * 1e3)
    return best


if __name__ == "__main__":
    sys.exit(main())
