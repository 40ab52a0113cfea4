"""Coming down in the validation table: a closed form, the plan of Soyuz MS-11, ballistic landings."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.checks.table import Case
from kazbek.flight.descent.fall import Falling
from kazbek.flight.descent.kernels.capsule import BALLISTIC, Capsule
from kazbek.flight.descent.kernels.coast import height_of
from kazbek.flight.descent.kernels.steering import Steering
from kazbek.laws.atmosphere import us76
from kazbek.world.air import Air
from kazbek.world.geodesy import itrf_from_geodetic
from kazbek.world.wind import CALM

_SPEED_m_s, _ANGLE_rad = 7000.0, math.radians(-60.0)


def entry_cases() -> Iterator[Case]:
    """A steep ballistic entry against the closed form."""
    r = itrf_from_geodetic(0.0, 0.0, 120e3)
    start = np.array((*r, _SPEED_m_s * math.sin(_ANGLE_rad), 0.0, _SPEED_m_s * math.cos(_ANGLE_rad)))
    bare = Capsule(5000.0, 3.8, 2.2, np.array((1.0, 20.0)), np.full(2, 1.3), np.zeros(2), 0.2, 0.07)
    spin = Steering(BALLISTIC, 0.0, 0.0, 0.0, 1.0, np.array(r), 0.0, 0.0, 8.0, 0.0, 0.0, 30.0, 0.0)
    falling = Falling(Air.standard().grid(Epoch(0)), CALM.kernel, bare, bare, spin, stop_height_m=5e3)
    rows, _ = falling.fly(0.0, start, limit_s=200.0, step_s=0.1)
    k = int(np.argmax(rows[:, 8]))
    height_m = float(height_of(rows[k, 1:7]))
    scale_m = -200.0 / math.log(us76(height_m + 100.0)[0] / us76(height_m - 100.0)[0])
    expected = _SPEED_m_s**2 * math.sin(-_ANGLE_rad) / (2.0 * math.e * scale_m)
    authority = "Allen and Eggers, NACA Report 1381 (1958)"
    yield Case(
        "steep ballistic entry", authority, "peak deceleration", "m/s²", expected, float(rows[k, 8]), 0.06 * expected
    )
    yield Case(
        "steep ballistic entry",
        authority,
        "speed at the peak",
        "m/s",
        _SPEED_m_s / math.sqrt(math.e),
        float(np.linalg.norm(rows[k, 4:7])),
        0.03 * _SPEED_m_s,
    )


def landing_cases() -> Iterator[Case]:
    """A landing of Soyuz MS found by the search: the shape of a published plan, and a ballistic descent instead."""
    from kazbek.mission.landing import landing

    way = landing("iss_2021-10-17.oem", "zhezkazgan", "2021-10-17", 1.0, port="nauka-nadir").descents[0]
    told, spun = way.json(), way.json()["ballistic"]
    since = {
        name: way.event(name).epoch
        for name in ("module_separation", "entry_interface", "parachute_opening", "touchdown")
    }
    plan = "Canadian Space Agency, plan of Soyuz MS-11"
    name = "landing on 2021-10-17 in the zone zhezkazgan"
    yield Case(
        name,
        plan,
        "modules separate to entry interface",
        "s",
        171.0,
        since["entry_interface"] - since["module_separation"],
        5.0,
    )
    yield Case(
        name,
        plan,
        "entry interface to parachutes",
        "s",
        497.0,
        since["parachute_opening"] - since["entry_interface"],
        35.0,
    )
    yield Case(name, plan, "parachutes to ground", "s", 858.0, since["touchdown"] - since["parachute_opening"], 13.0)
    yield Case(
        name,
        plan,
        "length of the braking burn",
        "s",
        281.0,
        float(way.event("deorbit_burn_end").values["duration_s"]),
        6.0,
    )
    yield Case(name, "Canadian Space Agency: 4 to 5 g", "greatest load", "g", 4.4, told["peak_load_g"], 0.6)
    yield Case(name, "aim of the zone", "miss", "km", 0.0, told["miss_km"], 5.0)
    for flight, shortfall_km in (("TMA-10", 338.0), ("TMA-11", 428.0)):
        yield Case(
            "ballistic descent instead",
            f"spacefacts.de, Soyuz {flight}",
            "shortfall",
            "km",
            shortfall_km,
            spun["shortfall_km"],
            0.15 * shortfall_km,
        )
    yield Case(
        "ballistic descent instead",
        "spacefacts.de, Soyuz TMA-11: 8.2 g",
        "greatest load",
        "g",
        8.2,
        spun["peak_load_g"],
        0.8,
    )
