"""The choice among the jets, by linear programme, against the couplings that the trainer of Soyuz TMA has.

Authority: SoyuzDeveloperTeam, model_and_control (arg_main.cpp, main_math.cpp), rescaled to 6 900 kg and 130 N as in
the notes: pitch 0.56, yaw 0.85, roll 2.17 °/s² at most of one manifold, 0.072 and 0.037 m/s² along x, 0.036 to 0.037
across; a sideways push needs 34 % of one aft jet and pushes ahead by 0.158 of itself.
"""

from __future__ import annotations

import numpy as np
import pytest
from near_station import SHIP
from scipy.optimize import linprog

from kazbek.base.errors import DataError
from kazbek.flight.docking.choice import ahead_of, choice_of, least_propellant_ahead, wrenches
from kazbek.flight.docking.kernels.jets import AXES

WRENCH = wrenches(SHIP)
MASS_kg, J = 6900.0, (4800.0, 24200.0, 25200.0)


def most(axis: int, sign: float, without: tuple[int, ...] = ()) -> float:
    """The greatest force or torque along one axis with the five others at zero, every jet open at most all the time."""
    keep = [k for k in range(WRENCH.shape[1]) if k not in without]
    others = [i for i in range(6) if i != axis]
    w = WRENCH[:, keep]
    found = linprog(-sign * w[axis], A_eq=w[others], b_eq=np.zeros(5), bounds=(0.0, 1.0), method="highs")
    return float(abs(found.fun))


@pytest.mark.parametrize(
    ("axis", "sign", "m_s2"),
    [(0, 1, 0.072), (0, -1, 0.037), (1, 1, 0.037), (1, -1, 0.037), (2, 1, 0.036), (2, -1, 0.036)],
)
def test_pushes_of_one_manifold(axis: int, sign: float, m_s2: float) -> None:
    assert most(axis, sign) / MASS_kg == pytest.approx(m_s2, abs=0.0015)


@pytest.mark.parametrize(("axis", "deg_s2"), [(3, 2.17), (4, 0.56), (5, 0.85)])
def test_turns_of_one_manifold(axis: int, deg_s2: float) -> None:
    for sign in (1.0, -1.0):
        assert np.degrees(most(axis, sign) / J[axis - 3]) == pytest.approx(deg_s2, rel=0.05)


def test_a_sideways_push_takes_a_third_of_an_aft_jet_and_pushes_ahead() -> None:
    choice = choice_of(SHIP)[0, :, :14]
    for row in (2, 3, 4, 5):
        aft = choice[row, :4].max() / choice[row].max()
        assert aft == pytest.approx(0.34, abs=0.03)
        forces = WRENCH @ choice[row]
        of_pair = 2.0 * 130.0 * choice[row].max()
        assert forces[0] / of_pair == pytest.approx(0.17, abs=0.01)  # SDT: 0.158
        np.testing.assert_allclose(forces[3:], 0.0, atol=1e-9)


def test_turns_are_no_couples() -> None:
    choice = choice_of(SHIP)[0, :, :14]
    for row in (8, 9, 10, 11):
        assert (WRENCH @ choice[row])[0] * choice[row].max() ** -1 == pytest.approx(125.0, abs=1.0)  # one aft jet


@pytest.mark.parametrize("jet_N", [121.0, 126.3, 130.0, 133.7, 139.0])
def test_a_brake_of_a_drawn_ship_has_its_force_and_nearly_the_least_propellant(jet_N: float) -> None:
    """Between two solutions kept: the force of the level and no turn exactly; propellant within 0.1 % of the least."""
    force = SHIP.jets.force_N.model_copy(update={"v": jet_N})
    ship = SHIP.model_copy(update={"jets": SHIP.jets.model_copy(update={"force_N": force})})
    both = np.hstack((wrenches(ship), wrenches(ship)))
    for seconds, level in zip(ahead_of(ship), ship.thrusters.axial):
        np.testing.assert_allclose(both @ seconds, np.eye(6)[0], rtol=0.0, atol=1e-9)
        assert 1.0 / seconds.max() >= level.force_N.v * (1.0 - 1e-9)
        least = least_propellant_ahead(both, level.force_N.v)
        assert seconds.sum() <= least.sum() * 1.001


def test_every_row_gives_one_unit_of_what_it_is_for() -> None:
    for law in range(6):
        for row in range(AXES):
            both = np.hstack((WRENCH, WRENCH)) @ choice_of(SHIP)[law, row]
            assert both[row // 2] == pytest.approx(1.0 if row % 2 == 0 else -1.0, rel=1e-9)


def test_without_a_brake_jet_little_braking_is_left_and_without_an_aft_jet_no_clean_pitch() -> None:
    assert most(0, -1.0, without=(4,)) / MASS_kg == pytest.approx(0.008, abs=0.0085)
    assert most(0, -1.0, without=(4,)) < 0.5 * most(0, -1.0)
    assert min(most(4, 1.0, without=(1,)), most(4, -1.0, without=(1,))) < 0.2 * most(4, 1.0)


def test_a_ship_whose_jets_cannot_roll_it_is_refused_by_name() -> None:
    layout = tuple(jet for jet in SHIP.jets.layout if jet.name.startswith(("aft", "brake")))
    lame = SHIP.model_copy(update={"jets": SHIP.jets.model_copy(update={"layout": layout}), "name": "lame"})
    with pytest.raises(DataError, match="spacecraft lame: no set of its jets"):
        choice_of(lame)
