"""What the pictures of the way down promise: plasma behind its shock, sizes as published, nothing under the ground."""

from __future__ import annotations

import numpy as np
import pytest

from kazbek.gallery.composers.of_landing import _line_radii_m
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.fire.plasma import SHIELD_FIRST, Plasma, black_body, plasma_at
from kazbek.pictures.fire.plasma_rays import REACH_m, SHIELD_m, VERTEX_m, behind_shock, emission
from kazbek.pictures.ground.scorch import Scorched
from kazbek.pictures.light.light import Light
from kazbek.pictures.models.capsule import landing
from kazbek.pictures.models.capsule.canopy import AREA_m2, canopy_on_ground, main_canopy
from kazbek.pictures.models.capsule.capsule import FOOT_X_m, capsule
from kazbek.pictures.models.capsule.look import SoyuzCapsule
from kazbek.pictures.models.materials import MATERIALS
from kazbek.pictures.models.mesh import Mesh, Model
from kazbek.pictures.models.painted import painted, streaks
from kazbek.pictures.models.recovery import recovery
from kazbek.pictures.models.recovery.people import in_chair, person
from kazbek.pictures.models.recovery.vehicles import BLUE_BIRD_m, ROTOR_m, blue_bird, helicopter

SPHERE = np.concatenate((SHIELD_FIRST @ np.array((FOOT_X_m + SHIELD_m, 0.0, 0.0)), -SHIELD_FIRST[:, 0]))
POSES = ("standing", "hands ahead", "pointing", "walking", "running", "arms folded")
UP = np.array((0.0, 0.0, 1.0))


def corners(model: Model) -> np.ndarray:
    return np.concatenate([mesh.vertices_m for mesh in model])


def area_m2(mesh: Mesh) -> float:
    a, b, c = (mesh.vertices_m[mesh.faces[:, k]] for k in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2.0)


def light_at(x: float, y: float, z: float) -> float:
    return float(emission(x, y, z, SPHERE, 1.0, 1.0)[0])


# Plasma.


def test_nothing_shines_ahead_of_the_shock() -> None:
    rng = np.random.default_rng(1)
    x, y, z = rng.uniform((-12.0, -REACH_m, -REACH_m), (4.0, REACH_m, REACH_m), (4000, 3)).T
    ahead = np.array([behind_shock(a, float(np.hypot(b, c)))[0] <= 0.0 for a, b, c in zip(x, y, z)])
    shone = np.array([light_at(*place) for place in zip(x, y, z)])
    assert ahead.sum() > 500
    assert (shone[ahead] == 0.0).all()
    assert (shone[~ahead] > 0.0).any()
    assert light_at(VERTEX_m + 1e-6, 0.0, 0.0) == 0.0


def test_the_gas_is_brightest_at_the_stagnation_side() -> None:
    """The brightest place of the middle plane lies before the shield, within half a metre of the wind's axis."""
    x, z = (a.ravel() for a in np.meshgrid(np.linspace(-8.0, 1.3, 187), np.linspace(-2.4, 2.4, 97)))
    shone = np.array([light_at(a, 0.0, b) for a, b in zip(x, z)])
    k = int(np.argmax(shone))
    assert x[k] > 0.5
    assert abs(z[k]) < 0.6
    assert shone[k] > 3.0 * max(light_at(-3.0, 0.0, b) for b in np.linspace(-2.4, 2.4, 97))


def test_the_shock_stands_about_a_tenth_of_the_nose_off_the_shield() -> None:
    stagnation_x = SPHERE[0] + SHIELD_m
    assert 0.05 * SHIELD_m < VERTEX_m - stagnation_x < 0.15 * SHIELD_m


def plasma(heat_flux_W_m2: float, speed_m_s: float = 7600.0) -> Plasma:
    channels = {"heat_flux_W_m2": heat_flux_W_m2, "speed_ITRF_m_s": speed_m_s, "density_kg_m3": 1e-5}
    return plasma_at(channels, 800_000.0, np.eye(3))


def test_light_grows_with_the_heat_flux_and_needs_speed() -> None:
    weak, strong = plasma(50_000.0), plasma(800_000.0)
    assert strong.air > 3.0 * weak.air
    assert strong.vapour > 3.0 * weak.vapour
    assert strong.ember_K == pytest.approx(2.0 * weak.ember_K)  # sixteen times the flux: twice the temperature
    assert plasma(800_000.0, 2500.0).air < 0.01 * strong.air
    assert plasma(0.0).air == plasma(0.0).vapour == 0.0


def test_a_picture_with_more_flux_is_brighter_and_none_leaves_it_alone() -> None:
    seen_by = Camera(np.array((5.0, 7.0, 0.0)), np.zeros(3), UP, 40.0, 64, 36)
    black, depth = np.zeros((36, 64, 3)), np.full((36, 64), np.inf)
    light = Light(UP, np.zeros(3), np.zeros_like, np.zeros_like)

    def shown(q: float) -> np.ndarray:
        return plasma(q).over(black, black, np.zeros((36, 64)), (depth, depth), seen_by, light)

    assert shown(0.0).max() == 0.0
    assert shown(600_000.0).sum() > 1.5 * shown(150_000.0).sum() > 0.0


def test_black_bodies_are_redder_when_cooler() -> None:
    cool, hot = black_body(np.array((1400.0, 2200.0)))
    assert hot[0] == pytest.approx(1.0)
    assert cool[0] < 0.01
    assert cool[2] / cool[0] < hot[2] / hot[0]


# Sizes.


def test_the_capsule_has_its_published_size() -> None:
    """2.2 m across and 2.1 to 2.2 m high."""
    span = np.ptp(corners(capsule("entering")), axis=0)
    assert span[0] == pytest.approx(2.16, abs=0.06)
    assert span[1:] == pytest.approx((2.2, 2.2), abs=0.05)


def test_the_main_canopy_has_a_thousand_square_metres() -> None:
    outside = [mesh for mesh in main_canopy() if mesh.material in ("canopy_orange", "canopy_white")]
    assert sum(area_m2(mesh) for mesh in outside) == pytest.approx(AREA_m2, rel=0.01)
    orange, white = (sum(area_m2(m) for m in outside if m.material == f"canopy_{c}") for c in ("orange", "white"))
    assert orange == pytest.approx(white, rel=0.05)


def test_capsule_and_canopy_hang_some_forty_metres_tall() -> None:
    assert 35.0 < np.ptp(corners(landing.under_canopy())[:, 0]) < 50.0


def test_lines_are_never_thinner_than_the_picture_shows() -> None:
    for size in ((640, 360), (1280, 720)):
        seen_by = Camera(np.array((60.0, 0.0, 10.0)), np.array((0.0, 0.0, 20.0)), UP, 48.0, *size)
        near_m, far_m = _line_radii_m(SoyuzCapsule(), seen_by, 0.0)
        for height_m, radius_m in ((landing.RISER_m, near_m), (landing.height_m(), far_m)):
            distance_m = float(np.hypot(60.0, height_m - 10.0))
            assert 2.0 * radius_m * seen_by.focal_px / distance_m >= 0.7


@pytest.mark.parametrize("pose", POSES)
def test_people_are_as_tall_as_people(pose: str) -> None:
    places = corners(person(pose, "suit_blue", "suit_blue"))
    assert 1.70 < places[:, 2].max() < 1.90
    assert -0.01 < places[:, 2].min() < 0.12
    shoulders = places[(places[:, 2] > 1.38) & (places[:, 2] < 1.48)]
    assert 0.40 < np.ptp(shoulders[:, 1]) < 0.95


def test_vehicles_have_their_published_lengths() -> None:
    assert np.ptp(corners(blue_bird())[:, 0]) == pytest.approx(BLUE_BIRD_m, abs=0.2)
    blades = np.concatenate([m.vertices_m for m in helicopter() if m.material == "dark"])
    from_mast = np.hypot(*blades[blades[:, 2] < 5.0][:, :2].T)
    assert np.sort(from_mast)[-20] == pytest.approx(ROTOR_m / 2.0, abs=3.0)
    assert np.ptp(corners(helicopter())[:, 0]) == pytest.approx(25.0, abs=2.0)  # with its rotors turning


# The ground.


@pytest.mark.parametrize("scene", [recovery.upright_with_crew_out, recovery.on_its_side])
def test_nothing_lies_under_the_ground(scene: object) -> None:
    low = corners(scene())[:, 2].min()  # type: ignore[operator]
    assert -1e-3 < low < 0.02


def test_the_capsule_touches_the_ground_it_is_set_on() -> None:
    assert corners(recovery.grounded(capsule("landed")))[:, 2].min() == pytest.approx(0.0, abs=1e-12)


def test_the_spent_canopy_lies_on_the_ground() -> None:
    sheet = np.concatenate([m.vertices_m for m in canopy_on_ground() if m.material.startswith("canopy")])
    assert sheet[:, 2].min() > 0.0
    assert sheet[:, 2].max() < 3.0


def test_a_burn_darkens_its_middle_and_leaves_the_far_ground_alone() -> None:
    burn = Scorched(burns=np.array(((0.0, 0.0, 3.0, 1.0),)))
    from_above = Camera(np.array((0.0, 0.0, 30.0)), np.zeros(3), np.array((1.0, 0.0, 0.0)), 60.0, 96, 54)
    left = burn.shares(from_above)
    assert left[27, 48].max() < 0.5
    assert (left[:2] == 1.0).all()
    level = Camera(np.array((0.0, -9.0, 1.7)), np.array((0.0, 0.0, 1.7)), UP, 40.0, 96, 54)
    assert (burn.shares(level)[:26] == 1.0).all()


# Painted surfaces.


def test_bands_of_paint_cover_the_surface_once() -> None:
    x, y = np.meshgrid(np.linspace(0.0, 3.0, 31), np.linspace(0.0, 2.0, 21), indexing="ij")
    grid = np.stack((x, y, np.zeros_like(x)), axis=-1)
    normals = np.broadcast_to(UP, grid.shape)
    waves = np.sin(3.0 * x) + np.cos(4.0 * y)
    whole = painted(grid, normals, waves, (-0.7, 0.1, 0.8), ("white", "grey", "dark", "metal"))
    assert len(whole) == 4
    assert sum(area_m2(mesh) for mesh in whole) == pytest.approx(6.0, rel=1e-3)
    holed = painted(grid, normals, x, (1.0,), ("white", "grey"), 0.5 - np.hypot(x - 1.5, y - 1.0))
    assert sum(area_m2(mesh) for mesh in holed) == pytest.approx(6.0 - np.pi * 0.25, rel=0.01)


def test_bands_of_paint_meet_where_the_field_has_their_level() -> None:
    x, y = np.meshgrid(np.linspace(0.0, 1.0, 11), np.linspace(0.0, 1.0, 5), indexing="ij")
    grid = np.stack((x, y, np.zeros_like(x)), axis=-1)
    low, high = painted(grid, np.broadcast_to(UP, grid.shape), x, (0.437,), ("white", "grey"))
    assert low.vertices_m[:, 0].max() == pytest.approx(0.437)
    assert high.vertices_m[:, 0].min() == pytest.approx(0.437)


def test_streaks_close_around_and_stay_in_range() -> None:
    rows = np.linspace(0.0, 1.0, 50)
    assert streaks(rows, np.zeros(50), (3, 8), 1) == pytest.approx(streaks(rows, np.ones(50), (3, 8), 1))
    assert np.abs(streaks(rows[:, None], rows[None, :], (4, 9), 2)).max() <= 1.0


MODELS = {
    "insulated": capsule("insulated"),
    "entering": capsule("entering"),
    "landed": capsule("landed"),
    "canopy on the ground": canopy_on_ground(),
    "chair": in_chair(),
    "helicopter": helicopter(),
    "vehicle": blue_bird(),
    "person": person("running", "suit_blue", "suit_orange"),
    "upright": recovery.upright_with_crew_out(),
    "on its side": recovery.on_its_side(),
}


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
def test_models_of_the_landing_are_whole(model: Model) -> None:
    """Finite corners, unit normals, known materials, faces that turn the way their normals do."""
    for mesh in model:
        assert np.isfinite(mesh.vertices_m).all()
        assert mesh.material in MATERIALS
        np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-6)
        a, b, c = (mesh.vertices_m[mesh.faces[:, k]] for k in range(3))
        winding = np.cross(b - a, c - a)
        area = np.linalg.norm(winding, axis=1)
        large = area > 1e-5
        facing = np.einsum("ij,ij->i", winding[large], mesh.normals[mesh.faces[large]].mean(axis=1))
        assert not large.any() or (facing > 0.0).mean() > 0.97  # folds are sharper than their grid
