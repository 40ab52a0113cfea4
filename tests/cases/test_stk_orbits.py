"""An orbit like the station's, computed by STK for GMAT's acceptance tests: 2004 June 1, 12 h UTC, one day.

Source: GMAT's repository, AcceptanceTests, STK_ISS_* reports of 13 December 2007 (J2000 axes, km, km/s). Here stand the
rows at 6, 12, 18 and 24 h; orbits without the Earth's field are in the table of ``kazbek check``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.state import State
from kazbek.checks.published import case
from kazbek.laws.forces import ActiveForces
from kazbek.laws.gravity import Gravity
from kazbek.orbit.propagate import coast, forces_over
from kazbek.world.earth import C_EME2000_GCRF, C_GCRF_EME2000
from kazbek.world.gravity import packed

START = Epoch.from_utc("2004-06-01T12:00:00Z")
EGM96_20_km = (
    (-5569.59990253835170, -3194.14449557265520, 2034.26649456110520),
    (-5349.18212391762790, -622.03805891322361, 4041.73919437558470),
    (-3824.82761065330670, 2048.90491478478820, 5148.52417089299710),
    (-1344.58161504984920, 4175.54620668485400, 5110.67632264014170),
)


def egm96() -> Gravity:
    """EGM96 to 20×20, STK's field, from the table beside this file."""
    rows = np.loadtxt(Path(__file__).with_name("egm96_to_20.csv"), delimiter=",")
    c, s = np.zeros((21, 21)), np.zeros((21, 21))
    n, m = rows[:, 0].astype(int), rows[:, 1].astype(int)
    c[n, m], s[n, m] = rows[:, 2], rows[:, 3]
    return packed(3.986004415e14, 6_378_136.3, c, s)


def test_one_day_of_the_station_in_egm96_20x20_as_stk_flies_it() -> None:
    """STK turned the Earth by IAU 1976/1980; 5 cm at 6 800 km are 1.5 mas."""
    given = case("orbits", "iss_two")
    forces = forces_over(START, START + 86_400.0, degree=0).replace(act=ActiveForces.NONE)
    forces = replace(forces, field=forces.field._replace(gravity=egm96()))
    r, v = (C_GCRF_EME2000 @ given.vector_m(key) for key in ("r_km", "v_km_s"))
    arc = coast(State(START, r, v, 1.0), START + 86_400.0, forces, tolerance=1e-13)
    for hours, r_km in zip((6, 12, 18, 24), EGM96_20_km):
        r_EME2000_m = C_EME2000_GCRF @ arc.at(START + hours * 3600.0).r_GCRF_m
        assert np.linalg.norm(r_EME2000_m - np.array(r_km) * 1e3) < 0.05
