"""The descent module from separation to the steppe: quilted, burning, under its canopy, home.

Axes: x from the shield to the hatch, y to the side windows, z to the periscope; the origin lies 0.9 m above the foot
of the shield. The form is the "headlight" of public figures: a spherical shield, a cone of 7°, a round shoulder,
2.2 m across and 2.16 m high (RSC Energia, "Soyuz descent module"). Places of hatches, windows and ports, and all
scorch marks, are by eye from photographs of capsules after landing.
"""

from __future__ import annotations

import functools
from typing import Literal

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.detail import quilted, seams, strap
from kazbek.pictures.models.mesh import Mesh, Model, gathered, lathe, moved, tube
from kazbek.pictures.models.painted import painted, streaks

Wear = Literal["insulated", "entering", "hanging", "landed"]

RADIUS_m, HEIGHT_m, FOOT_X_m = 1.10, 2.16, -0.90
CONE_rad = float(np.radians(7.0))
_SHIELD_SPHERE_m, _SHIELD_EDGE_m = 2.235, 1.075  # radius of curvature; how far out the sphere reaches
_EDGE_X_m, _CONE_TOP_X_m, _SHOULDER_m = 0.34, 1.34, 1.06  # from the foot; radius of the shoulder's arc
_NECK_m = 0.41
_TURNS, _RINGS = 168, 34

SOOT = tuple(f"char_{k}" for k in range(12))  # from soot to pale scale
_SOOT_LEVELS = (0.08, 0.16, 0.24, 0.32, 0.40, 0.47, 0.54, 0.61, 0.69, 0.78, 0.88)

MAIN_rad, RESERVE_rad = float(np.radians(-122.0)), float(np.radians(-50.0))  # azimuth of the canopy containers
_WINDOWS_rad = (float(np.radians(14.0)), float(np.radians(166.0)))
MAIN_AT_m = 1.56  # height of the containers' middle over the foot, along the wall
_MAIN_HALF_m, _RESERVE_HALF_m = 0.40, 0.31


@functools.cache
def capsule(wear: Wear = "insulated") -> Model:
    """The descent module.

    Parameters
    ----------
    wear : ``"insulated"`` as it leaves the other modules, in its quilt; ``"entering"`` with the quilt burnt away and
        all covers on; ``"hanging"`` with the main canopy out of its container; ``"landed"`` without its shield, outer
        panes gone, hatch closed
    """
    empty = wear in ("hanging", "landed")
    body = _wall(wear, empty) + _top(wear) + (_base() if wear == "landed" else _shield(wear))
    return gathered(moved(body + _fittings(wear, empty), x=FOOT_X_m))


def profile(t: Floats) -> tuple[Floats, Floats, Floats]:
    """Height over the foot, radius and slope (angle of the outward normal towards the hatch) of the side wall.

    `t` is the length along the wall from the shield's edge, in metres.
    """
    cone = (_CONE_TOP_X_m - _EDGE_X_m) / np.cos(CONE_rad)
    slope = np.where(t < cone, CONE_rad, CONE_rad + (t - cone) / _SHOULDER_m)
    on_cone = np.minimum(t, cone)
    x = _EDGE_X_m + on_cone * np.cos(CONE_rad) + _SHOULDER_m * (np.sin(slope) - np.sin(CONE_rad))
    r = RADIUS_m - on_cone * np.sin(CONE_rad) - _SHOULDER_m * (np.cos(CONE_rad) - np.cos(slope))
    return x, r, slope


def _wall_length_m() -> float:
    """From the shield's edge to the neck."""
    fall = np.cos(CONE_rad) - (RADIUS_m - (_CONE_TOP_X_m - _EDGE_X_m) * np.tan(CONE_rad) - _NECK_m) / _SHOULDER_m
    return float((_CONE_TOP_X_m - _EDGE_X_m) / np.cos(CONE_rad) + _SHOULDER_m * (np.arccos(fall) - CONE_rad))


def on_wall(t: Floats, azimuth: Floats, lift_m: Floats | float = 0.0) -> tuple[Floats, Floats]:
    """(…, 3) places on the side wall, `lift_m` proud of it, and the outward normals there."""
    x, r, slope = profile(np.asarray(t))
    c, s = np.cos(azimuth), np.sin(azimuth)
    normal = np.stack(np.broadcast_arrays(np.sin(slope), np.cos(slope) * c, np.cos(slope) * s), axis=-1)
    place = np.stack(np.broadcast_arrays(x, r * c, r * s), axis=-1) + np.asarray(lift_m)[..., None] * normal
    return place, normal


def _wall(wear: Wear, empty: bool) -> Model:
    t, turn = np.meshgrid(np.linspace(0.0, _wall_length_m(), _RINGS), np.linspace(0.0, 1.0, _TURNS + 1), indexing="ij")
    azimuth = 2.0 * np.pi * turn
    place, normal = on_wall(t, azimuth)
    if wear == "insulated":
        return _quilt()
    well = _MAIN_HALF_m - _away(t, azimuth, MAIN_AT_m, MAIN_rad) if empty else None
    return painted(place, normal, _soot(t / _wall_length_m(), turn), _SOOT_LEVELS, SOOT, well)


def _quilt() -> Model:
    """The dark cover of the way up, drawn together at both ends."""
    places, _ = on_wall(np.linspace(0.0, _wall_length_m(), 24), np.zeros(24), -0.028)  # its puffs fill the outline
    outline = [(float(x), float(r)) for x, r in places[:, :2]]
    return (
        quilted(outline, "quilt_charcoal", gores=18, rows=7, puff_m=0.03),
        strap(0.36, 1.09, 0.05, "thread", 0.014),
        strap(0.46, 1.085, 0.02, "thread", 0.012),
        seams(outline, np.linspace(0.35, 5.59, 6), 0.03, "thread", 0.030, 14),
    )


def _soot(share: Floats, turn: Floats) -> Floats:
    """How pale the wall is, 0–1: soot at the shield's edge, streaks that run back with the wind, paler to leeward.

    The capsule flies with its −z side into the wind, so streaks close in on +z as they go back.
    """
    drawn = turn + 0.045 * share * np.cos(2.0 * np.pi * turn)
    fine = streaks(share, drawn, (1, 36), 11, 3)
    broad = streaks(share, drawn, (1, 11), 12, 3)
    grain = streaks(share, turn, (14, 60), 13, 2)
    leeward = np.sin(2.0 * np.pi * turn)
    pale = 0.24 + 0.20 * np.clip(share / 0.45, 0.0, 1.0) + 0.09 * leeward + 0.46 * fine + 0.24 * broad + 0.09 * grain
    scorched = np.clip(1.0 - share / (0.07 + 0.16 * (fine + 0.8)), 0.0, 1.0)
    return np.clip(pale * (1.0 - 0.9 * scorched), 0.0, 0.99)


def _away(t: Floats, azimuth: Floats, t0_m: float, azimuth0: float) -> Floats:
    """Length along the wall from a place on it, in metres."""
    _, r, _ = profile(t)
    across = (azimuth - azimuth0 + np.pi) % (2.0 * np.pi) - np.pi
    t0 = t0_m - _EDGE_X_m
    return np.hypot(t - t0, across * r)


def _shield(wear: Wear) -> Model:
    r = np.linspace(0.0, _SHIELD_EDGE_m, 10)
    sphere = [(_SHIELD_SPHERE_m - float(np.sqrt(_SHIELD_SPHERE_m**2 - a * a)), float(a)) for a in r]
    edge = [(0.292, 1.094), (0.315, RADIUS_m + 0.004), (0.337, RADIUS_m + 0.004), (0.345, RADIUS_m - 0.012)]
    return (lathe(sphere + edge, "quilt_charcoal" if wear == "insulated" else "char_2", 96),)


def _base() -> Model:
    """What the shield covered: a pale bottom with six soft-landing engines, the altimeter and the seam's ring."""
    parts = [
        *_bottom(),
        lathe(((0.250, 0.985), (0.250, 1.075), (0.300, 1.098), (0.345, 1.098)), "char_6", 96),
        lathe(((0.197, 0.30), (0.185, 0.31), (0.185, 0.37), (0.205, 0.38)), "metal", 64),
        lathe(((0.196, 0.0), (0.196, 0.13)), "dark", 32),
    ]
    for k in range(6):
        a = np.pi / 3.0 * (k + 0.5)
        y, z = 0.70 * np.cos(a), 0.70 * np.sin(a)
        nozzle = (
            lathe(((0.165, 0.088), (0.160, 0.100), (0.230, 0.085)), "metal", 24),
            lathe(((0.172, 0.0), (0.166, 0.090)), "char_0", 24),
        )
        parts += moved(nozzle, y=y, z=z)
    for k in range(12):  # bolts of the seam
        a = np.pi / 6.0 * (k + 0.25)
        parts.append(
            tube(
                (0.235, 1.03 * np.cos(a), 1.03 * np.sin(a)),
                (0.252, 1.03 * np.cos(a), 1.03 * np.sin(a)),
                0.022,
                "metal",
                8,
            )
        )
    return tuple(parts)


def _bottom() -> Model:
    """The pale bottom, smudged by the shield's glue and the engines."""
    share, turn = np.meshgrid(np.linspace(0.0, 1.0, 22), np.linspace(0.0, 1.0, 73), indexing="ij")
    r, angle = 0.985 * share, 2.0 * np.pi * turn
    x = 0.200 + 0.062 * share**4
    slope = np.arctan(0.25 * share**3)
    normal = np.stack((-np.cos(slope), np.sin(slope) * np.cos(angle), np.sin(slope) * np.sin(angle)), axis=-1)
    place = np.stack((x, r * np.cos(angle), r * np.sin(angle)), axis=-1)
    six = np.abs(np.cos(3.0 * angle - np.pi / 2.0))
    soiled = streaks(share, turn, (5, 14), 23, 4) - 0.55 * np.exp(-(((r - 0.70) / 0.16) ** 2)) * six - 0.5 * share**8
    return painted(place, normal, soiled, (-0.55, -0.30, -0.05, 0.25), tuple(f"base_{k}" for k in range(5)))


def _top(wear: Wear) -> Model:
    """The neck and the hatch."""
    x, _, _ = profile(np.array(_wall_length_m()))
    neck = float(x) - 0.01
    covered = wear == "insulated"
    return (
        lathe(
            ((neck, _NECK_m + 0.012), (neck + 0.055, _NECK_m + 0.012), (neck + 0.06, 0.385), (neck + 0.035, 0.375)),
            "metal" if covered else "char_7",
            64,
        ),
        lathe(
            ((neck + 0.035, 0.376), (neck + 0.028, 0.30), (neck + 0.040, 0.20), (neck + 0.042, 0.0)),
            "insulation_white" if covered else "hatch_metal",
            64,
        ),
        lathe(((neck + 0.026, 0.318), (neck + 0.034, 0.314), (neck + 0.034, 0.300), (neck + 0.026, 0.296)), "dark", 64),
        tube((neck + 0.055, -0.17, 0.05), (neck + 0.055, 0.17, 0.05), 0.014, "metal", 10),
    )


def patch(
    t0_m: float,
    azimuth: float,
    half_m: tuple[float, float],
    lift_m: tuple[float, float],
    material: str,
    *,
    start: float = 0.0,
    square: float = 2.0,
    corners: int = 40,
) -> Mesh:
    """A piece of one material that follows the wall.

    Parameters
    ----------
    t0_m : height of its middle over the foot as measured along the wall
    half_m : half its size up the wall and around it
    lift_m : how proud of the wall it stands in its middle (or at `start`) and at its edge
    start : 0 for a full piece, or the share of its size at which a ring begins
    square : 2 an ellipse, 6 a rectangle with round corners
    """
    shares = np.array((start, (start + 1.0) / 2.0, 1.0))
    t, turn, lift = _patch_places(t0_m, azimuth, half_m, lift_m, shares, square, corners)
    place, normal = on_wall(t, 2.0 * np.pi * turn, lift)
    return painted(place, normal, np.zeros(t.shape), (1.0,), (material, material))[0]


def _patch_places(
    t0_m: float,
    azimuth: float,
    half_m: tuple[float, float],
    lift_m: tuple[float, float],
    shares: Floats,
    square: float = 2.0,
    corners: int = 40,
) -> tuple[Floats, Floats, Floats]:
    """Length along the wall, share of a turn and lift of a patch's corners, ring by ring."""
    share, phi = np.meshgrid(shares, np.linspace(0.0, 2.0 * np.pi, corners + 1), indexing="ij")
    c, s = np.cos(phi), np.sin(phi)
    reach = share / (np.abs(c) ** square + np.abs(s) ** square) ** (1.0 / square)
    t = t0_m - _EDGE_X_m + half_m[0] * reach * c
    _, r, _ = profile(np.array(t0_m - _EDGE_X_m))
    turn = (azimuth + half_m[1] * reach * s / float(r)) / (2.0 * np.pi)
    return t, turn, lift_m[0] + (lift_m[1] - lift_m[0]) * (share - shares[0]) / (1.0 - shares[0])


def _cover(t0_m: float, azimuth: float, half_m: float) -> Model:
    """A container's cover, scorched like the wall around it, and its seam."""
    t, turn, lift = _patch_places(t0_m, azimuth, (half_m, half_m), (0.016, 0.012), np.linspace(0.0, 1.0, 14), 2.0, 72)
    place, normal = on_wall(t, 2.0 * np.pi * turn, lift)
    cover = painted(place, normal, 0.9 * _soot(t / _wall_length_m(), turn), _SOOT_LEVELS, SOOT)
    return (*cover, patch(t0_m, azimuth, (half_m + 0.018,) * 2, (0.012, 0.004), "char_0", start=0.95))


def _fittings(wear: Wear, empty: bool) -> Model:
    return _containers(wear, empty) + _windows(wear) + _ports(wear)


def _containers(wear: Wear, empty: bool) -> Model:
    """Covers of the main and the reserve canopy; the main one's well once its canopy is out."""
    if wear == "insulated":
        return ()  # under the quilt
    reserve = _cover(MAIN_AT_m, RESERVE_rad, _RESERVE_HALF_m)
    if not empty:
        return reserve + _cover(MAIN_AT_m, MAIN_rad, _MAIN_HALF_m)
    half = (_MAIN_HALF_m,) * 2
    return (
        *reserve,
        patch(MAIN_AT_m, MAIN_rad, (_MAIN_HALF_m + 0.05,) * 2, (0.022, 0.006), "well_rim", start=0.88),
        patch(MAIN_AT_m, MAIN_rad, half, (-0.36, -0.34), "well_dark"),
        patch(MAIN_AT_m, MAIN_rad, half, (-0.34, 0.0), "well_wall", start=0.985),
    )


def _windows(wear: Wear) -> Model:
    pane = {"insulated": "glass", "landed": "glass"}.get(wear, "scorched_glass")
    rim = "metal" if wear == "insulated" else "char_7" if wear == "landed" else "char_3"
    return tuple(
        mesh
        for azimuth in _WINDOWS_rad
        for mesh in (
            patch(1.02, azimuth, (0.20, 0.20), (0.012, 0.004), "char_3" if wear != "insulated" else rim, start=0.80),
            patch(1.02, azimuth, (0.165, 0.165), (0.016, 0.012), rim, start=0.76),
            patch(1.02, azimuth, (0.130, 0.130), (0.008, 0.006), pane),
        )
    )


def _ports(wear: Wear) -> Model:
    """Periscope, umbilical plate, thrusters in pairs, antenna slots."""
    covered = wear == "insulated"
    plate, slot, ring = ("metal", "thread", "metal") if covered else ("char_9", "char_7", "char_7")
    parts = [
        patch(0.98, np.pi / 2.0, (0.15, 0.13), (0.020, 0.012), "char_2" if not covered else "dark", square=5.0),
        patch(0.98, np.pi / 2.0, (0.085, 0.085), (0.026, 0.024), "glass"),
        patch(0.62, np.pi, (0.13, 0.19), (0.016, 0.010), plate, square=6.0),
        *(
            patch(0.62 + dx, np.pi + dy, (0.020, 0.020), (0.021, 0.018), "char_0", corners=10)
            for dx in (-0.06, 0.0, 0.06)
            for dy in (-0.11, -0.04, 0.04, 0.11)
        ),
    ]
    for azimuth in np.radians((-4.0, 60.0, 130.0, 232.0)):
        parts.append(patch(1.36, float(azimuth), (0.035, 0.17), (0.008, 0.004), slot, square=6.0))
    for t0, azimuth in (
        (1.52, 84.0),
        (1.52, 96.0),
        (0.72, 40.0),
        (0.72, 47.0),
        (0.72, 140.0),
        (0.72, 133.0),
        (0.60, -95.0),
        (0.60, -85.0),
    ):
        at = float(np.radians(azimuth))
        parts.append(patch(t0, at, (0.062, 0.062), (0.012, 0.005), ring, start=0.72, corners=20))
        parts.append(patch(t0, at, (0.046, 0.046), (0.004, 0.008), "char_0", corners=16))
    return tuple(parts)
