"""The pass over the sigmas: where each figure first acts, bit for bit, and what the way through the arrival costs.

Authority: the definition, by flying everything anew; and linear algebra for the directions.
"""

from dataclasses import replace

import numpy as np
import pytest

from kazbek.flight.docking.docking import Docking
from kazbek.flight.phase import fly_phases
from kazbek.mission.prepare import prepare
from kazbek.mission.run import run_flights
from kazbek.mission.uncertainty.arrival import BRAKES, CHASE, arrivals, directions, of_arrival
from kazbek.mission.uncertainty.docking import FIRST_FELT, WANTED
from kazbek.mission.uncertainty.nominal import NominalFlight, moved, phases_of, quantities


@pytest.fixture(scope="module")
def nominal():
    """The flagship's flight up, by hand to contact."""
    ready = prepare("soyuz-ms-19")
    (flown,) = run_flights(ready, "hatch_open")
    values = quantities(flown.events, flown.liftoff, flown.liftoff)
    return NominalFlight(ready.up(flown.flight), flown.liftoff, flown.legs, values)


def told(legs):
    """All that a leg without telemetry says."""
    return [(leg.end.rv_GCRF.tobytes(), leg.end.mass_kg, leg.end.q_BODY_GCRF.tobytes(), leg.events) for leg in legs]


def figures_through_the_arrival(nominal):
    for table in (CHASE, BRAKES):
        for prefix, wanted in table.items():
            for path, equipment in moved(nominal.up.actual, prefix, wanted):
                yield path, replace(nominal.up, actual=equipment)


def test_figures_of_chase_and_brakes_act_beside_the_station_through_the_arrival_alone(nominal):
    start = nominal.leg("rendezvous").end
    as_flown = told(nominal.flown(phases_of(nominal.up, "approach"), start))
    other = []
    for path, up in figures_through_the_arrival(nominal):
        if told(nominal.flown(phases_of(up, "approach"), start)) != as_flown:
            other.append(path)
    assert other == []


def test_figures_of_the_docking_change_no_bit_before_the_phase_that_is_flown_anew(nominal):
    names, early = [leg.name for leg in nominal.legs], []
    for prefix, wanted in WANTED.items():
        for path, equipment in moved(nominal.up.actual, prefix, wanted, BRAKES[prefix]):
            before = names[names.index(FIRST_FELT[prefix]) - 1]
            phases = [p for p in replace(nominal.up, actual=equipment).phases() if p.name == before]
            (leg,) = fly_phases(phases, nominal.leg(before).start, nominal.up.scene)
            if told([leg]) != told([nominal.leg(before)]):
                early.append(path)
    assert early == []


def test_taken_up_where_the_handles_are_taken_the_same_pilot_flies_the_same_flight(nominal):
    docking = next(phase for phase in nominal.up.phases() if isinstance(phase, Docking))
    start, scene = nominal.leg("docking").start, nominal.up.scene.without_telemetry()
    handed = docking.handed_over(start, scene)
    as_flown = told([docking.fly(start, scene)])
    for _ in range(2):  # and what is flown leaves what was handed over as it was
        assert told([docking.flown_on(handed.in_hands_of(nominal.up.actual.pilot))]) == as_flown
    for path, equipment in moved(nominal.up.actual, "pilot"):
        phases = replace(nominal.up, actual=equipment).phases()
        other = next(phase for phase in phases if isinstance(phase, Docking)).handed_over(start, scene)
        assert other.s.tobytes() == handed.s.tobytes(), path


def test_few_directions_have_the_sum_of_squares_of_many():
    chance = np.random.default_rng(1)
    many = chance.standard_normal((30, 11)) * 10.0 ** np.arange(-5.0, 6.0)
    few, gradient = directions(many), chance.standard_normal(11) / 10.0 ** np.arange(-5.0, 6.0)
    assert len(few) <= 11
    assert np.sum((few @ gradient) ** 2) == pytest.approx(np.sum((many @ gradient) ** 2), rel=1e-9)
    assert len(directions(many[:, [0] * 11])) == 1


def test_contact_through_the_arrival_is_as_uncertain_as_flown_for_each_figure(nominal):
    """A fifth: each docking answers a small change with some seconds of chance besides (its dead bands)."""
    start = nominal.leg("ascent").end
    squares = {"docking_contact_utc": 0.0, "docking_contact_delta_v_total_m_s": 0.0}
    flights = [phases_of(up, "phasing") for path, up in figures_through_the_arrival(nominal) if path[:5] != "burn."]
    for phases in flights:
        change = nominal.change([nominal.leg("ascent"), *nominal.flown(phases, start)])
        squares = {name: total + change[name] ** 2 for name, total in squares.items()}
    arrived = [found()[1] for found in arrivals(nominal)]
    differences = np.array([difference for difference in arrived if difference is not None])
    short = [work() for work in of_arrival(nominal, differences)]
    for name, total in squares.items():
        assert np.sqrt(sum(change[name] ** 2 for change in short)) == pytest.approx(np.sqrt(total), rel=0.2)
