"""The fold: flights in order, phases joined, what-ifs, one sigma, and chance."""

import itertools

import numpy as np
import pytest

from kazbek.base.data import figures
from kazbek.base.errors import KazbekError
from kazbek.base.figures import with_value
from kazbek.base.leg import Outcome
from kazbek.mission.changes import read_changes
from kazbek.mission.file import read_mission
from kazbek.mission.fly import fly
from kazbek.mission.prepare import prepare
from kazbek.mission.progress import Progress
from kazbek.mission.run import run_flights
from kazbek.mission.stay import port_of, stay_events
from kazbek.mission.uncertainty.drawn import drawn
from kazbek.mission.uncertainty.first_order import quantities, sigmas
from kazbek.mission.up import FlightUp
from kazbek.record.read import load_record


@pytest.fixture(scope="module")
def whole(flagship):
    """The flagship from pad to both landings."""
    return flagship


def test_both_ships_fly_in_order_and_everybody_lands(whole):
    assert [(f.ship, str(f.outcome)) for f in whole.flights] == [
        ("Soyuz MS-19", "docked"),
        ("Soyuz MS-18", "landed"),
        ("Soyuz MS-19", "landed"),
    ]
    assert whole.outcome is Outcome.LANDED
    ends = [(f.events[0].epoch, f.events[-1].epoch) for f in whole.flights]
    assert all(before[1] < after[0] for before, after in itertools.pairwise(ends))


def test_every_leg_starts_where_the_one_before_ended():
    for flight in run_flights(prepare("soyuz-ms-19")):
        for before, after in itertools.pairwise(flight.legs):
            assert before.end.epoch == after.start.epoch
            assert np.array_equal(before.end.rv_GCRF, after.start.rv_GCRF)


def test_time_counts_from_the_ships_own_lift_off(whole):
    up, film, commander = whole.flights
    assert film.liftoff is None
    assert commander.liftoff == up.liftoff
    assert commander.met_s(commander.events[-1].epoch) == pytest.approx(176.1 * 86_400.0, rel=1e-3)


def test_the_stay_is_told_with_the_flight_that_follows_it(whole):
    _, film, commander = whole.flights
    names = [event.name for event in film.bookkeeping]
    assert names == ["seats_swapped", "reboost", "hatch_closed"]
    assert film.bookkeeping[1].values["delta_v_m_s"] == pytest.approx(0.5, abs=0.06)  # the operator's table
    assert [event.name for event in commander.bookkeeping] == ["hatch_closed"]


def test_gaps_between_station_files_are_named(whole):
    assert len(whole.station["gaps"]) == 2
    assert any("No station file covers 2021-10-17" in note for note in whole.notes)


def test_ports_follow_the_ships():
    mission = read_mission("soyuz-ms-19")
    _, film, commander = mission.flights
    assert (port_of(mission, film), port_of(mission, commander)) == ("nauka-nadir", "rassvet-nadir")


def test_until_a_day_before_the_launch_leaves_what_came_by_then_on_disk(tmp_path):
    """Rollout of Soyuz MS-19 on 1 October 2021, as Roscosmos announced it; the erection came later."""
    told = []
    fly("soyuz-ms-19", until="rollout", out=tmp_path / "r", progress=Progress(stay=lambda flight: told.append(flight)))
    record = load_record(tmp_path / "r")
    assert [(event.name, event.utc[:10]) for event in record.events] == [("rollout", "2021-10-01")]
    assert record.outcome is Outcome.REACHED
    assert [event.name for flight in told for event in flight.bookkeeping] == ["rollout"]


def test_until_stops_in_mission_time_even_between_flights():
    flown = fly("soyuz-ms-19", until="seats_swapped", sigma=False)
    assert len(flown.flights) == 2
    assert flown.flights[1].events[-1].name == "seats_swapped"
    assert flown.outcome is Outcome.REACHED


def test_progress_hears_every_leg_once():
    heard = []
    progress = Progress(leg=lambda flight, leg: heard.append((flight.name, leg.name)))
    flown = fly("soyuz-ms-18", progress=progress, sigma=False)
    assert heard == [*(("up", name) for name in flown["up"]), ("relocation", "relocation")]


def test_sigma_is_the_root_of_the_sum_of_squares():
    """Against the definition, by flying the whole flight anew for two figures that are all that moves lift-off."""
    ready = prepare("soyuz-ms-18")
    flown = run_flights(ready)[0]
    equipment = ready.planned["up"]
    up = FlightUp(flown.flight, equipment, equipment, ready.track)
    start = up.start()
    changes = []
    for prefix in ("launcher", "pad"):
        for path, datum in figures(equipment.parts()[prefix]):
            if datum.sigma > 0.0:
                moved = equipment.replace(prefix, with_value(equipment.parts()[prefix], path, datum.v + datum.sigma))
                other = FlightUp(flown.flight, moved, moved, ready.track).start()
                changes.append(other.liftoff - start.liftoff)
    brute_s = float(np.linalg.norm(changes))
    assert sigmas(up, flown)["liftoff_utc"] == pytest.approx(brute_s, rel=0.02)


def test_quantities_take_the_first_of_each_name(whole):
    up = whole.flights[0]
    found = quantities(up.events, up.liftoff, up.liftoff)
    assert found["liftoff_met_s"] == 0.0
    assert found["kurs_lost_met_s"] < found["manual_control_met_s"]


def test_draws_move_launcher_and_ship_and_nothing_else():
    equipment = prepare("soyuz-ms-18").planned["up"]
    moved = drawn(equipment, lambda _, datum, group: datum.v + datum.sigma)
    assert moved.launcher.stages["core"].thrust_vac_N.v == pytest.approx(
        equipment.launcher.stages["core"].thrust_vac_N.v + equipment.launcher.stages["core"].thrust_vac_N.sigma
    )
    assert (moved.pad, moved.profile, moved.station) == (equipment.pad, equipment.profile, equipment.station)
    assert moved.ship != equipment.ship


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("launcher", "key=value"),
        ("=3", "key=value"),
        ("launcher.core.thrust_vac_N=nan", "not finite"),
        ("laucher.core.thrust_vac_N=3", 'did you mean "launcher"'),
    ],
)
def test_settings_that_say_nothing(setting, says):
    with pytest.raises(KazbekError, match=says):
        read_changes([setting])


def test_reboosts_of_the_stay_only():
    ready = prepare("soyuz-ms-19")
    start = ready.track.covers[0]
    assert [event.name for event in stay_events(ready.mission, ready.track, start, start + 3600.0)] == []
