"""The rigid ship of the kernels against published solutions, and its books of momentum and propellant.

Authority: Landau & Lifshitz, Mechanics, 37 (free asymmetric top, Jacobi's functions); Wertz, Spacecraft Attitude
Determination and Control (1978), 16.3, and Longuski, J. Guidance 14 (1991) 1 (constant torque along the axis of a
symmetric body); Tsiolkovsky's law. Tolerances are those of fourth order at 12.5 ms.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ellipj

from kazbek.base.constants import G0_m_s2
from kazbek.base.frames import C_from_quaternion
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.docking.inputs import Draws, body_of, jets_of
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.away import glide
from kazbek.flight.docking.kernels.body import RigidShip, move

SHIP = Spacecraft.named("soyuz-ms")
JETS = jets_of(SHIP, Draws.of(None, 14))


def body(roll: float, pitch: float, yaw: float) -> RigidShip:
    inertia = np.diag((roll, pitch, yaw))
    return RigidShip(inertia, np.linalg.inv(inertia), 6900.0, 0.0, 4.3)


def at_rest(mass_kg: float = 6900.0, propellant_kg: float = 300.0) -> np.ndarray:
    s = np.zeros(col.JETS + 3 * 28)
    s[col.MASS], s[col.PROPELLANT], s[col.Q] = mass_kg, propellant_kg, 1.0
    s[col.MASS_0], s[col.PROPELLANT_0] = mass_kg, propellant_kg
    return s


def turned(ship: RigidShip, w: tuple[float, float, float], seconds: float, torque: tuple[float, ...] = (0.0,) * 3):
    s = at_rest()
    s[col.W : col.W + 3] = w
    for _ in range(round(seconds / col.TICK_s)):
        move(ship, s, (0.0, 0.0, 0.0), torque, 0.0, col.TICK_s)
    return s


def test_a_free_asymmetric_body_turns_as_jacobi_says() -> None:
    i1, i2, i3 = 25200.0, 24200.0, 4800.0  # greatest to least, as yaw, pitch, roll: a spin about x that wobbles
    w1, w3, seconds = 0.02, 0.06, 300.0
    s = turned(body(i3, i2, i1), (w3, 0.0, w1), seconds)
    energy2 = i1 * w1**2 + i3 * w3**2
    momentum2 = (i1 * w1) ** 2 + (i3 * w3) ** 2
    # momentum2 < energy2 * i2: exchange the ends of the axes, as Landau does
    assert momentum2 < energy2 * i2
    rate = math.sqrt((i2 - i3) * (i1 * energy2 - momentum2) / (i1 * i2 * i3))
    modulus = (i1 - i2) * (momentum2 - i3 * energy2) / ((i2 - i3) * (i1 * energy2 - momentum2))
    sn, cn, dn, _ = ellipj(rate * seconds, modulus)
    b = math.sqrt((momentum2 - i3 * energy2) / (i2 * (i2 - i3)))
    assert abs(s[col.W + 2]) == pytest.approx(abs(w1 * cn), abs=1e-11)
    assert abs(s[col.W + 1]) == pytest.approx(abs(b * sn), abs=1e-11)
    assert abs(s[col.W]) == pytest.approx(abs(w3 * dn), abs=1e-11)


def test_momentum_stays_where_it_is_among_the_stars() -> None:
    ship = body(4800.0, 24200.0, 25200.0)
    start, end = turned(ship, (0.06, 0.01, 0.02), col.TICK_s), turned(ship, (0.06, 0.01, 0.02), 300.0)
    momenta = [C_from_quaternion(s[col.Q : col.Q + 4]).T @ ship.inertia @ s[col.W : col.W + 3] for s in (start, end)]
    np.testing.assert_allclose(momenta[1], momenta[0], rtol=0.0, atol=1e-12 * np.linalg.norm(momenta[0]))
    energies = [s[col.W : col.W + 3] @ ship.inertia @ s[col.W : col.W + 3] for s in (start, end)]
    assert energies[1] == pytest.approx(energies[0], rel=1e-12)


def test_a_constant_torque_along_the_axis_of_a_symmetric_body() -> None:
    axial, across, torque, seconds, spin, wobble = 4800.0, 24700.0, 20.0, 120.0, 0.03, 0.01
    s = turned(body(axial, across, across), (spin, wobble, 0.0), seconds, (torque, 0.0, 0.0))
    faster = spin + torque * seconds / axial
    phase = (across - axial) / across * (spin * seconds + 0.5 * torque * seconds**2 / axial)
    assert s[col.W] == pytest.approx(faster, rel=1e-12)
    assert s[col.W + 1] == pytest.approx(wobble * math.cos(phase), abs=1e-9)
    assert s[col.W + 2] == pytest.approx(-wobble * math.sin(phase), abs=1e-9)


def fired(jets: dict[int, int], cycles: int = 1, mass_kg: float = 6900.0, w: tuple[float, ...] = (0.0,) * 3):
    s = at_rest(mass_kg)
    s[col.W : col.W + 3] = w
    for _ in range(cycles):
        for jet, ticks in jets.items():
            s[col.JETS + jet] = ticks
        glide(JETS, body_of(SHIP), s, col.TICKS)
    return s


@pytest.mark.parametrize("pair", [(2, 3), (4, 5), (6, 7), (8, 9), (10, 11), (12, 13)])
def test_propellant_is_time_by_flow_and_velocity_is_tsiolkovskys(pair: tuple[int, int]) -> None:
    # both jets of a pair: what turns they bring is taken out by firing at no distance from the centre
    s = at_rest()
    still = JETS._replace(torque=np.zeros((28, 3)))
    ship, ticks = body_of(SHIP)._replace(ahead_m_kg=0.0), 0
    for _ in range(400):
        s[col.JETS + pair[0]] = s[col.JETS + pair[1]] = 7.0
        glide(still, ship, s, col.TICKS)
        ticks += 14
    flow = 130.0 / (288.0 * G0_m_s2)
    assert s[col.SPENT] == pytest.approx(ticks * col.TICK_s * flow, rel=1e-12)
    assert s[col.MASS] == 6900.0 - s[col.SPENT]
    assert s[col.PROPELLANT] == 300.0 - s[col.SPENT]
    push = (JETS.force[pair[0]] + JETS.force[pair[1]]) / 260.0
    law = 288.0 * G0_m_s2 * -math.log1p(-s[col.SPENT] / 6900.0) * push
    np.testing.assert_allclose(s[col.V : col.V + 3], law, rtol=1e-12, atol=1e-12)


def test_angular_momentum_is_the_sum_of_the_pulses() -> None:
    s = fired({0: 4})
    lever = np.cross((-2.95, 0.0, -1.16), JETS.force[0])
    np.testing.assert_allclose(
        body_of(SHIP).inertia @ s[col.W : col.W + 3], lever * 4 * col.TICK_s, rtol=2e-6, atol=1e-9
    )


def test_a_stretch_in_one_step_is_as_good_as_tick_by_tick() -> None:
    """Two jets for unequal times on a ship that turns; 16 steps of a tick are the closer solution."""
    ship, s = body_of(SHIP), at_rest()
    s[col.W : col.W + 3] = 0.005, 0.01, -0.01
    fine = s.copy()
    s[col.JETS + 0], s[col.JETS + 2] = 9.0, 16.0
    for _ in range(2):
        glide(JETS, ship, s, col.TICKS)
    for k in range(2 * col.TICKS):
        on = [jet for jet, ticks in ((0, 9), (2, 16)) if 0 <= k - JETS.delay < ticks]
        push = JETS.force[on].sum(axis=0), JETS.torque[on].sum(axis=0)
        ahead = ship.ahead_m_kg * fine[col.SPENT]
        lever = push[1] + np.array((0.0, ahead * push[0][2], -ahead * push[0][1]))
        move(ship, fine, tuple(push[0]), tuple(lever), JETS.flow_kg_s[on].sum(), col.TICK_s)
    for begin, size in ((col.X, 3), (col.V, 3), (col.Q, 4), (col.W, 3)):
        np.testing.assert_allclose(s[begin : begin + size], fine[begin : begin + size], rtol=0.0, atol=1e-7)
    assert s[col.SPENT] == pytest.approx(fine[col.SPENT], rel=1e-12)


def test_a_jet_that_fails_to_start_and_one_that_does_not_stop() -> None:
    s = at_rest()
    s[col.JETS + 56 + 2], s[col.JETS + 2] = col.Health.DEAD, 10.0
    glide(JETS, body_of(SHIP), s, col.TICKS)
    assert s[col.MASS] == 6900.0
    s = at_rest()
    s[col.JETS + 56 + 2], s[col.STUCK] = col.Health.OPEN, 1.0
    glide(JETS, body_of(SHIP), s, col.TICKS)
    assert 6900.0 - s[col.MASS] == pytest.approx(16 * col.TICK_s * 130.0 / (288.0 * G0_m_s2), rel=1e-9)
    s[col.VALVE_SHUT] = 1.0
    before = s[col.MASS]
    glide(JETS, body_of(SHIP), s, col.TICKS)
    assert s[col.MASS] == before


def test_dry_tanks_end_the_flight_of_the_kernels() -> None:
    s = at_rest(propellant_kg=1e-4)
    s[col.JETS + 2] = 16.0
    assert glide(JETS, body_of(SHIP), s, col.TICKS) == col.Occurrence.DRY
    assert s[col.PROPELLANT] == 1e-4
