"""Ascent kernels against closed forms: the rocket equation, the vertical climb, thrust by pressure, linear tangent."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import cumulative_trapezoid, trapezoid
from scipy.optimize import fsolve

from kazbek.base.constants import EGM2008_GM_m3_s2, G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.site import Site
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.ascent.kernels.forces import fill_air, height_along_radius, step
from kazbek.flight.ascent.kernels.types import (
    AscentInstant,
    Burning,
    Column,
    CutoffAim,
    MASS_kg,
    Pointing,
    Push,
    T_s,
    W_m_s,
)
from kazbek.flight.ascent.kernels.upfg import MEMORY, _integrals, start
from kazbek.flight.ascent.plan import AscentPlan
from kazbek.laws.geodesy import height_above_ellipsoid
from kazbek.laws.gravity import WORK, gravity
from kazbek.laws.zonal import zonal_gravity
from kazbek.world.air import Air
from kazbek.world.gravity import egm2008
from kazbek.world.wind import CALM

UP = (1.0, 0.0, 0.0)
HELD = Pointing(True, UP, UP, 0.0, 0.0, 0.0, 0.0, math.inf, 0.0, 0.0, 0.0, 0.0)
NO_AIR = np.array(((-70.0, 300.0, 0.0, 0.0), (-70.0, 300.0, 0.0, 0.0)))  # e⁻⁷⁰ kg/m³
NO_DRAG = np.zeros((2, 5)) + np.array(((0.0,), (1.0,))) * np.eye(5)[0]


@pytest.fixture(scope="module")
def plan() -> AscentPlan:
    return Ascent(Launcher.named("soyuz-2.1a"), 7152.0, Site.named("baikonur-31")).plan


def test_third_stage_obeys_the_rocket_equation(plan: AscentPlan) -> None:
    """Tsiolkovsky: above the air the apparent velocity gained is c ln(m0/m1), whatever the steering did."""
    rows = plan.flown.rows
    burning = (rows[:, T_s] > 297.0) & (rows[:, T_s] < 525.0)
    first, last = rows[burning][0], rows[burning][-1]
    gained_m_s = last[W_m_s] - first[W_m_s]
    # Steps of 1 s, and the last of the air at 160 km, leave 0.04 mm/s.
    assert gained_m_s == pytest.approx(326.0 * G0_m_s2 * math.log(first[MASS_kg] / last[MASS_kg]), abs=1e-4)


def test_vertical_climb_without_air() -> None:
    """Thrust along the radius: v = c ln(m0/m) − ∫g dt, and the height its integral (Cornelisse 1979, § 11.2)."""
    r0, c_m_s, flow, m0, duration_s = 6_378_137.0, 3000.0, 100.0, 30_000.0, 60.0
    now, m = AscentInstant(0.0, (r0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.0), m0
    gravity_m_s = gravity_m = 0.0
    h = 0.5
    while now.t_s < duration_s - 1e-9:
        after = step(Column(NO_AIR, 1e9), NO_DRAG, HELD, (UP, UP), Burning(c_m_s * flow, 0.0, flow, m, 0.0), now, h)
        g0, g1 = -zonal_gravity(now.r)[0], -zonal_gravity(after.r)[0]
        gravity_m += gravity_m_s * h + (2.0 * g0 + g1) * h * h / 6.0
        gravity_m_s += 0.5 * (g0 + g1) * h
        now, m = after, m - flow * h
    r, v, w, x = now.r, now.v, now.w_m_s, m / m0
    speed = -c_m_s * math.log(x) - gravity_m_s
    height = c_m_s * m0 / flow * (1.0 - x + x * math.log(x)) - gravity_m
    assert v[0] == pytest.approx(speed, abs=1e-4)
    assert r[0] - r0 == pytest.approx(height, abs=1e-3)
    assert w == pytest.approx(-c_m_s * math.log(x), rel=1e-10)


def test_thrust_on_the_pad_and_above_the_air(plan: AscentPlan) -> None:
    """Published: 4 × 838.5 + 792.4 kN at the sea, 4 × 1 021.3 + 990.2 kN in vacuum (Starsem 2001, Energomash)."""
    rows = plan.flown.rows
    pad_N, high_N = (rows[rows[:, T_s] == t_s][0, 8] for t_s in (1.0, 100.0))  # engines are up at T+0.42 s
    # 104 m up the air presses 1 250 Pa less on 9.2 m² of nozzles; at 33 km some 800 Pa are left.
    assert pad_N == pytest.approx(4 * 838_500.0 + 792_400.0, rel=0.004)
    assert high_N == pytest.approx(4 * 1_021_300.0 + 990_200.0, rel=0.002)


def test_zonal_gravity_is_that_of_the_full_field() -> None:
    """Against the spherical-harmonic kernel with degree 4 and order 0: another way to the same numbers."""
    field = egm2008(4, 0)
    for x in ((6.5e6, 1.0e6, 0.2e6), (1.0e6, -2.0e6, 6.2e6), (-3.1e6, 4.2e6, -4.4e6)):
        there = gravity(*x, field, np.empty(WORK))
        here = zonal_gravity(x)
        assert np.allclose(here, there[:3], rtol=0.0, atol=1e-9)


def test_height_along_the_radius_stands_for_the_geodetic_one() -> None:
    for latitude in np.radians((0.0, 30.0, 46.0, 51.6, 90.0)):
        r = tuple(6.56e6 * np.array((math.cos(latitude), 0.0, math.sin(latitude))))
        assert height_along_radius(r) == pytest.approx(height_above_ellipsoid(*r), abs=1.2)


def test_column_of_air_is_us76() -> None:
    """US Standard Atmosphere 1976, tables 1 and 8: pressure at 0, 11, 32, 71 km and density at 120 km."""
    column = np.empty((501, 4))
    fill_air(Air.standard().grid(Epoch(0)), CALM.kernel, 0.0, 0.8, 1.1, 250.0, column)
    published_Pa = {0: 101_325.0, 11_000: 22_699.9, 32_000: 889.06, 71_000: 4.4795}
    for height_m, pressure_Pa in published_Pa.items():
        density_kg_m3, sound_m_s = math.exp(column[height_m // 250, 0]), column[height_m // 250, 1]
        assert density_kg_m3 * sound_m_s**2 / 1.4 == pytest.approx(pressure_Pa, rel=2e-3)
    assert math.exp(column[480, 0]) == pytest.approx(2.222e-8, rel=1e-3)


def test_closed_loop_finds_the_optimum() -> None:
    """Time to go against the optimal ascent in the same field, found by shooting.

    Without air and with gravity nearly even, the optimal direction has tan(pitch) linear in time (Bryson & Ho, Applied
    Optimal Control, 1975, § 2.7). Its two constants and the burning time are solved for here so that height, climb and
    speed are met; UPFG expands the thrust integrals to second order in the turn, which costs parts in a thousand.
    """
    c, a0, r0, r_aim = 3200.0, 12.0, 6.58e6, 6.60e6
    v0, v_aim = np.array((60.0, 6500.0)), math.sqrt(EGM2008_GM_m3_s2 / r_aim)
    memory = np.zeros(MEMORY)
    aim = CutoffAim(r_aim, v_aim, 0.0, np.array((0.0, 0.0, 1.0)))
    t_go = start(memory, (r0, 0.0, 0.0), (v0[0], v0[1], 0.0), Push(a0, c, math.inf, 0.0, c), aim, 20)

    def missed(x: np.ndarray) -> np.ndarray:
        r_m, climb_m_s, level_m_s = _linear_tangent(float(x[0]), float(x[1]), float(x[2]) * 100.0, r0, v0, a0, c)
        return np.array(((r_m - r_aim) / 1e3, climb_m_s, level_m_s - v_aim))

    best, _, found, _ = fsolve(missed, np.array((0.5, -0.5, t_go / 100.0)), full_output=True)
    assert found == 1
    assert t_go == pytest.approx(100.0 * best[2], rel=4e-3)


def test_two_phases_of_thrust_by_quadrature() -> None:
    """L, J, S, Q, P, H of engines of which some stop on the way: the definitions, integrated step by step."""
    push = Push(9.0, 2900.0, 1500.0, 0.065, 2834.0)
    t, *found = _integrals(1750.0, push)
    first_s = 2900.0 / 9.0 * -math.expm1(-1500.0 / 2900.0)
    later = 9.0 * 0.065 * math.exp(1500.0 / 2900.0)
    s = np.concatenate((np.linspace(0.0, first_s, 20_001), np.linspace(first_s, t, 20_001)))
    a = np.where(np.arange(s.size) <= 20_000, 9.0 / (1.0 - 9.0 * s / 2900.0), 0.0)
    a[20_001:] = later / (1.0 - later * (s[20_001:] - first_s) / 2834.0)
    moments = [cumulative_trapezoid(a * s**k, s, initial=0.0) for k in range(3)]
    assert moments[0][-1] == pytest.approx(1750.0, rel=1e-7)
    twice = [trapezoid(moment, s) for moment in moments]
    assert found == pytest.approx([moments[1][-1], *twice, moments[2][-1]], rel=1e-7)


def _linear_tangent(
    start_tan: float, change_tan: float, t_go: float, r0: float, v0: np.ndarray, a0: float, c: float
) -> tuple[float, float, float]:
    """Radius, climb and level speed after burning with tan(pitch over the first horizon) linear in time."""
    r, v, n = np.array((r0, 0.0, 0.0)), np.array((v0[0], v0[1], 0.0)), 400
    h = t_go / n
    for i in range(n):
        t = (i + 0.5) * h
        tan = start_tan + change_tan * t / t_go
        b = np.array((tan, 1.0, 0.0)) / math.hypot(tan, 1.0)
        a = b * a0 / (1.0 - a0 * t / c) + np.array(zonal_gravity(tuple(r + 0.5 * h * v)))
        r, v = r + v * h + 0.5 * a * h * h, v + a * h
    up = r / np.linalg.norm(r)
    return float(np.linalg.norm(r)), float(v @ up), float(np.linalg.norm(v - (v @ up) * up))
