"""Arcs: where they stop, what they refuse, how burns are counted."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kazbek.base.constants import EGM2008_GM_m3_s2 as GM
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence, OutOfRange, WrongPlace
from kazbek.base.state import State
from kazbek.laws.two_body.kepler import from_elements
from kazbek.orbit.propagate import Arc, StopAt, Switch, ThrustFrame, burn, coast, coast_smooth, forces_over, joined
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.geodesy import geodetic_from_itrf
from kazbek.world.sun_moon import moon_GCRF_m, sun_GCRF_m

EPOCH = Epoch.from_utc("2021-10-05T08:55:02Z")
SEMI_MAJOR_m, ECCENTRICITY = 6_800e3, 0.01
PERIOD_s = 2.0 * math.pi * math.sqrt(SEMI_MAJOR_m**3 / GM)
FORCES = forces_over(EPOCH, EPOCH + 20_000.0, degree=0, sun_moon=False)


def at_perigee(inclination_rad: float = 0.9) -> State:
    p = SEMI_MAJOR_m * (1.0 - ECCENTRICITY**2)
    r, v = from_elements(p, ECCENTRICITY, inclination_rad, 1.0, 0.5, 0.0, GM)
    return State(EPOCH, r, v, 7000.0, propellant_kg=800.0)


def test_radial_speed_vanishes_at_apogee_after_half_a_period() -> None:
    arc = coast(at_perigee(), EPOCH + 20_000.0, FORCES, stop=StopAt(Switch.RADIAL_SPEED, sense=-1))
    assert arc.stopped
    assert arc.end.epoch - EPOCH == pytest.approx(PERIOD_s / 2.0, abs=1e-5)
    assert np.linalg.norm(arc.end.r_GCRF_m) == pytest.approx(SEMI_MAJOR_m * (1.0 + ECCENTRICITY), abs=1e-3)


def test_an_arc_that_starts_on_an_event_finds_the_next_one() -> None:
    node = coast(at_perigee(), EPOCH + 20_000.0, FORCES, stop=StopAt(Switch.Z_GCRF, sense=1))
    again = coast(node.end, EPOCH + 20_000.0, FORCES, stop=StopAt(Switch.Z_GCRF, sense=1))
    assert again.end.epoch - node.end.epoch == pytest.approx(PERIOD_s, abs=1e-5)
    assert abs(again.end.r_GCRF_m[2]) < 1e-3


def test_stop_at_a_height() -> None:
    stop = StopAt(Switch.HEIGHT, 430e3, sense=1)
    arc = coast(at_perigee(), EPOCH + 20_000.0, FORCES, stop=stop)
    r_ITRF_m, _ = itrf_from_gcrf(arc.end.epoch, arc.end.r_GCRF_m, arc.end.v_GCRF_m_s)
    assert geodetic_from_itrf(r_ITRF_m)[2] == pytest.approx(430e3, abs=0.01)


def test_stop_at_a_range_and_at_the_closest_approach() -> None:
    chased = coast(at_perigee(), EPOCH + 20_000.0, FORCES)
    behind = at_perigee()
    chaser = behind.replace(
        r_GCRF_m=behind.r_GCRF_m * (1.0 - 20e3 / SEMI_MAJOR_m), v_GCRF_m_s=behind.v_GCRF_m_s * 1.001
    )
    far = coast(chaser, EPOCH + 20_000.0, FORCES, stop=StopAt(Switch.RANGE, 100e3, sense=1, target=chased))
    assert np.linalg.norm(far.end.r_GCRF_m - chased.at(far.end.epoch).r_GCRF_m) == pytest.approx(100e3, abs=0.01)
    near = far.crossings(StopAt(Switch.RANGE_RATE, sense=1, target=chased), FORCES)
    for epoch in near:
        d = far.at(epoch).rv_GCRF - chased.at(epoch).rv_GCRF
        assert d[:3] @ d[3:] / np.linalg.norm(d[:3]) == pytest.approx(0.0, abs=1e-4)


class _Sampled:
    """A track that is not an arc."""

    def __init__(self, arc: Arc) -> None:
        self.arc = arc

    def rv(self, tai_ns: np.ndarray) -> np.ndarray:
        return self.arc.rv(tai_ns)


def test_any_track_can_be_a_target() -> None:
    chased = coast(at_perigee(), EPOCH + 6_000.0, FORCES)
    slow = at_perigee().replace(v_GCRF_m_s=at_perigee().v_GCRF_m_s * 0.99)
    ends = [
        coast(slow, EPOCH + 6_000.0, FORCES, stop=StopAt(Switch.RANGE, 50e3, target=target)).end.epoch
        for target in (chased, _Sampled(chased))
    ]
    assert ends[0] - ends[1] == pytest.approx(0.0, abs=1e-4)


def test_crossings_lists_every_node() -> None:
    arc = coast(at_perigee(), EPOCH + 20_000.0, FORCES)
    nodes = arc.crossings(StopAt(Switch.Z_GCRF), FORCES)
    assert len(nodes) == int(20_000.0 / (PERIOD_s / 2.0)) or len(nodes) == int(20_000.0 / (PERIOD_s / 2.0)) + 1
    assert nodes == sorted(nodes)
    assert nodes[2] - nodes[0] == pytest.approx(PERIOD_s, abs=1e-5)


def test_a_burn_waits_then_thrusts_and_burns_propellant() -> None:
    state = at_perigee()
    arc = burn(
        state,
        FORCES,
        force_N=2950.0,
        isp_s=302.0,
        aim=ThrustFrame.RTN,
        direction=(0.0, 1.0, 0.0),
        delta_v_m_s=48.18,
        start_overhead_s=3.0,
    )
    assert arc.at(EPOCH + 2.9).mass_kg == state.mass_kg
    used_kg = 7000.0 * -math.expm1(-48.18 / (302.0 * 9.80665))
    assert arc.end.epoch - EPOCH == pytest.approx(3.0 + used_kg * 302.0 * 9.80665 / 2950.0, abs=1e-6)
    assert arc.end.propellant_kg == pytest.approx(800.0 - used_kg, abs=1e-6)
    coasted = coast(state, arc.end.epoch, FORCES)
    gained = np.linalg.norm(arc.end.v_GCRF_m_s) - np.linalg.norm(coasted.end.v_GCRF_m_s)
    assert gained == pytest.approx(48.18, abs=0.3)  # less what gravity takes of a burn of two minutes
    as_duration = burn(
        state,
        FORCES,
        force_N=2950.0,
        isp_s=302.0,
        aim=ThrustFrame.RTN,
        direction=(0.0, 1.0, 0.0),
        duration_s=arc.end.epoch - EPOCH,
        start_overhead_s=3.0,
    )
    assert as_duration.end.v_GCRF_m_s == pytest.approx(arc.end.v_GCRF_m_s, abs=1e-6)


@pytest.mark.parametrize("aim", [ThrustFrame.VELOCITY, ThrustFrame.RTN])
def test_a_retrograde_burn_brakes(aim: ThrustFrame) -> None:
    direction = (-1.0, 0.0, 0.0) if aim is ThrustFrame.VELOCITY else (0.0, -1.0, 0.0)
    arc = burn(at_perigee(), FORCES, force_N=2950.0, isp_s=302.0, aim=aim, direction=direction, delta_v_m_s=128.0)
    h0 = np.cross(at_perigee().r_GCRF_m, at_perigee().v_GCRF_m_s)
    h1 = np.cross(arc.end.r_GCRF_m, arc.end.v_GCRF_m_s)
    lost_m_s = (np.linalg.norm(h0) - np.linalg.norm(h1)) / np.linalg.norm(at_perigee().r_GCRF_m)
    assert lost_m_s == pytest.approx(128.0, rel=0.01)


def test_what_is_refused() -> None:
    state = at_perigee()
    with pytest.raises(OutOfRange, match="force model at 2021-10-06"):
        coast(state, EPOCH + 86_400.0, FORCES)
    arc = coast(state, EPOCH + 100.0, FORCES)
    with pytest.raises(OutOfRange, match="an arc at"):
        arc.at(EPOCH + 101.0)
    with pytest.raises(WrongPlace, match="either duration_s or delta_v_m_s"):
        burn(state, FORCES, force_N=1.0, isp_s=300.0, aim=ThrustFrame.VELOCITY)
    with pytest.raises(OutOfRange, match=r"0\.000 s of thrust"):
        burn(state, FORCES, force_N=1.0, isp_s=300.0, aim=ThrustFrame.VELOCITY, duration_s=3.0, start_overhead_s=3.0)
    with pytest.raises(WrongPlace, match="RANGE needs a target"):
        coast(state, EPOCH + 100.0, FORCES, stop=StopAt(Switch.RANGE, 1.0))
    with pytest.raises(OutOfRange, match="an arc at"):
        coast(state, EPOCH + 1_000.0, FORCES, stop=StopAt(Switch.RANGE, 1e6, target=arc))
    with pytest.raises(WrongPlace, match="do not meet"):
        joined(arc, arc)
    falling = state.replace(v_GCRF_m_s=0.5 * state.v_GCRF_m_s)
    with pytest.raises(NoConvergence, match="into the ground"):
        coast(falling, EPOCH + 5_000.0, FORCES)


def test_an_arc_of_no_length_answers_at_its_instant() -> None:
    arc = coast(at_perigee(), EPOCH, FORCES)
    assert arc.at(EPOCH).r_GCRF_m == pytest.approx(at_perigee().r_GCRF_m, abs=1e-9)


def test_equal_spans_give_equal_numbers_whatever_was_asked_before() -> None:
    # Nodes and granules belong to the calendar, not to the span.
    state = at_perigee()
    one = coast_smooth(state, EPOCH + 3_000.0, forces_over(EPOCH, EPOCH + 3_000.0))
    other = coast_smooth(state, EPOCH + 3_000.0, forces_over(EPOCH, EPOCH + 40_000.0))
    assert np.array_equal(one.end.rv_GCRF, other.end.rv_GCRF)


def test_sun_and_moon_stand_where_the_almanac_says() -> None:
    # Astronomical Almanac: equinox of 2021 September 22, 19:21 UTC (Sun on the equator of date, going south);
    # total lunar eclipse of 2022 May 16, greatest at 04:11 UTC (Moon opposite the Sun within half a degree).
    sun = sun_GCRF_m(Epoch.from_utc("2021-09-22T19:21:00Z"))
    precession_rad = 2004.2 / 3600.0 * math.pi / 180.0 * 0.2172
    assert math.asin(sun[2] / np.linalg.norm(sun)) == pytest.approx(precession_rad, abs=1.2e-4)
    eclipse = Epoch.from_utc("2022-05-16T04:11:00Z")
    sun, moon = sun_GCRF_m(eclipse), moon_GCRF_m(eclipse)
    apart = math.degrees(math.acos(-sun @ moon / np.linalg.norm(sun) / np.linalg.norm(moon)))
    assert apart < 0.5
    assert np.linalg.norm(moon) == pytest.approx(362_000e3, abs=2_000e3)


def test_a_held_burn_keeps_its_direction_of_ignition_among_the_stars() -> None:
    """Given against the motion in RTN and held, the burn is the one along that direction in GCRF, to the last digit."""
    start = at_perigee()
    radial = start.r_GCRF_m / np.linalg.norm(start.r_GCRF_m)
    normal = np.cross(start.r_GCRF_m, start.v_GCRF_m_s)
    along = np.cross(normal / np.linalg.norm(normal), radial)
    engine = {"force_N": 2950.0, "isp_s": 302.0, "delta_v_m_s": 128.0}
    held = burn(start, FORCES, aim=ThrustFrame.HELD, direction=(0.0, -1.0, 0.0), **engine)
    fixed = burn(start, FORCES, aim=ThrustFrame.GCRF, direction=-along, **engine)
    turning = burn(start, FORCES, aim=ThrustFrame.RTN, direction=(0.0, -1.0, 0.0), **engine)
    np.testing.assert_allclose(held.end.rv_GCRF, fixed.end.rv_GCRF, rtol=1e-12)
    up = turning.end.r_GCRF_m / np.linalg.norm(turning.end.r_GCRF_m)
    sunk_m_s = float((held.end.v_GCRF_m_s - turning.end.v_GCRF_m_s) @ up)
    assert sunk_m_s == pytest.approx(-20.0, abs=4.0)  # 18° of turning: half of that, of 128 m/s, straight down
