"""What pictures of a cabin promise: who sits where is the mission's own, screens and windows show what is outside."""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_record import write_record

from kazbek.catalogue.panel import Panel
from kazbek.gallery.cabin_screens import _FIELD_frac, _RING_frac, _ROUND_px, periscope
from kazbek.gallery.cast import cast_of
from kazbek.gallery.composers import of_cabin
from kazbek.gallery.composers.of_orbit import LEVEL
from kazbek.gallery.moment import moment
from kazbek.gallery.shots import composed, is_within
from kazbek.gallery.swap import ships_of_swap
from kazbek.gallery.take import Take
from kazbek.pictures.air.sky import EARTH_RADIUS_km
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.camera.screen import Screen
from kazbek.pictures.models.aboard.panel import console
from kazbek.pictures.models.lettering import strokes
from kazbek.pictures.render.shot import Shot
from kazbek.record.read import load_record
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat, beats

SIZE = (160, 90)


def beat_of(record: Record, key: str) -> Beat:
    return next(beat for beat in beats(record) if beat.key == key)


def shot_of(record: Record, key: str) -> Shot:
    shot = composed(beat_of(record, key), record, SIZE)
    assert shot is not None
    return shot


def take_of(record: Record, beat: Beat) -> Take:
    now = moment(record["up"], record["up"].event("liftoff").epoch)
    assert now is not None
    return Take(now, beat, record, record[beat.flight], cast_of(record, beat.flight), SIZE)


def test_the_cabin_is_told_a_minute_before_the_sunniest_burn_of_the_main_engine(flagship: Record) -> None:
    told, burns = beat_of(flagship, "in_the_cabin"), [e for e in flagship["up"].events if e.name.startswith("burn_")]
    before = [e for e in burns if e.epoch - told.epoch == pytest.approx(60.0)]
    assert [e.values["engine"] for e in before] == ["main"]
    assert told.ship == "Soyuz MS-19"
    assert is_within(told, flagship)
    text = " ".join(told.sentences)
    for name in ("Anton Shkaplerov", "Klim Shipenko sits on the left", "Yulia Peresild on the right", "portable"):
        assert name in text


def test_a_ship_whose_cabin_has_no_model_is_not_told_as_a_soyuz(tmp_path: Path) -> None:
    folder = write_record(tmp_path / "r")
    path = folder / "mission.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Soyuz T-", "Falke "), encoding="utf-8")
    record = load_record(folder)
    assert not any(beat.key == "in_the_cabin" for beat in beats(record))
    swap = next((beat for beat in beats(record) if beat.key == "seats_swapped"), None)
    assert swap is None or not is_within(replace(swap, ship="Falke 1"), record)


def test_the_portable_console_is_drawn_where_the_crew_plan_has_one(flagship: Record) -> None:
    keys = {mesh.material for mesh in console()}
    assert "console_grey" in keys
    shot = shot_of(flagship, "in_the_cabin")
    assert "console_grey" in {mesh.material for mesh in shot.model}
    assert len(shot.screens) == 4  # its own, two of the panel, and the periscope
    plain = of_cabin.cabin({"left": False, "centre": True}, False)
    assert "console_grey" not in {mesh.material for mesh in plain}


def test_an_empty_seat_stays_empty() -> None:
    def cloth(seats: dict[str, bool]) -> int:
        return sum(len(m.faces) for m in of_cabin.cabin(seats, False) if m.material == "sokol_cloth")

    two, three = cloth({"centre": True, "left": False}), cloth({"centre": True, "left": False, "right": False})
    assert 0 < two < three


def test_who_sits_where_after_the_swap_and_who_moved(flagship: Record) -> None:
    """As flown: MS-18 home with Novitsky, Peresild left, Shipenko right; MS-19 with Shkaplerov, Dubrov, Vande Hei."""
    found = {one.ship: dict(one.seats) for one in ships_of_swap(take_of(flagship, beat_of(flagship, "seats_swapped")))}
    assert found == {
        "Soyuz MS-18": {
            "centre": ("Oleg Novitsky", False),
            "left": ("Yulia Peresild", True),
            "right": ("Klim Shipenko", True),
        },
        "Soyuz MS-19": {
            "centre": ("Anton Shkaplerov", False),
            "left": ("Pyotr Dubrov", True),
            "right": ("Mark Vande Hei", True),
        },
    }
    told = " ".join(beat_of(flagship, "seats_swapped").sentences)
    assert (
        "Seats on the way up: Soyuz MS-19: Anton Shkaplerov (centre), Klim Shipenko (left), Yulia Peresild (right)."
        in told
    )


def test_both_ships_of_the_swap_are_whole_in_the_frame(flagship: Record) -> None:
    shot = shot_of(flagship, "seats_swapped")
    couches = [m for m in shot.model if m.material in ("liner_blue", "liner_white", "metal")]
    x, y, inverse = shot.camera.project(np.concatenate([m.vertices_m for m in couches]))
    assert (inverse > 0.0).all()
    assert x.min() > 0.0
    assert x.max() < SIZE[0]
    assert y.min() > 0.0
    assert y.max() < SIZE[1]


def test_the_ring_of_the_periscope_shows_the_horizon_where_it_stands(flagship: Record) -> None:
    """The horizon of a sphere seen from a height h lies asin(R / (R + h)) from straight down."""
    beat = beat_of(flagship, "in_the_cabin")
    now = moment(flagship["up"], beat.epoch)
    assert now is not None
    panel = Panel.named("soyuz-ms")
    seen = periscope(now, now.C_ITRF_TNR @ LEVEL @ of_cabin.C_BODY_CABIN, panel).astype(float).mean(axis=2)
    horizon_deg = np.degrees(np.arcsin(EARTH_RADIUS_km / (EARTH_RADIUS_km + now.height_km)))
    assert panel.periscope.ring_deg is not None
    inner, outer = _RING_frac
    share = (horizon_deg - (panel.periscope.ring_deg.v - 9.0)) / 9.0
    row = round((0.5 - 0.5 * (inner + share * (outer - inner)) * np.sin(np.radians(112.5))) * _ROUND_px)
    column = round((0.5 + 0.5 * (inner + share * (outer - inner)) * np.cos(np.radians(112.5))) * _ROUND_px)
    here, step = np.array((row, column)), 9.0 * np.array((np.sin(np.radians(112.5)), -np.cos(np.radians(112.5))))
    below, above = (tuple(np.round(here + s * step).astype(int)) for s in (1.0, -1.0))
    assert seen[below] > 3.0 * seen[above] + 10.0
    middle = seen[_ROUND_px // 2 - 20 : _ROUND_px // 2 - 8, _ROUND_px // 2 + 8 : _ROUND_px // 2 + 20]
    assert middle.mean() > 20.0  # the Earth by day
    assert seen[_ROUND_px // 2, round(_ROUND_px * (0.5 + 0.5 * (_FIELD_frac + inner) / 2.0))] < 5.0  # the rim between


def test_windows_send_in_what_is_outside_them(flagship: Record) -> None:
    shot = shot_of(flagship, "in_the_cabin")
    day = sum(sum(lamp.intensity) for lamp in of_cabin._windows(shot))
    night = replace(shot, to_sun_LOCAL=-shot.C_ITRF_LOCAL.T @ shot.origin_km / np.linalg.norm(shot.origin_km))
    assert day > 20.0 * sum(sum(lamp.intensity) for lamp in of_cabin._windows(night))


CAMERA = Camera(np.array((0.0, -10.0, 0.0)), np.zeros(3), np.array((0.0, 0.0, 1.0)), 40.0, 640, 360)


def test_a_screen_covers_its_place_and_hides_behind_what_is_nearer() -> None:
    red = np.full((4, 4, 3), (200, 10, 10), dtype=np.uint8)
    screen = Screen(np.array((-1.0, 0.0, 1.0)), np.array((2.0, 0.0, 0.0)), np.array((0.0, 0.0, -2.0)), red)
    black, far = np.zeros((360, 640, 3), dtype=np.uint8), np.full((360, 640), np.inf)
    shown = screen.over(black, far, CAMERA)
    wide_px = 2.0 * CAMERA.focal_px / 10.0
    assert (shown[..., 0].astype(float) / 200.0).sum() == pytest.approx(wide_px**2, rel=0.02)
    assert tuple(shown[180, 320]) == (200, 10, 10)
    assert not screen.over(black, np.full((360, 640), 9.0), CAMERA).any()
    round_ = replace(screen, round=True).over(black, far, CAMERA)
    assert (round_[..., 0].astype(float) / 200.0).sum() == pytest.approx(np.pi / 4.0 * wide_px**2, rel=0.03)


def test_every_latin_capital_has_a_shape() -> None:
    assert all(len(strokes(letter, 1.0)) for letter in string.ascii_uppercase)
