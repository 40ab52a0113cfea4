"""Fire, smoke and what they rise from, against closed forms and published sizes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from both_ways import compiled_and_plain

from kazbek.gallery.shots import composed
from kazbek.pictures.air.billows import billows
from kazbek.pictures.air.haze import Haze
from kazbek.pictures.air.sky import EARTH_RADIUS_km
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.fire import liftoff_fire
from kazbek.pictures.fire.fire_rays import glow
from kazbek.pictures.fire.jet import Jet, exhaust, prandtl_meyer_rad
from kazbek.pictures.fire.smoke import Cloud, cloud
from kazbek.pictures.light.light import Light
from kazbek.pictures.models.launch import launcher, pad
from kazbek.pictures.models.mesh import Model
from kazbek.record.read import load_record
from kazbek.views.story.beats import beats

UP, EAST, DOWN = np.array((0.0, 0.0, 1.0)), np.array((1.0, 0.0, 0.0)), np.array((0.0, 0.0, -1.0))
LOW_SUN = np.array((0.8, 0.0, 0.6))


def light(to_sun: np.ndarray = LOW_SUN, sky: float = 0.3) -> Light:
    def around(n: np.ndarray) -> np.ndarray:
        return np.full((len(n), 3), sky)

    return Light(to_sun, np.full(3, 20.0), around, lambda n: np.zeros((len(n), 3)))


def view(
    at: tuple[float, float, float],
    look: tuple[float, float, float] = (0.0, 0.0, 0.0),
    *,
    deg: float = 40.0,
    size: tuple[int, int] = (64, 36),
) -> Camera:
    return Camera(np.array(at), np.array(look), UP, deg, *size)


def seen(
    haze: Haze,
    camera: Camera,
    lit: Light | None = None,
    *,
    behind: float = 0.0,
    cover: float = 0.0,
    craft_m: float = np.inf,
) -> np.ndarray:
    """The haze before an even wall, with an even craft in front of it."""
    shape = (camera.rows, camera.columns)
    return haze.over(
        np.full((*shape, 3), cover),
        np.full((*shape, 3), behind),
        np.full(shape, cover),
        (np.full(shape, craft_m), np.full(shape, np.inf)),
        camera,
        lit or light(),
    )


def ball(radius_m: float = 20.0, sparks: tuple[float, ...] = ()) -> Cloud:
    """One round puff on a fine grid, a spark of each power in its middle."""
    places = np.array([(0.0, 0.0, 0.0, power) for power in sparks]).reshape(-1, 4)
    return cloud(np.array(((0.0, 0.0, 0.0, radius_m),)), places, cell_m=1.0, floor_m=-100.0, head_m=8.0, ragged=0.25)


# Smoke.


def test_smoke_hides_what_is_behind_its_middle_and_nothing_far_from_it() -> None:
    picture = seen(Haze(cloud=ball()), view((0.0, -90.0, 0.0)), light(sky=0.0), behind=100.0)
    assert picture[18, 32].max() < 12.0
    np.testing.assert_array_equal(picture[:, :6], 100.0)


def test_the_side_of_a_cloud_that_faces_the_sun_is_brighter() -> None:
    picture = seen(Haze(cloud=ball()), view((0.0, -90.0, 0.0)))  # the Sun on the right
    left, right = picture[18, 26].mean(), picture[18, 38].mean()
    assert right > 1.5 * left


def test_a_white_cloud_sends_on_no_more_light_than_it_gets() -> None:
    """An even sky of radiance 1 and no Sun: nowhere brighter than the sky, nowhere below zero."""
    dim = Light(LOW_SUN, np.zeros(3), lambda n: np.ones((len(n), 3)), lambda n: np.zeros((len(n), 3)))
    picture = seen(Haze(cloud=ball()), view((0.0, -90.0, 0.0)), dim)
    assert np.isfinite(picture).all()
    assert picture.min() >= 0.0
    assert picture.max() <= 1.0


def test_fire_inside_lights_the_smoke_warmly_and_less_farther_off() -> None:
    shone = ball(sparks=(5000.0,)).shine()
    row = shone[shone.shape[0] // 2 :, shone.shape[1] // 2, shone.shape[2] // 2]
    assert (np.diff(row) < 0.0).all()
    lit = seen(Haze(cloud=ball(sparks=(9e4,))), view((0.0, -90.0, 0.0)))
    unlit = seen(Haze(cloud=ball()), view((0.0, -90.0, 0.0)))
    gained = (lit - unlit)[18, 32]
    assert gained[0] > gained[1] > gained[2] > 0.0


def test_a_craft_before_the_smoke_stays_as_it_is_and_one_behind_is_hidden() -> None:
    near = seen(Haze(cloud=ball()), view((0.0, -90.0, 0.0)), cover=1.0, craft_m=40.0)
    far = seen(Haze(cloud=ball()), view((0.0, -90.0, 0.0)), cover=1.0, craft_m=140.0)
    np.testing.assert_allclose(near, 1.0)
    assert abs(far[18, 32].mean() - 1.0) > 0.5


def test_billows_stay_in_their_range() -> None:
    values = np.array([billows(x, 0.7 * x, 3.0 - x, 4) for x in np.linspace(-40.0, 40.0, 500)])
    assert 0.0 <= values.min() < 0.4
    assert 0.7 < values.max() <= 1.0


# Jets.


def test_a_jet_dims_what_is_behind_it_as_its_gaussian_profile_says() -> None:
    """Across a smooth jet far from its core: ∫ white·exp(−(x/b)²) dx = white·b·√π, times the share of exhaust."""
    jet = Jet(np.zeros(3), EAST, 1.0, 100.0, mixes=0.0, white_per_m=0.4, ragged=0.0, core_m=0.5)
    picture = seen(Haze((jet,)), view((40.0, -300.0, 0.0), (40.0, 0.0, 0.0), deg=0.4), light(sky=0.0), behind=1e6)
    share = min(1.0, 1.6 * (1.0 - 0.4)) / (1.0 + 0.4 * 40.0 / 0.5)
    assert picture[18, 32, 0] / 1e6 == pytest.approx(np.exp(-0.4 * share * np.sqrt(np.pi)), rel=2e-3)


def test_hotter_soot_is_brighter_and_less_red() -> None:
    assert glow(2200.0)[0] == pytest.approx(1.0)
    cool, hot = np.array(glow(1600.0)), np.array(glow(2200.0))
    assert (hot > 20.0 * cool).all()
    assert hot[2] / hot[0] > 2.0 * cool[2] / cool[0]
    # Wien's law: a step of 1/T raises ln L by c₂/λ times it
    np.testing.assert_allclose(np.log(hot / cool), 14387.77 / np.array((0.610, 0.550, 0.465)) * (1 / 1600 - 1 / 2200))


def test_prandtl_meyer_has_its_two_ends() -> None:
    """0 at Mach 1; (√((γ+1)/(γ−1)) − 1)·90° into a vacuum: 208.5° for γ = 1.2."""
    assert prandtl_meyer_rad(1.0) == 0.0
    assert np.degrees(prandtl_meyer_rad(1e9)) == pytest.approx((np.sqrt(11.0) - 1.0) * 90.0)


def test_thinner_air_lets_a_jet_swell() -> None:
    jets = [exhaust(np.zeros(3), DOWN, 1.0, p) for p in (1.0, 0.2, 1e-3, 1e-6)]
    assert jets[0].bulb_m == 1.0
    assert jets[0].widens == 0.0
    assert all(a.bulb_m < b.bulb_m and a.widens < b.widens for a, b in pairwise(jets))


def test_a_flame_is_yellow_in_the_middle_and_redder_at_its_edge() -> None:
    haze = Haze((exhaust(np.zeros(3), EAST, 1.0, 1.0),))
    row = seen(haze, view((8.0, -40.0, 0.0), (8.0, 0.0, 0.0), deg=8.0, size=(8, 180)))[:, 4]
    bright = row[row[:, 0] > 0.5]
    ratio = bright[:, 1] / bright[:, 0]
    assert ratio[len(ratio) // 2] > ratio[0] + 0.03
    assert ratio[len(ratio) // 2] > ratio[-1] + 0.03


def test_a_quarter_of_the_rays_shows_the_same_jet() -> None:
    jet = Jet(np.zeros(3), EAST, 2.0, 60.0, mixes=0.1, white_per_m=0.5, ragged=0.0, core_m=3.0)
    large, small = (
        seen(Haze((jet,)), view((25.0, -70.0, 0.0), (25.0, 0.0, 0.0), size=size)) for size in ((1280, 720), (640, 360))
    )
    np.testing.assert_allclose(large.reshape(360, 2, 640, 2, 3).mean(axis=(1, 3)), small, atol=0.02 * small.max())


_PLAIN = """
import json, numpy as np
from kazbek.pictures.fire import fire_rays as fire, smoke_grid as smoke
from kazbek.pictures.air.billows import billows
low, to_sun = np.array((-4.0, -4.0, -4.0)), np.array((0.6, 0.0, 0.8))
shape = np.full((8, 8, 8), -1.0)
smoke.gather(np.array(((0.5, 0.0, -0.3, 3.0),)), low, 1.0, shape)
smoke.roughen(shape, low, 1.0, 2.0, 0.4)
depths, light = np.zeros((2, 4, 4, 4)), np.zeros((2, 2, 2))
smoke.depth_towards(shape, 1.0, 0.5, to_sun, 2, depths[0])
smoke.shine(shape, low, 1.0, 0.5, np.array(((1.0, 0.0, 0.0, 50.0),)), 4, light)
jets = np.array(((0.0, 0, 6, 1, 0, 0, 0.5, 2.0, 0.3, 0.05, 20.0, 2100.0, 0.7, 0.2, 0.5, 4.0),))
boxes = np.array((((0.0, -6, 0), (20, 6, 12)), ((-4.0, -4, -4), (4, 4, 4))))
rays = np.array(((0.02, 1.0, 0.0), (0.05, 1.0, 0.15), (0.3, 1.0, 0.0))); rays /= np.linalg.norm(rays, axis=1)[:, None]
picture, through = np.zeros((3, 3)), np.ones(3)
fire.march(fire.EyeRays(np.array((0.0, -40.0, 0.0)), rays, np.full(3, 1e9)), jets, boxes,
           fire.Smoke(shape, low, 1.0, 0.5, 0.7, depths, light),
           np.array([*np.linspace(0.3, 3.0, 18).reshape(6, 3), to_sun]), picture, through)
print(json.dumps([billows(0.3, 1.2, -4.5, 4), *shape[4].ravel(), *depths[0].ravel(), *light.ravel(), *picture.ravel(),
                  *through]))
"""


def test_the_kernels_say_the_same_compiled_and_plain() -> None:
    compiled, plain = compiled_and_plain(_PLAIN)
    assert compiled == pytest.approx(plain, rel=1e-10, abs=1e-10)
    assert 0.0 < min(plain[-3:]) < max(plain[-3:]) <= 1.0


# The launcher on its pad.


def corners(model: Model) -> np.ndarray:
    return np.concatenate([mesh.vertices_m[np.unique(mesh.faces)] for mesh in model])


def test_the_launcher_has_its_published_length_and_width() -> None:
    """51.1 m over all with the tower, nozzles excepted; 10.3 m across the fins; strap-ons 19.6 m."""
    points = corners(launcher.soyuz_2_1a())
    assert points[:, 0].max() == pytest.approx(51.1, abs=0.3)
    assert -1.6 < points[:, 0].min() < -1.0
    assert 2.0 * np.hypot(points[:, 1], points[:, 2]).max() == pytest.approx(10.3, abs=0.7)
    assert corners(launcher.strapon())[:, 0].max() == pytest.approx(19.6, abs=0.05)


def test_the_four_strap_ons_stand_symmetrically_while_they_fall() -> None:
    place = {"opened_rad": 0.7, "moved_out_m": 7.0, "down_m": 20.0}
    first = corners(launcher.strapon_in_place(0, **place))
    for k in range(1, 4):
        turn = np.pi / 2 * k
        c, s = np.cos(turn), np.sin(turn)
        turned = first @ np.array(((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))).T
        np.testing.assert_allclose(corners(launcher.strapon_in_place(k, **place)), turned, atol=1e-9)
        nose, forward = launcher.strapon_point(k, 19.6, **place)
        tail, _ = launcher.strapon_point(k, 0.0, **place)
        assert np.hypot(*tail[1:]) > np.hypot(*nose[1:]) + 10.0
        assert forward @ np.array((0.0, *nose[1:])) < 0.0


def waist_gap_m(arms_open_rad: float) -> float:
    """From the axis to the nearest steel above the deck's clutter."""
    steel = corners(pad.launch_pad(arms_open_rad=arms_open_rad))
    at_waist = (steel[:, 2] > 12.0) & (steel[:, 2] < 20.0)
    return float(np.hypot(steel[at_waist, 0], steel[at_waist, 1]).min())


def test_the_arms_hold_the_launcher_and_then_let_it_pass() -> None:
    """Closed they reach its waist of some 1.5 to 2.5 m; open, its foot of 5.2 m goes between them."""
    assert 1.0 < waist_gap_m(0.0) < 2.5
    assert waist_gap_m(0.62) > 5.3


def test_flames_start_at_the_nozzles_and_point_down() -> None:
    jets = liftoff_fire.flames(30.0)
    assert len(jets) == 5
    assert all(jet.along @ DOWN == 1.0 for jet in jets)
    assert {round(float(jet.at_m[2]), 6) for jet in jets} == {29.25}


def test_smoke_is_the_same_in_every_run() -> None:
    one, two = liftoff_fire.smoke(30.0, 5.0), liftoff_fire.smoke(30.0, 5.0)
    np.testing.assert_array_equal(one.shape, two.shape)
    assert (one.shape > 0.0).mean() > 0.05


# The pictures.


def test_the_cross_is_seen_from_the_ground_and_fits_the_picture(small_record: Path) -> None:
    record = load_record(small_record)
    beat = next(beat for beat in beats(record, "en") if beat.key == "strapon_separation")
    shot = composed(beat, record, (96, 54))
    assert shot is not None
    eye_km = shot.origin_km + shot.C_ITRF_LOCAL @ shot.camera.at_m / 1000.0
    away_m = float(np.linalg.norm(shot.camera.at_m))
    assert away_m < 1e5
    assert away_m > 89_000.0 or np.linalg.norm(eye_km) == pytest.approx(EARTH_RADIUS_km + 0.1, abs=0.01)
    column, row, inverse = shot.camera.project(corners(shot.model))
    assert (inverse > 0.0).all()
    assert column.min() > 0.0
    assert column.max() < 96.0
    assert row.min() > 0.0
    assert row.max() < 54.0
