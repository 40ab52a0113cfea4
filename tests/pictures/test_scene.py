"""The scene against closed forms: the rasteriser, the solids, the sky, the tone curve."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kazbek.pictures.air import scattering, sky
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.camera.viewfinder import Viewfinder
from kazbek.pictures.fire.glow import thruster_plume
from kazbek.pictures.ground.level import ground_depth
from kazbek.pictures.ground.steppe import surroundings
from kazbek.pictures.light.occlusion import Blockers
from kazbek.pictures.models import ship
from kazbek.pictures.models.capsule.landing import capsule, under_canopy
from kazbek.pictures.models.launch import launcher
from kazbek.pictures.models.launch.pad import launch_pad
from kazbek.pictures.models.materials import MATERIALS
from kazbek.pictures.models.mesh import Mesh, Model, box, lathe, tube
from kazbek.pictures.models.station import station
from kazbek.pictures.render.raster import rasterise
from kazbek.pictures.render.shot import Shot, draft
from kazbek.pictures.render.surface import draw_meshes
from kazbek.pictures.render.tone_curve import encoded

UP = np.array((0.0, 0.0, 1.0))


def view(
    at: tuple[float, float, float],
    look: tuple[float, float, float] = (0.0, 0.0, 0.0),
    *,
    deg: float = 40.0,
    size: tuple[int, int] = (160, 90),
) -> Camera:
    return Camera(np.array(at), np.array(look), UP, deg, *size)


def buffers(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.full((rows, columns), np.inf), np.full((rows, columns), -1, np.int32), np.zeros((rows, columns, 2))


# The rasteriser: areas and depths of single triangles have closed forms.


def test_a_triangle_covers_its_area() -> None:
    """Pixel centres inside a right triangle of 40 × 30 pixels: half of 1200, give or take those on its slanted edge."""
    depth, face, weights = buffers(60, 60)
    x_px, y_px = np.array((5.0, 45.0, 5.0)), np.array((5.0, 5.0, 35.0))
    rasterise(x_px, y_px, np.ones(3), np.array(((0, 1, 2),)), depth, face, weights)
    assert np.count_nonzero(face == 0) == pytest.approx(600, abs=25)


def test_depth_across_a_slanted_triangle_is_the_plane_s() -> None:
    """1/depth is linear on the screen: a plane z = 10 + x seen with a focal length of 100 px has depth 10/(1 − u)."""
    focal, corners = 100.0, np.array(((-3.0, -3.0), (3.0, -3.0), (0.0, 5.0)))
    z = 10.0 + corners[:, 0]
    x_px, y_px = 50.0 + focal * corners[:, 0] / z, 50.0 + focal * corners[:, 1] / z
    depth, face, weights = buffers(100, 100)
    rasterise(x_px, y_px, 1.0 / z, np.array(((0, 1, 2),)), depth, face, weights)
    row, column = np.nonzero(face == 0)
    u = (column + 0.5 - 50.0) / focal
    np.testing.assert_allclose(depth[row, column], 10.0 / (1.0 - u), rtol=1e-12)
    x = z[0] * 0 + corners[0, 0] * (1 - weights[row, column].sum(axis=1)) + weights[row, column] @ corners[1:, 0]
    np.testing.assert_allclose(x, u * depth[row, column], atol=1e-9)  # perspective-correct weights find the place again


def test_the_nearer_triangle_hides_the_farther_whatever_the_order() -> None:
    x, y = np.array((0.0, 20.0, 0.0) * 2), np.array((0.0, 0.0, 20.0) * 2)
    inverse = np.array((0.5, 0.5, 0.5, 0.2, 0.2, 0.2))
    for faces, nearer in ((((0, 1, 2), (3, 4, 5)), 0), (((3, 4, 5), (0, 1, 2)), 1)):
        depth, face, weights = buffers(20, 20)
        rasterise(x, y, inverse, np.array(faces), depth, face, weights)
        assert set(np.unique(face)) == {-1, nearer}
        assert depth[face >= 0] == pytest.approx(2.0)


def test_what_lies_behind_the_camera_is_not_drawn() -> None:
    behind = (box((50.0, 0.0, 0.0), (4.0, 4.0, 4.0), "white"),)
    picture, depth = draw_meshes(behind, view((0.0, 0.0, 0.0), (-1.0, 0.0, 0.0)), shot(()).light, Blockers.of(behind))
    assert not np.isfinite(depth).any()
    assert not picture.any()


# Solids: closed, of the right volume, normals outwards.


def volume_m3(mesh: Mesh) -> float:
    """Divergence theorem over the faces; positive when they turn outwards."""
    a, b, c = (mesh.vertices_m[mesh.faces[:, k]] for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


def test_solids_have_their_volumes() -> None:
    assert volume_m3(box((1.0, -2.0, 0.5), (2.0, 3.0, 4.0), "white")) == pytest.approx(24.0)
    polygon = 96 / 2 * np.sin(2 * np.pi / 96)  # a circle of 96 corners
    drum = lathe(((0.0, 0.0), (0.0, 1.0), (2.0, 1.0), (2.0, 0.0)), "white", 96)
    assert volume_m3(drum) == pytest.approx(2.0 * polygon)
    assert volume_m3(tube((1.0, 1.0, 1.0), (4.0, 5.0, 1.0), 0.5, "white", 96)) == pytest.approx(5.0 * 0.25 * polygon)


@pytest.mark.parametrize(
    "model",
    [
        ship.soyuz(),
        ship.soyuz(arrays_deployed=False),
        launcher.soyuz_2_1a(),
        station(),
        capsule(),
        under_canopy(),
        launch_pad(),
        surroundings(),
    ],
    ids=["ship", "ship folded", "launcher", "station", "capsule", "canopy", "pad", "steppe"],
)
def test_models_are_whole(model: Model) -> None:
    """Finite corners, unit normals that agree with the winding of their faces, known materials."""
    for mesh in model:
        assert np.isfinite(mesh.vertices_m).all()
        assert mesh.material in MATERIALS
        assert 0 <= mesh.faces.min() <= mesh.faces.max() < len(mesh.vertices_m)
        np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-6)
        a, b, c = (mesh.vertices_m[mesh.faces[:, k]] for k in range(3))
        winding = np.cross(b - a, c - a)
        area = np.linalg.norm(winding, axis=1)
        large = area > 1e-6
        facing = np.einsum("ij,ij->i", winding[large] / area[large, None], mesh.normals[mesh.faces[large]].mean(axis=1))
        assert facing.min() > 0.0


def test_published_sizes_hold() -> None:
    """Soyuz MS: 7.48 m long, 10.7 m across; Soyuz-2.1a with its escape tower: 51 m; the station: 109 m."""

    def span(model: Model) -> np.ndarray:
        return np.ptp(np.concatenate([m.vertices_m for m in model]), axis=0)

    assert span(ship.soyuz())[1] == pytest.approx(10.7, abs=0.3)
    assert ship.PROBE_TIP_X_m == pytest.approx(7.48)
    assert span(launcher.soyuz_2_1a())[0] == pytest.approx(51.0, abs=2.0)
    assert span(station())[1] == pytest.approx(109.0, abs=1.0)


# The sky.


def toward(elevation_deg: float) -> np.ndarray:
    e = np.radians(elevation_deg)
    return np.array(((np.sin(e), 0.0, np.cos(e)),))


GROUND_km = np.array((sky.EARTH_RADIUS_km + 0.01, 0.0, 0.0))
NOON, EVENING = np.array((0.8, 0.6, 0.0)), np.array((np.sin(np.radians(0.5)), np.cos(np.radians(0.5)), 0.0))


def test_the_zenith_is_bluer_than_the_horizon_and_the_horizon_brighter() -> None:
    zenith, horizon = (sky.radiance(GROUND_km, toward(e), NOON)[0] for e in (85.0, 1.0))
    assert zenith[2] / zenith[0] > 2.0 > horizon[2] / horizon[0]
    assert horizon.sum() > 2.0 * zenith.sum()


def test_a_low_sun_is_red() -> None:
    high, low = (sky.sun_through_air(np.zeros(1), np.array((mu,)))[0] for mu in (1.0, 0.02))
    assert (high > 0.6).all()
    assert low[0] > 5.0 * low[2]


def test_overhead_the_air_takes_what_its_optical_depth_says() -> None:
    """Vertical transmittance: exp(−Σ βH) with scale heights 8 and 1.2 km and 15 km of ozone's triangle."""
    depth = np.array(scattering.RAYLEIGH) * 8.0 + np.array(scattering.HAZE) * 1.2 + np.array(scattering.OZONE) * 15.0
    np.testing.assert_allclose(sky.sun_through_air(np.zeros(1), np.ones(1))[0], np.exp(-depth), rtol=0.01)


def test_in_space_away_from_the_earth_it_is_black() -> None:
    high = np.array((sky.EARTH_RADIUS_km + 420.0, 0.0, 0.0))
    assert sky.radiance(high, toward(60.0), NOON).max() == 0.0
    assert sky.radiance(high, toward(-80.0), NOON).max() > 0.05


def test_the_night_side_is_dark() -> None:
    assert sky.radiance(GROUND_km, toward(40.0), -NOON).max() < 1e-3


# Light and print.


def shot(
    model: Model,
    *,
    to_sun: np.ndarray = NOON,
    origin_km: np.ndarray | None = None,
    camera: Camera | None = None,
    ground: tuple[float, float, float] | None = None,
) -> Shot:
    """LOCAL with x east, y north, z up at latitude and longitude zero."""
    C_ITRF_LOCAL = np.array(((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)))
    origin = np.array((sky.EARTH_RADIUS_km + 420.0, 0.0, 0.0)) if origin_km is None else origin_km
    return Shot(
        camera or view((12.0, -9.0, 4.0)),
        model,
        C_ITRF_LOCAL,
        origin,
        C_ITRF_LOCAL.T @ to_sun,
        np.eye(3),
        ground=ground,
    )


def test_behind_the_earth_there_is_no_sun_but_a_lamp() -> None:
    day, night = shot(()).light, shot((), to_sun=np.array((-1.0, 0.0, 0.0))).light
    assert day.sun == pytest.approx(np.full(3, sky.SUN_RADIANCE))
    assert night.sun.max() == 0.0
    assert night.added(UP[None]).max() > 3.0 * day.added(UP[None]).max()


def test_a_plume_lights_what_faces_it() -> None:
    jet = thruster_plume(np.array((-4.0, 0.0, 0.0)), np.array((-1.0, 0.0, 0.0)), 40.0)
    lit = replace(shot(()), plumes=(jet,)).light.added
    facing, away = lit(np.array(((-1.0, 0.0, 0.0),)))[0], lit(np.array(((1.0, 0.0, 0.0),)))[0]
    assert facing[0] > 2.0 * away[0]


def test_depth_of_the_ground_is_the_eye_s_height_over_the_slope() -> None:
    looking = view((0.0, 0.0, 2.0), (10.0, 0.0, 0.0), size=(64, 37))
    depth = ground_depth(looking)
    ray = looking.rays()[18, 32]
    assert depth[18, 32] == pytest.approx(2.0 / -ray[2] * float(ray @ looking.axes[2]))
    assert np.isinf(ground_depth(view((0.0, 0.0, 2.0), (10.0, 0.0, 9.0)))[0]).all()


def test_tone_rises_from_black_and_keeps_white_white() -> None:
    grey = encoded(np.repeat(np.linspace(0.0, 40.0, 200)[:, None], 3, axis=1), 0.16).astype(int)
    assert (grey[0] == 0).all()
    assert (np.diff(grey, axis=0) >= 0).all()
    assert np.ptp(grey, axis=1).max() <= 1


def test_a_draft_shows_the_ship_before_a_dark_sky() -> None:
    picture = draft(shot(ship.about_centre_of_mass(ship.soyuz()), camera=view((9.0, 9.0, -6.0))))
    assert picture.shape == (90, 160, 3)
    assert picture[40:50, 70:90].mean() > picture[:4, :4].mean() + 12.0
    assert picture[:4, :4].mean() < 10.0


def test_the_viewfinder_tells_a_clear_view_from_a_blocked_one() -> None:
    subject, wall = (box((0.0, 0.0, 0.0), (2.0, 2.0, 2.0), "white"),), (box((4.0, 0.0, 0.0), (0.2, 9.0, 9.0), "grey"),)
    clear = Viewfinder.on(subject, wall).look(view((-12.0, 0.0, 1.0)))
    assert clear.seen_frac == pytest.approx(1.0)
    assert clear.crowded_frac == 0.0
    assert clear.behind_frac == pytest.approx(1.0)
    near_wall = (box((9.0, 0.0, 0.0), (0.2, 9.0, 9.0), "grey"),)
    blocked = Viewfinder.on(subject, near_wall).look(view((12.0, 0.0, 1.0)))
    assert blocked.seen_frac == 0.0
    assert blocked.crowded_frac > 0.9
