"""The gravity kernel against its definition, the closed form of J2, and Laplace's equation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kazbek.base.constants import EGM2008_J2
from kazbek.base.errors import OutOfRange
from kazbek.laws.gravity import WORK, Gravity, gravity
from kazbek.world.gravity import _egm2008, egm2008

PLACES_m = [
    (4.1e6, -3.0e6, 4.7e6),
    (-6.9e6, 1e5, -2e5),
    (1e-3, 0.0, 6.6e6),
    (0.0, 0.0, -6.7e6),
    (6.6e6, 0.0, 0.0),
    (2.0e7, 3.0e7, -1.0e7),
]


def pull(r_m: object, field: Gravity) -> np.ndarray:
    x, y, z = (float(c) for c in np.asarray(r_m))
    return np.array(gravity(x, y, z, field, np.empty(WORK)))


def potential(r_m: np.ndarray, degree: int) -> np.longdouble:
    """The textbook sum in longitude and latitude, in extended precision (Heiskanen & Moritz 1967, eq. 2-20)."""
    L = np.longdouble
    GM, R, c, s = _egm2008()
    x, y, z = (L(v) for v in r_m)
    r, p = np.sqrt(x * x + y * y + z * z), np.sqrt(x * x + y * y)
    sine, cosine, turn = z / r, p / r, complex(1.0) if p == 0 else None
    P = np.zeros((degree + 1, degree + 1), dtype=L)
    P[0, 0] = 1
    for n in range(1, degree + 1):
        P[n, n] = np.sqrt(L(2 * n + 1) / (2 * n) * (2 if n == 1 else 1)) * cosine * P[n - 1, n - 1]
        for m in range(n):
            P[n, m] = np.sqrt(L((2 * n + 1) * (2 * n - 1)) / ((n - m) * (n + m))) * sine * P[n - 1, m]
            if m < n - 1:
                P[n, m] -= (
                    np.sqrt(L((2 * n + 1) * (n + m - 1) * (n - m - 1)) / ((2 * n - 3) * (n - m) * (n + m)))
                    * P[n - 2, m]
                )
    longitude = np.arctan2(y, x) if turn is None else L(0)
    total = L(1)
    for n in range(2, degree + 1):
        for m in range(n + 1):
            total += (R / r) ** n * P[n, m] * (c[n, m] * np.cos(m * longitude) + s[n, m] * np.sin(m * longitude))
    return GM / r * total


@pytest.mark.skipif(np.finfo(np.longdouble).eps > 1e-18, reason="needs extended precision for the differences")
@pytest.mark.parametrize("degree", [2, 3, 9, 20])
@pytest.mark.parametrize("r_m", PLACES_m)
def test_gravity_is_the_gradient_of_the_textbook_potential(degree: int, r_m: tuple[float, float, float]) -> None:
    h = np.longdouble(10.0)
    for k in range(3):
        step = np.zeros(3, dtype=np.longdouble)
        step[k] = h
        U = [potential(np.asarray(r_m, dtype=np.longdouble) + i * step, degree) for i in (-2, -1, 1, 2)]
        slope = float((U[0] - 8 * U[1] + 8 * U[2] - U[3]) / (12 * h))
        assert pull(r_m, egm2008(degree))[k] == pytest.approx(slope, abs=2e-11)


@pytest.mark.parametrize("r_m", PLACES_m)
def test_degree_two_order_zero_is_the_closed_form_of_j2(r_m: tuple[float, float, float]) -> None:
    # Vallado, eq. 8-25.
    GM, R, _, _ = _egm2008()
    r = math.sqrt(sum(c * c for c in r_m))
    factor = 1.5 * EGM2008_J2 * (R / r) ** 2
    q = 5.0 * (r_m[2] / r) ** 2
    expected = -GM / r**3 * np.array(r_m) * (1.0 + factor * (1.0 - q + np.array((0.0, 0.0, 2.0))))
    assert pull(r_m, egm2008(2, 0)) == pytest.approx(expected, abs=1e-9 * GM / r**2)


def test_without_j2_only_j2_is_gone() -> None:
    r_m = np.array(PLACES_m[0])
    difference = pull(r_m, egm2008(36)) - pull(r_m, egm2008(36, j2=False))
    assert difference == pytest.approx(pull(r_m, egm2008(2, 0)) - pull(r_m, egm2008(0)), abs=1e-13)


@pytest.mark.parametrize("degree", [2, 37, 120])
def test_divergence_and_curl_vanish(degree: int) -> None:
    # Laplace's equation, by central differences; each derivative is some 2.7e-6 per second squared.
    field, r_m, h = egm2008(degree), np.array((3.1e6, -4.2e6, 4.4e6)), 100.0
    slopes = np.array([(pull(r_m + step, field) - pull(r_m - step, field)) / (2 * h) for step in np.eye(3) * h])
    assert abs(np.trace(slopes)) < 1e-14 * 100
    assert np.abs(slopes - slopes.T).max() < 1e-14 * 100


def test_pole_is_no_singularity() -> None:
    field = egm2008(70)
    assert pull((0.0, 0.0, 6.8e6), field) == pytest.approx(pull((1e-3, 1e-3, 6.8e6), field), abs=1e-8)


@pytest.mark.parametrize(("degree", "order"), [(121, None), (-1, None), (10, 11)])
def test_a_field_beyond_the_table_is_refused(degree: int, order: int | None) -> None:
    with pytest.raises(OutOfRange, match=str(degree if order is None else order)):
        egm2008(degree, order)
