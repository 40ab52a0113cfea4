"""The dynamic response of a seated body against closed forms of its oscillator (AGARD CP-472)."""

import math

import numpy as np
import pytest

from kazbek.catalogue.capsule import Capsule
from kazbek.flight.descent.couch import entry_parts_m_s2, hanging_parts_m_s2
from kazbek.flight.descent.injury import dynamic_response, landing_jolt, risk


def test_a_slow_load_is_felt_as_it_is():
    t_s = np.linspace(0.0, 20.0, 50)
    load = 40.0 * np.sin(math.pi * t_s / 20.0)
    assert dynamic_response(t_s, load) == pytest.approx(40.0 / 9.80665, rel=1e-3)


def test_a_sudden_load_overshoots():
    """A step: 1 + exp(−π ζ / √(1 − ζ²)) of its value, for ζ = 0.2."""
    t_s, load = np.array((0.0, 1e-6, 1.0)), np.array((0.0, 98.0665, 98.0665))
    overshoot = 1.0 + math.exp(-math.pi * 0.2 / math.sqrt(1.0 - 0.04))
    assert dynamic_response(t_s, load) == pytest.approx(10.0 * overshoot, rel=1e-3)


def test_an_impulse_is_what_counts_of_a_short_jolt():
    """Much shorter than the body's period: DR = ω Δv exp(−ζ φ / √(1 − ζ²)) / g, φ = arccos ζ."""
    t_s, load = np.array((0.0, 0.001, 0.002)), np.array((0.0, 2000.0, 0.0))
    expected = 62.8 * 2.0 * math.exp(-0.2 * math.acos(0.2) / math.sqrt(0.96)) / 9.80665
    assert dynamic_response(t_s, load) == pytest.approx(expected, rel=0.01)


def test_the_jolt_stops_the_capsule_in_its_stroke():
    t_s, load = landing_jolt(7.0, 0.25)
    speed = 7.0 - np.concatenate(([0.0], np.cumsum(0.5 * (load[1:] + load[:-1]) * np.diff(t_s))))
    assert speed[-1] == pytest.approx(0.0, abs=0.01)
    assert np.trapezoid(speed, t_s) == pytest.approx(0.25, rel=0.01)


def test_classes_of_risk():
    assert [risk(x) for x in (4.0, 36.0, 45.0, 60.0)] == ["low", "moderate", "high", "beyond"]


def test_the_couch_takes_the_load_from_chest_to_back():
    capsule = Capsule.named("soyuz-ms")
    load = np.array((40.0, 20.0))
    parts = entry_parts_m_s2(capsule, load)
    assert np.hypot(parts["load_SEAT_x_m_s2"], parts["load_SEAT_z_m_s2"]) == pytest.approx(load)
    assert (parts["load_SEAT_x_m_s2"] > 0.9 * load).all()
    hung = hanging_parts_m_s2(capsule, np.array((20.0, 100.0)), np.array((9.8, 9.8)))["load_SEAT_z_m_s2"]
    assert hung[0] == pytest.approx(9.8 * math.sin(math.radians(40.0)))  # on one side before the re-hook
    assert hung[1] == pytest.approx(9.8 * math.sin(math.radians(10.0)))
