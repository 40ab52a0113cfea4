"""What the cameras of orbit and station promise: ships whole and clear in the frame, the Earth where it belongs."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from small_record import EVENTS, event, write_record

from kazbek.gallery.camera_work import corners, fitted, pair
from kazbek.gallery.cast import cast_of
from kazbek.gallery.composers import of_station
from kazbek.gallery.composers.of_orbit import LookFrom
from kazbek.gallery.meeting import DOCKED_m, Meeting, meeting
from kazbek.gallery.moment import Moment, moment, moment_nearby
from kazbek.gallery.shots import composed
from kazbek.gallery.take import Take
from kazbek.pictures.air.sky import EARTH_RADIUS_km
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.camera.periscope import Periscope
from kazbek.pictures.camera.viewfinder import Outlook, Viewfinder, outlook
from kazbek.pictures.models.mesh import Model, box
from kazbek.pictures.render.shot import Shot
from kazbek.pictures.render.surface import first_seen, soup_of
from kazbek.record.read import load_record
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat, beats

SIZE = (320, 180)
UP = np.array((0.0, 0.0, 1.0))
BESIDE = (
    "flyaround",
    "stationkeeping",
    "final_approach",
    "kurs_lost",
    "kurs_lost",
    "manual_control",
    "docking_contact",
    "hatch_open",
    "undocking",
)
GAPS_m = {"hatch_open": DOCKED_m, "seats_swapped": DOCKED_m, "undocking": 3.5}
IN_ORBIT = (
    "spacecraft_separation",
    "arrays_deployed",
    *(f"burn_{k}" for k in range(1, 8)),
    "kurs_acquisition",
    "deorbit_burn_start",
    "module_separation",
)


def told(folder: Path, names: tuple[str, ...]) -> Record:
    """A record with these events spread over the leg beside the station."""
    events = [
        event(name, 3050.0 + 900.0 * k / len(names), port="rassvet-nadir", port_distance_m=64.7, number=k)
        for k, name in enumerate(names)
    ]
    return load_record(write_record(folder, events=[*events, EVENTS[-1]]))  # the last is the swap of seats


@pytest.fixture(scope="module")
def station_record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return told(tmp_path_factory.mktemp("station") / "r", BESIDE)


@pytest.fixture(scope="module")
def orbit_record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return told(tmp_path_factory.mktemp("orbit") / "r", IN_ORBIT)


def drawn(record: Record, key: str, number: int = 0) -> tuple[Beat, Moment, Shot]:
    beat = [beat for beat in beats(record) if beat.key == key][number]
    now = moment(record["up"], beat.epoch) or moment_nearby(record, beat.epoch)
    assert now is not None
    if key == "seats_swapped":  # as for ships whose cabin is not drawn
        return beat, now, of_station.COMPOSERS[key](take_of(record, beat, now))
    shot = composed(beat, record, SIZE)
    assert shot is not None
    return beat, now, shot


def together(record: Record, key: str, number: int = 0) -> tuple[Meeting, Shot]:
    beat, now, shot = drawn(record, key, number)
    return meeting(take_of(record, beat, now), GAPS_m.get(key)), shot


def take_of(record: Record, beat: Beat, now: Moment) -> Take:
    return Take(now, beat, record, record["up"], cast_of(record, "up"), SIZE)


def earth(shot: Shot) -> Outlook:
    return outlook(shot.camera, shot.C_ITRF_LOCAL, shot.origin_km, shot.to_sun_LOCAL)


def outline(model: Model, camera: Camera) -> np.ndarray:
    seen: np.ndarray = first_seen(soup_of(model), camera)[0] >= 0
    return seen


WHOLE = [
    ("flyaround", 0),
    ("stationkeeping", 0),
    ("final_approach", 0),
    ("kurs_lost", 0),
    ("kurs_lost", 1),
    ("hatch_open", 0),
    ("seats_swapped", 0),
    ("undocking", 0),
]


@pytest.mark.parametrize(("key", "number"), WHOLE, ids=lambda value: str(value))
def test_beside_the_station_the_ship_is_whole_and_clear(station_record: Record, key: str, number: int) -> None:
    at, shot = together(station_record, key, number)
    assert Viewfinder.on(at.own, at.surroundings).look(shot.camera).seen_frac > 0.85


def test_at_contact_both_ports_are_in_the_frame(station_record: Record) -> None:
    beat, now, shot = drawn(station_record, "docking_contact")
    at = meeting(take_of(station_record, beat, now), 0.10)
    tip = at.here + at.nose * at.ship.probe_m
    x, y, inverse = shot.camera.project(np.stack((tip, at.port)))
    assert (inverse > 0.0).all()
    assert np.hypot(x / SIZE[0] - 0.5, y / SIZE[1] - 0.5).max() < 0.3
    assert np.linalg.norm(shot.camera.at_m - at.port) < 20.0


@pytest.mark.parametrize("key", ["undocking", "seats_swapped"])
def test_no_other_ship_touches_the_one_shown(station_record: Record, key: str) -> None:
    at, shot = together(station_record, key)
    assert not (outline(at.own, shot.camera) & outline(at.neighbours, shot.camera)).any()


def test_both_ships_are_in_the_picture_of_the_swap(station_record: Record) -> None:
    at, shot = together(station_record, "seats_swapped")
    both = Viewfinder.on(at.own + at.neighbours, at.surroundings).look(shot.camera)
    assert both.seen_frac > 0.8


@pytest.mark.parametrize("key", ["stationkeeping", "hatch_open", "seats_swapped", "undocking", "docking_contact"])
def test_the_earth_is_there_where_it_was_promised(station_record: Record, key: str) -> None:
    seen = earth(drawn(station_record, key)[2])
    assert seen.limb_frac > 0.5 or seen.day_frac + seen.night_frac > 0.25


def test_the_second_loss_is_shown_before_the_brighter_part_of_the_horizon(station_record: Record) -> None:
    _, now, shot = drawn(station_record, "kurs_lost", 1)
    away = shot.camera.look_at_m - shot.camera.at_m
    flat, sun = away[:2] / np.linalg.norm(away[:2]), now.to_sun_TNR[:2] / np.linalg.norm(now.to_sun_TNR[:2])
    assert earth(shot).limb_frac > 0.5
    assert flat @ sun > -0.2


def test_the_periscope_looks_along_the_ship_and_carries_the_figures_of_the_record(station_record: Record) -> None:
    at, shot = together(station_record, "manual_control")
    assert (shot.camera.look_at_m - shot.camera.at_m) @ at.nose == pytest.approx(1.0)
    assert shot.eyepiece is not None
    assert shot.eyepiece.right == ("UTC", at.now.epoch.utc[11:19])
    channels = {"r_PORT_x_m": 64.68, "v_PORT_x_m_s": -0.257}
    assert of_station._figures(
        Moment(at.now.epoch, at.now.r_ITRF_m, at.now.v_ITRF_m_s, at.now.C_ITRF_GCRF, at.now.to_sun_ITRF, None, channels)
    ).left == ("ρ +64.7 m", "ρ\u0307 -0.26 m/s")


def test_the_headlight_burns_on_the_night_side_only(station_record: Record) -> None:
    for key in ("final_approach", "docking_contact"):
        _, now, shot = drawn(station_record, key)
        assert bool(shot.lamps) != now.in_sunlight


ALONE = [("arrays_deployed", 0), ("deorbit_burn_start", 0), *(("burn", k) for k in (0, 1, 3, 4, 5))]


@pytest.mark.parametrize(("key", "number"), ALONE, ids=lambda value: str(value))
def test_alone_the_ship_is_whole_and_large(orbit_record: Record, key: str, number: int) -> None:
    shot = drawn(orbit_record, key, number)[2]
    x, y, inverse = shot.camera.project(corners(shot.model))
    assert (inverse > 0.0).all()
    assert 0.0 < x.min() < x.max() < SIZE[0]
    assert 0.0 < y.min() < y.max() < SIZE[1]
    assert max(np.ptp(x) / SIZE[0] / 0.33, np.ptp(y) / SIZE[1] / 0.7) > 1.0


@pytest.mark.parametrize("key", ["spacecraft_separation", "arrays_deployed", "module_separation", "deorbit_burn_start"])
def test_in_orbit_the_horizon_or_the_earth_is_in_the_frame(orbit_record: Record, key: str) -> None:
    seen = earth(drawn(orbit_record, key)[2])
    assert seen.limb_frac > 0.5 or seen.day_frac > 0.3


def test_no_two_burns_of_a_chase_are_seen_from_the_same_side(orbit_record: Record) -> None:
    sides = []
    for k in range(7):
        shot = drawn(orbit_record, "burn", k)[2]
        sides.append(shot.camera.at_m / np.linalg.norm(shot.camera.at_m))
    between = np.degrees(np.arccos(np.clip(np.array(sides) @ np.array(sides).T, -1.0, 1.0)))
    assert between[np.triu_indices(7, 1)].min() > 10.0


# The camera work itself.


def test_a_fitted_subject_has_its_share_and_its_place() -> None:
    model = (box((3.0, -2.0, 1.0), (8.0, 2.0, 1.0), "white"),)
    towards = np.array((0.3, -1.0, 0.4))
    seen_by = fitted(corners(model), towards, 40.0, SIZE, width=0.4, place=(0.1, -0.08), lean_rad=0.2)
    x, y, _ = seen_by.project(model[0].vertices_m)
    assert np.ptp(x) / SIZE[0] == pytest.approx(0.4, rel=0.03)
    assert (x.min() + x.max()) / 2 / SIZE[0] - 0.5 == pytest.approx(0.1, abs=0.01)
    assert (y.min() + y.max()) / 2 / SIZE[1] - 0.5 == pytest.approx(-0.08, abs=0.01)


def test_a_pair_stands_at_its_two_places() -> None:
    near, far = np.array((1.0, 2.0, 3.0)), np.array((400.0, -30.0, 160.0))
    seen_by = pair(near, 20.0, (-0.25, 0.2), far, (0.2, -0.1), 30.0, SIZE)
    x, y, _ = seen_by.project(np.stack((near, far)))
    np.testing.assert_allclose(x / SIZE[0] - 0.5, (-0.25, 0.2), atol=0.005)
    np.testing.assert_allclose(y / SIZE[1] - 0.5, (0.2, -0.1), atol=0.005)
    assert np.linalg.norm(seen_by.at_m - near) == pytest.approx(20.0)


def test_the_outlook_finds_the_horizon_at_its_dip() -> None:
    """From 420 km the horizon lies arccos(R / (R + 420)) = 20.3° below the level."""
    origin = np.array((0.0, 0.0, EARTH_RADIUS_km + 420.0))
    noon, dip = UP, np.arccos(EARTH_RADIUS_km / (EARTH_RADIUS_km + 420.0))

    def look(pitch_rad: float, to_sun: np.ndarray = noon) -> Outlook:
        towards = np.array((np.cos(pitch_rad), 0.0, np.sin(pitch_rad)))
        return outlook(
            Camera(np.zeros(3), towards, UP if abs(pitch_rad) < 1.5 else np.eye(3)[0], 6.0, *SIZE),
            np.eye(3),
            origin,
            to_sun,
        )

    assert look(-dip).limb_frac == pytest.approx(1.0)
    assert look(-dip).glow_frac == pytest.approx(1.0)
    assert look(-dip, -noon).glow_frac == 0.0
    assert look(-dip + 0.1).limb_frac == 0.0
    assert look(-np.pi / 2).day_frac == 1.0
    assert look(-np.pi / 2, -noon).night_frac == 1.0


def test_the_eyepiece_is_round_and_its_cross_lies_in_the_middle() -> None:
    grey = np.full((180, 320, 3), 128, np.uint8)
    plain, written = Periscope((), (), 14.0).over(grey), Periscope(("ρ 40.0 m",), (), 14.0).over(grey)
    assert plain[:, :60].max() < 12
    assert plain[90, 160 + 40, 1] > plain[80, 160 + 40, 1] + 40  # on the cross and beside it
    assert (written[:, :60] != plain[:, :60]).any()
    assert (written[:, 100:] == plain[:, 100:]).all()
    assert (Periscope(("☃",), (), 14.0).over(grey) == plain).all()  # no such letter


@pytest.mark.parametrize("climb_deg", [-90.0, -75.0, -50.0, 0.0, 60.0, 89.0])
def test_a_ship_that_points_steeply_up_or_down_is_still_seen(climb_deg: float) -> None:
    climb = np.radians(climb_deg)
    nose = np.array((np.cos(climb), 0.0, np.sin(climb)))
    aside, over = np.array((0.0, 1.0, 0.0)), np.array((-np.sin(climb), 0.0, np.cos(climb)))
    points = np.array(
        [3.5 * a * nose + 5.3 * b * aside + 1.3 * c * over for a, b, c in itertools.product((-1.0, 1.0), repeat=3)]
    )
    for ahead_deg in (40.0, 120.0, 160.0):
        cameras = list(LookFrom((ahead_deg, ahead_deg + 10.0), (6.0, 20.0)).cameras(points, nose, SIZE))
        assert cameras
        for seen_by in cameras:
            x, y, inverse = seen_by.project(points)
            assert (inverse > 0.0).all()
            assert ((x > 0.0) & (x < SIZE[0]) & (y > 0.0) & (y < SIZE[1])).all()
