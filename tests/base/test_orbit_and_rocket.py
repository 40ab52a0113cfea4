"""The two-body orbit and the rocket equation against printed figures."""

import math

import numpy as np
import pytest

from kazbek.base.orbit import inclination_rad, mean_motion_rad_s, node_rad, period_s, semi_major_axis_m
from kazbek.base.rocket import burnt_kg, delta_v_m_s, thrust_s


def test_semi_major_axis_of_vallado_example_2_5():
    rv = np.array((6524.834e3, 6862.875e3, 6448.296e3, 4901.327, 5533.756, -1976.341))
    assert semi_major_axis_m(rv) == pytest.approx(36_127.343e3, abs=100.0)  # seven digits of the state are printed
    assert math.degrees(inclination_rad(rv)) == pytest.approx(87.870, abs=2e-3)
    assert math.degrees(node_rad(rv)) % 360.0 == pytest.approx(227.898, abs=2e-3)


def test_a_sidereal_day_is_the_geostationary_period():
    assert period_s(42_164_172.0) == pytest.approx(86_164.09, abs=0.05)  # ITU-R S.484
    assert mean_motion_rad_s(42_164_172.0) * period_s(42_164_172.0) == pytest.approx(2.0 * math.pi, rel=1e-14)


def test_a_mass_ratio_of_e_gives_the_exhaust_speed():
    assert delta_v_m_s(math.e * 1000.0, 1000.0, 300.0) == pytest.approx(300.0 * 9.80665, rel=1e-15)


def test_the_forms_of_the_rocket_equation_agree():
    burnt = burnt_kg(7000.0, 128.0, 302.0)
    assert delta_v_m_s(7000.0, 7000.0 - burnt, 302.0) == pytest.approx(128.0, rel=1e-12)
    assert thrust_s(7000.0, 128.0, 2950.0, 302.0) * 2950.0 / (302.0 * 9.80665) == pytest.approx(burnt, rel=1e-14)
