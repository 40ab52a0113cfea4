"""An orbit like the station's, computed by STK for GMAT's acceptance tests: 2004 June 1, 12 h UTC, one day.

Source: GMAT's repository, AcceptanceTests, STK_ISS_* reports of 13 December 2007 (J2000 axes, km, km/s). Here stand the
rows at 0, 6, 12, 18 and 24 h; kazbek is asked for them with the same forces.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kazbek.base.epoch import Epoch
from kazbek.base.state import State
from kazbek.laws.forces import Act
from kazbek.laws.gravity import Gravity
from kazbek.orbit.propagate import coast, forces_over
from kazbek.world.earth import C_EME2000_GCRF, C_GCRF_EME2000
from kazbek.world.gravity import laid_out

START = Epoch.from_utc("2004-06-01T12:00:00Z")
r0_EME2000_m = np.array((-4453.783586, -5038.203756, -426.384456)) * 1e3
v0_EME2000_m_s = np.array((3.831888, -2.887221, -6.018232)) * 1e3

TWO_BODY_km = (
    (-5539.05393578146410, -3071.74509958101000, 2293.73081620067430),
    (-5107.81453578051700, -264.30171815916299, 4385.84561641157140),
    (-3278.83291856617010, 2615.62668163556780, 5277.92436655907300),
    (-553.92183171980878, 4781.29376923496150, 4728.22632641190280),
)
SUN_km = (
    (-5539.05404251350500, -3071.74597622153030, 2293.72949622265700),
    (-5107.81610537118010, -264.30384609964216, 4385.84361408538010),
    (-3278.83663198919790, 2615.62381268071200, 5277.92312268572280),
    (-553.92714117292280, 4781.29133783715130, 4728.22733306576990),
)
MOON_km = (
    (-5539.05111705324270, -3071.75809867961150, 2293.72056596892620),
    (-5107.82199321281860, -264.33270366572486, 4385.83498876586050),
    (-3278.86016608524600, 2615.58580064903800, 5277.92652547661600),
    (-553.96868015604696, 4781.26084435746450, 4728.25114198650500),
)
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
    return laid_out(3.986004415e14, 6_378_136.3, c, s)


@pytest.mark.parametrize(
    ("act", "earth", "expected_km", "tolerance_m"),
    [
        # Two-body: round-off of both programs. Sun: same theory at heart. Moon: Meeus against JPL's ephemeris.
        (Act.NONE, None, TWO_BODY_km, 1e-4),
        (Act.SUN, None, SUN_km, 1e-3),
        (Act.MOON, None, MOON_km, 5e-3),
        # EGM96 20×20: STK turned the Earth by IAU 1976/1980; 5 cm at 6 800 km are 1.5 mas.
        (Act.NONE, "EGM96", EGM96_20_km, 0.05),
    ],
)
def test_one_day_of_the_station_as_stk_flies_it(
    act: Act, earth: str | None, expected_km: tuple[tuple[float, ...], ...], tolerance_m: float
) -> None:
    forces = forces_over(START, START + 86_400.0, degree=0).but(act=act)
    if earth:
        forces = replace(forces, field=forces.field._replace(gravity=egm96()))
    state = State(START, C_GCRF_EME2000 @ r0_EME2000_m, C_GCRF_EME2000 @ v0_EME2000_m_s, 1.0)
    arc = coast(state, START + 86_400.0, forces, tolerance=1e-13)
    for hours, r_km in zip((6, 12, 18, 24), expected_km):
        r_EME2000_m = C_EME2000_GCRF @ arc.at(START + hours * 3600.0).r_GCRF_m
        assert np.linalg.norm(r_EME2000_m - np.array(r_km) * 1e3) < tolerance_m
