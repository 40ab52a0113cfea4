"""Laws that hold whatever the numbers: there and back, energy, orthonormal frames."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kazbek.base.constants import EGM2008_J2, EGM2008_GM_m3_s2, EGM2008_RADIUS_m, G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_from_quaternion
from kazbek.base.state import State
from kazbek.laws.quaternion import about, advanced, composed, conjugate, turned
from kazbek.laws.relative import closest_m, gcrf_from_rtn, rtn_from_gcrf, transition, two_impulses
from kazbek.laws.two_body.kepler import elements, fall, from_elements
from kazbek.orbit.propagate import Arc, Forces, ThrustFrame, burn, coast, coast_smooth, forces_over
from kazbek.world.air import Air
from kazbek.world.earth import C_GCRF_TEME, C_ITRF_GCRF, gcrf_from_itrf, itrf_from_gcrf, rv_GCRF, rv_ITRF
from kazbek.world.geodesy import geodetic_from_itrf, itrf_from_geodetic

GM = EGM2008_GM_m3_s2
EPOCH = Epoch.from_utc("2021-10-05T08:55:02Z")

epochs = st.integers(Epoch.from_utc("1975-01-01").tai_ns, Epoch.from_utc("2026-06-01").tai_ns).map(Epoch)
unit = st.floats(-1.0, 1.0)
vectors = st.tuples(unit, unit, unit).map(np.array).filter(lambda v: np.linalg.norm(v) > 0.1)
angles = st.floats(0.0, 2.0 * math.pi)


def station_like(degree_height_m: float = 420e3, inclination_rad: float = 0.9) -> State:
    r, v = from_elements(6_378_137.0 + degree_height_m, 1e-3, inclination_rad, 2.0, 1.0, 0.5, GM)
    return State(EPOCH, r, v, 7000.0)


@given(epochs)
@settings(max_examples=30, deadline=None)
def test_frames_are_orthonormal(epoch: Epoch) -> None:
    for C in (C_ITRF_GCRF(epoch), C_GCRF_TEME(epoch)):
        assert np.abs(C @ C.T - np.eye(3)).max() < 1e-14
        assert np.linalg.det(C) == pytest.approx(1.0, abs=1e-14)


@given(epochs, vectors, vectors)
@settings(max_examples=30, deadline=None)
def test_itrf_there_and_back(epoch: Epoch, r: np.ndarray, v: np.ndarray) -> None:
    r_m, v_m_s = 7e6 * r, 8e3 * v
    there = itrf_from_gcrf(epoch, r_m, v_m_s)
    back = gcrf_from_itrf(epoch, *there)
    assert back[0] == pytest.approx(r_m, abs=1e-8)
    assert back[1] == pytest.approx(v_m_s, abs=1e-11)
    rows = np.concatenate((r_m, v_m_s))[None]
    again = rv_GCRF(np.array([epoch.tai_ns]), rv_ITRF(np.array([epoch.tai_ns]), rows))
    assert again == pytest.approx(rows, abs=1e-8)


def test_velocity_in_itrf_is_the_rate_of_the_position() -> None:
    # The drift of the celestial pole is left out: 8e-12 rad/s, 0.05 mm/s at 6 800 km.
    state, h = station_like(), 1.0
    arc = coast(state, EPOCH + 4.0 * h, forces_over(EPOCH, EPOCH + 10.0, degree=2))
    at = [
        itrf_from_gcrf(EPOCH + k * h, arc.at(EPOCH + k * h).r_GCRF_m, arc.at(EPOCH + k * h).v_GCRF_m_s)
        for k in range(5)
    ]
    slope = (at[0][0] - 8.0 * at[1][0] + 8.0 * at[3][0] - at[4][0]) / (12.0 * h)
    assert slope == pytest.approx(at[2][1], abs=1e-4)


@given(st.floats(-math.pi / 2, math.pi / 2), st.floats(-3.14, 3.14), st.floats(-1e3, 4e7))
@settings(max_examples=100, deadline=None)
def test_geodesy_there_and_back(latitude_rad: float, longitude_rad: float, height_m: float) -> None:
    r = itrf_from_geodetic(latitude_rad, longitude_rad, height_m)
    assert itrf_from_geodetic(*geodetic_from_itrf(r)) == pytest.approx(r, abs=1e-6)


@given(vectors, vectors, st.floats(-2e4, 2e4))
@settings(max_examples=150, deadline=None)
def test_kepler_there_and_back_with_energy_and_momentum(r: np.ndarray, v: np.ndarray, dt_s: float) -> None:
    r_m, v_m_s = 9e6 * r, 1.1e4 * v
    if np.linalg.norm(np.cross(r_m, v_m_s)) < 1e10:
        return  # nearly a straight line
    r1, v1 = fall(r_m, v_m_s, dt_s, GM)
    h0 = np.cross(r_m, v_m_s)
    energy = 0.5 * v_m_s @ v_m_s - GM / np.linalg.norm(r_m)
    scale = GM / np.linalg.norm(r_m) + 0.5 * v_m_s @ v_m_s
    assert 0.5 * v1 @ v1 - GM / np.linalg.norm(r1) == pytest.approx(energy, abs=1e-8 * scale)
    assert np.cross(r1, v1) == pytest.approx(h0, abs=1e-9 * np.linalg.norm(h0))
    r2, v2 = fall(r1, v1, -dt_s, GM)
    assert r2 == pytest.approx(r_m, abs=1e-6 * np.linalg.norm(r1))
    assert v2 == pytest.approx(v_m_s, abs=1e-6 * np.linalg.norm(v_m_s) * max(1.0, np.linalg.norm(r1) / 9e6))


@given(
    st.floats(6.6e6, 5e7),
    st.sampled_from((0.0, 1e-7, 0.001, 0.4, 0.97, 1.0, 1.8)),
    st.floats(0.0, 3.14),
    angles,
    angles,
    st.floats(-1.5, 1.5),
)
@settings(max_examples=150, deadline=None)
def test_elements_there_and_back(p_m: float, e: float, i: float, node: float, argument: float, anomaly: float) -> None:
    r, v = from_elements(p_m, e, i, node, argument, anomaly, GM)
    again = elements(r, v, GM)
    assert again[:2] == pytest.approx((p_m, e), rel=1e-9, abs=1e-12)
    r2, v2 = from_elements(*again, GM)
    assert r2 == pytest.approx(r, abs=1e-8 * np.linalg.norm(r))
    assert v2 == pytest.approx(v, abs=1e-8 * np.linalg.norm(v))


@given(vectors, vectors, st.floats(60.0, 2400.0))
@settings(max_examples=60, deadline=None)
def test_two_impulses_arrive(start: np.ndarray, goal: np.ndarray, time_s: float) -> None:
    n = 1.13e-3
    before, after = two_impulses(1e3 * start, 1e2 * goal, n, time_s)
    end = transition(n, time_s) @ np.concatenate((1e3 * start, before))
    assert end == pytest.approx(np.concatenate((1e2 * goal, after)), abs=1e-6)


def test_the_closest_of_many_ships_is_the_closest_place_of_any() -> None:
    ships = np.random.default_rng(1).normal(size=(6, 7)) * np.array((90.0, 90.0, 90.0, 0.2, 0.2, 0.2))[:, None]
    times_s = np.arange(0.0, 6000.0, 150.0)
    places = np.array([(transition(1.13e-3, t) @ ships)[:3] for t in times_s.tolist()])
    assert closest_m(1.13e-3, ships, times_s) == pytest.approx(np.linalg.norm(places, axis=1).min(), rel=1e-12)


@given(vectors, vectors)
@settings(max_examples=60, deadline=None)
def test_rtn_there_and_back(r: np.ndarray, v: np.ndarray) -> None:
    station, d = station_like().rv_GCRF, np.concatenate((1e4 * r, 10.0 * v))
    assert rtn_from_gcrf(gcrf_from_rtn(d, station), station) == pytest.approx(d, abs=1e-8)


@given(vectors, angles, vectors, angles, vectors)
@settings(max_examples=60, deadline=None)
def test_quaternions_compose_and_turn_as_matrices(
    a: np.ndarray, x: float, b: np.ndarray, y: float, v: np.ndarray
) -> None:
    q_A_B, q_B_C = about(a / np.linalg.norm(a), x), about(b / np.linalg.norm(b), y)
    assert turned(q_A_B, v) == pytest.approx(C_from_quaternion(q_A_B) @ v, abs=1e-14)
    both = C_from_quaternion(q_A_B) @ C_from_quaternion(q_B_C)
    assert np.abs(C_from_quaternion(composed(q_A_B, q_B_C)) - both).max() < 1e-14
    assert turned(conjugate(q_A_B), turned(q_A_B, v)) == pytest.approx(v, abs=1e-14)


def test_attitude_advances_with_the_body_rate() -> None:
    # A quarter turn about z carries the inertial x axis to −y of the body.
    q = advanced(np.array((1.0, 0.0, 0.0, 0.0)), np.array((0.0, 0.0, math.pi / 20.0)), 10.0)
    assert turned(q, np.array((1.0, 0.0, 0.0))) == pytest.approx((0.0, -1.0, 0.0), abs=1e-15)


def test_energy_of_two_bodies_is_kept_over_a_day() -> None:
    state = station_like()
    arc = coast(state, EPOCH + 86_400.0, forces_over(EPOCH, EPOCH + 86_400.0, degree=0, sun_moon=False))
    energy = [0.5 * s[3:] @ s[3:] - GM / np.linalg.norm(s[:3]) for s in (state.rv_GCRF, arc.end.rv_GCRF)]
    assert energy[1] == pytest.approx(energy[0], rel=1e-11)


def test_energy_of_j2_is_kept_over_a_day() -> None:
    # The pole moves among the stars by some 1e-7 rad in a day; J2 is a thousandth.
    forces = forces_over(EPOCH, EPOCH + 86_400.0, degree=2, order=0, sun_moon=False)
    state = station_like()
    arc = coast(state, EPOCH + 86_400.0, forces)

    def energy(s: State) -> float:
        r_ITRF_m, _ = itrf_from_gcrf(s.epoch, s.r_GCRF_m, s.v_GCRF_m_s)
        r = np.linalg.norm(r_ITRF_m)
        zonal = EGM2008_J2 * (EGM2008_RADIUS_m / r) ** 2 * (1.5 * (r_ITRF_m[2] / r) ** 2 - 0.5)
        return float(0.5 * s.v_GCRF_m_s @ s.v_GCRF_m_s - GM / r * (1.0 - zonal))

    assert energy(arc.end) == pytest.approx(energy(state), rel=1e-9)


def test_node_drifts_as_j2_says() -> None:
    # First-order secular rate, −1.5 n J2 (R/p)² cos i; second order is a thousandth of it, periods a little more.
    forces = forces_over(EPOCH, EPOCH + 5 * 86_400.0, degree=2, order=0, sun_moon=False)
    state = station_like()
    p, e, i, *_ = elements(state.r_GCRF_m, state.v_GCRF_m_s, GM)
    arc = coast_smooth(state, EPOCH + 5 * 86_400.0, forces)
    tai_ns = EPOCH.tai_ns + np.linspace(0, 5 * 86_400e9, 400).astype(np.int64)
    nodes = np.unwrap([elements(s[:3], s[3:], GM)[3] for s in arc.rv(tai_ns)])
    rate = np.polyfit((tai_ns - tai_ns[0]) / 1e9, nodes, 1)[0]
    n = math.sqrt(GM / (p / (1.0 - e * e)) ** 3)
    assert rate == pytest.approx(-1.5 * n * EGM2008_J2 * (EGM2008_RADIUS_m / p) ** 2 * math.cos(i), rel=5e-3)


def test_gauss_jackson_flies_as_dop853() -> None:
    # The default step is good for a metre a day at the station's height; found: 0.01 to 0.2 m over several orbits.
    state, forces = station_like(), forces_over(EPOCH, EPOCH + 86_400.0, degree=70)
    tight = coast(state, EPOCH + 86_400.0, forces, tolerance=1e-13)
    smooth = coast_smooth(state, EPOCH + 86_400.0, forces)
    tai_ns = EPOCH.tai_ns + np.linspace(0, 86_400e9, 2000).astype(np.int64)
    difference = smooth.rv(tai_ns) - tight.rv(tai_ns)
    assert np.linalg.norm(difference[:, :3], axis=1).max() < 1.0
    assert np.linalg.norm(difference[:, 3:], axis=1).max() < 1.2e-3


@pytest.mark.parametrize("fly", [coast, coast_smooth])
def test_there_and_back_in_time(fly: object) -> None:
    forces = forces_over(EPOCH, EPOCH + 20_000.0, degree=20)
    state = station_like()
    out: Arc = fly(state, EPOCH + 20_000.0, forces)  # type: ignore[operator]
    back: Arc = fly(out.end, EPOCH, forces)  # type: ignore[operator]
    assert back.end.r_GCRF_m == pytest.approx(state.r_GCRF_m, abs=0.02)
    middle = EPOCH + 9_000.0
    assert back.at(middle).r_GCRF_m == pytest.approx(out.at(middle).r_GCRF_m, abs=0.02)


def test_dense_output_is_as_good_as_the_steps() -> None:
    state, forces = station_like(), forces_over(EPOCH, EPOCH + 6_000.0, degree=36)
    arc, tight = (coast(state, EPOCH + 6_000.0, forces, tolerance=t) for t in (1e-11, 1e-13))

    def error_m(tai_ns: np.ndarray) -> float:
        return float(np.linalg.norm((arc.rv(tai_ns) - tight.rv(tai_ns))[:, :3], axis=1).max())

    knots_ns = arc.reference.tai_ns + np.round(arc.pieces.edges_s * 1e9).astype(np.int64)
    between_ns = EPOCH.tai_ns + np.linspace(0, 6_000e9, 1500).astype(np.int64)
    assert error_m(between_ns) < error_m(knots_ns) + 1e-3


def nearly_weightless(seconds: float) -> Forces:
    """An Earth of 1 m³/s², so that thrust acts alone."""
    forces = forces_over(EPOCH, EPOCH + seconds, degree=0, sun_moon=False)
    return replace(forces, field=forces.field._replace(gravity=forces.field.gravity._replace(GM_m3_s2=1.0)))


@given(st.floats(1.0, 300.0), vectors)
@settings(max_examples=20, deadline=None)
def test_thrust_alone_is_tsiolkovsky(delta_v_m_s: float, direction: np.ndarray) -> None:
    state = station_like()
    arc = burn(
        state,
        nearly_weightless(5_000.0),
        force_N=2950.0,
        isp_s=302.0,
        aim=ThrustFrame.GCRF,
        direction=direction,
        delta_v_m_s=delta_v_m_s,
    )
    gained = arc.end.v_GCRF_m_s - state.v_GCRF_m_s
    assert gained == pytest.approx(delta_v_m_s * direction / np.linalg.norm(direction), abs=1e-8)
    assert arc.end.mass_kg == pytest.approx(7000.0 * math.exp(-delta_v_m_s / (G0_m_s2 * 302.0)), rel=1e-12)


def test_drag_on_a_circle_lowers_it_by_the_textbook_rate() -> None:
    # da/dt = −√(GM a) rho CdA/m (1 − w/n)² over the equator, air turning with the Earth (King-Hele 1987, ch. 3).
    a, cd_area_m2 = 6_378_137.0 + 300e3, 20.0
    n = math.sqrt(GM / a**3)
    C = C_ITRF_GCRF(EPOCH)
    state = State(EPOCH, C.T @ (a, 0.0, 0.0), C.T @ (0.0, n * a, 0.0), 7000.0)
    forces = forces_over(EPOCH, EPOCH + 5_400.0, degree=0, sun_moon=False, air=Air.standard())
    arc = coast(state, EPOCH + 5_400.0, forces, cd_area_m2=cd_area_m2)
    a1 = 1.0 / (2.0 / np.linalg.norm(arc.end.r_GCRF_m) - arc.end.v_GCRF_m_s @ arc.end.v_GCRF_m_s / GM)
    rho_kg_m3 = 1.916e-11  # US Standard Atmosphere 1976 at 300 km
    rate = -math.sqrt(GM * a) * rho_kg_m3 * cd_area_m2 / 7000.0 * (1.0 - 7.292e-5 / n) ** 2
    assert (a1 - a) / 5_400.0 == pytest.approx(rate, rel=0.01)  # the circle shrinks while it lasts
