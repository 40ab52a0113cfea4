"""Sigmas found while other flights fly are those found alone.

Authority: the same pass, flown with nothing beside it.
"""

from dataclasses import replace

import pytest

from kazbek.base.leg import Outcome
from kazbek.mission.prepare import prepare
from kazbek.mission.run import run_flights
from kazbek.mission.uncertainty.beside import SigmasBeside
from kazbek.mission.uncertainty.first_order import sigmas


@pytest.fixture(scope="module")
def launched():
    ready = prepare("soyuz-ms-19")
    (flown,) = run_flights(ready, "spacecraft_separation")
    return ready, flown


def test_sigmas_found_beside_are_those_found_alone_to_the_bit(launched):
    ready, flown = launched
    with SigmasBeside() as spread:
        spread.begin(ready, flown)
        found = spread.found()
    alone = sigmas(ready.up(flown.flight), flown)
    assert alone["liftoff_utc"] > 0.0
    assert found == {(flown.flight.name, quantity): by for quantity, by in alone.items()}


def test_a_scrubbed_flight_and_a_drawn_mission_have_no_sigmas(launched):
    ready, flown = launched
    with SigmasBeside() as spread:
        spread.begin(ready, replace(flown, outcome=Outcome.SCRUBBED))
        assert spread.is_empty
    with SigmasBeside() as spread:
        spread.begin(prepare("soyuz-ms-19", seed=3), flown)
        assert spread.is_empty
