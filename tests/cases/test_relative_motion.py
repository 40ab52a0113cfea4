"""Motion beside the station against the closed form of Clohessy and Wiltshire, and against two whole orbits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from kazbek.base.constants import EGM2008_GM_m3_s2
from kazbek.flight.docking.kernels.foresight import coast
from kazbek.flight.docking.kernels.step import WIDTH, Engines, Nodes, Plant, to_rtn
from kazbek.laws.zonal import zonal_gravity

RADIUS_m = 6_798_137.0
RATE_rad_s = np.sqrt(EGM2008_GM_m3_s2 / RADIUS_m**3)
SILENT = Engines(1.0, 0.0, 0.0, np.ones(1), np.ones(1), 0.0)


def fall(nodes: Nodes, x_RTN_m: np.ndarray, v_RTN_m_s: np.ndarray, until_s: float) -> np.ndarray:
    """Free flight from a place and velocity in the turning RTN: (6,) there."""
    r, v = nodes.rv[0, :3], nodes.rv[0, 3:]
    h = np.cross(r, v)
    R, N = r / np.linalg.norm(r), h / np.linalg.norm(h)
    C = np.array((R, np.cross(N, R), N))
    y = np.zeros(WIDTH)
    y[:3] = C.T @ x_RTN_m
    y[3:6] = C.T @ (v_RTN_m_s + np.cross((0.0, 0.0, np.linalg.norm(h) / (r @ r)), x_RTN_m))
    y[6:] = 7000.0, 500.0
    coast(Plant(nodes, SILENT), 0.0, y, until_s, 2.0)
    return np.concatenate(to_rtn(nodes, until_s, y))


def orbit_nodes(rv: np.ndarray, until_s: float, interval_s: float = 4.0) -> Nodes:
    """The station falling in the kernels' own field, by scipy."""
    times = np.arange(0.0, until_s + 3.0 * interval_s, interval_s)
    found = solve_ivp(
        lambda _, y: (*y[3:], *zonal_gravity(tuple(y[:3]))),
        (0.0, times[-1]),
        rv,
        t_eval=times,
        method="DOP853",
        rtol=1e-12,
        atol=1e-9,
    )
    return Nodes(np.ascontiguousarray(found.y.T), interval_s)


def clohessy_wiltshire(x: np.ndarray, v: np.ndarray, t: float) -> np.ndarray:
    """Clohessy & Wiltshire 1960 in R, T, N: (6,)."""
    n, s, c = RATE_rad_s, np.sin(RATE_rad_s * t), np.cos(RATE_rad_s * t)
    return np.array(
        (
            (4 - 3 * c) * x[0] + s / n * v[0] + 2 / n * (1 - c) * v[1],
            6 * (s - n * t) * x[0] + x[1] - 2 / n * (1 - c) * v[0] + (4 * s - 3 * n * t) / n * v[1],
            c * x[2] + s / n * v[2],
            3 * n * s * x[0] + c * v[0] + 2 * s * v[1],
            -6 * n * (1 - c) * x[0] - 2 * s * v[0] + (4 * c - 3) * v[1],
            -n * s * x[2] + c * v[2],
        )
    )


@pytest.mark.parametrize(
    ("x", "v"),
    [
        ((100.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        ((0.0, 100.0, 0.0), (0.0, 0.0, 0.0)),
        ((0.0, 0.0, 100.0), (0.0, 0.0, 0.0)),
        ((0.0, 0.0, 0.0), (0.1, 0.0, 0.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.1, 0.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.1)),
        ((-180.0, 20.0, 5.0), (0.05, -0.1, 0.02)),
    ],
)
def test_free_flight_is_that_of_clohessy_and_wiltshire(x: tuple[float, ...], v: tuple[float, ...]) -> None:
    # A circular orbit high over the equator is replaced by one at 51.6 degrees: J2 bends the closed form by 3/2 J2
    # (R/a)^2 = 1.5e-3 in rate, so half an hour (2 rad) allows a few parts in a thousand of what has been covered.
    i, t = np.radians(51.6), 1800.0
    speed = RADIUS_m * RATE_rad_s
    nodes = orbit_nodes(np.array((RADIUS_m, 0.0, 0.0, 0.0, speed * np.cos(i), speed * np.sin(i))), t)
    found, law = fall(nodes, np.array(x), np.array(v), t), clohessy_wiltshire(np.array(x), np.array(v), t)
    covered = np.linalg.norm(law[:3] - np.array(x)) + np.linalg.norm(x)
    assert np.linalg.norm(found[:3] - law[:3]) < 8e-3 * covered
    assert np.linalg.norm(found[3:] - law[3:]) < 8e-3 * covered * RATE_rad_s * 3.0


def test_relative_motion_is_the_difference_of_two_orbits() -> None:
    # Scipy integrates both orbits whole; the kernel only their difference. 40 minutes, 2 km: to a millimetre.
    i, until_s = np.radians(51.6), 2400.0
    speed = RADIUS_m * RATE_rad_s
    station = np.array((RADIUS_m, 0.0, 0.0, 3.0, 1.001 * speed * np.cos(i), 1.001 * speed * np.sin(i)))
    nodes = orbit_nodes(station, until_s)
    y = np.array((-1500.0, 1200.0, 300.0, 3.0, -4.0, 0.5, 7000.0, 500.0))
    ship = orbit_nodes(station + y[:6], until_s)
    coast(Plant(nodes, SILENT), 0.0, y, until_s, 2.0)
    at = round(until_s / nodes.interval_s)
    np.testing.assert_allclose(y[:3], (ship.rv - nodes.rv)[at, :3], atol=1e-3)
    np.testing.assert_allclose(y[3:6], (ship.rv - nodes.rv)[at, 3:], atol=1e-6)
