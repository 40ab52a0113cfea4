"""A launcher that fails, as one line of a mission file: the crew's way off it, against the aborts that were flown.

MS-10 leaves its own launcher, Soyuz-FG. That of the others is Soyuz-2.1a's, the flown ones were older: the gates are
those that `aborts.md` of the project's data sets for that. Nothing is fitted to them.
"""

import dataclasses
import itertools
import math
import tomllib
from functools import cache

import pytest

from kazbek.base.data import bundled, parse
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.leg import Outcome
from kazbek.catalogue.escape import EscapePlan
from kazbek.flight.phase import fly_phases
from kazbek.mission.aborts.command import check_modes, command_of
from kazbek.mission.aborts.rescue import over_ground_m
from kazbek.mission.aborts.result import result_of
from kazbek.mission.aborts.ways import WayDown
from kazbek.mission.contingency import flight_ends
from kazbek.mission.plan import Failure
from kazbek.mission.prepare import prepare
from kazbek.mission.up import check_failures

LIFTOFF = Epoch.from_utc("2021-10-05T08:55:02.92Z")


@cache
def nominal():
    ready = prepare("soyuz-ms-19")
    return ready.up(ready.mission.flights[0])


def failing(**failure):
    """The flight up with one failure, its Kurs in order."""
    up = nominal()
    flight = up.flight.model_copy(update={"failure": (Failure(**failure),)})
    check_failures(flight, up.planned)
    return dataclasses.replace(up, flight=flight)


@cache
def flown(system, at_s, which=""):
    return list(failing(system=system, at_s=at_s, which=which).failed(LIFTOFF).legs(LIFTOFF))


def escape_of(legs):
    """The four legs of the way down, and the first three of them as they fit a result."""
    return legs[-4:]


def met(legs, event):
    return next(e.epoch - LIFTOFF for leg in legs for e in leg.events if e.name == event)


def test_ms_10():
    """11 October 2018: 6.7 g, 93 km, 402 km, 47°35′08″ N 68°00′25″ E, 1 058.9 s from the flag (T+121.57 s) down.

    Half the gates of another launcher: the mission has its own, with its tower at 42 ± 0.8 km (4.7 km of the apex).
    """
    ready, liftoff = prepare("soyuz-ms-10"), Epoch.from_utc("2018-10-11T08:40:15.539Z")
    legs = list(ready.up(ready.mission.flights[0]).failed(liftoff).legs(liftoff))
    assert [leg.name for leg in legs] == ["countdown", "ascent", "escape", "entry", "parachutes", "landing"]
    escape, entry, _, landing = escape_of(legs)
    assert escape.first("abort").values["mode"] == "fairing"
    assert escape.start.epoch - liftoff == pytest.approx(121.57, abs=0.01)
    assert 6.2 < entry.first("peak_load").values["peak_load_g"] < 7.3
    assert entry.first("apogee").values["height_m"] == pytest.approx(93e3, abs=5e3)
    touchdown = landing.first("touchdown")
    assert touchdown.values["range_m"] == pytest.approx(402e3, abs=17.5e3)
    assert touchdown.epoch - escape.start.epoch == pytest.approx(1058.9, abs=80.0)
    assert touchdown.values["crew_class"] == "safe"
    place = [math.radians(touchdown.values[f"{k}_deg"]) for k in ("latitude", "longitude")]
    assert over_ground_m(*place, math.radians(47.5856), math.radians(68.0069)) < 12e3
    assert landing.outcome is Outcome.ABORTED_CREW_SAFE
    assert "strap-on" in landing.reason


def test_the_last_engines_fire_over_the_ground_that_is_there():
    """Not over that below the parachutes' command, hundreds of metres away: lower by 3.8 m on this slope."""
    engines = flown("third_stage_locks", 288.6)[-1].first("soft_landing_engines")
    assert engines.values["height_m"] == pytest.approx(0.8, abs=0.03)


def test_each_leg_starts_where_the_one_before_ended_and_only_the_last_ends_the_flight():
    legs = flown("strapon_separation", 117.8)
    for before, after in itertools.pairwise(legs):
        assert after.start.epoch == before.end.epoch
        assert after.start.r_GCRF_m.tolist() == before.end.r_GCRF_m.tolist()
        assert after.start.v_GCRF_m_s.tolist() == before.end.v_GCRF_m_s.tolist()
    assert [flight_ends(leg) for leg in legs[:-1]] == [None] * 5
    assert flight_ends(legs[-1]) is Outcome.ABORTED_CREW_SAFE


@cache
def soyuz_18_1(bank_rad):
    """From the separation of the ship at T+295 s, 6.4 s after the fault, with one bank held."""
    up = failing(system="third_stage_locks", at_s=288.6)
    escape = escape_of(flown("third_stage_locks", 288.6))[0]
    plan, pad, capsule = up.actual.escape, up.actual.pad, up.actual.capsule
    mode = next(mode for mode in plan.mode if mode.name == "separation")
    way = WayDown(plan, mode, capsule, pad, bank_rad)
    return result_of(list(fly_phases(way.phases(), escape.start, up.scene)), plan, pad)


@pytest.mark.parametrize(
    ("bank_rad", "least_g", "most_g"), [(0.0, 14.0, 15.2), (None, 16.5, 18.0), (math.pi, 20.5, 22.0)]
)
def test_soyuz_18_1_by_the_sign_of_its_lift(bank_rad, least_g, most_g):
    """5 April 1975: 14 to 15 g were foreseen, 21.3 g came: the ship pointed down when it left (SF18)."""
    assert least_g < soyuz_18_1(bank_rad).entry_load_g < most_g


def test_soyuz_18_1_without_lift_comes_down_where_it_did():
    """50°50′ N 83°25′ E; 16 km off by the project's own prototype."""
    result = soyuz_18_1(None)
    place = result.latitude_rad, result.longitude_rad
    assert over_ground_m(*place, math.radians(50.8333), math.radians(83.4167)) < 20e3
    assert result.place.height_m == pytest.approx(1200.0, abs=300.0)  # it lay 1 200 m high


def test_which_way_the_lift_points_is_told_apart_in_order():
    up, none, down = (soyuz_18_1(bank) for bank in (0.0, None, math.pi))
    assert down.range_m < none.range_m < up.range_m
    assert up.crew == none.crew.replace("likely", "unlikely") or up.crew == "injury unlikely"
    assert down.crew == "injury likely"


@pytest.mark.parametrize("family", ["kazan", "iskra", "load"])
def test_t_10_1_from_the_pad_by_each_publication_of_the_motor(family):
    """26 September 1983: 14 to 17 g told, 8.5 by the weakest motor; 0.95 to 2.4 km; about 4 km away, in wind."""
    up = failing(system="pad_fire", at_s=-90.0)
    failed = up.failed(LIFTOFF)
    plan = failed.plan.in_family(family)
    legs = list(dataclasses.replace(failed, plan=plan).legs(LIFTOFF))
    result = result_of(
        [*escape_of(legs)[:3], dataclasses.replace(legs[-1], outcome=Outcome.LANDED)], plan, up.actual.pad
    )
    assert legs[0].name == "countdown"
    assert met(legs, "abort") == pytest.approx(-70.0, abs=0.1)  # about 20 s after the fire began
    assert 8.5 < result.escape_load_g < 17.0
    assert 900.0 < result.apogee_m - up.actual.pad.height_m.v < 2400.0
    assert result.range_m < 5000.0
    assert legs[-1].outcome is Outcome.ABORTED_CREW_SAFE


def test_a_part_of_the_engines_out_is_noticed_later_and_the_tower_pulls():
    legs = flown("engine_out", 60.0, "strapon")
    assert legs[-4].first("abort").values["mode"] == "tower"
    assert met(legs, "abort") - met(legs, "fault") == pytest.approx(3.77)


def test_short_of_orbit_by_some_seconds_the_ship_goes_round_once_and_comes_home_steered():
    legs = flown("engine_out", 520.5, "third")
    names = ["countdown", "ascent", "to_orbit", "deorbit", "entry", "parachutes", "landing"]
    assert [leg.name for leg in legs] == names
    assert legs[2].first("abort").values["mode"] == "single_orbit"
    assert legs[2].first("escape_burnout").values["min_height_m"] == pytest.approx(150e3, abs=500.0)
    assert legs[4].first("peak_load").values["peak_load_g"] < 5.0  # as of a nominal entry
    assert legs[-1].first("touchdown").values["latitude_deg"] == pytest.approx(45.996, abs=1.5)
    assert legs[-1].outcome is Outcome.ABORTED_CREW_SAFE


def test_short_of_orbit_by_a_second_or_two_the_ship_stays_up():
    legs = flown("engine_out", 523.5, "third")
    assert legs[-1].name == "to_orbit"
    assert legs[-1].outcome is Outcome.ABORTED_CREW_SAFE
    assert 30.0 < legs[-1].shortfall["delta_v_m_s"] < 60.0  # 71 to 39 m/s at T+523 to 524 s by the prototype


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        ({"system": "pad_fire", "at_s": 5.0}, "negative"),
        ({"system": "strapon_separation"}, "without at_s"),
        ({"system": "engine_out", "at_s": 200.0}, "engine_out without which; allowed: the stage"),
        ({"system": "engine_out", "at_s": 60.0, "which": "cores"}, 'did you mean "core"'),
    ],
)
def test_a_failure_that_cannot_be_flown_is_one_sentence(failure, says):
    with pytest.raises(DataError, match=says):
        failing(**failure)


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        (
            {"system": "engine_out", "at_s": 0.5, "which": "third"},
            "allowed: 286.44 to 525.99 s after lift-off, while engines of third burn",
        ),
        ({"system": "engine_out", "at_s": 300.0, "which": "strapon"}, "allowed: 0.00 to 117.45 s after lift-off"),
        ({"system": "strapon_separation", "at_s": 300.0}, "while engines of core burn"),
        (
            {"system": "third_stage_locks", "at_s": 600.0},
            "0.00 to 529.29 s after lift-off, before the ship leaves its launcher",
        ),
    ],
)
def test_engines_that_do_not_burn_cannot_stop(failure, says):
    """An escape was flown from a launcher that nothing had happened to, or none from a ship that had left it."""
    with pytest.raises(DataError, match=says):
        failing(**failure).failed(LIFTOFF)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("head_kg = { v = 7350.0", "head_kg = { v = 900.0", "more than the 1182 kg that its motors burn"),
        ("burn_s = { v = 3.0", "burn_s = { v = 0.0", "burn_s = 0, allowed: more than 0"),
        ('until = "fairing_jettison"', 'until = "fairing_off"', 'is no event, did you mean "fairing_jettison"'),
        ('until = "fairing_jettison"', 'until = "hatch_open"', "mode fairing; .*aft_skirt_jettison"),
    ],
)
def test_an_escape_that_cannot_be_flown_is_one_sentence(old, new, says):
    """A head lighter than its propellant ended in a traceback; a mode without an end lasted for ever in silence."""
    text = bundled("escapes", "soyuz-ms.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DataError, match=says):
        check_modes(
            parse(tomllib.loads(text.replace(old, new)), EscapePlan, where="own.toml"), nominal().planned.launcher
        )


def test_people_take_longer_than_instruments_and_the_slower_one_counts():
    plan = nominal().actual.escape
    assert command_of(plan, Failure(system="pad_fire", at_s=-90.0)).delay_s == pytest.approx(20.0)
    assert command_of(plan, Failure(system="third_stage_locks", at_s=288.6)).delay_s == pytest.approx(6.4)
    assert command_of(plan, Failure(system="strapon_separation", at_s=117.8)).delay_s == pytest.approx(3.77)
