"""What fails beside the station, each from one line of a flight's plan, and what becomes of the approach.

Cases as flown or trained: MS-19 2021 (both sets of Kurs at 40 m), a jet that does not stop (trained; cure: the other
manifold), Soyuz-25 1977 (out of propellant), L-357 (computer and Kurs are the two reasons to fly by hand).
"""

from __future__ import annotations

import numpy as np
import pytest
from near_station import TRACK, arrival, close_scene, named, to_contact

from kazbek.base.errors import DataError
from kazbek.base.leg import Leg, Outcome
from kazbek.flight.docking.beside import no_command
from kazbek.flight.docking.failures import CloseFailure, failure_rows
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.programme import fail
from kazbek.flight.docking.near_flight import open_near


def flown(*failures: CloseFailure, chance: np.random.Generator | None = None) -> list[Leg]:
    return to_contact(arrival(), close_scene(failures=failures), chance)


def test_the_station_s_set_fails_and_the_second_one_docks() -> None:
    legs = flown(CloseFailure("kurs-station", 100.0))
    assert legs[-1].outcome is Outcome.DOCKED
    assert len(named("kurs_lost", legs)) == 1


def test_a_jet_that_does_not_stop_is_shut_off_with_its_manifold() -> None:
    # a sideways jet: all the time its turn and its push are fought until the manifold is changed
    legs = flown(CloseFailure("jet", 120.0, which="aft left", stuck=True))
    assert legs[-1].outcome is Outcome.DOCKED, legs[-1].reason
    assert len(named("fault", legs)) == 1
    healthy = flown()
    assert legs[-1].end.propellant_kg < healthy[-1].end.propellant_kg - 0.5


@pytest.mark.parametrize("which", ["aft top", "brake right", "left high"])
def test_a_jet_that_does_not_start(which: str) -> None:
    legs = flown(CloseFailure("jet", 150.0, which=which))
    assert legs[-1].outcome is Outcome.DOCKED, legs[-1].reason


def test_without_a_manifold_the_other_one_docks() -> None:
    assert flown(CloseFailure("manifold", 100.0, manifold=1))[-1].outcome is Outcome.DOCKED


def test_without_the_computer_a_person_takes_over() -> None:
    legs = flown(CloseFailure("computer", 100.0))
    assert len(named("manual_control", legs)) == 1
    assert legs[-1].outcome in (Outcome.DOCKED, Outcome.MISSED, Outcome.LOST)


def test_a_probe_that_is_not_ready_bounces_off_and_says_so() -> None:
    legs = flown(CloseFailure("probe", 30.0))
    assert legs[-1].outcome is Outcome.MISSED
    assert "the probe was not ready" in legs[-1].reason
    assert named("bounce_off", legs)


def test_lost_propellant_ends_the_approach_at_the_reserve() -> None:
    legs = flown(CloseFailure("propellant", 150.0, lost_kg=219.0))
    assert legs[-1].outcome is Outcome.MISSED
    assert "320 kg kept for the way home" in legs[-1].reason


def test_the_automatic_retreat_turns_back() -> None:
    legs = flown(CloseFailure("retreat", 60.0))
    assert legs[-1].outcome is Outcome.MISSED
    assert "turned back" in legs[-1].reason


def test_a_dead_axis_of_a_handle_says_nothing_to_the_ship() -> None:
    legs = to_contact(arrival(), close_scene())
    near = open_near(close_scene(), legs[1].end, TRACK, 600.0, col.Part.FINAL)
    s = near.beside.open(legs[1].end, col.Part.FINAL, loop=col.Loop.DIGITAL)
    push = no_command()
    push[col.RUD] = 1.0
    sound, dead = s.copy(), s.copy()
    fail(28, np.array(CloseFailure("handle", 40.0, which="fore").rows(close_scene().ship)[0]), dead)
    ahead = [near.beside.step(row, push, 2.0)[col.IMPULSE] for row in (sound, dead)]
    assert ahead[0] > 400.0  # two jets of 130 N for two seconds
    assert ahead[1] < 100.0  # only what holds the attitude


def test_what_nobody_knows_is_refused() -> None:
    ship = close_scene().ship
    for wrong in (
        CloseFailure("kurz", 40.0),
        CloseFailure("jet", 40.0, which="aft topp"),
        CloseFailure("handle", 40.0, which="up"),
    ):
        with pytest.raises(DataError, match="did you mean"):
            failure_rows((wrong,), ship)
    with pytest.raises(DataError, match="17 failures"):
        failure_rows((CloseFailure("gyro", 40.0),) * 17, ship)
