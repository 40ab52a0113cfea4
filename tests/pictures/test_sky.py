"""The sky against what is known of it: energy, colour, symmetry, the map, and the air before a craft."""

from __future__ import annotations

import numpy as np
import pytest
from both_ways import compiled_and_plain
from hypothesis import given, settings
from hypothesis import strategies as st

from kazbek.base.types import Floats
from kazbek.pictures.air import scattering, sky
from kazbek.pictures.air.starfield import add_stars, colour_of
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.ground.globe import level_at, place
from kazbek.pictures.ground.land import land_share

R = sky.EARTH_RADIUS_km
UP = np.array((0.2363, 0.6359, 0.7347)) / np.linalg.norm((0.2363, 0.6359, 0.7347))  # Zhezkazgan, in fair weather
EAST = np.cross((0.0, 0.0, 1.0), UP) / np.linalg.norm(np.cross((0.0, 0.0, 1.0), UP))
NORTH = np.cross(UP, EAST)
GROUND_km = (R + 0.002) * UP


def direction(elevation_deg: float, azimuth_deg: float = 0.0) -> Floats:
    e, a = np.radians(elevation_deg), np.radians(azimuth_deg)
    return np.sin(e) * UP + np.cos(e) * (np.cos(a) * NORTH + np.sin(a) * EAST)


def seen(elevation_deg: float, azimuth_deg: float, sun: Floats) -> Floats:
    return sky.radiance(GROUND_km, direction(elevation_deg, azimuth_deg)[None], sun, np.array((0.3, 0.25, 0.17)))[0]


def luminance(rgb: Floats) -> float:
    return float(rgb @ (0.2126, 0.7152, 0.0722))


# The sky from the ground.


@pytest.mark.parametrize("height_deg", [10.0, 30.0, 60.0, 90.0])
def test_the_sky_gives_back_no_more_than_the_sun_lost(height_deg: float) -> None:
    """Irradiance on the level: direct and from the whole sky together stay under that above the air.

    A black Earth below would leave at most half of what is scattered; light that the ground sends up and the air sends
    down again adds to it, so the bound is the whole. The sky alone gives 5 to 25 % of it by day in clear air (Iqbal,
    "An Introduction to Solar Radiation", 1983, ch. 6), a little more in blue and at a low Sun.
    """
    sun = direction(height_deg, 90.0)
    mu, azimuth = np.meshgrid(np.sqrt((np.arange(24) + 0.5) / 24), 2 * np.pi * (np.arange(48) + 0.5) / 48)
    level = np.sqrt(1 - mu**2)
    x, y, z = (level * np.sin(azimuth)).ravel(), (level * np.cos(azimuth)).ravel(), mu.ravel()
    rays = np.column_stack((x, y, z)) @ np.array((EAST, NORTH, UP))
    from_sky = np.pi * sky.radiance(GROUND_km, rays, sun, np.array((0.3, 0.25, 0.17))).mean(axis=0)
    above = sky.SUN_RADIANCE * np.sin(np.radians(height_deg))
    direct = above * sky.sun_through_air(np.zeros(1), np.array((np.sin(np.radians(height_deg)),)))[0]
    assert (from_sky + direct < above).all()
    assert (from_sky > 0.03 * above).all()
    assert luminance(from_sky) < 0.4 * above


def test_the_sky_is_blue_as_skies_are() -> None:
    """Zenith, Sun 36° high: chromaticity of clear north sky lies at 10 000-25 000 K and beyond.

    On the daylight locus (CIE D series) blue over red in linear sRGB is 1.9 at 10 000 K, 3.2 at 25 000 K; the purest
    zenith skies lie beyond (Hernandez-Andres et al., J. Opt. Soc. Am. A 18 (2001) 1325, to infinite temperature), but
    single Rayleigh scattering of white light caps it at 31.4 / 6.23 = 5.0.
    """
    zenith = seen(90.0, 0.0, direction(36.0))
    assert 2.0 < zenith[2] / zenith[0] < 5.0
    assert zenith[0] < zenith[1] < zenith[2]


@pytest.mark.parametrize("azimuth_deg", [60.0, 120.0, 180.0])
def test_brightness_follows_the_standard_clear_sky(azimuth_deg: float) -> None:
    """Luminance over the zenith's against the CIE's standard clear sky (ISO 15469:2004, type 12), Sun 24° high.

    That formula is a mean over skies of turbidity 2.5 and has no extinction at the horizon; real clear skies scatter
    about it by 30-50 %, ours is clearer. A factor of 1.8 tells a sky from a gradient.
    """
    sun_z, zenith = np.radians(66.0), luminance(seen(90.0, 0.0, direction(24.0)))

    def indicatrix(turn: float) -> float:
        return 1 + 10 * (np.exp(-3 * turn) - np.exp(-1.5 * np.pi)) + 0.45 * np.cos(turn) ** 2

    for elevation_deg in (2.0, 10.0, 20.0, 45.0):
        z = np.radians(90.0 - elevation_deg)
        turn = np.arccos(direction(elevation_deg, azimuth_deg) @ direction(24.0))
        gradation = (1 - np.exp(-0.32 / np.cos(z))) / (1 - np.exp(-0.32))
        standard = gradation * indicatrix(turn) / indicatrix(sun_z)
        ratio = luminance(seen(elevation_deg, azimuth_deg, direction(24.0))) / zenith / standard
        assert 1 / 1.8 < ratio < 1.8


def test_a_low_sun_leaves_white_light_on_the_level() -> None:
    """Red sunlight and blue skylight make daylight: on the level it stays within 25 % of grey from noon to 5°."""
    for height_deg in (60.0, 20.0, 10.0, 5.0):
        mu = np.sin(np.radians(height_deg))
        tables = sky._tables()
        light = np.array(scattering.sunlight(tables.sun, 0.0, mu)) * mu + np.array(
            scattering.by_sun(tables.skylight, 0.0, mu)
        )
        assert np.ptp(light) < 0.25 * light.mean()


def test_twilight_fades_as_it_does() -> None:
    """Light on the level against that of an overhead Sun: 1/300 at sunset, 1/40 000 at the end of civil twilight.

    400 lux and 3.4 lux of 130 klx (Seidelmann, "Explanatory Supplement", 1992, ch. 9); within a factor of 3, for the
    table's nodes lie 1 degree apart there and no air above 80 km shines.
    """
    tables = sky._tables()

    def light(height_deg: float) -> float:
        return luminance(np.array(scattering.by_sun(tables.skylight, 0.0, np.sin(np.radians(height_deg)))))

    assert 1 / 3 < light(-0.83) * 300 < 3
    assert 1 / 3 < light(-6.0) * 40_000 < 3


@settings(max_examples=40, deadline=None)
@given(st.floats(-3.0, 3.0), st.floats(-30.0, 90.0), st.integers(0, 10_000), st.booleans())
def test_nothing_is_negative_or_undefined(log_height: float, sun_deg: float, seed: int, mapped: bool) -> None:
    """Cameras from 1 m to 1 000 km, Sun from −30° to 90°, rays all around and straight up, down, level."""
    rng = np.random.default_rng(seed)
    up = rng.normal(size=3)
    up /= np.linalg.norm(up)
    across = np.cross(up, (0.3, 0.5, 0.8))
    across /= np.linalg.norm(across)
    sun = np.sin(np.radians(sun_deg)) * up + np.cos(np.radians(sun_deg)) * across
    rays = np.vstack((rng.normal(size=(60, 3)), up, -up, across, across - 1e-3 * up, sun))
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    light = sky.radiance((R + 10.0**log_height) * up, rays, sun, None if mapped else np.array((0.3, 0.25, 0.17)))
    assert np.isfinite(light).all()
    assert (light >= 0.0).all()


@pytest.mark.parametrize("height_km", [0.002, 12.0, 420.0])
def test_air_is_the_same_on_both_sides_of_the_sun_s_vertical(height_km: float) -> None:
    """Rays that miss ground and clouds: mirrored rays see the same to rounding, as the law knows only angles."""
    camera, sun = (R + height_km) * UP, direction(25.0, 0.0)
    dip = np.degrees(np.arccos(R / (R + height_km)))
    above = np.linspace(0.3, 2.0, 6) if height_km > 100.0 else np.linspace(0.5, 80.0, 9)
    for elevation_deg in above - dip:
        pair = np.array([direction(float(elevation_deg), a) for a in (70.0, -70.0)])
        left, right = sky.radiance(camera, pair, sun, np.array((0.3, 0.25, 0.17)) if height_km < 1.0 else None)
        if height_km < 1.0 or elevation_deg > 0.0:  # otherwise clouds, which know no symmetry, may lie along the ray
            np.testing.assert_allclose(left, right, rtol=1e-9)


def test_a_picture_s_panorama_says_what_each_ray_says() -> None:
    """Nodes half a degree apart or less: linear between them to 2 % of the light and a thousandth of the brightest."""
    camera, sun = (R + 0.03) * UP, direction(20.0, 40.0)
    view = Camera(np.zeros(3), np.array((0.0, 1.0, 0.12)), np.array((0.0, 0.0, 1.0)), 50.0, 240, 135)
    rays = view.rays().reshape(-1, 3) @ np.array((EAST, NORTH, UP))
    rays = rays[rays @ UP > -0.003]
    few = rays[:: len(rays) // 300]
    together = sky.radiance(camera, rays, sun, np.array((0.3, 0.25, 0.17)))[:: len(rays) // 300]
    alone = np.concatenate(
        [sky.radiance(camera, few[k : k + 1], sun, np.array((0.3, 0.25, 0.17))) for k in range(len(few))]
    )
    sky_only = few @ UP > 0.0
    np.testing.assert_allclose(together[sky_only], alone[sky_only], rtol=0.02, atol=1e-3 * alone.max())


# The Earth.


def directions_near(latitude_deg: float, longitude_deg: float) -> Floats:
    la, lo = np.radians(latitude_deg), np.radians(longitude_deg)
    return np.array((np.cos(la) * np.cos(lo), np.cos(la) * np.sin(lo), np.sin(la)))


@pytest.mark.parametrize(
    ("where", "land"),
    [
        ((45.92, 63.34), 1),
        ((47.33, 69.58), 1),
        ((24.0, 5.0), 1),
        ((-5.0, -60.0), 1),
        ((28.3, -14.0), 1),
        ((30.0, -40.0), 0),
        ((42.0, 50.5), 0),
        ((-50.0, -53.0), 0),
        ((27.0, 34.5), 0),
        ((53.9, 108.5), 0),
    ],
    ids=[
        "Baikonur",
        "Zhezkazgan",
        "Sahara",
        "Amazon",
        "Fuerteventura",
        "Atlantic",
        "Caspian",
        "South Atlantic",
        "Red Sea",
        "Baikal",
    ],
)
def test_land_and_water_lie_where_they_are(where: tuple[float, float], land: int) -> None:
    up = directions_near(*where)
    across, down = place(tuple(up))
    assert land_share(sky._globe(True), tuple(up), across, down, 0.5) == pytest.approx(land, abs=0.05)


def test_noise_does_not_move_the_coast() -> None:
    """What the coast file holds as land or water within 8 km all round stays it, on random places of the world.

    The file's cells are 3.7 km; noise may push the shore by less than one cell, so two cells in it is certain.
    """
    globe, rng = sky._globe(True), np.random.default_rng(4)
    rows, columns = globe.coast.shape
    certain = 0
    for _ in range(4000):
        up = rng.normal(size=3)
        up /= np.linalg.norm(up)
        across, down = place(tuple(up))
        i, j = int(down * rows), int(across * columns)
        wide = int(2.0 / max(np.sqrt(1 - up[2] ** 2), 0.05)) + 1
        around = globe.coast[max(i - 2, 0) : i + 3][:, np.arange(j - wide, j + wide + 1) % columns]
        if np.ptp(around) == 0:
            certain += 1
            share = land_share(globe, tuple(up), across, down, 0.3)
            assert share == pytest.approx(around[0, 0] / 255.0)
    assert certain > 3000


def test_shelves_are_shallower_than_the_deep() -> None:
    globe = sky._globe(True)
    bahamas, atlantic = (place(tuple(directions_near(*p))) for p in ((24.3, -77.9), (30.0, -45.0)))
    assert level_at(globe.shelf, *bahamas) > 0.2 > 0.1 > level_at(globe.shelf, *atlantic)


def test_clouds_are_white_by_day() -> None:
    """The brightest hundredth of a cloudy view from orbit, Sun 60° high: red, green and blue within 12 %."""
    camera = (R + 420.0) * directions_near(8.0, 20.0)
    rays = -camera / np.linalg.norm(camera) + np.random.default_rng(1).uniform(-0.5, 0.5, (6000, 3))
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    up = camera / np.linalg.norm(camera)
    sun = np.cos(0.5) * up + np.sin(0.5) * np.cross(up, (0.0, 0.0, 1.0)) / np.linalg.norm(np.cross(up, (0.0, 0.0, 1.0)))
    light = sky.radiance(camera, rays, sun)
    brightest = light[light[:, 0] > np.quantile(light[:, 0], 0.99)].mean(axis=0)
    assert np.ptp(brightest) < 0.12 * brightest.mean()


def test_the_sea_mirrors_the_sun_where_it_should() -> None:
    """Over the ocean the specular point is more than 2.5 times as bright as what lies 32° aside.

    Cox & Munk at 6 m/s (slopes of variance 0.034) give 0.02 / (4π 0.034) = 0.047 of the sunlight per steradian there;
    the air before it adds some 0.013 in red to both.
    """
    place_up = directions_near(-30.0, -110.0)
    camera = (R + 420.0) * place_up
    side = np.cross(place_up, (0.0, 0.0, 1.0))
    side /= np.linalg.norm(side)
    sun = np.cos(0.3) * place_up + np.sin(0.3) * side
    towards = -np.cos(0.28) * place_up + np.sin(0.28) * side
    aside = -np.cos(0.28) * place_up - np.sin(0.28) * side
    rays = np.vstack([v + np.random.default_rng(2).normal(0.0, 0.01, (40, 3)) for v in (towards, aside)])
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    light = np.median(sky.radiance(camera, rays, sun).reshape(2, 40, 3), axis=1)
    assert light[0, 0] > 2.5 * light[1, 0]


def test_towns_shine_at_night_and_not_by_day() -> None:
    cairo = directions_near(30.05, 31.25)
    camera, rays = (R + 420.0) * cairo, -cairo[None]
    night, day = (sky.radiance(camera, rays, s * cairo)[0] for s in (-1.0, 1.0))
    desert = directions_near(27.0, 27.0)
    assert night[0] > 20.0 * sky.radiance((R + 420.0) * desert, -desert[None], -desert)[0, 0]
    assert night[0] > night[2]  # lamps are warm
    assert day[0] > 1.0


def test_airglow_is_a_line_over_the_night_s_limb() -> None:
    """Brightest 90-100 km up (the 557.7 nm layer: 97 km), nothing above 115 km, nothing by day."""
    camera = (R + 420.0) * UP
    tangent_km = np.arange(60.0, 130.0, 2.0)
    rays = np.array([direction(-np.degrees(np.arccos((R + h) / (R + 420.0)))) for h in tangent_km])
    night, day = sky.radiance(camera, rays, -UP), sky.radiance(camera, rays, UP)
    assert 90.0 <= tangent_km[night[:, 1].argmax()] <= 100.0
    assert night[tangent_km > 115.0].max() == 0.0
    assert day[tangent_km > 82.0].max() == 0.0


# The air before a craft.


def test_air_between_composes() -> None:
    """Along one line, through(a, c) = through(a, b) · through(b, c), and what glows far is seen through what is near.

    Both are sums by quadrature with different steps; a thousandth is what 16 steps of a stretch leave.
    """
    a, c, sun = GROUND_km, (R + 47.0) * UP + 30.0 * EAST, direction(35.0)
    b = a + 0.3 * (c - a)
    (t_ab, g_ab), (t_bc, g_bc), (t_ac, g_ac) = (sky.between(p, q, sun) for p, q in ((a, b), (b, c), (a, c)))
    np.testing.assert_allclose(t_ab * t_bc, t_ac, rtol=1e-3)
    np.testing.assert_allclose(g_ab + t_ab * g_bc, g_ac, rtol=0.02)


def test_air_between_is_the_same_way_back_and_none_in_space() -> None:
    a, b, sun = (R + 3.0) * UP, (R + 40.0) * UP + 90.0 * NORTH, direction(35.0)
    np.testing.assert_allclose(sky.between(a, b, sun)[0], sky.between(b, a, sun)[0], rtol=2e-3)
    through, glow = sky.between((R + 200.0) * UP, (R + 300.0) * UP, sun)
    assert (through == 1.0).all()
    assert (glow == 0.0).all()


def test_air_to_the_edge_of_space_glows_as_the_sky_does() -> None:
    """To the top of the air, what lies between is the whole sky in that direction; quadratures differ by 1 %."""
    ray, sun = direction(40.0, 100.0), direction(35.0)
    far = GROUND_km + 400.0 * ray
    np.testing.assert_allclose(sky.between(GROUND_km, far, sun)[1], seen(40.0, 100.0, sun), rtol=0.01)


# Stars.


def test_star_colours_run_from_blue_to_red() -> None:
    blue, white, red = colour_of(np.array((-0.2, 0.42, 1.6)))
    assert blue[2] > blue[0]
    assert np.ptp(white) < 0.15
    assert red[0] > 2.0 * red[2]


def test_stars_stand_in_empty_sky_only() -> None:
    """None before the night side of the Earth, which is dark but not black; brighter ones shine brighter."""
    view = Camera(np.zeros(3), np.array((0.0, 1.0, 0.0)), np.array((0.0, 0.0, 1.0)), 60.0, 320, 180)
    picture = np.zeros((180, 320, 3))
    picture[90:] = 1e-6
    add_stars(picture, np.ones((180, 320), dtype=bool), view, np.eye(3))
    assert picture[90:].max() == pytest.approx(1e-6)
    assert picture[:90].max() > 0.3


# Compiled and plain.

_PLAIN = """
import json, numpy as np
from kazbek.pictures.air import noise as lattice, scattering as air, weather
from kazbek.pictures.ground import grass as plain
t = np.linspace(0.2, 1.0, 4 * 5 * 3).reshape(4, 5, 3)
out = [*air.sunlight(t, 3.0, 0.3), *air.by_sun(t, 3.0, -0.1), *air.phases(0.3), air.to_sphere(6800.0, -6000.0, 6371.0)]
tables = air.AirTables(t, t, t)
sums = np.zeros((3, 9)); air.path(tables, (6500.0, -1200.0, 3000.0, 0.2), False, sums); out += [*sums.ravel()]
out += [lattice.noise(0.3, -7.1, 2.2), *lattice.sloped(0.3, -7.1, 2.2), *lattice.drift(5.5, 1.2, -3.3)]
out += [lattice.fractal(0.1, 0.2, 0.3, 4.5, 0.6), lattice.billows(0.1, 0.2, 0.3, 3.5, 0.6), lattice.hashed(3, 4, 5)]
node = np.zeros(6); weather._work_out(0.8, 1.1, node); out += [*node]
out += [*plain.soil(12.3, -45.6, 0.5, 0.004, (0.3, 0.25, 0.17))]
out += [*plain.tufts((3.0, 4.0, 2.0), (0.7, 0.5, -0.5), 9.0, 0.003, True)]
print(json.dumps([float(x) for x in out]))
"""


def test_the_kernels_say_the_same_compiled_and_plain() -> None:
    compiled, plain = compiled_and_plain(_PLAIN)
    assert compiled == pytest.approx(plain, rel=1e-10, abs=1e-10)


def test_sloped_noise_has_the_slope_it_says() -> None:
    from kazbek.pictures.air.noise import sloped

    h = 1e-5
    value, dx, dy, dz = sloped(1.3, 2.6, -0.7)
    assert dx == pytest.approx((sloped(1.3 + h, 2.6, -0.7)[0] - value) / h, abs=1e-3)
    assert dy == pytest.approx((sloped(1.3, 2.6 + h, -0.7)[0] - value) / h, abs=1e-3)
    assert dz == pytest.approx((sloped(1.3, 2.6, -0.7 + h)[0] - value) / h, abs=1e-3)
