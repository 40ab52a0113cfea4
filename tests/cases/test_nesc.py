"""NESC check cases for six-degree-of-freedom simulations: NASA/TM-2015-218675, atmospheric cases 01, 02, 06, 09.

The numbers are typed in from the data the report published (time 30 s; simulations numbered as there). The tools differ
among themselves by up to 0.4 m, so a case with drag passes inside their envelope widened by 3 mm and 0.1 mm/s (kazbek
lies beside simulation 04, 1 mm outside at most); case 01, where two of them agree to 0.04 mm, is held to 1 mm of
simulation 06.
"""

import math

import numpy as np
import pytest

from kazbek.base.frames import C_PAD_ITRF
from kazbek.laws.geodesy import geodetic
from kazbek.laws.rigid_body import Body, Planet, fall

MARGIN_ft, MARGIN_ft_s = 0.01, 3e-4
FT_m, SLUG_kg = 0.3048, 14.593_902_937
PLANET = Planet(3.986_004_418e14, 6_378_137.0, 1.082_629_82e-3, 7.292_115e-5)
SPHERE_KG_M2 = 3.6 * SLUG_kg * FT_m**2 * np.eye(3)
BRICK_KG_M2 = np.diag((0.001_894_22, 0.006_211_019, 0.007_194_665)) * SLUG_kg * FT_m**2
SPHERE = Body(SLUG_kg, SPHERE_KG_M2, 0.1 * 0.196_349_5 * FT_m**2)
DRAGLESS = Body(SLUG_kg, SPHERE_KG_M2, 0.0)
BRICK = Body(0.155_404_754 * SLUG_kg, BRICK_KG_M2, 0.0)


def _at_equator(height_ft, north_ft_s=0.0, east_ft_s=0.0, up_ft_s=0.0, rates_deg_s=(0.0, 0.0, 0.0)):
    """On the equator at longitude 0, body axes north-east-down; velocity over the ground, rates against inertial."""
    r = np.array((PLANET.radius_m + height_ft * FT_m, 0.0, 0.0))
    v = np.array((up_ft_s, east_ft_s, north_ft_s)) * FT_m + np.cross((0.0, 0.0, PLANET.spin_rad_s), r)
    q_NED = np.array((math.sqrt(0.5), 0.0, -math.sqrt(0.5), 0.0))
    return np.concatenate((r, v, q_NED, np.radians(rates_deg_s)))


def _after_30_s(body, start, step_s=0.01):
    end = fall(PLANET, body, start, step_s, round(30.0 / step_s))
    turn = PLANET.spin_rad_s * 30.0
    C = np.array(((math.cos(turn), math.sin(turn), 0.0), (-math.sin(turn), math.cos(turn), 0.0), (0.0, 0.0, 1.0)))
    r = C @ end[:3]
    v = C @ end[3:6] - np.cross((0.0, 0.0, PLANET.spin_rad_s), r)
    latitude, longitude, height_m = geodetic(*r)
    east, north, up = C_PAD_ITRF(latitude, longitude) @ v / FT_m
    return {
        "height_ft": height_m / FT_m,
        "longitude_deg": math.degrees(longitude),
        "latitude_deg": math.degrees(latitude),
        "east_ft_s": east,
        "north_ft_s": north,
        "down_ft_s": -up,
        "rates_deg_s": np.degrees(end[10:]),
    }


def _inside(value, tools, margin):
    return min(tools) - margin <= value <= max(tools) + margin


def test_case_01_dragless_sphere():
    got = _after_30_s(DRAGLESS, _at_equator(30_000.0))
    millimetre_ft = 1e-3 / FT_m
    assert got["height_ft"] == pytest.approx(15_598.904_355_123_64, abs=millimetre_ft)
    assert got["longitude_deg"] == pytest.approx(5.745_522_131e-5, abs=1e-3 / 111_319.0)
    assert got["east_ft_s"] == pytest.approx(2.101_011_086, abs=1e-6)
    assert got["down_ft_s"] == pytest.approx(960.293_064_507, abs=1e-6)


def test_case_02_tumbling_brick_without_damping():
    got = _after_30_s(BRICK, _at_equator(30_000.0, rates_deg_s=(10.0, 20.0, 30.0)))
    sims_02_04_06 = (
        (12.619_216_961, 12.618_390_776, 12.620_844_063),
        (-17.396_709_627, -17.397_474_762, -17.394_550_197),
        (31.119_942_061, 31.119_588_887, 31.120_738_311),
    )
    for value, tools in zip(got["rates_deg_s"], sims_02_04_06):
        assert _inside(value, tools, 1e-5)  # the last digits the tools print
    assert got["height_ft"] == pytest.approx(15_598.904_355, abs=3e-3)


def test_case_06_sphere_with_drag_over_the_rotating_ellipsoid():
    got = _after_30_s(SPHERE, _at_equator(30_000.0))
    assert _inside(got["height_ft"], (16_284.577_78, 16_284.443_772, 16_284.454_435), MARGIN_ft)
    assert _inside(got["down_ft_s"], (863.993_887_2, 864.010_905_567, 864.009_645_696), MARGIN_ft_s)
    assert _inside(got["east_ft_s"], (1.842_320_739, 1.842_930_856, 1.842_927_397), MARGIN_ft_s)
    assert _inside(got["longitude_deg"], (5.34e-5, 5.337_982_51e-5, 5.337_976_22e-5), 5e-8)


def test_case_09_sphere_fired_east():
    got = _after_30_s(SPHERE, _at_equator(0.0, east_ft_s=1000.0, up_ft_s=1000.0))
    assert _inside(got["height_ft"], (10_159.536_29, 10_160.989_764_5, 10_160.659_149), MARGIN_ft)
    assert _inside(got["longitude_deg"], (0.061_643_207, 0.061_647_850_7, 0.061_646_971), 5e-8)
    assert _inside(got["east_ft_s"], (610.679_671_4, 610.746_581_927, 610.737_981_395), MARGIN_ft_s)
    assert _inside(got["down_ft_s"], (181.793_344_9, 181.748_229_037, 181.756_949_115), MARGIN_ft_s)


def test_tumbling_keeps_energy_and_momentum():
    """Euler's equations without moment: kinetic energy and the momentum's size to the integrator's error."""
    start = _at_equator(30_000.0, rates_deg_s=(10.0, 20.0, 30.0))
    end = fall(PLANET, BRICK, start, 0.01, 3000)
    h0, h1 = BRICK_KG_M2 @ start[10:], BRICK_KG_M2 @ end[10:]
    assert np.linalg.norm(h1) == pytest.approx(np.linalg.norm(h0), rel=1e-9)
    assert end[10:] @ h1 == pytest.approx(start[10:] @ h0, rel=1e-9)
