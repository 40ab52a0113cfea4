"""Ship and station as drawn, against published sizes and dates."""

from __future__ import annotations

import numpy as np
import pytest

from kazbek.views.scene import detail, ship
from kazbek.views.scene.lettering import flag, written_flat, written_on_drum
from kazbek.views.scene.mesh import Mesh, Model, as_trim, bars, box, gathered, lathe, quads, repeated, sheet, trimmed
from kazbek.views.scene.ship.service import thruster_places
from kazbek.views.scene.ship.wings import TIP_m


def corners(model: Model) -> np.ndarray:
    return np.concatenate([mesh.vertices_m for mesh in model])


def volume_m3(mesh: Mesh) -> float:
    """Divergence theorem over the faces; positive when they turn outwards."""
    a, b, c = (mesh.vertices_m[mesh.faces[:, k]] for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


def outward_frac(mesh: Mesh) -> float:
    """Share of the area of a mesh about x that looks away from the axis."""
    a, b, c = (mesh.vertices_m[mesh.faces[:, k]] for k in range(3))
    area = np.cross(b - a, c - a) / 2.0
    away = np.einsum("ij,ij->i", area[:, 1:], (a + b + c)[:, 1:]) > 0.0
    size = np.linalg.norm(area, axis=1)
    return float(size[away].sum() / size.sum())


# The solids that detail is made of.


def test_bars_and_boxes_are_closed() -> None:
    """Volumes of square bars: width² × length; turned inside out they would be negative."""
    starts = np.array(((0.0, 0.0, 0.0), (1.0, 2.0, 3.0)))
    ends = np.array(((2.0, 0.0, 0.0), (1.0, 2.0, 8.0)))
    assert volume_m3(bars(starts, ends, 0.1, "metal")) == pytest.approx(0.01 * 7.0)


def test_a_mesh_repeated_keeps_its_shape_everywhere() -> None:
    turn = np.array(((0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))
    once = box((1.0, 0.0, 0.0), (1.0, 2.0, 3.0), "metal")
    thrice = repeated(once, turn, np.array(((0.0, 0.0, 0.0), (10.0, 0.0, 0.0), (0.0, 20.0, 0.0))))
    assert volume_m3(thrice) == pytest.approx(18.0)
    np.testing.assert_allclose(np.ptp(thrice.vertices_m[:8], axis=0).max(), 3.0)


def test_a_quilt_lies_on_its_drum_and_puffs_out_between_seams() -> None:
    """Radius 1 on the seams, 1 + puff amid the cushions; the volume lies between the two drums."""
    cover = detail.quilted(((0.0, 1.0), (2.0, 1.0)), "quilt_green", gores=12, rows=4, puff_m=0.05)
    radius = np.hypot(cover.vertices_m[:, 1], cover.vertices_m[:, 2])
    assert radius.min() == pytest.approx(1.0)
    assert radius.max() == pytest.approx(1.05, abs=0.002)
    assert outward_frac(cover) == pytest.approx(1.0)


def test_shield_panels_cover_the_drum_but_for_their_gaps() -> None:
    """Area of the tops: 2πrL less a gap of 0.1 m around each panel of about 1.05 × 1.0 m."""
    panels = detail.shield(0.0, 4.0, 2.0, ("shield_a", "shield_b"), rings=4, sectors=12, gap_m=0.1, lift_m=0.05)
    assert len(panels) == 48
    assert all(outward_frac(panel) > 0.8 for panel in panels)
    lengths = np.ptp(corners(panels), axis=0)
    assert lengths[0] == pytest.approx(3.9)
    assert lengths[1] == pytest.approx(4.1, abs=0.05)


def test_a_solar_panel_shows_its_cells_to_one_side() -> None:
    front, back, lines = detail.solar_panel((0.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 1.0, 0.0), front="cells",
                                            back="panel_back", lines="cell_line", grid=(4, 3))
    assert (front.normals == (0.0, 0.0, 1.0)).all()
    assert (back.normals[:4] == (0.0, 0.0, -1.0)).all()
    assert len(lines.faces) == 2 * (3 + 2)
    assert lines.vertices_m[:, 2].min() > front.vertices_m[:, 2].max()


@pytest.mark.parametrize(("up", "upward", "right"), [
    ("+x", (1, 0, 0), (0, 0, 1)), ("-x", (-1, 0, 0), (0, 0, -1)),
    ("+a", (0, 0, 1), (-1, 0, 0)), ("-a", (0, 0, -1), (1, 0, 0)),
])
def test_letters_stand_up_and_read_from_left_to_right(up: str, upward: tuple[int, ...], right: tuple[int, ...]) -> None:
    """Seen from outside on +y: Г has its bar on top and its stem on the left."""
    mark = written_on_drum("Г", 0.6, 5.0, 0.0, 10.0, "lettering", up=up)
    stem, bar = (mark.vertices_m[k:k + 4].mean(axis=0) - (5.0, 10.0, 0.0) for k in (0, 4))
    assert stem @ np.array(right) < -0.1
    assert bar @ np.array(upward) > 0.2
    assert (mark.normals[:, 1] > 0.9).all()  # not mirrored: it looks outwards


def test_a_line_of_text_has_its_height_and_a_flag_its_order() -> None:
    text = written_flat("СОЮЗ МС", 0.3, (0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), "lettering")
    assert np.ptp(text.vertices_m[:, 2]) == pytest.approx(0.3 * 6.9 / 6.0, abs=0.01)
    assert text.vertices_m[:, 0].mean() == pytest.approx(0.0, abs=0.1)
    stripes = flag(("flag_white", "flag_blue", "flag_red"), 0.0, 0.0, 2.0, 0.6, 0.3, up="-a")
    heights = [-stripe.vertices_m[:, 2].mean() for stripe in stripes]
    assert heights == sorted(heights, reverse=True)


def test_gathering_keeps_every_face_and_what_is_trim() -> None:
    parts = (box((0, 0, 0), (1, 1, 1), "metal"), *as_trim((box((5, 0, 0), (1, 1, 1), "metal"),)),
             lathe(((0.0, 0.0), (0.0, 1.0), (1.0, 1.0)), "white"), box((9, 0, 0), (1, 1, 1), "metal"))
    whole = gathered(parts)
    assert len(whole) == 3
    assert sum(len(mesh.faces) for mesh in whole) == sum(len(mesh.faces) for mesh in parts)
    assert corners(trimmed(whole))[:, 0].max() == pytest.approx(9.5)
    assert 4.5 not in corners(trimmed(whole))[:, 0]


def test_a_sheet_looks_where_rows_turn_into_columns() -> None:
    x, y = np.meshgrid(np.arange(3.0), np.arange(4.0), indexing="ij")
    flat = sheet(np.stack((x, y, 0.0 * x), axis=-1), "white")
    np.testing.assert_allclose(flat.normals, np.broadcast_to((0.0, 0.0, 1.0), flat.normals.shape))
    corner = np.array([[(1.0, 1.0, 1.0), (2.0, 1.0, 1.0), (2.0, 2.0, 1.0), (1.0, 2.0, 1.0)]])
    np.testing.assert_allclose(quads(corner, "white").normals[0], (0.0, 0.0, 1.0))


# Soyuz MS.


def test_the_ship_has_its_published_sizes() -> None:
    """7.48 m from the foot to the probe's tip, 2.72 m wide at the skirt, 10.7 m across the wings (Roskosmos)."""
    body = corners(ship.soyuz())
    assert ship.PROBE_TIP_X_m == pytest.approx(7.48)
    assert body[:, 0].max() == pytest.approx(7.48, abs=0.01)
    assert -0.6 < body[:, 0].min() < -0.3  # only bell and lid stand behind the foot
    assert np.ptp(body[:, 1]) == pytest.approx(10.7, abs=0.15)
    assert pytest.approx(10.7, abs=0.15) == 2.0 * TIP_m
    skirt = corners(ship.service_module(arrays_deployed=False))
    at_foot = np.abs(skirt[:, 0] - 0.2) < 0.1
    assert np.hypot(skirt[at_foot, 1], skirt[at_foot, 2]).max() == pytest.approx(1.36, abs=0.1)


def test_folded_wings_fit_under_the_fairing() -> None:
    """The fairing is 3 m wide inside; wings, masts and boxes of a folded ship stay within it."""
    folded = corners(ship.service_module(arrays_deployed=False) + ship.descent_module_insulated())
    assert np.hypot(folded[:, 1], folded[:, 2]).max() < 1.72


def test_twenty_eight_small_engines_eight_of_them_aft() -> None:
    """28 thrusters in 14 pairs, four pairs at the foot (russianspaceweb.com, "Propulsion system for the Soyuz MS")."""
    places = thruster_places()
    assert len(places) == 28
    assert sum(out == (-1.0, 0.0, 0.0) for _, out in places) == 8
    for _, out in places:
        assert np.linalg.norm(out) == pytest.approx(1.0, abs=0.01)
    np.testing.assert_allclose(np.mean([at for at, _ in places], axis=0)[1:], 0.0, atol=0.12)


def test_modules_follow_one_another() -> None:
    service, descent, orbital = (corners(m)[:, 0] for m in (
        ship.service_module(), ship.descent_module_insulated(), ship.orbital_module()))
    assert service.max() > descent.min()
    assert 2.2 < descent.min() < 2.5
    assert descent.max() == pytest.approx(4.42, abs=0.05)
    assert orbital.min() == pytest.approx(4.42, abs=0.05)


def test_the_ship_is_light_enough_to_draw() -> None:
    assert sum(len(mesh.faces) for mesh in ship.soyuz()) < 60_000
    assert len(ship.soyuz()) < 60
