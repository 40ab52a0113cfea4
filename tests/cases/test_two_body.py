"""Kepler, Lambert and relative motion against worked examples of textbooks and a second method.

More of them stand in the table of ``kazbek check`` (`tests/checks`).
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from kazbek.laws.relative import transition, two_impulses
from kazbek.laws.two_body.kepler import elements, fall, from_elements
from kazbek.laws.two_body.lambert import LambertStatus, lambert

VALLADO_GM = 398_600.4418e9  # Vallado, Fundamentals of Astrodynamics and Applications
CURTIS_GM = 398_600.0e9  # Curtis, Orbital Mechanics for Engineering Students


def km(*values: float) -> np.ndarray:
    return np.array(values) * 1e3


def test_universal_anomaly_of_curtis_3_7() -> None:
    r, v = fall(km(7000.0, -12_124.0, 0.0), km(2.6679, 4.6210, 0.0), 3600.0, CURTIS_GM)
    assert r == pytest.approx(km(-3297.8, 7413.4, 0.0), abs=50.0)  # five printed digits
    assert v == pytest.approx(km(-8.2977, -0.96404, 0.0), abs=0.5)


def test_elements_of_vallado_2_5() -> None:
    p, e, i, node, argument, anomaly = elements(
        km(6524.834, 6862.875, 6448.296), km(4.901327, 5.533756, -1.976341), VALLADO_GM
    )
    assert p == pytest.approx(11_067.790e3, abs=20.0)  # printed inputs have seven digits
    assert e == pytest.approx(0.832853, abs=1e-6)
    assert np.degrees((i, node, argument, anomaly)) == pytest.approx((87.870, 227.898, 53.38, 92.335), abs=5e-3)


def test_elements_to_state_of_vallado_2_6() -> None:
    angles = np.radians((87.87, 227.89, 53.38, 92.335))
    r, v = from_elements(11_067.790e3, 0.83285, *angles, VALLADO_GM)
    assert r == pytest.approx(km(6525.344, 6861.535, 6449.125), abs=100.0)  # inputs have five digits
    assert v == pytest.approx(km(4.902276, 5.533124, -1.975709), abs=0.1)


def test_lambert_of_vallado_7_5() -> None:
    v1, v2, status = lambert(
        km(15_945.34, 0.0, 0.0), km(12_214.83899, 10_249.46731, 0.0), 76.0 * 60.0, VALLADO_GM, 0, 0, 0
    )
    assert status == LambertStatus.FOUND
    assert v1 == pytest.approx(km(2.058913, 2.915965, 0.0), abs=2e-3)
    assert v2 == pytest.approx(km(-3.451565, 0.910315, 0.0), abs=2e-3)


def lambert_by_universal_variables(
    r1: np.ndarray, r2: np.ndarray, time_s: float, GM: float, long_way: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Bate, Mueller & White (1971), section 5.3: bisection on z. Written for this test alone."""
    d1, d2 = np.linalg.norm(r1), np.linalg.norm(r2)
    angle = math.acos(np.dot(r1, r2) / (d1 * d2))
    angle = 2.0 * math.pi - angle if long_way else angle
    A = math.sin(angle) * math.sqrt(d1 * d2 / (1.0 - math.cos(angle)))

    def c_s(z: float) -> tuple[float, float]:
        if z > 1e-6:
            q = math.sqrt(z)
            return (1.0 - math.cos(q)) / z, (q - math.sin(q)) / q**3
        if z < -1e-6:
            q = math.sqrt(-z)
            return (1.0 - math.cosh(q)) / z, (math.sinh(q) - q) / q**3
        return 0.5 - z / 24.0, 1.0 / 6.0 - z / 120.0

    def y_of(z: float) -> float:
        C, S = c_s(z)
        return float(d1 + d2 + A * (z * S - 1.0) / math.sqrt(C))

    def time_of(z: float) -> float:
        C, S = c_s(z)
        y = y_of(z)
        return -1.0 if y < 0.0 else ((y / C) ** 1.5 * S + A * math.sqrt(y)) / math.sqrt(GM)

    low, high = -400.0, 4.0 * math.pi**2 - 1e-9
    for _ in range(200):
        z = 0.5 * (low + high)
        low, high = (z, high) if time_of(z) < time_s else (low, z)
    y = y_of(z)
    f, g, dg = 1.0 - y / d1, A * math.sqrt(y / GM), 1.0 - y / d2
    return (r2 - f * r1) / g, (dg * r2 - r1) / g


@pytest.mark.parametrize("case", range(40))
def test_lambert_against_universal_variables(case: int) -> None:
    dice = np.random.default_rng(case)
    r1, r2 = dice.normal(size=3) * 9e6, dice.normal(size=3) * 9e6
    long_way = bool(case % 2)
    time_s = 10.0 ** dice.uniform(3.0, 4.5)
    v1, v2, status = lambert(r1, r2, time_s, VALLADO_GM, 0, 0, int(long_way))
    expected1, expected2 = lambert_by_universal_variables(r1, r2, time_s, VALLADO_GM, long_way)
    assert status == LambertStatus.FOUND
    assert v1 == pytest.approx(expected1, rel=1e-7, abs=1e-4)  # the reference bisects to some 1e-9 in z
    assert v2 == pytest.approx(expected2, rel=1e-7, abs=1e-4)


@pytest.mark.parametrize("revolutions", [1, 2, 5])
@pytest.mark.parametrize("left", [0, 1])
@pytest.mark.parametrize("long_way", [0, 1])
def test_lambert_over_several_revolutions_arrives(revolutions: int, left: int, long_way: int) -> None:
    # Authority: Kepler's motion itself, from the velocity found.
    r1, r2, time_s = km(6700.0, 200.0, 100.0), km(-2000.0, 5000.0, 4200.0), 5560.0 * (revolutions + 0.9)
    v1, v2, status = lambert(r1, r2, time_s, VALLADO_GM, revolutions, left, long_way)
    assert status == LambertStatus.FOUND
    r, v = fall(r1, v1, time_s, VALLADO_GM)
    assert r == pytest.approx(r2, abs=1e-3)
    assert v == pytest.approx(v2, abs=1e-6)


def test_lambert_says_when_there_is_no_path() -> None:
    r1, r2 = km(7000.0, 0.0, 0.0), km(0.0, 8000.0, 0.0)
    assert lambert(r1, r2, 3600.0, VALLADO_GM, 3, 0, 0)[2] == LambertStatus.TOO_SHORT
    assert lambert(r1, -r1, 3600.0, VALLADO_GM, 0, 0, 0)[2] == LambertStatus.NO_PLANE


def test_two_impulse_rendezvous_of_curtis_7_4() -> None:
    # A chaser 20 km off in each axis meets a station in a 300 km circular orbit after eight hours.
    n = math.sqrt(CURTIS_GM / 6678e3**3)
    before, after = two_impulses(km(20.0, 20.0, 20.0), np.zeros(3), n, 8 * 3600.0)
    assert before == pytest.approx(km(0.0093, -0.0467, 0.0080), abs=0.06)
    assert after == pytest.approx(km(-0.0258, -0.0005, -0.0245), abs=0.06)


def test_relative_motion_is_the_near_limit_of_kepler() -> None:
    # What the linear law leaves out goes with the square of the distance: a quarter at half of it.
    a = 6798e3
    n = math.sqrt(VALLADO_GM / a**3)
    time_s = 0.8 * 2.0 * math.pi / n
    c, s = math.cos(n * time_s), math.sin(n * time_s)
    C_RTN = np.array(((c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0)))

    def error_m(offset: np.ndarray) -> np.ndarray:
        ship_v = (0.0, n * a, 0.0) + offset[3:] + np.cross((0.0, 0.0, n), offset[:3])
        r, _ = fall(np.array((a, 0.0, 0.0)) + offset[:3], ship_v, time_s, VALLADO_GM)
        return C_RTN @ r - (a, 0.0, 0.0) - (transition(n, time_s) @ offset)[:3]

    offset = np.array((50.0, -80.0, 30.0, 0.02, -0.05, 0.03))
    assert np.linalg.norm(error_m(offset)) < 0.1
    assert np.linalg.norm(error_m(offset)) == pytest.approx(4.0 * np.linalg.norm(error_m(offset / 2.0)), rel=1e-2)
