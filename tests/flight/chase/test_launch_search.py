"""Lift-off: the flown seconds, and what moves them.

Worked out by hand. An orbit lower than the station's by δa gains (3/2) n δa/a on it along the orbit and, by J2, turns
by (7/2) Ω' δa/a more; so a chase that gains an angle g loses (7/3)(Ω'/n) g in node, however it climbs. With the
station's −4.99° a day at n = 15.5 × 360° a day and 51.6°, and 3 % more for the mean of both orbits, that is 0.00215 g.
A second of lift-off turns the inserted node by 360.98° + 5° a day, 0.004236°: half a second for each degree.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest
from sgp4.io import compute_checksum

from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange
from kazbek.base.state import State
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.chase.launch_search import LaunchSearch, Start
from kazbek.flight.separation import Insertion
from kazbek.orbit.propagate import Arc, coast, forces_over
from kazbek.track.station import StationTrack
from kazbek.world.earth import itrf_from_gcrf

SHIP = Spacecraft.named("soyuz-ms")
PAD = Site.named("baikonur-31")
GM_m3_s2 = 3.986_004_415e14
NOMINAL = Epoch.from_utc("2021-10-05T08:55:00Z")
SEPARATION_s = 529.0
NODE_PER_GAINED = 0.00215
NODE_deg_s = 0.004236


def ascent(pad: Site) -> Insertion:
    return Ascent(Launcher.named("soyuz-2.1a"), SHIP.mass.launch_kg.v, pad).insertion()


@cache
def window(track: str) -> LaunchSearch:
    return LaunchSearch(StationTrack.from_file(track), PAD, ascent(PAD), SHIP)


# ---- flown ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "track", "day", "flown", "crossed_s", "north_deg"),
    [
        ("2-orbit-ms-18", "iss_2021-04-08.tle", "2021-04-09", "2021-04-09T07:42:40.496Z", 204.0, 0.274),
        ("2-orbit", "iss_2021-10-01.xml.gz", "2021-10-05", "2021-10-05T08:55:02.442Z", 208.0, 0.280),
    ],
)
def test_liftoff_of_the_calibration_flights(profile, track, day, flown, crossed_s, north_deg):
    """Flown: kosmonavtika.com. Gate 6 s; 2 s here, the scatter of station orbits known beforehand. The node of
    the inserted orbit is fitted on these two; the plane crossing and the pad's offset are not. An element set's plane
    is good to 0.8 km, 3 s of crossing."""
    (opportunity,) = window(track).opportunities([Profile.named(profile)], Epoch.from_utc(day), 1.0)
    (start,) = opportunity.starts
    assert start.closes
    assert start.liftoff - Epoch.from_utc(flown) == pytest.approx(0.0, abs=2.0)
    assert opportunity.plane_crossing - Epoch.from_utc(flown) == pytest.approx(crossed_s, abs=3.0)
    assert start.plane_offset_deg == pytest.approx(north_deg, abs=0.01)
    assert 112.0 <= start.delta_v_m_s <= 128.0
    assert 13.5 <= start.phase_deg <= 15.5


def test_a_station_that_this_ascent_can_never_reach_is_said_so():
    """Tiangong's 41.5° from an ascent of 51.7°: 2 × 7.66 km/s × sin(5.15°) is 1.37 km/s of turning, by hand."""
    path = Path(__file__).parents[2] / "data" / "field" / "css_like_41deg.dat"
    search = replace(window("iss_2021-10-01.xml.gz"), track=StationTrack.from_file(path))
    with pytest.raises(
        OutOfRange, match=r"inclined by 41\.5° .*51\.[78]°: their planes .* 10\.[23]°, a turn of 13[67]\d m/s"
    ):
        search.opportunities([Profile.named("2-orbit")], Epoch.from_utc("2026-10-07T02:00"), 0.1)


def test_a_flight_of_this_year_from_the_elements_of_two_days_after():
    """Soyuz MS-28: lift-off 09:27:57.402, contact 12:34:35 UTC flown, planned T+3:10:33. Not in any fit."""
    (opportunity,) = window("iss_2025-11-29.tle").opportunities(
        [Profile.named("2-orbit")], Epoch.from_utc("2025-11-27"), 1.0
    )
    (start,) = opportunity.starts
    assert start.closes
    assert start.liftoff - Epoch.from_utc("2025-11-27T09:27:57.402Z") == pytest.approx(0.0, abs=3.0)
    assert start.docking - Epoch.from_utc("2025-11-27T12:34:35Z") == pytest.approx(0.0, abs=300.0)
    assert start.planned_contact.epoch - start.liftoff == pytest.approx(3 * 3600 + 10 * 60 + 33, abs=180.0)
    assert start.planned_contact.rule == "sunset"
    assert start.json()["sun_at_contact"] == "light"


def test_ten_days_of_opportunities_are_a_day_of_the_node_apart():
    """Between two passages the Earth turns once against a node that goes west by 4.94° a day: 23 h 36.6 min. The plane
    swings about its mean by 0.1°, 30 s, as the station is before or behind the pad."""
    profiles, start = [Profile.named("4-orbit")], Epoch.from_utc("2021-10-02")
    found = window("iss_2021-10-01.xml.gz").opportunities(profiles, start, 10.0)
    crossings = [opportunity.plane_crossing for opportunity in found]
    assert len(found) == 10
    apart_s = np.diff([crossing.tai_ns for crossing in crossings]) / 1e9
    np.testing.assert_allclose(apart_s, 86_164.1 * 360.0 / 364.94, atol=40.0)
    assert all(not start.closes and start.why for opportunity in found for start in opportunity.starts)


def test_a_search_begins_and_ends_with_the_second_of_liftoff():
    """MS-19's lies 8 s after the nodes meet at separation."""
    search, profiles = window("iss_2021-10-01.xml.gz"), [Profile.named("2-orbit")]
    liftoff = search.opportunities(profiles, Epoch.from_utc("2021-10-05"), 1.0)[0].starts[0].liftoff
    for since_s, until_s, found in ((-1.0, 1.0, 1), (0.1, 1.0, 0), (-60.0, -0.1, 0)):
        assert len(search.opportunities(profiles, liftoff + since_s, (until_s - since_s) / 86_400.0)) == found


def test_what_cannot_be_searched_is_refused():
    with pytest.raises(OutOfRange, match="-3 days"):
        window("iss_2021-10-01.xml.gz").opportunities([Profile.named("2-orbit")], Epoch.from_utc("2021-10-02"), -3.0)


def test_a_docking_beyond_the_stations_file_is_told_not_raised():
    start = window("iss_2021-04-08.tle").start_of(Profile.named("34-orbit"), Epoch.from_utc("2021-04-15T05:22:00Z"))
    assert not start.closes
    assert "not known up to docking" in start.why


# ---- causes ---------------------------------------------------------------------------------------------------------


def orbit(radius_m: float, latitude_argument_deg: float, epoch: Epoch = NOMINAL + SEPARATION_s) -> State:
    """A state on a circular orbit in one plane of 51.6° for all."""
    u, i, node = np.radians((latitude_argument_deg, 51.6, 130.0))
    n, m = (
        np.array((np.cos(node), np.sin(node), 0.0)),
        np.array((-np.sin(node) * np.cos(i), np.cos(node) * np.cos(i), np.sin(i))),
    )
    speed = np.sqrt(GM_m3_s2 / radius_m)
    return State(epoch, radius_m * (np.cos(u) * n + np.sin(u) * m), speed * (np.cos(u) * m - np.sin(u) * n), 7152.0)


def scene(profile: str, phase_deg: float, *, middle_deg: float = 45.0, j2: bool = True, height_m: float = 0.0) -> Start:
    """Lift-off where ship and station are coplanar at separation if it happens at NOMINAL.

    They stand as far before and behind 45° from the node: the swing of the osculating node, sin 2u, is one for both.
    """
    forces = partial(forces_over, degree=2, order=0, j2=j2, sun_moon=False)
    ship = orbit(6_586_000.0 + height_m, middle_deg - phase_deg / 2.0)
    station = orbit(6_796_000.0, middle_deg + phase_deg / 2.0)
    return LaunchSearch(_both_ways(station, forces), PAD, _fixed_to_the_ground(ship), SHIP, forces).start_of(
        Profile.named(profile), NOMINAL
    )


def _both_ways(station: State, forces) -> Arc:
    around = forces(station.epoch - 7200.0, station.epoch + 40_000.0)
    before = coast(station, station.epoch - 3600.0, around)
    return coast(before.end, station.epoch + 30_000.0, around)


def _fixed_to_the_ground(ship: State) -> Insertion:
    r, v = itrf_from_gcrf(ship.epoch, ship.r_GCRF_m, ship.v_GCRF_m_s)
    return Insertion(t_s=SEPARATION_s, r_ITRF_m=r, v_ITRF_m_s=v, mass_kg=ship.mass_kg)


def by_hand_s(gained_deg: float) -> float:
    """How much earlier the lift-off is for what the chase loses in node: the ship's node must lie that far east."""
    return NODE_PER_GAINED * gained_deg / NODE_deg_s


def test_without_j2_planes_that_meet_at_separation_meet_at_arrival():
    assert scene("2-orbit-ms-18", 14.5, j2=False).liftoff - NOMINAL == pytest.approx(0.0, abs=0.05)


def test_with_j2_the_ship_is_inserted_east_of_the_station():
    """7.3 s for 14.5°; 1 s for the eccentric steps between circular orbits."""
    assert scene("2-orbit-ms-18", 14.5).liftoff - NOMINAL == pytest.approx(by_hand_s(14.5), abs=1.0)


def test_twice_the_chase_loses_twice_the_node():
    """Four orbits and 29° against two orbits and 14.5°."""
    shift_s = scene("4-orbit", 29.0).liftoff - scene("2-orbit-ms-18", 14.5).liftoff
    assert shift_s == pytest.approx(by_hand_s(14.5), abs=1.0)


def test_an_insertion_20_km_higher_moves_liftoff_only_through_the_angle_gained():
    """Naively the higher orbit turns by (7/2)(20/6586), 1.06 %, less: 0.06° a day, 1.6 s over the chase. But what it
    turns less it also gains less, and the profile makes up for it by climbing later; the angle to gain is the same."""
    shift_s = scene("2-orbit-ms-18", 14.5, height_m=20_000.0).liftoff - scene("2-orbit-ms-18", 14.5).liftoff
    assert shift_s == pytest.approx(0.0, abs=0.4)


def test_a_degree_more_to_gain_is_half_a_second_of_liftoff():
    shift_s = scene("2-orbit-ms-18", 16.5).liftoff - scene("2-orbit-ms-18", 12.5).liftoff
    assert shift_s == pytest.approx(by_hand_s(4.0), abs=0.3)


def test_a_pad_one_degree_further_north():
    """Without yaw the inserted node lies asin(tan φ / tan i) west of the pad: 54.7° for 45.8° (geocentric) and 51.67°,
    57.8° a degree further north, so that pad comes into the plane later by 3.05° of the turning. The speed of the pad
    shifts both alike; 4 % for its change."""
    here = PAD.model_copy(update={"corridor": None})
    north = here.model_copy(update={"latitude_deg": here.latitude_deg.model_copy(update={"v": 46.99611})})
    track, profile = StationTrack.from_file("iss_2021-10-01.xml.gz"), Profile.named("2-orbit-ms-18")
    liftoffs = [
        LaunchSearch(track, pad, ascent(pad), SHIP)
        .opportunities([profile], Epoch.from_utc("2021-10-04"), 1.0)[0]
        .starts[0]
        .liftoff
        for pad in (here, north)
    ]
    geocentric = np.arctan(0.993_306 * np.tan(np.radians((45.99611, 46.99611))))
    west_deg = np.degrees(np.arcsin(np.tan(geocentric) / np.tan(np.radians(51.67))))
    assert liftoffs[1] - liftoffs[0] == pytest.approx(float(np.diff(west_deg)[0]) / NODE_deg_s, rel=0.04)


# ---- closing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "closing", "not_closing"),
    [
        ("1-orbit", (7.3,), (6.8, 7.9)),
        ("2-orbit-ms-18", (12.5, 14.5, 17.5), (10.5, 20.0)),
        ("4-orbit", (23.0, 31.0, 39.0), (19.0, 50.0)),
    ],
)
def test_the_width_of_a_window_follows_from_velocity(profile, closing, not_closing):
    """One degree for one orbit, six between 10 and 18 for two, 22 for four (Murtazin, RSC Energia). Inside the phases
    that are tried it is the velocity a chase may cost that opens and shuts the window."""

    def launched(phase_deg: float) -> Start:
        return scene(profile, phase_deg, middle_deg=82.0 + phase_deg / 2.0)  # the ship where a Soyuz is inserted

    assert all(launched(phase).closes for phase in closing)
    starts = [launched(phase) for phase in not_closing]
    assert all(not start.closes for start in starts)
    assert all("does not close" in start.why or "outside" in start.why for start in starts)


def test_a_ship_with_empty_tanks_is_told_how_much_is_missing():
    start = scene("2-orbit-ms-18", 14.5)
    mass = SHIP.mass.model_copy(update={"propellant_kg": SHIP.mass.propellant_kg.model_copy(update={"v": 500.0})})
    poor = replace(window("iss_2021-10-01.xml.gz"), ship=SHIP.model_copy(update={"mass": mass}))
    (opportunity,) = poor.opportunities([Profile.named("2-orbit-ms-18")], Epoch.from_utc("2021-10-05"), 1.0)
    assert start.closes
    assert not opportunity.starts[0].closes
    assert "m/s less than" in opportunity.starts[0].why


def test_a_station_too_high_for_this_ship_is_said_so(tmp_path):
    """13.5 revolutions a day, 1 083 km: Hohmann's two impulses from the orbit of insertion are some 470 m/s."""
    name, one, two = (Path(__file__).parents[2] / "data" / "field" / "tle_base.tle").read_text().splitlines()[:3]
    two = two[:52] + "13.50000000" + two[63:68]
    (tmp_path / "high.tle").write_text(f"{name}\n{one}\n{two}{compute_checksum(two + '0')}\n")
    search = replace(window("iss_2021-10-01.xml.gz"), track=StationTrack.from_file(tmp_path / "high.tle"))
    (opportunity,) = search.opportunities([Profile.named("2-orbit")], Epoch.from_utc("2021-04-09T06:00"), 0.5)
    assert not opportunity.starts[0].closes
    assert re.search(r"lies 8\d\d km above .*two burns of 4[5-8]\d m/s, .* propellant for", opportunity.starts[0].why)
