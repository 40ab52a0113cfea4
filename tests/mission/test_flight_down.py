"""A flight home as part of a mission: nominal, drawn from its sigmas, and with things that fail."""

import datetime as dt

import pytest

from kazbek.base.chance import Sampling
from kazbek.base.errors import DataError
from kazbek.base.leg import Outcome
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.landing_search import LandingSearch
from kazbek.mission.down import FlightDown, check_failures_home
from kazbek.mission.equipment import Equipment
from kazbek.mission.plan import Flight
from kazbek.mission.uncertainty.drawn import drawn
from kazbek.mission.uncertainty.first_order_down import sigmas_home
from kazbek.track.station import StationTrack

EQUIPMENT = Equipment(
    Spacecraft.named("soyuz-ms"), Station.named("iss"), capsule=Capsule.named("soyuz-ms"), zone=Zone.named("zhezkazgan")
)
TRACK = StationTrack.from_file("iss_2021-10-17.oem")


def _flight(*failures, date=dt.date(2021, 10, 17)):
    return Flight(name="home", ship="Soyuz MS-18", date=date, crew=(), zone="zhezkazgan", failure=failures)


def _down(*failures, actual=EQUIPMENT, seed=None):
    sampling = None if seed is None else Sampling(seed)
    return list(FlightDown(_flight(*failures), EQUIPMENT, actual, TRACK, sampling, port="nauka-nadir").legs())


def _touchdown(legs):
    return next(event for leg in legs for event in leg.events if event.name == "touchdown")


@pytest.fixture(scope="module")
def nominal():
    return _down()


def test_nominal(nominal):
    assert [leg.name for leg in nominal] == ["undocking", "deorbit", "entry", "parachutes", "landing"]
    assert nominal[-1].outcome is Outcome.LANDED


def test_a_drawn_flight_flies_the_way_that_was_planned_and_searches_for_none(monkeypatch):
    planned = FlightDown(_flight(), EQUIPMENT, EQUIPMENT, TRACK, port="nauka-nadir")
    route = planned.route
    monkeypatch.setattr(LandingSearch, "ways", lambda *_, **__: pytest.fail("searched again"))
    drawn_one = planned.drawn(EQUIPMENT, Sampling(1, 4), telemetry=False)
    assert drawn_one.route is route
    assert drawn_one.why_not == planned.why_not


def test_loss_of_the_main_engine_is_finished_by_the_thrusters(nominal):
    legs = _down({"system": "main_engine", "after_s": 140.0})
    assert legs[-1].outcome is Outcome.LANDED
    assert _touchdown(legs).epoch > _touchdown(nominal).epoch


def test_early_cut_off_leaves_her_in_orbit():
    legs = _down({"system": "braking_cutoff", "after_s": 60.0})
    assert legs[-1].outcome is Outcome.MISSED
    assert legs[-1].name == "deorbit"


def test_lost_steering_is_a_ballistic_descent():
    legs = _down({"system": "steering", "below_m": 80_000.0})
    assert legs[-1].outcome is Outcome.LANDED
    assert 250e3 < _touchdown(legs).values["miss_m"] < 480e3
    load_g = next(event for event in legs[2].events if event.name == "peak_load").values["peak_load_g"]
    assert 7.0 < load_g < 9.5


def test_main_canopy_lost_lands_on_the_reserve():
    legs = _down({"system": "main_parachute"})
    assert legs[-1].outcome is Outcome.LANDED
    assert _touchdown(legs).values["speed_m_s"] < 9.0


def test_all_canopies_lost_is_a_loss():
    legs = _down({"system": "main_parachute"}, {"system": "reserve_parachute"})
    assert legs[-1].outcome is Outcome.LOST


def test_drawn_from_its_sigmas_it_still_lands_in_the_zone(nominal):
    signs = iter([1.0, -1.0] * 200)
    legs = _down(actual=drawn(EQUIPMENT, lambda _, datum, group: datum.v + datum.sigma * next(signs)), seed=3)
    assert legs[-1].outcome is Outcome.LANDED
    end = _touchdown(legs)
    assert end.values["miss_m"] < EQUIPMENT.zone.aim.radius_m.v
    assert end.epoch != _touchdown(nominal).epoch


def test_a_day_without_a_passage():
    down = FlightDown(_flight(date=dt.date(2021, 10, 16)), EQUIPMENT, EQUIPMENT, TRACK, port="nauka-nadir")
    assert down.route is None  # the tracks of that day pass the zone by hundreds of kilometres
    assert "no revolution on 2021-10-16" in down.why_not
    assert list(down.legs()) == []


def test_failures_that_nobody_knows():
    with pytest.raises(DataError, match="main_engine"):
        check_failures_home(_flight({"system": "main_engin", "after_s": 3.0}))
    with pytest.raises(DataError, match="without below_m"):
        check_failures_home(_flight({"system": "steering"}))


def test_one_sigma_of_a_landing(nominal):
    """Dominated by Cd, L/D, reference bank and canopies: some seconds of ignition, half a minute of touchdown."""
    down = FlightDown(_flight(), EQUIPMENT, EQUIPMENT, TRACK, port="nauka-nadir")
    sigma = sigmas_home(down, nominal)
    assert 9.0 < sigma["deorbit_burn_start_utc"] < 17.0  # an audit found 13 s, attitude, air and station counted
    assert 20.0 < sigma["touchdown_utc"] < 40.0
    assert 9.0 < sigma["module_separation_utc"] < 25.0  # the ignition's, and the height's over a fall of 280 m/s
    assert 6.0 < sigma["parachute_opening_utc"] < 40.0
    assert sigma["deorbit_burn_start_delta_v_m_s"] == pytest.approx(EQUIPMENT.capsule.deorbit.delta_v_m_s.sigma)
    assert 0.05 < sigma["peak_load_peak_load_g"] < 0.5
    assert sigmas_home(down, nominal[:1]) == {}
