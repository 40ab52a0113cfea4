"""Light against closed forms: shadows, half-shadows, hidden skies."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from kazbek.views.scene.camera import Camera
from kazbek.views.scene.ground import ground_depth, sky_over_ground, sunlit_ground
from kazbek.views.scene.mesh import Mesh, Model, box, flat, tube
from kazbek.views.scene.occlusion import Blockers, SUN_RADIUS_rad, even_sphere, sun_disc

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
    lit = sunlit_ground(pole(8.0), camera, sun_at(elevation, azimuth))
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
    lit = sunlit_ground(wire, camera, sun_at(90.0))
    darkened = (1.0 - lit).sum(axis=1)
    assert np.all(darkened > 0.0)
    assert darkened.mean() == pytest.approx(0.25, rel=0.4)


def test_without_a_sun_above_the_ground_there_are_no_shadows() -> None:
    assert sunlit_ground(pole(8.0), from_above(60.0, 30.0), sun_at(-3.0)).min() == 1.0


# Darkness where things touch the ground.


def test_half_the_sky_is_left_at_the_foot_of_a_long_wall_and_all_of_it_far_away() -> None:
    wall = (box((0.0, 5.0, 250.0), (4000.0, 10.0, 500.0), "white"),)
    camera = Camera(np.array((0.0, -300.0, 40.0)), np.array((0.0, -20.0, 0.0)), UP, 50.0, 160, 90)
    share = sky_over_ground(wall, camera)
    depth = ground_depth(camera)
    y = camera.at_m[1] + camera.rays()[:, 80, 1] * depth[:, 80] / (camera.rays()[:, 80] @ camera.axes[2])
    foot = int(np.argmin(np.abs(np.where(y < -0.5, y + 0.5, np.inf))))
    assert share[foot, 80] == pytest.approx(0.5, abs=0.08)
    tree = (box((0.0, 0.0, 1.0), (0.5, 0.5, 2.0), "white"),)
    far = Camera(np.array((0.0, -80.0, 12.0)), np.array((0.0, -60.0, 0.0)), UP, 30.0, 160, 90)
    assert sky_over_ground(tree, far).min() > 0.97


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
    return tuple(tube((0.0, 0.0, 1.0 + a), (0.0, 0.0, 1.0 + b), float(np.sqrt(1.0 - ((a + b) / 2.0) ** 2)), "white", 48)
                 for a, b in pairwise(z))
