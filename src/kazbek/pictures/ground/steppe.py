"""The ground round the pad: the pit of the flame trench, worn concrete, track, lamps, low buildings, dry scrub.

Axes of :mod:`kazbek.pictures.models.launch.pad`: x along the trench, z up from the plain. Invented, after the type.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.ground.railway import railway
from kazbek.pictures.models.mesh import Mesh, Model, bars, boxes, flat, gathered, repeated, tube
from kazbek.pictures.models.painted import painted, streaks

_PIT_m = 19.5  # deepest
_RIM_m = 150.0  # of the ground that is modelled; beyond it lies the plain


def surroundings(*, pit: bool = True, eye_m: tuple[float, float] = (0.0, 0.0)) -> Model:
    """Everything on the ground but the pad itself; scrub also on the way to `eye_m`.

    Without its `pit` the ground is level: for an eye far off, which cannot see into it.
    """
    pit_m = _PIT_m if pit else 0.0
    ground = (*_ground(pit_m), *_joints(pit_m), *_scrub(pit_m, eye_m))
    at_its_rim = (*_lamp_posts(pit_m), *_fence(pit_m), *_clutter(pit_m))
    return gathered((*ground, *at_its_rim, *railway(-244.0, -34.0), *_buildings(), *_horizon()))


def height_m(x: Floats, y: Floats, pit_m: float = _PIT_m) -> Floats:
    """The ground over the plain: a pit beyond the deck, and the mounds of buried rooms beside it."""
    wide = 30.0 + 0.10 * np.clip(x, 0.0, 60.0)
    down = np.clip((x - 8.0) / 9.0, 0.0, 1.0) * np.clip((88.0 - x) / 40.0, 0.0, 1.0)
    across = np.clip((wide + 6.0 - np.abs(y)) / 22.0, 0.0, 1.0)
    depth = pit_m * _eased(down) * _eased(across)
    mounds = sum(
        h * np.exp(-(((x - u) / 16.0) ** 4) - ((y - v) / 9.0) ** 4)
        for u, v, h in ((-52.0, 62.0, 3.4), (-70.0, -58.0, 2.8), (-104.0, 12.0, 3.0), (22.0, -92.0, 2.4))
    )
    height: Floats = 0.04 + mounds - depth
    return height


def _eased(t: Floats) -> Floats:
    eased: Floats = t * t * (3.0 - 2.0 * t)
    return eased


def _ground(pit_m: float) -> Model:
    """The near ground: concrete round the pit, gravel and clay farther out, painted in patches."""
    near, far = np.arange(0.0, 96.0, 2.0), np.arange(96.0, _RIM_m + 1.0, 6.0)
    ticks = np.concatenate((-far[::-1], -near[:0:-1], near, far))
    x, y = np.meshgrid(ticks, ticks)
    z = height_m(x, y, pit_m)
    slope = np.stack((-np.gradient(z, ticks, axis=1), -np.gradient(z, ticks, axis=0), np.ones_like(z)), axis=-1)
    normals = slope / np.linalg.norm(slope, axis=-1, keepdims=True)
    r = np.hypot(x - 10.0, y)
    patches = streaks((x + _RIM_m) / (2 * _RIM_m), (y + _RIM_m) / (2 * _RIM_m + 6.0), (14, 14), 5)
    field = r / 42.0 + 0.75 * patches
    hidden = np.minimum(12.5 - x, 21.5 - np.abs(y))  # under the deck
    hidden = np.minimum(hidden, x + 33.5)
    ragged_rim = r + 14.0 * patches - _RIM_m + 16.0
    return painted(
        np.stack((x, y, z), axis=-1),
        normals,
        field,
        (0.9, 1.5, 1.95, 2.5, 2.9),
        ("concrete_worn", "gravel", "clay", "steppe", "clay", "steppe"),
        np.maximum(hidden, ragged_rim),
    )


def _joints(pit_m: float) -> list[Mesh]:
    """Joints between the slabs of the apron and of the pit's lining."""
    along = np.arange(-46.0, 86.1, 3.0)
    lines = [np.column_stack((along, np.full_like(along, y))) for y in np.arange(-42.0, 42.1, 6.0)]
    lines += [np.column_stack((np.full_like(along, x), along * 0.66 - 13.0)) for x in np.arange(-46.0, 86.1, 6.0)]
    ends = np.concatenate([np.stack((line[:-1], line[1:]), axis=1) for line in lines])
    x, y = ends.mean(axis=1).T
    ends = ends[(np.hypot(x - 10.0, y) < 50.0) & ((x > 13.0) | (np.abs(y) > 22.5) | (x < -34.5))]
    z = height_m(ends[..., 0], ends[..., 1], pit_m)
    points = np.concatenate((ends, z[..., None] + 0.005), axis=-1)
    return [bars(points[:, 0], points[:, 1], 0.06, "joint")]


def _lamp_posts(pit_m: float) -> list[Mesh]:
    """Lamp posts along the rim of the pit and the track."""
    places = [(x, side * (41.0 + 0.1 * max(x, 0.0))) for x in np.arange(-20.0, 101.0, 24.0) for side in (1.0, -1.0)]
    places += [(-60.0 - 30.0 * k, 7.0) for k in range(5)] + [(102.0, -14.0), (102.0, 14.0)]
    at = np.array([(x, y, height_m(np.array(x), np.array(y), pit_m)) for x, y in places])
    post = tube((0.0, 0.0, 0.0), (0.0, 0.0, 8.0), 0.10, "grey", 6)
    return [
        repeated(post, np.eye(3), at),
        bars(at + (0.0, 0.0, 7.9), at + (0.0, 1.4, 8.3), 0.10, "grey"),
        boxes(at + (0.0, 1.6, 8.3), np.array((0.35, 0.8, 0.16)), "white"),
    ]


def _fence(pit_m: float) -> list[Mesh]:
    """A railing along the rim of the pit."""
    x = np.arange(14.0, 104.0, 3.0)
    rim = np.concatenate(
        (
            np.column_stack((x, 38.5 + 0.1 * np.minimum(x, 60.0))),
            np.column_stack((np.full(26, 103.0), np.linspace(44.0, -44.0, 26))),
            np.column_stack((x, -38.5 - 0.1 * np.minimum(x, 60.0)))[::-1],
        )
    )
    foot = np.column_stack((rim, height_m(rim[:, 0], rim[:, 1], pit_m)))
    up = np.array((0.0, 0.0, 1.0))
    rails = [bars(foot[:-1] + h * up, foot[1:] + h * up, 0.05, "grey") for h in (0.55, 1.1)]
    return [bars(foot, foot + 1.15 * up, 0.07, "grey"), *rails]


def _clutter(pit_m: float) -> list[Mesh]:
    """A cable trough with its lids, cabinets, blocks, drums: what lies about a pad."""
    rng = np.random.default_rng(8)
    way, bends = np.linspace(0.0, 2.0, 81), np.array(((-30.0, 46.0), (96.0, 52.0), (110.0, -30.0)))
    x, y = (np.interp(way, (0.0, 1.0, 2.0), bends[:, axis]) for axis in (0, 1))
    low = np.column_stack((x, y, height_m(x, y, pit_m) + 0.12))
    x, y = rng.uniform(-40.0, 112.0, 46), rng.choice((-1.0, 1.0), 46) * rng.uniform(43.0, 60.0, 46)
    size = rng.uniform(0.5, 1.0, (46, 1)) * np.array((1.1, 0.9, 1.5))
    at = np.column_stack((x, y, height_m(x, y, pit_m) + size[:, 2] / 2.0))
    kinds = ("grey", "concrete_worn", "plaster")
    return [
        bars(low[:-1], low[1:], 0.55, "concrete"),
        *(boxes(at[k::3], size[k::3], name) for k, name in enumerate(kinds)),
    ]


def _buildings() -> list[Mesh]:
    """Low blocks, a tank farm and a water tower at the edge of the pad."""
    low = np.array(
        (
            (-92.0, 78.0, 2.6),
            (-120.0, 40.0, 3.4),
            (-108.0, -92.0, 2.2),
            (-78.0, 112.0, 2.4),
            (84.0, 112.0, 2.0),
            (-20.0, -128.0, 2.6),
            (-128.0, -40.0, 2.0),
        )
    )
    size = np.array(
        (
            (22.0, 10.0, 5.2),
            (34.0, 13.0, 6.8),
            (16.0, 9.0, 4.4),
            (18.0, 11.0, 4.8),
            (14.0, 8.0, 4.0),
            (24.0, 10.0, 5.2),
            (10.0, 8.0, 4.0),
        )
    )
    parts = [boxes(low, size, "plaster"), boxes(low + (0.0, 0.0, 0.5) * size, size * (1.02, 1.05, 0.06), "roof")]
    windows = [
        (cx + dx, cy + side * (sy / 2.0 + 0.03), cz + 0.1 * sz)
        for (cx, cy, cz), (sx, sy, sz) in zip(low, size)
        for dx in np.arange(-sx / 2 + 2.0, sx / 2 - 1.0, 3.2)
        for side in (1.0, -1.0)
    ]
    parts.append(boxes(np.array(windows), np.array((1.4, 0.06, 1.3)), "dark"))
    for x, y in ((-84.0, -84.0), (-92.0, -76.0), (-76.0, -92.0)):
        parts.append(tube((x, y, 0.0), (x, y, 6.5), 3.2, "white", 24))
    parts += [
        tube((-100.0, 96.0, 0.0), (-100.0, 96.0, 20.0), 0.8, "plaster", 12),
        tube((-100.0, 96.0, 20.0), (-100.0, 96.0, 25.0), 2.8, "plaster", 20),
    ]
    return parts


def _horizon() -> list[Mesh]:
    """What stands a kilometre off: the assembly hall, a few blocks, a line of pylons."""
    hall = np.array(
        (
            (-1150.0, 260.0, 13.0),
            (-1060.0, 250.0, 7.0),
            (-1180.0, 90.0, 5.0),
            (-900.0, -420.0, 4.5),
            (-620.0, 640.0, 4.0),
            (-560.0, 690.0, 5.5),
            (-240.0, 900.0, 4.0),
            (-980.0, -210.0, 6.0),
        )
    )
    size = np.array(
        (
            (62.0, 118.0, 26.0),
            (110.0, 30.0, 14.0),
            (40.0, 70.0, 10.0),
            (60.0, 22.0, 9.0),
            (34.0, 18.0, 8.0),
            (20.0, 30.0, 11.0),
            (40.0, 16.0, 8.0),
            (24.0, 60.0, 12.0),
        )
    )
    feet = np.array([(-430.0 + 0.25 * y, y, 0.0) for y in np.arange(-1100.0, 1101.0, 110.0)])
    heads, arm = feet + (0.0, 0.0, 15.2), np.array((2.3, 0.0, 0.0))
    return [
        boxes(hall, size, "far_wall"),
        boxes(hall + (0.0, 0.0, 0.5) * size, size * (1.0, 1.0, 0.08), "roof"),
        bars(feet, feet + (0.0, 0.0, 17.0), 0.55, "grey"),
        bars(heads - arm, heads + arm, 0.3, "grey"),
        *(bars(heads[:-1] + side * arm, heads[1:] + side * arm, 0.07, "dark") for side in (-1.0, 1.0)),
    ]


def _scrub(pit_m: float, eye_m: tuple[float, float], count: int = 3500) -> list[Mesh]:
    """Tufts of dry grass and wormwood, thicker away from the concrete, and along the line of sight."""
    rng = np.random.default_rng(31)
    r, turn = _RIM_m * np.sqrt(rng.uniform(0.16, 1.25, count)), rng.uniform(0.0, 2.0 * np.pi, count)
    x, y = 10.0 + r * np.cos(turn), r * np.sin(turn)
    way, off = rng.uniform(0.2, 0.95, count), rng.normal(0.0, 1.0, count)
    gap = 1.0 - way  # strewn as wide as the view is
    sight = np.array((eye_m, (-eye_m[1], eye_m[0])))
    x, y = (np.concatenate((a, way * u + 0.16 * gap * off * v)) for a, (u, v) in zip((x, y), sight.T))
    keep = (height_m(x, y, pit_m) > -0.5) & (np.abs(y) > 3.5) & (np.hypot(x, y) > 50.0)
    x, y = x[keep], y[keep]
    size = 0.12 + 0.3 * rng.random(len(x)) ** 3
    at = np.column_stack((x, y, np.maximum(height_m(x, y, pit_m), 0.0) - 0.03))
    spin = rng.uniform(0.0, 2.0 * np.pi, len(x))
    c, s, o = size * np.cos(spin), size * np.sin(spin), np.zeros(len(x))
    turns = np.stack((c, -s, o, s, c, o, o, o, size), axis=-1).reshape(-1, 3, 3)
    dark = rng.random(len(x)) < 0.45
    tufts = [repeated(_tuft(name), turns[of_it], at[of_it]) for name, of_it in (("scrub", dark), ("straw", ~dark))]
    return [replace(tuft, normals=tuft.normals / np.linalg.norm(tuft.normals, axis=1, keepdims=True)) for tuft in tufts]


def _tuft(material: str) -> Mesh:
    """Five blades that lean outwards from one foot; one metre high."""
    blades = []
    for a in np.arange(5) * 2.0 * np.pi / 5.0:
        out, side = np.array((np.cos(a), np.sin(a), 0.0)), np.array((-np.sin(a), np.cos(a), 0.0)) * 0.35
        tip = 0.55 * out + (0.0, 0.0, 0.8)
        blades += [(-side, side, tip), (side, -side, tip)]
    return flat(np.array(blades), material)
