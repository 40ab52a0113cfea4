"""The brakes in six degrees of freedom: what was ordered is given, along the direction ordered, at the cockpit's step.

Authority: Tsiolkovsky and mission control's table of MS-18 for length; a pulse of the engine for what is left over.
"""

from __future__ import annotations

import numpy as np
import pytest
from near_station import PROFILE, SHIP, TRACK, arrival, close_scene, kurs, to_contact

from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import Tally
from kazbek.flight.docking.beside import no_command
from kazbek.flight.docking.failures import CloseFailure
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.near_flight import NearFlight, open_near
from kazbek.flight.docking.rendezvous import Rendezvous
from kazbek.flight.phase import Scene

EXACTLY_m_s = 0.004  # two pulses of eight jets, or two ticks of the main engine


def flown(*failures: CloseFailure) -> Leg:
    start = arrival().replace(tally=Tally(burns=3))
    return Rendezvous(close_scene(failures=failures), PROFILE.brake).fly(start, Scene(TRACK))


@pytest.fixture(scope="module")
def leg() -> Leg:
    return flown()


def begun(level: int, delta_v_m_s: float) -> NearFlight:
    flight = open_near(close_scene(), arrival(), TRACK, 400.0, col.Part.COAST)
    flight.beside.pose(flight.s, np.array((0.6, 0.0, 0.8)), flight.down_RTN)
    flight.beside.posed(flight.s)
    flight.s[col.STAGE] = col.Part.BRAKE
    flight.s[col.BURN_LEFT], flight.s[col.BURN_LEVEL] = delta_v_m_s, level
    return flight


@pytest.mark.parametrize(("level", "force_N"), [(0, 2950.0), (1, 280.0), (2, 560.0), (3, 790.0)])
def test_a_burn_gives_what_was_ordered_in_the_time_that_its_force_takes(level: int, force_N: float) -> None:
    flight = begun(level, 2.0)
    assert flight.until((col.Occurrence.BRAKED,), 300.0) is col.Occurrence.BRAKED
    assert abs(flight.s[col.BURN_LEFT]) < EXACTLY_m_s
    # the computer sees the end in the next cycle; turns that the attitude needs take their share of the jets
    assert flight.t_s == pytest.approx(2.0 * 6885.0 / force_N, abs=0.8, rel=0.04)


def test_the_step_of_the_cockpit_flies_a_burn_to_the_same_bits() -> None:
    whole, stepped = begun(0, 5.0), begun(0, 5.0)
    whole.until((col.Occurrence.BRAKED,), 60.0)
    while stepped.s[col.STAGE] == col.Part.BRAKE:
        stepped.s = stepped.beside.step(stepped.s, no_command(), col.CYCLE_s)
    known = slice(0, col.HAPPENED)
    assert whole.s[known].tobytes() == stepped.s[known].tobytes()


def test_the_velocity_given_is_the_one_ordered() -> None:
    flight = begun(0, 6.0)
    before = flight.s[col.X : col.V + 3].copy()
    flight.until((col.Occurrence.BRAKED,), 60.0)
    change = flight.s[col.V : col.V + 3] - before[3:]
    along = np.array((0.6, 0.0, 0.8))
    # Free motion adds up to 3 n^2 r t = 0.13 m/s in 15 s at 2 km; the attitude's band of 0.5 degrees 0.05 m/s across.
    assert along @ change == pytest.approx(6.0, abs=0.15)
    assert np.linalg.norm(change - (along @ change) * along) < 0.2


def test_each_brake_meets_the_range_of_the_next(leg: Leg) -> None:
    # The jets that turn the ship also push it, up to 0.1 m/s a turn, which no plan of a point mass knows.
    ranges_m = [float(event.values["range_m"]) for event in leg.events]
    assert ranges_m[1:] == pytest.approx([brake.range_m.v for brake in PROFILE.brake[1:]], rel=0.01)


def test_the_nose_is_held_while_an_engine_burns(leg: Leg) -> None:
    t, band = leg.telemetry, np.radians(SHIP.control.attitude_deadband_deg.v)
    for event in leg.events:
        seconds = (t["tai_ns"] - event.epoch.tai_ns) / 1e9
        during = (seconds >= 0.0) & (seconds < float(event.values["duration_s"]))
        q = np.stack([t[f"q_BODY_GCRF_{axis}"][during] for axis in "wxyz"])
        nose = np.array(
            (1 - 2 * (q[2] ** 2 + q[3] ** 2), 2 * (q[1] * q[2] + q[0] * q[3]), 2 * (q[1] * q[3] - q[0] * q[2]))
        )
        mean = nose.mean(axis=1) / np.linalg.norm(nose.mean(axis=1))
        assert np.arccos(np.clip(mean @ nose, -1.0, 1.0)).max() < 4.0 * band


def test_without_the_main_engine_the_jets_brake(leg: Leg) -> None:
    # Trained: the brakes on both sets of jets (samantha's logbook L-298); 790 N instead of 2 950.
    failing = CloseFailure("main-engine", 5000.0)
    jets = flown(failing)
    assert jets.outcome is Outcome.REACHED, jets.reason
    longer = float(jets.events[0].values["duration_s"]) / float(leg.events[0].values["duration_s"])
    assert 2.5 < longer < 2950.0 / 790.0
    assert to_contact(arrival(), close_scene(failures=(failing,)))[-1].outcome is Outcome.DOCKED


def test_a_set_of_kurs_lost_in_a_brake_costs_nothing_but_the_wait() -> None:
    legs = to_contact(arrival(), close_scene(failures=kurs(1000.0)))
    assert legs[-1].outcome is Outcome.DOCKED, legs[-1].reason
    assert [event.name for event in legs[0].events].count("kurs_lost") == 1


def test_a_lost_computer_far_out_ends_the_approach() -> None:
    leg = flown(CloseFailure("computer", 1500.0))
    assert leg.outcome is Outcome.MISSED
    assert "the computer is lost" in leg.reason


def test_drawn_brakes_are_the_same_for_the_same_draw() -> None:
    start = arrival().replace(tally=Tally(burns=3))
    phase = Rendezvous(close_scene(), PROFILE.brake)
    ends = [phase.fly(start, Scene(TRACK), np.random.default_rng(seed)).end for seed in (1, 2, 1)]
    assert np.array_equal(ends[0].rv_GCRF, ends[2].rv_GCRF)
    assert np.linalg.norm(ends[0].r_GCRF_m - ends[1].r_GCRF_m) > 0.1
