"""Quaternions and axes: there and back, and known turns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kazbek.base.frames import C_PAD_ITRF, C_RTN_GCRF, C_from_quaternion, quaternion_from_C

component = st.floats(-1.0, 1.0)


@given(st.tuples(component, component, component, component).filter(lambda q: np.linalg.norm(q) > 1e-3))
def test_quaternion_there_and_back(q):
    q = np.array(q) / np.linalg.norm(q)
    C = C_from_quaternion(q)
    assert np.allclose(C @ C.T, np.eye(3), atol=1e-14)
    back = quaternion_from_C(C)
    assert min(np.abs(back - q).max(), np.abs(back + q).max()) < 1e-9


def test_a_quarter_turn_about_z_takes_gcrf_x_to_minus_body_y():
    C = C_from_quaternion(np.array((np.cos(np.pi / 4), 0.0, 0.0, np.sin(np.pi / 4))))
    assert np.allclose(C @ (1.0, 0.0, 0.0), (0.0, -1.0, 0.0))


def test_rtn_of_a_circular_orbit():
    C = C_RTN_GCRF(np.array((7e6, 0.0, 0.0)), np.array((0.0, 7.5e3, 0.0)))
    assert pytest.approx(np.eye(3)) == C


def test_pad_axes_at_the_equator_are_east_north_up():
    assert np.allclose(C_PAD_ITRF(0.0, 0.0), ((0, 1, 0), (0, 0, 1), (1, 0, 0)))
