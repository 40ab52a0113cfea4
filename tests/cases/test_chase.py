"""The targeter against closed forms: a point mass for the Earth, and an engine so strong that burns are impulses."""

from __future__ import annotations

import numpy as np
import pytest

from kazbek.base.epoch import Epoch
from kazbek.base.figures import with_value
from kazbek.base.state import State
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.chase.targeter import Chase, Targeted, target
from kazbek.laws.dop853 import ArcStatus, carry
from kazbek.laws.forces import Thrust, ThrustFrame
from kazbek.laws.relative import gcrf_from_rtn, two_impulses
from kazbek.laws.two_body.kepler import fall
from kazbek.laws.two_body.lambert import lambert
from kazbek.orbit.propagate import coast, forces_over

GM_m3_s2 = 3.986_004_415e14  # of EGM2008, as the force model has it
EPOCH = Epoch.from_utc("2021-10-05T09:00:00Z")
FORCES = forces_over(EPOCH, EPOCH + 30_000.0, degree=0, sun_moon=False)
STATION_m = 6_798_000.0


def strong(ship: Spacecraft) -> Spacecraft:
    """An engine of 10 MN without start-up: a burn of 100 m/s lasts 0.07 s."""
    return with_value(with_value(ship, "main_engine.thrust_vac_N", 1e7), "main_engine.start_overhead_s", 0.0)


SHIP = strong(Spacecraft.named("soyuz-ms"))


def profile(
    first_s: float,
    second_s: float,
    arrival_s: float,
    r_RTN_m=(0.0, 0.0, 0.0),
    v_RTN_m_s=(0.0, 0.0, 0.0),
) -> Profile:
    """Two burns of the main engine at these slots; the arrival at that place."""
    made = Profile.named("2-orbit-ms-18")
    made = made.model_copy(update={"burn": (made.burn[0], made.burn[1])})
    figures = {
        "burn.0.ignition_s": first_s,
        "burn.1.ignition_s": second_s,
        "arrival.after_separation_s": arrival_s,
    }
    figures |= {f"arrival.{name}_m": x for name, x in zip(("radial", "along", "normal"), r_RTN_m, strict=True)}
    figures |= {f"arrival.{name}_m_s": x for name, x in zip(("radial", "along", "normal"), v_RTN_m_s, strict=True)}
    for name, value in figures.items():
        made = with_value(made, name, float(value))
    return made


def circular(radius_m: float, angle_rad: float) -> State:
    speed = np.sqrt(GM_m3_s2 / radius_m)
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return State(
        EPOCH,
        (radius_m * c, 0.6 * radius_m * s, 0.8 * radius_m * s),
        (-speed * s, 0.6 * speed * c, 0.8 * speed * c),
        7152.0,
        850.0,
    )


def chase(flown: Profile, ship: State, station: State) -> tuple[Chase, Targeted]:
    track = coast(station, EPOCH + 29_000.0, FORCES)
    problem = Chase.of(flown, SHIP, ship, track)
    return problem, target(problem, ship, FORCES)


def test_hohmann_transfer():
    """Two burns half a turn of the ellipse apart, the station where the ellipse touches: Hohmann's two impulses
    (Curtis, Orbital Mechanics for Engineering Students, section 6.2), which no other pair of burns beats."""
    r1, r2 = 6_590_000.0, STATION_m
    a = 0.5 * (r1 + r2)
    half_s, first_s = np.pi * np.sqrt(a**3 / GM_m3_s2), 1000.0
    gained = first_s * (np.sqrt(GM_m3_s2 / r1**3) - np.sqrt(GM_m3_s2 / r2**3))
    phase = np.pi - half_s * np.sqrt(GM_m3_s2 / r2**3) + gained
    flown = profile(first_s, first_s + half_s, first_s + half_s + 1.0)
    _, burns = chase(flown, circular(r1, 0.0), circular(r2, phase))
    first = np.sqrt(GM_m3_s2 / r1) * (np.sqrt(r2 / a) - 1.0)
    second = np.sqrt(GM_m3_s2 / r2) * (1.0 - np.sqrt(r1 / a))
    np.testing.assert_allclose(burns.delta_v_RTN_m_s, [[0.0, first, 0.0], [0.0, second, 0.0]], atol=0.02)


def test_one_burn_left_is_lamberts_problem():
    """The path from the second slot to the station's place in a given time (Izzo 2015), 40 minutes and some 160° on."""
    ship, station = circular(6_600_000.0, 0.0), circular(STATION_m, 0.35)
    flown = profile(600.0, 3000.0, 5500.0)
    track = coast(station, EPOCH + 6000.0, FORCES)
    problem = Chase.of(flown, SHIP, ship, track)
    burns = target(problem, ship, FORCES, first=1)
    r, v = fall(ship.r_GCRF_m, ship.v_GCRF_m_s, 3000.0, GM_m3_s2)[:2]
    there = track.rv(np.array([problem.end.tai_ns]))[0]
    found = lambert(np.asarray(r), there[:3].copy(), 2500.0, GM_m3_s2, 0, 0, 0)
    needed = np.asarray(found[0]) - np.asarray(v)
    assert burns.delta_v_m_s[1] == pytest.approx(np.linalg.norm(needed), rel=1e-4)


def test_close_to_the_station_it_is_the_two_impulses_of_clohessy_and_wiltshire():
    """From rest 8 km behind to 1 km below in a third of a turn. The linear theory leaves out 8/6 798 of the motion."""
    station = circular(STATION_m, 0.0)
    n = np.sqrt(GM_m3_s2 / STATION_m**3)
    behind, below = np.array((0.0, -8000.0, 300.0)), np.array((-1000.0, 0.0, 0.0))
    rv = gcrf_from_rtn(np.concatenate((behind, np.zeros(3))), station.rv_GCRF)
    ship = State(EPOCH, rv[:3], rv[3:], 7152.0, 850.0)
    transfer_s, slot_s = 1900.0, 1e-3
    flown = profile(slot_s, transfer_s, transfer_s + 0.5, below, np.zeros(3))
    _, burns = chase(flown, ship, station)
    left, came = two_impulses(behind, below, n, transfer_s)
    np.testing.assert_allclose(burns.delta_v_RTN_m_s[0], left, atol=0.03)
    np.testing.assert_allclose(burns.delta_v_RTN_m_s[1], -came, atol=0.03)


def test_more_burns_than_needed_never_cost_more_in_squares():
    """Of all answers the least squares are taken: a third burn can only help."""
    ship, station = circular(6_590_000.0, 0.0), circular(STATION_m, np.radians(15.0))
    two = profile(2000.0, 6000.0, 8000.0, (-2000.0, -700.0, 0.0), (6.0, -4.0, 0.0))
    three = two.model_copy(
        update={"burn": (two.burn[0], with_value(two, "burn.1.ignition_s", 4200.0).burn[1], two.burn[1])}
    )
    squares = [float((chase(flown, ship, station)[1].delta_v_RTN_m_s ** 2).sum()) for flown in (two, three)]
    assert squares[1] < squares[0]


def test_a_state_that_is_no_number_ends_the_integration_at_once():
    """NaN compares false with everything: no step may count as long enough."""
    idle = Thrust(10.0, int(ThrustFrame.OFF), 0.0, 0.0, 0.0, 0.0, 0.0)
    t_s = FORCES.t_s(EPOCH)
    assert carry(t_s, t_s + 100.0, np.full(7, np.nan), FORCES.field, idle, 1e-10)[1] == ArcStatus.STUCK
