"""A rigid body without moments keeps what it must; NESC's cases 01 to 10 stand in the table of ``kazbek check``."""

import numpy as np
import pytest

from kazbek.checks.published import case
from kazbek.checks.rigid_body import body_of, planet_of, start_of
from kazbek.laws.rigid_body import fall


def test_tumbling_keeps_energy_and_momentum():
    """Euler's equations without moment: kinetic energy and the momentum's size to the integrator's error."""
    given = case("rigid_body", "case_02").given
    planet, brick = planet_of(given), body_of(given["body"])
    start = start_of(given, planet)
    end = fall(planet, brick, start, 0.01, 3000)
    h0, h1 = brick.inertia_kg_m2 @ start[10:], brick.inertia_kg_m2 @ end[10:]
    assert np.linalg.norm(h1) == pytest.approx(np.linalg.norm(h0), rel=1e-9)
    assert end[10:] @ h1 == pytest.approx(start[10:] @ h0, rel=1e-9)


def test_damping_takes_the_rotation_away():
    """Half a minute of air leaves the damped brick of case 03 less than a millionth of its rotational energy."""
    given = case("rigid_body", "case_03").given
    planet, brick = planet_of(given), body_of(given["body"])
    start = start_of(given, planet)
    end = fall(planet, brick, start, 0.01, 3000)
    energy_J = [w @ brick.inertia_kg_m2 @ w for w in (start[10:], end[10:])]
    assert 0.0 < energy_J[1] < 1e-6 * energy_J[0]
