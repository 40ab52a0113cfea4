"""Noise taken out of path-traced light, edges kept; cloth cut as fine as it is seen."""

from __future__ import annotations

import numpy as np
import pytest

from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.models.materials import MATERIALS
from kazbek.pictures.models.mesh import box
from kazbek.pictures.models.wrinkles import cut, wander, wrinkle
from kazbek.pictures.render import path_traced
from kazbek.pictures.render.denoise import Seen, denoised
from kazbek.pictures.render.dressed import dressed, wrinkles_seen
from kazbek.pictures.render.edge_avoiding import Pixels, level

UP = np.array((0.0, 0.0, 1.0))


# Noise taken out, edges kept.


def wall(size: int = 96) -> Seen:
    """A wall across the view a metre away, red paint on the left half, blue on the right, a pixel a millimetre wide."""
    colour = np.where((np.arange(size) < size // 2)[None, :, None], (0.5, 0.02, 0.03), (0.03, 0.09, 0.42))
    y, x = np.mgrid[:size, :size] * 1e-3
    flat_on = np.broadcast_to((0.0, 0.0, 1.0), (size, size, 3)).copy()
    return Seen(
        np.broadcast_to(colour, (size, size, 3)).copy(),
        flat_on,
        np.stack((x, y, np.zeros_like(x)), axis=-1),
        np.zeros((size, size), np.int64),
        np.full((size, size), 1e-3),
        np.ones((size, size)),
    )


def test_noise_falls_tenfold_and_paint_keeps_its_edge() -> None:
    seen, chance = wall(), np.random.default_rng(3)
    true = 2.0 * seen.colour
    noisy = true * (1.0 + 0.25 * chance.normal(size=(96, 96, 1)))
    variance = (0.25 * true.mean(axis=-1)) ** 2
    clean = denoised(noisy, variance, np.ones((96, 96)), seen)
    inner = np.s_[8:-8, 8:-8]
    before, after = (np.sqrt(np.mean((a - true)[inner] ** 2)) for a in (noisy, clean))
    assert after < 0.1 * before
    np.testing.assert_allclose(clean[inner][:, 39], true[inner][:, 39], rtol=0.15)  # the last red one
    np.testing.assert_allclose(clean[inner][:, 40], true[inner][:, 40], rtol=0.15)


def test_a_shadow_that_is_sure_stays_sharp_under_noise_that_is_not() -> None:
    """Half the wall ten times darker; three in a hundred of noise: the step may not spread over a pixel."""
    seen, chance = wall(), np.random.default_rng(4)
    lit = np.where(np.arange(96) < 30, 1.0, 0.1)[:, None, None]
    true = seen.colour * lit
    noisy = true * (1.0 + 0.03 * chance.normal(size=(96, 96, 1)))
    clean = denoised(noisy, (0.03 * true.mean(axis=-1)) ** 2, np.ones((96, 96)), seen)
    np.testing.assert_allclose(clean[29, 8:-8], true[29, 8:-8], rtol=0.06)
    np.testing.assert_allclose(clean[30, 8:-8], true[30, 8:-8], rtol=0.15)


def test_light_does_not_pass_round_a_corner_or_over_a_gap() -> None:
    chance = np.random.default_rng(5)
    for change in ("normal", "place", "kind"):
        seen = wall()
        if change == "normal":
            seen.normal[:, 48:] = (1.0, 0.0, 0.0)
        if change == "place":
            seen.place_m[:, 48:, 2] = -1.0
        if change == "kind":
            seen.kind[:, 48:] = 1
        true = seen.colour * np.where(np.arange(96) < 48, 1.0, 1.6)[None, :, None]
        noisy = true * (1.0 + 0.3 * chance.normal(size=(96, 96, 1)))
        clean = denoised(noisy, (0.3 * true.mean(axis=-1)) ** 2, np.ones((96, 96)), seen)
        left, right = (np.mean((clean / seen.colour)[20:-20, k]) for k in (47, 48))
        assert (left, right) == pytest.approx((1.0, 1.6), abs=0.06)


def test_pixels_that_are_hardly_covered_are_left_alone() -> None:
    seen, cover = wall(), np.ones((96, 96))
    cover[:, 40] = 0.01
    light = seen.colour * cover[..., None]
    light[:, 40] *= 7.0
    clean = denoised(light, np.full((96, 96), 1e-4), cover, seen)
    np.testing.assert_array_equal(clean[:, 40], light[:, 40])


def test_the_filter_says_the_same_as_plain_python() -> None:
    chance = np.random.default_rng(6)
    light, variance, weight = chance.random((7, 8, 3)), chance.random((7, 8)), np.ones((7, 8))
    normal, place = np.broadcast_to(UP, (7, 8, 3)).copy(), chance.random((7, 8, 3))
    kind, pixel = chance.integers(0, 2, (7, 8)), np.ones((7, 8))
    answers = []
    for law in (level, level.py_func):  # type: ignore[attr-defined]
        out, spread = np.zeros_like(light), np.zeros_like(variance)
        law(light, variance, Pixels(weight, normal, place, kind, pixel), 1, out, spread)
        answers.append(np.concatenate((out.ravel(), spread.ravel())))
    np.testing.assert_allclose(answers[0], answers[1], rtol=1e-12)


def test_a_spark_that_one_rendering_saw_goes_and_a_glint_that_all_saw_stays() -> None:
    each = np.ones((6, 4, 4, 4), np.float32)
    each[2, 1, 1, :3] = 80.0
    each[:, 3, 3, :3] = 80.0
    calm = path_traced.without_sparks(each)
    np.testing.assert_array_equal(calm[2, 1, 1, :3], 3.0)
    np.testing.assert_array_equal(calm[:, 3, 3], each[:, 3, 3])
    np.testing.assert_array_equal(calm[..., 3], 1.0)


def test_what_is_seen_is_where_it_is() -> None:
    camera = Camera(np.array((5.0, 0.0, 0.0)), np.zeros(3), UP, 30.0, 64, 64)
    seen = Seen.by(camera, (box((0.0, 0.0, 0.0), (2.0, 1.0, 1.0), "flag_red"),))
    assert seen.depth_m[32, 32] == pytest.approx(4.0)
    np.testing.assert_allclose(seen.place_m[32, 32], (1.0, 0.0, 0.0), atol=0.05)
    np.testing.assert_allclose(seen.normal[32, 32], (1.0, 0.0, 0.0))
    np.testing.assert_allclose(seen.colour[32, 32], MATERIALS["flag_red"].colour)
    assert seen.kind[2, 2] == -1
    frame = seen.frame
    assert frame is not None
    assert frame[0].start < 32 - 10 < 32 + 10 < frame[0].stop < 64


# Cloth.


def test_cut_triangles_cover_the_same_area_with_short_edges() -> None:
    corners = np.array((((0.0, 0.0, 0.0), (9.0, 0.0, 0.0), (9.0, 0.4, 0.0)),))
    normals, nothing, finest = np.broadcast_to(UP, (1, 3, 3)).copy(), np.zeros((0, 3, 3)), np.array((0.5,))
    many = cut(corners, normals, finest, nothing, nothing)
    out, bent = np.empty((many, 3, 3)), np.empty((many, 3, 3))
    assert cut(corners, normals, finest, out, bent) == many
    area = np.linalg.norm(np.cross(out[:, 1] - out[:, 0], out[:, 2] - out[:, 0]), axis=1) / 2.0
    assert area.sum() == pytest.approx(1.8)
    assert np.linalg.norm(out - np.roll(out, 1, axis=1), axis=2).max() <= 0.5
    np.testing.assert_allclose(bent, np.broadcast_to(UP, bent.shape))


def test_wrinkles_stay_within_their_depth_and_fade_far_away() -> None:
    chance = np.random.default_rng(8)
    places = chance.uniform(-50.0, 50.0, (500, 3))
    bend = np.empty(3)
    for x, y, z in places:
        wander(x, y, z, bend)
        assert np.abs(bend).max() <= 1.0
    normals = np.broadcast_to(UP, (500, 3)).copy()
    wrinkle(normals, places, np.full(500, 0.3), 0.1)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1.0)
    assert 0.02 < np.arccos(normals[:, 2]).mean() < np.arctan(0.3 * np.sqrt(3.0) / 0.7)
    camera = Camera(np.zeros(3), UP, np.array((1.0, 0.0, 0.0)), 40.0)
    near, far = wrinkles_seen(MATERIALS["insulation_gold"], np.array((2.0, 500.0)), camera)
    assert near == MATERIALS["insulation_gold"].crinkle
    assert far == 0.0


def test_cloth_out_of_view_is_not_cut() -> None:
    camera = Camera(np.zeros(3), np.array((1.0, 0.0, 0.0)), UP, 40.0)
    ahead, behind, aside = (
        box(at, (1.0, 1.0, 1.0), "insulation_gold") for at in ((6.0, 0.0, 0.0), (-6.0, 0.0, 0.0), (6.0, 40.0, 0.0))
    )
    counts = [len(dressed((thing,), camera)[0].faces) for thing in (ahead, behind, aside)]
    assert counts[0] > 300
    assert counts[1:] == [12, 12]


def test_a_dressed_model_has_one_mesh_for_each_material_and_the_same_extent() -> None:
    model = (
        box((0.0, 0.0, 0.0), (2.0, 1.0, 1.0), "insulation_gold"),
        box((4.0, 0.0, 0.0), (2.0, 1.0, 1.0), "white"),
        box((8.0, 0.0, 0.0), (2.0, 1.0, 1.0), "insulation_gold"),
    )
    camera = Camera(np.array((4.0, -9.0, 0.0)), np.array((4.0, 0.0, 0.0)), UP)
    result = dressed(model, camera)
    assert sorted(mesh.material for mesh in result) == ["insulation_gold", "white"]
    gold = next(mesh for mesh in result if mesh.material == "insulation_gold")
    assert len(gold.faces) > 1000
    np.testing.assert_allclose(np.ptp(gold.vertices_m, axis=0), (10.0, 1.0, 1.0))
