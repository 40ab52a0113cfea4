"""Legs are frozen; chance depends on its place alone."""

import numpy as np
import pytest

from kazbek.base.chance import chance_at
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State


def a_state():
    return State(Epoch(0), (7e6, 0, 0), (0, 7.5e3, 0), 7000.0)


def test_telemetry_leaves_read_only_and_of_one_length():
    leg = Leg("coast", a_state(), a_state(), Outcome.REACHED, {"tai_ns": np.arange(3)}, ())
    with pytest.raises(ValueError, match="read-only"):
        leg.telemetry["tai_ns"][0] = 1
    with pytest.raises(ValueError, match="equal columns"):
        Leg("coast", a_state(), a_state(), Outcome.REACHED, {"tai_ns": np.arange(3), "mass_kg": np.ones(2)}, ())


def test_a_state_refuses_what_is_not_a_number():
    with pytest.raises(ValueError, match="finite"):
        a_state().replace(r_GCRF_m=(np.nan, 0.0, 0.0))


def test_chance_does_not_depend_on_what_was_drawn_before():
    alone = chance_at(7, 417, "ascent/core").normal(size=3)
    chance_at(7, 417, "a phase added later").normal(size=100)
    assert np.array_equal(chance_at(7, 417, "ascent/core").normal(size=3), alone)
    assert not np.array_equal(chance_at(7, 418, "ascent/core").normal(size=3), alone)
