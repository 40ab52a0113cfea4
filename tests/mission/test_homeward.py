"""A second process finds the ways home.

Authority: the same flights, flown by the process that asks.
"""

import datetime as dt
import multiprocessing

import numpy as np
import pytest

from kazbek.mission.file import mission_from, mission_text, read_mission
from kazbek.mission.prepare import prepare
from kazbek.mission.uncertainty import homeward as second
from kazbek.mission.uncertainty.first_order_down import sigmas_home
from kazbek.mission.uncertainty.homeward import homeward


@pytest.fixture
def two_cores(monkeypatch):
    monkeypatch.setattr(second, "_cores", lambda: 2)


def test_a_way_home_and_its_sigmas_are_the_same_to_the_bit_in_either_process(two_cores):
    mission = read_mission("soyuz-ms-19")
    ready = prepare(mission)
    alone = ready.down(mission.flights[-1])
    legs = list(alone.legs())
    with homeward(mission, None) as found:
        way, sigmas = found.way("commander-home"), found.sigmas("commander-home")
    assert way.undocking == legs[0].start.epoch
    for leg, same in zip(legs, way.legs, strict=True):
        assert [(event.name, event.epoch, dict(event.values)) for event in leg.events] == [
            (event.name, event.epoch, dict(event.values)) for event in same.events
        ]
        for name, column in leg.telemetry.items():
            np.testing.assert_array_equal(column, same.telemetry[name])
            assert not same.telemetry[name].flags.writeable
    assert sigmas == sigmas_home(alone, legs)


def test_what_is_ended_from_outside_gives_nothing_and_leaves_nobody(two_cores):
    before = set(multiprocessing.active_children())
    with homeward(read_mission("soyuz-ms-19"), None) as found:
        for child in set(multiprocessing.active_children()) - before:
            child.kill()
        assert found.way("commander-home") is None
        assert found.sigmas("commander-home") is None
    with homeward(read_mission("soyuz-ms-19"), None):
        begun = set(multiprocessing.active_children()) - before
        assert begun
    for child in begun:
        child.join(20.0)
        assert not child.is_alive()


def test_a_fault_in_the_second_process_is_left_to_the_first(two_cores):
    mission = read_mission("soyuz-ms-19")
    with homeward(mission, "no-such-wind.csv") as found:
        assert found.way("commander-home") is None


def test_one_core_or_no_way_home_is_left_to_one_process(monkeypatch):
    only_up = mission_text("soyuz-ms-19").partition('[[flight]]\nname = "film-crew-home"')[0]
    monkeypatch.setattr(second, "_cores", lambda: 1)
    with homeward(read_mission("soyuz-ms-19"), None) as found:
        assert found is None
    monkeypatch.setattr(second, "_cores", lambda: 2)
    with homeward(mission_from(only_up, None, "only-up"), None) as found:
        assert found is None


def test_a_flight_on_another_day_has_a_plan_of_its_own():
    ready = prepare("soyuz-ms-19")
    flight = ready.mission.flights[0]
    later = flight.model_copy(update={"date": flight.date + dt.timedelta(days=2)})
    assert ready.up(flight) is ready.up(flight)
    assert ready.up(later).flight.date == later.date
