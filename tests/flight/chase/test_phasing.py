"""The chase: the plan of Soyuz MS-18, arrival, corrections, and what happens when it cannot be flown."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from kazbek.base.chance import chances
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.chase.phasing import Phasing
from kazbek.flight.phase import Scene
from kazbek.laws.relative import rtn_from_gcrf
from kazbek.track.station import StationTrack

SHIP = Spacecraft.named("soyuz-ms")
PROFILE = Profile.named("2-orbit-ms-18")
PHASING = Phasing(PROFILE, SHIP)
LIFTOFF = Epoch.from_utc("2021-04-09T07:42:40.5Z")
SCENE = Scene(StationTrack.from_file("iss_2021-04-08.tle"))

# Mission control's plan of MS-18 (kosmonavtika.com mkseo65): T+ s, m/s, range km. The burn of the first revolution is
# not in it.
PLAN = {"burn_2": (4979.5, 48.18, 364.53), "burn_3": (6314.5, 1.94, 186.05), "burn_4": (7761.5, 24.16, 87.73)}


@cache
def separated() -> State:
    mass = SHIP.mass
    ascent = Ascent(Launcher.named("soyuz-2.1a"), mass.launch_kg.v, Site.named("baikonur-31"))
    return ascent.insertion().state(LIFTOFF).replace(propellant_kg=mass.propellant_kg.v)


@cache
def flown() -> Leg:
    return PHASING.fly(separated(), SCENE)


def place(state: State) -> np.ndarray:
    """Position and velocity (6) in the station's turning RTN."""
    return rtn_from_gcrf(state.rv_GCRF, SCENE.track.rv(np.array([state.epoch.tai_ns]))[0])


def burns(leg: Leg) -> list[float]:
    return [float(e.values["delta_v_m_s"]) for e in leg.events if e.name.startswith("burn_")]


def test_the_plan_of_ms_18():
    """Gate: times within 90 s, Δv within 20 %; the main engine's within 5 %. The trim is what the least effort leaves
    to thrusters: 0.3 m/s where the plan has 1.94 (MS-22 and MS-24: 1), the part of it that mends what was not foreseen.
    The ranges, which nothing aims at, say that the chase has the right shape; the element set is 3 to 4 km off.
    """
    leg = flown()
    assert leg.outcome is Outcome.REACHED
    for name, (at_s, delta_v_m_s, range_km) in PLAN.items():
        event = leg.first(name)
        assert event.epoch - LIFTOFF == pytest.approx(at_s, abs=90.0)
        assert event.values["range_m"] / 1e3 == pytest.approx(range_km, rel=0.1)
        assert event.values["delta_v_m_s"] == pytest.approx(delta_v_m_s, rel=0.05, abs=1.7)
    assert 25.0 <= leg.first("burn_1").values["delta_v_m_s"] <= 45.0  # 33 to 38 expected near T+0:42
    assert 112.0 <= sum(burns(leg)) + PROFILE.plan.brakes_delta_v_m_s.v <= 128.0


def test_a_burn_lasts_as_long_as_its_engine_needs():
    """Rocket equation at 2 950 N and 302 s, with 3 s of start-up, on what the burns before have left."""
    mass_kg = 7152.0
    for event in flown().events:
        if event.name.startswith("burn_"):
            main = event.values["engine"] == "main"
            force_N, exhaust_m_s = (2950.0, 302.0 * 9.80665) if main else (280.0, 290.0 * 9.80665)
            used_kg = mass_kg * (1.0 - np.exp(-event.values["delta_v_m_s"] / exhaust_m_s))
            expected_s = used_kg * exhaust_m_s / force_N + (3.0 if main else 0.0)
            assert event.values["duration_s"] == pytest.approx(expected_s, abs=1e-3)
            mass_kg -= used_kg
    assert flown().end.mass_kg == pytest.approx(mass_kg, abs=1e-3)
    assert flown().end.propellant_kg == pytest.approx(SHIP.mass.propellant_kg.v - (7152.0 - mass_kg), abs=1e-3)


def test_the_ship_arrives_where_braking_begins():
    """Aimed for to 0.1 m and 0.1 mm/s; the integrators of targeter and flight differ by centimetres."""
    arrival, end = PROFILE.arrival, flown().end
    assert end.epoch == separated().epoch + arrival.at_s
    np.testing.assert_allclose(place(end)[:3], arrival.r_RTN_m, atol=0.1)
    np.testing.assert_allclose(place(end)[3:], arrival.v_RTN_m_s, atol=1e-4)


def test_the_leg_is_whole():
    leg = flown()
    tai_ns = leg.telemetry["tai_ns"]
    assert leg.start == separated()
    assert (tai_ns[0], tai_ns[-1]) == (leg.start.epoch.tai_ns, leg.end.epoch.tai_ns)
    assert (np.diff(tai_ns) > 0).all()
    assert [e.name for e in leg.events] == [
        "arrays_deployed",
        "burn_1",
        "burn_2",
        "kurs_acquisition",
        "burn_3",
        "burn_4",
    ]
    heard = leg.first("kurs_acquisition").epoch.tai_ns
    assert np.interp(heard, tai_ns, leg.telemetry["range_m"]) == pytest.approx(200_000.0, abs=50.0)
    assert leg.telemetry["delta_v_m_s"][0] == 0.0
    assert leg.telemetry["delta_v_m_s"][-1] == pytest.approx(sum(burns(leg)), abs=1e-6)
    rate_m_s = np.gradient(leg.telemetry["range_m"], tai_ns / 1e9)
    assert np.median(np.abs(rate_m_s - leg.telemetry["range_rate_m_s"])) < 0.02


def test_insertion_off_nominal_is_mended():
    """2 km low, 3 m/s slow, 1 km out of plane: some metres a second dearer, and exact at arrival."""
    start = separated()
    radial = start.r_GCRF_m / np.linalg.norm(start.r_GCRF_m)
    normal = np.cross(start.r_GCRF_m, start.v_GCRF_m_s)
    normal = normal / np.linalg.norm(normal)
    leg = PHASING.fly(
        start.replace(
            r_GCRF_m=start.r_GCRF_m - 2000.0 * radial + 1000.0 * normal,
            v_GCRF_m_s=start.v_GCRF_m_s * (1.0 - 3.0 / 7800.0),
        ),
        SCENE,
    )
    assert leg.outcome is Outcome.REACHED
    np.testing.assert_allclose(place(leg.end)[:3], PROFILE.arrival.r_RTN_m, atol=0.1)
    assert 0.0 < sum(burns(leg)) - sum(burns(flown())) < 10.0


@pytest.mark.parametrize("fast_m_s", [0.3, 3.0])
def test_a_search_that_ends_early_has_found_the_burns(fast_m_s: float):
    """From the burns of a chase much like it, as drawn flights search: further steps change no burn by the 1e-5 m/s at
    which the search ends."""
    start = separated()
    other = start.replace(v_GCRF_m_s=start.v_GCRF_m_s * (1.0 + fast_m_s / 7800.0))
    found = Phasing(PROFILE, SHIP, PHASING.targeted(start, SCENE)).targeted(other, SCENE)
    exact = Phasing(PROFILE, SHIP, Phasing(PROFILE, SHIP, found).targeted(other, SCENE)).targeted(other, SCENE)
    assert found.tries <= 4
    np.testing.assert_allclose(found.delta_v_RTN_m_s, exact.delta_v_RTN_m_s, rtol=0.0, atol=1e-5)


def test_burns_that_miss_are_mended_by_those_that_follow():
    """With errors of 0.3 % and 0.3° a burn the ship is some kilometres off after each; the last burn alone cannot be
    mended: its 0.07 m/s and 0.1 m/s across come to 300 m in 42 minutes. Uncorrected, the first would cost 20 km."""
    missed_m = []
    for seed in range(4):
        leg = PHASING.fly(separated(), SCENE, chances(seed, 0, "up")("phasing"))
        assert leg.outcome is Outcome.REACHED
        missed_m.append(np.linalg.norm(place(leg.end)[:3] - PROFILE.arrival.r_RTN_m))
    assert 1.0 < max(missed_m) < 1500.0
    again = PHASING.fly(separated(), SCENE, chances(0, 0, "up")("phasing"))
    assert np.linalg.norm(place(again.end)[:3] - PROFILE.arrival.r_RTN_m) == missed_m[0]


def test_propellant_that_runs_out_is_an_outcome_with_its_shortfall():
    """60 kg beyond the reserve are 302 s × g0 × ln(7152/7092) = 24.9 m/s: the first burn stops there."""
    poor = separated().replace(propellant_kg=SHIP.mass.reserve_home_kg.v + 60.0)
    leg = PHASING.fly(poor, SCENE)
    assert leg.outcome is Outcome.MISSED
    assert leg.first("burn_1").values["delta_v_m_s"] == pytest.approx(24.95, abs=0.05)
    assert leg.end.propellant_kg == pytest.approx(SHIP.mass.reserve_home_kg.v, abs=1e-6)
    assert leg.shortfall["delta_v_m_s"] == pytest.approx(sum(burns(flown())) - 24.95, abs=0.1)
    assert "m/s" in leg.reason
    assert "kg short" in leg.reason


def test_a_chase_that_finds_no_burns_is_an_outcome():
    """From an orbit that meets the air before the first burn: 3 % slow at 201 km."""
    start = separated()
    leg = PHASING.fly(start.replace(v_GCRF_m_s=0.97 * start.v_GCRF_m_s), SCENE)
    assert leg.outcome is Outcome.MISSED
    assert "falls into the air" in leg.reason
    assert leg.telemetry["height_m"][-1] == pytest.approx(100_000.0, abs=1.0)
    assert leg.shortfall["early_s"] > 0.0


def test_a_degree_of_phase_moves_seven_metres_a_second_from_the_first_burn_to_the_last():
    """What the first burn gives the orbit 5 300 s before the last one could, costs 3 Δv / a of catching-up a second: a
    degree is (π/180) · 6 690 km / (3 · 5 300 s) = 7.3 m/s, at the same total (model: 7)."""
    deg_s = 15.5 * 360.0 / 86_400.0  # of the station
    moved = np.array(burns(PHASING.fly(separated(), Scene(_Shifted(SCENE.track, 1.0 / deg_s))))) - burns(flown())
    assert moved[0] == pytest.approx(-7.3, abs=1.0)
    assert moved[3] == pytest.approx(7.3, abs=1.0)
    assert moved.sum() == pytest.approx(0.0, abs=1.0)


class _Shifted:
    """A station that is where another will be some seconds later, its plane held against the turning by J2."""

    def __init__(self, track: StationTrack, later_s: float) -> None:
        self.track, self.later_s = track, later_s

    def rv(self, tai_ns: np.ndarray) -> np.ndarray:
        turned = np.radians(-4.95 / 86_400.0 * self.later_s)
        c, s = np.cos(-turned), np.sin(-turned)
        C = np.array(((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)))
        rv = self.track.rv(np.asarray(tai_ns) + round(self.later_s * 1e9))
        return np.hstack((rv[:, :3] @ C.T, rv[:, 3:] @ C.T))
