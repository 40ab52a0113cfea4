"""Entry against closed forms and flown shapes: terminal speed, energy, Apollo 10 and 4 (the rest: `tests/checks`)."""

import math

import numpy as np
import pytest

from kazbek.base.constants import EGM2008_J2, EGM2008_GM_m3_s2, EGM2008_RADIUS_m, G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.checks.apollo import apollo_cases, flown_bank_cases
from kazbek.checks.apollo4 import dive_cases
from kazbek.flight.descent.kernels.capsule import BALLISTIC, HELD, EntryFigures
from kazbek.flight.descent.kernels.entry import enter
from kazbek.flight.descent.kernels.steering import Steering
from kazbek.flight.descent.kernels.types import AirAndWind, Until
from kazbek.laws.atmosphere import us76
from kazbek.laws.earth_rotation import EARTH_SPIN_rad_s
from kazbek.world.air import Air
from kazbek.world.geodesy import itrf_from_geodetic
from kazbek.world.wind import CALM

NOWHERE = np.array((6.378e6, 0.0, 0.0))


def _steering(mode, bank_rad=0.0):
    return Steering(mode, bank_rad, bank_rad, 0.0, math.pi, NOWHERE, 20.0, 300.0, 8.0, 200.0, 2.0, 30.0, 0.0)


def _capsule(mass_kg=2900.0, area_m2=3.8, cd=1.3, lift_drag=0.0):
    return EntryFigures(
        mass_kg, area_m2, 2.2, np.array((1.0, 20.0)), np.array((cd, cd)), np.array((lift_drag, lift_drag)), 0.2, 0.07
    )


def _start(height_m, speed_m_s, angle_deg, latitude_deg=47.0, heading_deg=60.0):
    """State (6,) over the ground at longitude 60° E."""
    f, l = math.radians(latitude_deg), math.radians(60.0)
    r = itrf_from_geodetic(f, l, height_m)
    east = np.array((-math.sin(l), math.cos(l), 0.0))
    north = np.array((-math.sin(f) * math.cos(l), -math.sin(f) * math.sin(l), math.cos(f)))
    up = np.cross(east, north)
    g, a = math.radians(angle_deg), math.radians(heading_deg)
    v = speed_m_s * (math.cos(g) * (math.sin(a) * east + math.cos(a) * north) + math.sin(g) * up)
    return np.concatenate((r, v))


def _fly(start, capsule, steering, stop_m, step_s=0.1, air=None):
    grid = (air or Air.standard()).grid(Epoch.from_utc("2021-10-17"))
    out = np.empty((40_000, 12))
    around, until = AirAndWind(grid, CALM.kernel), Until(stop_m, 2000.0, step_s)
    n, met = enter(around, 0.0, start, capsule, capsule, steering, until, out)
    assert met
    return out[:n]


def _potential(r):
    """Of a central body with J2, J/kg; J3 and J4 are 0.3 % of J2."""
    d = np.linalg.norm(r, axis=1)
    s2 = (r[:, 2] / d) ** 2
    return -EGM2008_GM_m3_s2 / d * (1.0 - EGM2008_J2 * (EGM2008_RADIUS_m / d) ** 2 * (1.5 * s2 - 0.5))


def test_terminal_speed():
    """Once drag balances weight: V = √(2 m g / ρ Cd S); a light capsule lags behind that by half a percent."""
    capsule = _capsule(mass_kg=150.0)
    rows = _fly(_start(60e3, 1500.0, -60.0), capsule, _steering(BALLISTIC), 8e3)
    terminal = math.sqrt(2.0 * capsule.mass_kg * 9.78 / (us76(8e3)[0] * 1.3 * capsule.area_m2))
    assert np.linalg.norm(rows[-1, 4:7]) == pytest.approx(terminal, rel=0.01)
    assert rows[-1, 8] == pytest.approx(G0_m_s2, rel=0.01)


def test_energy_balance():
    """What the motion loses is the work of drag: d(v²/2 − GM/r …)/dt = −D v, lift and Coriolis doing none."""
    rows = _fly(_start(100e3, 7500.0, -1.6), _capsule(lift_drag=0.26), _steering(HELD, 1.0), 12e3, step_s=0.05)
    speed = np.linalg.norm(rows[:, 4:7], axis=1)
    drag = rows[:, 8] / math.sqrt(1.0 + 0.26**2)
    work = np.trapezoid(drag * speed, rows[:, 0])
    energy = (
        0.5 * speed**2 + _potential(rows[:, 1:4]) - 0.5 * EARTH_SPIN_rad_s**2 * (rows[:, 1] ** 2 + rows[:, 2] ** 2)
    )[[0, -1]]
    assert work == pytest.approx(energy[0] - energy[1], rel=2e-5)  # J3, J4 and the trapezia are left out


def test_step_of_one_second_is_enough():
    """The working step against one of 0.05 s: under a metre at the parachutes, far below what the wind does."""
    start, capsule = _start(100e3, 7500.0, -1.6), _capsule(lift_drag=0.26)
    coarse, fine = (_fly(start, capsule, _steering(HELD, 1.0), 10.8e3, step_s) for step_s in (1.0, 0.05))
    assert np.linalg.norm(coarse[-1, 1:4] - fine[-1, 1:4]) < 1.0


@pytest.mark.parametrize("final_bank_deg", [58.0, 90.0, 120.0])
def test_apollo_10_on_its_way_down_whatever_the_bank_at_the_end(final_bank_deg):
    """A flown height of Apollo 10 (NASA TN D-6725, to 1.5 km): no free angle of the law decides it."""
    for found in apollo_cases(final_bank_deg):
        assert found.within, found


@pytest.mark.parametrize("lift_drag_ratio", [0.28, 0.32])
def test_apollo_10_with_its_own_bank_dips_as_flown_and_drifts_after(lift_drag_ratio):
    """The bank as flown is given: 0.02 of L/D leave the peak's instant and the dip in their gates, not the end."""
    usual, other = [*flown_bank_cases()], [*flown_bank_cases(lift_drag_ratio)]
    assert all(found.within for found in usual)
    assert all(found.within for found in other[1:4])
    assert abs(other[-1].got - usual[-1].got) > 30.0


def test_apollo_10_without_lift_is_another_flight():
    """The gates catch a lift that points nowhere: a ballistic entry peaks far above the flown load."""
    load, *_ = flown_bank_cases(0.0)
    assert load.got > 9.0
    assert not load.within


@pytest.mark.parametrize("lift_drag_ratio", [0.0, 0.33, 0.41])
def test_apollo_4_by_another_lift_leaves_its_gates(lift_drag_ratio):
    """The same banks with a tenth less or more lift, and with none: the gates are narrower than that."""
    assert not all(found.within for found in dive_cases(lift_drag_ratio))


def test_without_air_energy_and_spin_are_kept():
    """A capsule without area: inertial energy and momentum about the axis stay."""
    start = _start(100e3, 7500.0, -1.0)
    rows = _fly(start, _capsule(area_m2=0.0), _steering(BALLISTIC), 30e3, step_s=1.0)
    spin = np.array((0.0, 0.0, EARTH_SPIN_rad_s))
    v = rows[:, 4:7] + np.cross(spin, rows[:, 1:4])
    about_axis = np.cross(rows[:, 1:4], v)[:, 2]
    assert about_axis == pytest.approx(about_axis[0], rel=1e-9)
    energy = 0.5 * (v**2).sum(axis=1) + _potential(rows[:, 1:4])
    assert energy == pytest.approx(energy[0], rel=2e-6)
