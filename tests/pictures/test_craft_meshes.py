"""Ship and station as drawn, against published sizes and dates."""

from __future__ import annotations

import numpy as np
import pytest

from kazbek.base.data import load
from kazbek.catalogue.berths import berths_of
from kazbek.catalogue.station import Station
from kazbek.pictures.models import detail, ship
from kazbek.pictures.models.lettering import flag, written_on_drum
from kazbek.pictures.models.mesh import (
    Mesh,
    Model,
    as_trim,
    bars,
    box,
    gathered,
    lathe,
    quads,
    repeated,
    sheet,
    trimmed,
)
from kazbek.pictures.models.plain.station import plain_station
from kazbek.pictures.models.ship.service import thruster_places
from kazbek.pictures.models.ship.wings import TIP_m
from kazbek.pictures.models.station import (
    VISITORS,
    american,
    docked_soyuz,
    laboratories,
    nauka,
    russian,
    station,
    tranquility,
    truss,
    visitors,
    wings,
)


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
    front, back, lines = detail.solar_panel(
        (0.0, 0.0, 0.0),
        (2.0, 0.0, 0.0),
        (0.0, 1.0, 0.0),
        front="cells",
        back="panel_back",
        lines="cell_line",
        grid=(4, 3),
    )
    assert (front.normals == (0.0, 0.0, 1.0)).all()
    assert (back.normals[:4] == (0.0, 0.0, -1.0)).all()
    assert len(lines.faces) == 2 * (3 + 2)
    assert lines.vertices_m[:, 2].min() > front.vertices_m[:, 2].max()


@pytest.mark.parametrize(
    ("up", "upward", "right"),
    [
        ("+x", (1, 0, 0), (0, 0, 1)),
        ("-x", (-1, 0, 0), (0, 0, -1)),
        ("+a", (0, 0, 1), (-1, 0, 0)),
        ("-a", (0, 0, -1), (1, 0, 0)),
    ],
)
def test_letters_stand_up_and_read_from_left_to_right(up: str, upward: tuple[int, ...], right: tuple[int, ...]) -> None:
    """Seen from outside on +y: Г has its bar on top and its stem on the left."""
    mark = written_on_drum("Г", 0.6, 5.0, 0.0, 10.0, "lettering", up=up)
    stem, bar = (mark.vertices_m[k : k + 4].mean(axis=0) - (5.0, 10.0, 0.0) for k in (0, 4))
    assert stem @ np.array(right) < -0.1
    assert bar @ np.array(upward) > 0.2
    assert (mark.normals[:, 1] > 0.9).all()  # not mirrored: it looks outwards


def test_a_line_of_text_has_its_height_and_a_flag_its_order() -> None:
    text = written_on_drum("СОЮЗ МС", 0.3, 0.0, 0.0, 10.0, "lettering")
    assert np.ptp(text.vertices_m[:, 0]) == pytest.approx(0.3 * 6.9 / 6.0, abs=0.01)
    assert text.vertices_m[:, 2].mean() == pytest.approx(0.0, abs=0.1)
    stripes = flag(("flag_white", "flag_blue", "flag_red"), 0.0, 0.0, 2.0, 0.6, 0.3, up="-a")
    heights = [-stripe.vertices_m[:, 2].mean() for stripe in stripes]
    assert heights == sorted(heights, reverse=True)


def test_gathering_keeps_every_face_and_what_is_trim() -> None:
    parts = (
        box((0, 0, 0), (1, 1, 1), "metal"),
        *as_trim((box((5, 0, 0), (1, 1, 1), "metal"),)),
        lathe(((0.0, 0.0), (0.0, 1.0), (1.0, 1.0)), "white"),
        box((9, 0, 0), (1, 1, 1), "metal"),
    )
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
    service, descent, orbital = (
        corners(m)[:, 0] for m in (ship.service_module(), ship.descent_module_insulated(), ship.orbital_module())
    )
    assert service.max() > descent.min()
    assert 2.2 < descent.min() < 2.5
    assert descent.max() == pytest.approx(4.42, abs=0.05)
    assert orbital.min() == pytest.approx(4.42, abs=0.05)


def test_the_ship_is_light_enough_to_draw() -> None:
    assert sum(len(mesh.faces) for mesh in ship.soyuz()) < 60_000
    assert len(ship.soyuz()) < 60


# The station.


def near_axis(model: Model, across: tuple[int, int], within_m: float) -> np.ndarray:
    """Corners that lie within a distance of one axis of STN."""
    all_corners = corners(model)
    return all_corners[np.hypot(all_corners[:, across[0]], all_corners[:, across[1]]) < within_m]


@pytest.mark.parametrize(
    ("part", "axis", "length_m", "width_m"),
    [
        (russian.zvezda(), 0, 13.1, None),
        (russian.zarya(), 0, 12.6, None),
        (russian.rassvet(), 2, 6.0, None),
        (american.quest(), 1, 5.5, None),
        (laboratories.columbus(), 1, 7.3, None),
        (tranquility.beam(), 0, 4.0, 3.3),
        (visitors.progress(), 0, 7.5, None),
        (visitors.dragon(), 0, 8.1, None),
        (visitors.cygnus(), 0, 6.4, None),
    ],
    ids=["zvezda", "zarya", "rassvet", "quest", "columbus", "beam", "progress", "dragon", "cygnus"],
)
def test_modules_have_their_published_lengths(part: Model, axis: int, length_m: float, width_m: float | None) -> None:
    """Along the module's own axis, antennas and payloads beside it left out; metres as in the rooms' docstrings."""
    across = tuple(k for k in range(3) if k != axis)
    centre = np.median(corners(part), axis=0)
    hull = corners(part) - centre * [k in across for k in range(3)]
    hull = hull[np.hypot(hull[:, across[0]], hull[:, across[1]]) < 1.9]
    assert np.ptp(hull[:, axis]) == pytest.approx(length_m, abs=0.65)
    if width_m is not None:
        assert np.ptp(hull[:, across[0]]) == pytest.approx(width_m, abs=0.25)


def test_the_truss_spans_what_nasa_says() -> None:
    """94 to 109 m: truss alone to the outer edges of the wings; a wing 35 m long and 11.6 m wide."""
    assert 94.0 < 2.0 * truss.END_Y_m < 109.0
    outer = wings.outer_truss(1.0)
    assert 2.0 * corners(outer)[:, 1].max() == pytest.approx(109.0, abs=1.0)
    amber = corners(tuple(m for m in outer if m.material.startswith("wing_back")))
    assert np.abs(amber[:, 0]).max() == pytest.approx(35.2, abs=0.5)
    widths = amber[amber[:, 1] > 40.0, 1]
    assert np.ptp(widths) == pytest.approx(11.6, abs=0.1)


def test_cells_look_up_amber_looks_down_and_a_turn_brings_them_forward() -> None:
    for turned, way in ((0.0, (0.0, 0.0, -1.0)), (np.pi / 2.0, (1.0, 0.0, 0.0))):
        for side in (1.0, -1.0):
            outer = wings.outer_truss(side, turned)
            for name, sign in (("wing_front_a", 1.0), ("wing_back_a", -1.0)):
                normals = np.concatenate([m.normals for m in outer if m.material == name])
                np.testing.assert_allclose(normals @ np.array(way), sign, atol=1e-9)


def test_two_roll_out_wings_stand_on_p6_alone() -> None:
    """2B and 4B, June 2021: 18.2 × 6 m each, to port, over the outer wings, fore and aft."""
    new = {side: [m for m in wings.outer_truss(side) if m.material == "roll_front"] for side in (1.0, -1.0)}
    assert not new[1.0]
    blankets = np.concatenate([m.vertices_m for m in new[-1.0]])
    assert np.ptp(blankets[blankets[:, 0] > 0.0, 0]) == pytest.approx(18.2 * np.cos(np.radians(10.0)), abs=0.1)
    assert blankets[:, 1].mean() == pytest.approx(-truss.OUTER_WING_Y_m)
    assert (blankets[:, 2] < truss.Z_m - 1.0).all()
    assert all((m.normals[:, 2] < -0.98).all() for m in new[-1.0])  # cells to zenith like the old ones


@pytest.mark.parametrize("name", ["rassvet-nadir", "poisk-zenith", "nauka-nadir", "zvezda-aft", "prichal-nadir"])
def test_ports_of_the_data_file_are_where_modules_end(name: str) -> None:
    """The outermost point near the port's axis, along the way out, lies within 0.35 m of the port."""
    port = Station.named("iss").port(name)
    date = "2021-10-05" if name == "nauka-nadir" else "2022-03-30"
    bare = corners(station(date, visitors=()))
    r, out = port.r_STN_m, np.array(port.out_STN)
    ahead = (bare - r) @ out
    aside = np.linalg.norm(bare - r - ahead[:, None] * out, axis=1)
    assert ahead[(aside < 0.8) & (ahead < 6.0)].max() == pytest.approx(0.0, abs=0.35)


def test_a_docked_ship_has_her_probe_in_the_port_and_her_feet_away_from_up() -> None:
    for name, port in Station.named("iss").ports.items():
        moored = docked_soyuz(port.r_STN_m, port.out_STN, port.up_STN)
        ahead = (corners(moored) - port.r_STN_m) @ np.array(port.out_STN)
        assert ahead.min() == pytest.approx(-0.5, abs=0.01), name
        eyes = np.concatenate([m.vertices_m for m in moored if m.material == "cone_dark"])
        assert ((eyes - port.r_STN_m) @ np.array(port.up_STN)).min() < -1.2, name


def test_who_was_there_on_the_day_of_docking() -> None:
    """5 October 2021 after the docking, as NASA listed it: Cygnus, Crew Dragon, Progress 78, Soyuz MS-18 and MS-19."""
    there = {berth.ship: berth.port for berth in berths_of("iss").at("2021-10-05T14:00:00Z")}
    assert there == {
        "Soyuz MS-18": "nauka-nadir",
        "Soyuz MS-19": "rassvet-nadir",
        "Progress MS-17": "poisk-zenith",
        "Crew Dragon Endeavour": "harmony-zenith",
        "Cygnus NG-16": "unity-nadir",
    }
    stays = berths_of("iss").at("2021-10-05T12:00:00Z")
    assert [(s.port, s.ship) for s in stays if s.model == "soyuz-ms"] == [("nauka-nadir", "Soyuz MS-18")]


def test_who_was_there_when_the_commander_left() -> None:
    """29 March 2022: MS-21 at Prichal, MS-19 at Rassvet, Progress 79 aft and 80 above, Dragon ahead, Cygnus below."""
    there = {berth.ship: berth.port for berth in berths_of("iss").at("2022-03-29")}
    assert there == {
        "Soyuz MS-19": "rassvet-nadir",
        "Soyuz MS-21": "prichal-nadir",
        "Progress MS-18": "zvezda-aft",
        "Progress MS-19": "poisk-zenith",
        "Crew Dragon Endurance": "harmony-forward",
        "Cygnus NG-17": "unity-nadir",
        "Prichal": "nauka-nadir",
    }


def test_no_port_is_taken_twice() -> None:
    for month in range(9, 17):
        for day in range(1, 29):
            noon = f"{2021 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}-{day:02d}T12:00"
            ports = [berth.port for berth in berths_of("iss").at(noon)]
            assert len(ports) == len(set(ports))


def test_russian_wings_turn_their_cells_up() -> None:
    for part in (russian.zvezda(), nauka.nauka()):
        normals = np.concatenate([m.normals for m in part if m.material == "cells"])
        assert (normals[:, 2] < -0.85).all()
        assert (normals[:, 0] > -1e-9).all()  # none of them leans aft


def test_prichal_came_in_november_and_guests_can_be_left_out() -> None:
    october, march = (corners(station(day, visitors=())) for day in ("2021-10-05", "2022-03-30"))
    assert october[:, 2].max() < nauka.PORT_Z_m + 0.3
    assert march[:, 2].max() == pytest.approx(18.7, abs=0.3)
    assert corners(station(visitors=VISITORS))[:, 2].min() < -12.5  # Dragon on top and Progress on Poisk
    assert set(VISITORS) == {b.model for b in berths_of("iss").at("2021-10-05T14:00") if b.model != "soyuz-ms"}


def test_the_station_is_light_enough_to_draw() -> None:
    for day in ("2021-10-05", "2022-03-30"):
        model = station(day)
        assert sum(len(mesh.faces) for mesh in model) < 250_000
        assert sum(len(mesh.faces) for mesh in trimmed(model)) < 150_000
        assert len(model) < 100


def test_a_plain_station_keeps_to_its_outline():
    """Every point lies within the rods of its data file, a neck, a boom or a board about them; ports stand free."""
    built = load("stations", "tiangong", Station)
    points = corners(plain_station(built))
    for rod in built.hull:
        for end in (rod.from_m, rod.to_m):
            assert np.linalg.norm(points - end, axis=1).min() < 1.1 * rod.radius_m.v
    for port in built.ports.values():
        ahead_m = (points - port.r_STN_m) @ np.array(port.out_STN)
        beside_m = np.linalg.norm(np.cross(points - port.r_STN_m, np.array(port.out_STN)), axis=1)
        assert not ((ahead_m > 0.1) & (beside_m < 1.5)).any()
