"""One guided descent from the braking burn to touchdown, and many dispersed ones.

    python benchmarks/descent.py [--runs 10000] [--workers 2]

Gates: 5 ms for one, 40 s for 10 000 on two cores. Beside the times stands a ratio to a fixed piece of work in the same
run, which a busy machine slows alike. Exit status 1 when a gate is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.flight.descent.braking import solve_delta_v_m_s
from kazbek.flight.descent.many import DispersedDescent, dispersed
from kazbek.flight.descent.plan import DescentPlan
from kazbek.flight.phase import Scene
from kazbek.laws.atmosphere import us76
from kazbek.mission.landing import landing_search
from kazbek.orbit.propagate import forces_over
from kazbek.track.station import StationTrack
from kazbek.world.air import Air

BURN = Epoch.from_utc("2021-10-17T03:42:00")
LONGEST_s = 6000.0
ONE_ms, MANY_s, MANY = 5.0, 40.0, 10_000


def _best_ms(work: Callable[[], object], turns: int = 15) -> float:
    best = np.inf
    for _ in range(turns):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return 1e3 * best


def _descent() -> DispersedDescent:
    track = StationTrack.from_file("iss_2021-10-17.oem")
    home = landing_search(track, "soyuz-ms", "iss", "zhezkazgan", "rassvet-nadir")
    mass_kg, tank_kg = home.capsule.deorbit.home_mass_kg.v, home.ship.mass.reserve_home_kg.v
    start = track.at(BURN).replace(mass_kg=mass_kg, propellant_kg=tank_kg)
    air = Air.of(BURN, BURN + LONGEST_s)
    delta_v_m_s = solve_delta_v_m_s(home.braking(start, air))
    plan = DescentPlan(home.ship, home.capsule, home.station, home.port, home.zone, BURN, delta_v_m_s)
    return DispersedDescent(plan, start, Scene(forces=forces_over(BURN, BURN + LONGEST_s, air=air), air=air), seed=1)


def main() -> int:
    """Print the timings; 0 when both gates are met."""
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--runs", type=int, default=MANY)
    read.add_argument("--workers", type=int, default=2)
    asked = read.parse_args()
    case = _descent()
    case.nominal()
    one_ms = _best_ms(case.nominal)
    unit_ms = _best_ms(lambda: [us76(10.0 * k) for k in range(1000)])
    print(f"one guided descent, burn to touchdown   {one_ms:8.2f} ms   ({one_ms / unit_ms:.1f} × 1 000 calls of us76)")
    begin = time.perf_counter()
    found = dispersed(case, asked.runs, workers=asked.workers)
    many_s = time.perf_counter() - begin
    allowed_s = MANY_s * asked.runs / MANY
    print(f"{asked.runs} dispersed descents, {asked.workers} workers   {many_s:8.1f} s")
    print(
        f"within 28 km of the aim                 {100.0 * found.share_within(28_000.0):8.2f} %, "
        f"median miss {np.median(found.miss_m) / 1e3:.2f} km"
    )
    return 0 if one_ms < ONE_ms and many_s < allowed_s + 5.0 else 1


if __name__ == "__main__":
    sys.exit(main())
