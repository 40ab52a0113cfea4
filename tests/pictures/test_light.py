"""Light against closed forms: shadows, half-shadows, hidden skies, lamps, air, glare."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from kazbek.pictures.air import sky
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.directions import even_sphere
from kazbek.pictures.ground.level import ground_depth, sky_over_ground, sunlit_ground
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.light.occlusion import Blockers, SUN_RADIUS_rad, sun_disc
from kazbek.pictures.models.materials import MATERIALS
from kazbek.pictures.models.mesh import Mesh, Model, box, flat, tube
from kazbek.pictures.render import path_traced
from kazbek.pictures.render.shot import Shot, through_air
from kazbek.pictures.render.surface import draw_meshes
from kazbek.pictures.render.tone_curve import blurred, glare, printed

UP = np.array((0.0, 0.0, 1.0))


def sun_at(elevation_deg: float, azimuth_deg: float = 0.0) -> np.ndarray:
    """Unit direction; azimuth from x towards y."""
    e, a = np.radians((elevation_deg, azimuth_deg))
    return np.array((np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)))


def from_above(height_m: float, deg: float, size: tuple[int, int] = (200, 200)) -> Camera:
    """Straight down, x to the right and y to the top."""
    return Camera(np.array((0.0, 0.0, height_m)), np.zeros(3), np.array((0.0, 1.0, 0.0)), deg, *size)


# The tree finds what a search through all triangles finds.


def crosses(triangle: np.ndarray, start: np.ndarray, direction: np.ndarray) -> bool:
    """By solving for the crossing."""
    a, b, c = triangle
    try:
        t, u, v = np.linalg.solve(np.column_stack((-direction, b - a, c - a)), start - a)
    except np.linalg.LinAlgError:
        return False
    return bool(t > 0.0 and u >= 0.0 and v >= 0.0 and u + v <= 1.0)


def test_the_tree_finds_what_a_search_through_all_triangles_finds() -> None:
    chance = np.random.default_rng(5)
    middles = chance.uniform(-4.0, 4.0, (60, 1, 3))
    soup = middles + chance.normal(0.0, 1.0, (60, 3, 3))
    blockers = Blockers.of((flat(soup, "white"),))
    starts, direction = chance.uniform(-5.0, 5.0, (300, 3)), even_sphere(300)
    found = np.array([blockers.share_open(s[None], d[None])[0] for s, d in zip(starts, direction)])
    expected = [not any(crosses(t, s, d) for t in soup) for s, d in zip(starts, direction)]
    np.testing.assert_array_equal(found == 1.0, expected)
    assert 0.2 < np.mean(expected) < 0.9


def test_a_ray_goes_no_farther_than_its_reach() -> None:
    wall = Blockers.of((box((5.0, 0.0, 0.0), (0.2, 9.0, 9.0), "white"),))
    start, east = np.zeros((1, 3)), np.array(((1.0, 0.0, 0.0),))
    assert wall.share_open(start, east)[0] == 0.0
    assert wall.share_open(start, east, reach_m=4.0)[0] == 1.0


def test_nothing_stands_in_the_way_of_an_empty_model() -> None:
    assert Blockers.of(()).share_open(np.zeros((3, 3)), UP[None]).tolist() == [1.0, 1.0, 1.0]


# Shadows on the ground.


def pole(height_m: float, radius_m: float = 0.25) -> Model:
    return (tube((0.0, 0.0, 0.0), (0.0, 0.0, height_m), radius_m, "white", 24),)


@pytest.mark.parametrize(("elevation", "azimuth"), [(45.0, 0.0), (30.0, 120.0), (60.0, -75.0)])
def test_a_pole_throws_a_shadow_as_long_as_its_height_over_the_tangent(elevation: float, azimuth: float) -> None:
    """… on the side away from the Sun."""
    camera = from_above(60.0, 30.0)
    metres_px = 60.0 / camera.focal_px
    lit = sunlit_ground(Blockers.of(pole(8.0)), camera, sun_at(elevation, azimuth))
    row, column = np.nonzero(lit < 0.5)
    places = np.column_stack((column + 0.5 - 100.0, 100.0 - row - 0.5)) * metres_px
    away = -sun_at(elevation, azimuth)[:2] / np.cos(np.radians(elevation))
    along, aside = places @ away, places @ np.array((-away[1], away[0]))
    assert along.max() == pytest.approx(8.0 / np.tan(np.radians(elevation)) + 0.25, abs=2.0 * metres_px)
    assert along.min() > -0.25 - metres_px
    assert np.abs(aside).max() < 0.25 + metres_px


def width_of_edge(height_m: float, elevation_deg: float = 40.0) -> float:
    """Metres between a tenth and nine tenths of the light, under the straight edge of a plate at a height."""
    plate = (box((-50.0, 0.0, height_m), (100.0, 100.0, 1e-6), "white"),)
    to_sun = sun_at(elevation_deg, 90.0)  # along the edge: the disc's width counts, not the slope of its rays
    x = np.linspace(-1.0, 1.0, 2001)
    places = np.column_stack((x, np.zeros_like(x), np.full_like(x, 1e-3)))
    lit = Blockers.of(plate).share_open(places, sun_disc(to_sun, 400), each=400)
    return float(np.interp(0.9, lit, x) - np.interp(0.1, lit, x))


def test_a_half_shadow_is_as_wide_as_the_sun_s_disc_over_the_distance() -> None:
    """A disc of angular radius α lights from a tenth to nine tenths over 1.374 α: the chord that cuts off a tenth of a
    disc's area stands 0.687 radii from the middle."""
    for height in (5.0, 20.0):
        distance = height / np.sin(np.radians(40.0))
        assert width_of_edge(height) == pytest.approx(1.374 * SUN_RADIUS_rad * distance, rel=0.06)


def test_a_far_line_is_thin_and_faint_but_whole() -> None:
    """A wire thinner than a pixel darkens every pixel along its shadow by the share it covers."""
    camera = from_above(100.0, 20.0, (120, 120))
    metres_px = 100.0 / camera.focal_px
    wire = (box((0.0, 0.0, 3.0), (0.25 * metres_px, 200.0, 0.25 * metres_px), "white"),)
    lit = sunlit_ground(Blockers.of(wire), camera, sun_at(90.0))
    darkened = (1.0 - lit).sum(axis=1)
    assert np.all(darkened > 0.0)
    assert darkened.mean() == pytest.approx(0.25, rel=0.4)


def test_without_a_sun_above_the_ground_there_are_no_shadows() -> None:
    assert sunlit_ground(Blockers.of(pole(8.0)), from_above(60.0, 30.0), sun_at(-3.0)).min() == 1.0


# Darkness where things touch the ground.


def test_half_the_sky_is_left_at_the_foot_of_a_long_wall_and_all_of_it_far_away() -> None:
    wall = (box((0.0, 5.0, 250.0), (4000.0, 10.0, 500.0), "white"),)
    camera = Camera(np.array((0.0, -300.0, 40.0)), np.array((0.0, -20.0, 0.0)), UP, 50.0, 160, 90)
    share = sky_over_ground(Blockers.of(wall), camera)
    depth = ground_depth(camera)
    y = camera.at_m[1] + camera.rays()[:, 80, 1] * depth[:, 80] / (camera.rays()[:, 80] @ camera.axes[2])
    foot = int(np.argmin(np.abs(np.where(y < -0.5, y + 0.5, np.inf))))
    assert share[foot, 80] == pytest.approx(0.5, abs=0.08)
    tree = (box((0.0, 0.0, 1.0), (0.5, 0.5, 2.0), "white"),)
    far = Camera(np.array((0.0, -80.0, 12.0)), np.array((0.0, -60.0, 0.0)), UP, 30.0, 160, 90)
    assert sky_over_ground(Blockers.of(tree), far).min() > 0.97


def test_a_ball_on_the_ground_hides_the_sky_under_it() -> None:
    """At the foot of its shadow all is dark; a sphere of radius R seen from distance d takes sin²(α)·cos(θ) of the
    light: R²/d² times the cosine of the angle from the zenith to its middle."""
    ball = (tube((0.0, 0.0, 0.9), (0.0, 0.0, 1.1), 1.0, "white", 48), *_caps())
    blockers = Blockers.of(ball)
    near, far = np.array(((0.05, 0.0, 1e-3),)), np.array(((4.0, 0.0, 1e-3),))
    up = UP[None]
    assert blockers.sky_share(near, up, 512)[0] < 0.05
    d2 = 4.0**2 + 1.0
    assert 1.0 - blockers.sky_share(far, up, 4096)[0] == pytest.approx(1.0 / d2 * (1.0 / np.sqrt(d2)), rel=0.15)


def _caps() -> tuple[Mesh, ...]:
    """A sphere of radius 1 about (0, 0, 1) as a stack of thin discs."""
    z = np.linspace(-0.999, 0.999, 60)
    return tuple(
        tube((0.0, 0.0, 1.0 + a), (0.0, 0.0, 1.0 + b), float(np.sqrt(1.0 - ((a + b) / 2.0) ** 2)), "white", 48)
        for a, b in pairwise(z)
    )


# Lamps.


def lamp(half_angle_deg: float = 30.0) -> Lamp:
    """At the origin, shining along x."""
    return Lamp(np.zeros(3), np.array((3.0, 0.0, 0.0)), float(np.radians(half_angle_deg)), (90.0, 60.0, 30.0))


def test_a_lamp_s_light_falls_with_the_square_of_the_distance_and_the_slope() -> None:
    places = np.array(((1.0, 0.0, 0.0), (3.0, 0.0, 0.0), (3.0, 0.0, 0.0), (3.0, 0.0, 0.0)))
    slope = np.radians(60.0)
    normals = np.array(((-1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (-np.cos(slope), np.sin(slope), 0.0), (1.0, 0.0, 0.0)))
    expected = np.outer((1.0, 1.0 / 9.0, 0.5 / 9.0, 0.0), (90.0, 60.0, 30.0))
    np.testing.assert_allclose(lamp().irradiance(places, normals), expected, atol=1e-12)


def test_a_lamp_shines_into_its_cone_and_fades_at_the_rim() -> None:
    angles = np.radians((0.0, 22.0, 26.25, 30.5, 180.0))
    directions = np.column_stack((np.cos(angles), np.sin(angles), np.zeros(5)))
    np.testing.assert_allclose(lamp().share(directions), (1.0, 1.0, 0.5, 0.0, 0.0), atol=1e-12)


def by_night(model: Model, camera: Camera, *lamps: Lamp) -> Shot:
    """Behind the Earth, LOCAL with x east, y north, z up."""
    C_ITRF_LOCAL = np.array(((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)))
    return Shot(
        camera,
        model,
        C_ITRF_LOCAL,
        np.array((sky.EARTH_RADIUS_km + 420.0, 0.0, 0.0)),
        np.array((0.0, 0.0, -1.0)),
        np.eye(3),
        lamps=lamps,
    )


def screen_before_lamp(*more: Mesh) -> Shot:
    """A wall four metres before a lamp, seen from beside it, and what else there is."""
    camera = Camera(np.array((0.0, 1.0, 0.0)), np.array((4.0, 0.0, 0.0)), UP, 50.0, 48, 32)
    return by_night((box((4.5, 0.0, 0.0), (1.0, 12.0, 12.0), "concrete"), *more), camera, lamp(20.0))


def added_by_lamp(shot: Shot) -> np.ndarray:
    """What the lamp adds to the draft, by the difference with and without it."""
    dark = by_night(shot.model, shot.camera)
    lit, unlit = (draw_meshes(s.model, s.camera, s.light, s.blockers)[0] for s in (shot, dark))
    return lit - unlit


def test_a_draft_shows_a_pool_of_lamplight_as_bright_as_the_law_says() -> None:
    """Paint of reflectance ρ under irradiance E sends ρE/π; its gloss adds a little."""
    pool = added_by_lamp(screen_before_lamp())
    expected = np.array(MATERIALS["concrete"].colour) * np.array((90.0, 60.0, 30.0)) / 16.0 / np.pi
    np.testing.assert_allclose(pool[16, 24], expected, rtol=0.12)
    assert pool[16, 2:4].max() == 0.0  # well past the cone


def test_a_lamp_throws_shadows_in_a_draft() -> None:
    plate = box((2.0, 0.0, 0.0), (0.01, 0.6, 0.6), "dark")  # its shadow on the wall is 1.2 m wide
    whole, shaded = added_by_lamp(screen_before_lamp()), added_by_lamp(screen_before_lamp(plate))
    pixels_m = 4.0 / screen_before_lamp().camera.focal_px
    gone = (shaded.max(axis=-1) < 0.02 * whole.max()) & (whole.max(axis=-1) > 0.5 * whole.max())
    assert np.count_nonzero(gone.any(axis=0)) * pixels_m == pytest.approx(1.2, rel=0.35)


def test_the_path_tracer_and_the_draft_agree_on_a_lamp() -> None:
    pytest.importorskip("mitsuba")
    shot = screen_before_lamp()
    frame = (slice(0, 32), slice(0, 48))
    parts = path_traced.traced(shot, shot.model, 64, frame)
    pool = parts[-1].light
    np.testing.assert_allclose(pool[12:20, 20:28], added_by_lamp(shot)[12:20, 20:28], rtol=0.12)
    assert pool[16, 2:4].max() < 1e-3


def test_a_full_picture_of_nothing_is_the_sky_alone() -> None:
    pytest.importorskip("mitsuba")
    camera = Camera(np.zeros(3), np.array((0.0, 0.0, -1.0)), np.array((1.0, 0.0, 0.0)), 50.0, 32, 18)
    behind = (box((0.0, 0.0, 60.0), (1.0, 1.0, 1.0), "white"),)
    assert path_traced.full(by_night(behind, camera)).shape == (18, 32, 3)


# Print.


def test_what_is_too_bright_spills_over_and_what_is_not_stays() -> None:
    dark = np.full((90, 160, 3), 0.4)
    np.testing.assert_array_equal(glare(dark), dark)
    dark[45, 80] = 9.0
    spilled = glare(dark)
    assert spilled[45, 81, 0] > spilled[45, 83, 0] > 0.4
    assert spilled[45, 120, 0] == pytest.approx(0.4)
    assert printed(dark, 1.0)[45, 82].mean() > printed(np.full((90, 160, 3), 0.4), 1.0)[45, 82].mean()


def test_a_smooth_sky_shows_no_bands() -> None:
    """Between two bytes a print holds both, in the share that gives the mean."""
    faint = np.full((64, 64, 3), 0.3)
    assert len(np.unique(printed(faint, 1.0)[..., 0])) <= 2
    steps = [printed(faint * (1.0 + k * 2e-4), 1.0).astype(float).mean() for k in range(12)]
    assert np.all(np.diff(steps) > 0.0)
    black, white = printed(np.zeros((8, 8, 3)), 1.0), printed(np.full((8, 8, 3), 1e4), 1.0)
    assert black.max() == 0
    assert white.min() == 255


def test_a_blur_keeps_the_light_and_is_as_wide_as_asked() -> None:
    point = np.zeros((101, 101, 1))
    point[50, 50] = 1.0
    soft = blurred(point, 6.0)[..., 0]
    assert soft.sum() == pytest.approx(1.0)
    offsets = np.arange(101) - 50.0
    assert np.sqrt(soft.sum(axis=0) @ offsets**2) == pytest.approx(6.0, rel=0.12)


# Air before the craft.


def by_day(distance_m: float, height_km: float = 0.1) -> Shot:
    """A white wall at noon, seen level over a distance."""
    day = by_night(
        (box((distance_m, 0.0, 0.0), (1.0, 8.0, 8.0), "white"),),
        Camera(np.zeros(3), np.array((1.0, 0.0, 0.0)), UP, 40.0, 32, 18),
    )
    origin_km = np.array((sky.EARTH_RADIUS_km + height_km, 0.0, 0.0))
    return replace(day, to_sun_LOCAL=sun_at(60.0, 90.0), origin_km=origin_km)


def wall_seen(shot: Shot, distance_m: float) -> np.ndarray:
    """Radiance of a wall of radiance 1 that fills the view."""
    size = (shot.camera.rows, shot.camera.columns)
    return through_air(shot, np.ones((*size, 3)), np.ones(size), np.full(size, distance_m))[9, 16]


def test_the_air_veils_what_is_far_and_leaves_what_is_near() -> None:
    """Dark things turn blue with distance and bright ones lose their light, blue first."""
    near = wall_seen(by_day(20.0), 20.0)
    np.testing.assert_allclose(near, 1.0, atol=0.01)
    far_wall = wall_seen(by_day(20_000.0), 20_000.0)
    size = (18, 32)
    veil = through_air(by_day(20_000.0), np.zeros((*size, 3)), np.ones(size), np.full(size, 20_000.0))[9, 16]
    assert veil[2] > 1.5 * veil[0] > 0.0
    through = far_wall - veil
    assert 0.1 < through[2] < through[1] < through[0] < 0.95


def test_in_space_nothing_veils_the_craft_nor_the_empty_sky_beside_it() -> None:
    shot = by_day(500.0, 420.0)
    np.testing.assert_allclose(wall_seen(shot, 500.0), 1.0, atol=1e-9)
    size = (18, 32)
    low = by_day(20_000.0)
    bare = through_air(low, np.zeros((*size, 3)), np.zeros(size), np.full(size, 20_000.0))
    assert bare.max() == 0.0
