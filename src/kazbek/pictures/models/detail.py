"""What makes a solid look built: quilts and their seams, straps, shield panels, rails, windows, cells of solar arrays.

Everything here is geometry with a material, so that every renderer and every exported file shows the same. Profiles are
(x, radius) points about x, from tail to nose along the outside, as for :func:`kazbek.pictures.models.mesh.lathe`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, Point, as_trim, bars, lathe, merged, quads, sheet

Profile = Sequence[tuple[float, float]]
_TAU = 2.0 * np.pi


def along_profile(profile_m: Profile, count: int) -> tuple[Floats, Floats]:
    """`count` points evenly along a profile, and its outward unit normals there; (n, 2) each as (x, radius)."""
    points = np.asarray(profile_m, dtype=float)
    length = np.concatenate(((0.0,), np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))))
    at = np.linspace(0.0, length[-1], count)
    spread = np.column_stack([np.interp(at, length, points[:, k]) for k in (0, 1)])
    slope = np.gradient(spread, axis=0)
    outward = np.column_stack((-slope[:, 1], slope[:, 0]))
    return spread, outward / np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-12)


def around(points: Floats, angle_rad: Floats) -> Floats:
    """Points (..., 2) of a profile turned about x by angles (...): (..., 3)."""
    x, radius, angle_rad = np.broadcast_arrays(points[..., 0], points[..., 1], angle_rad)
    return np.stack((x, radius * np.cos(angle_rad), radius * np.sin(angle_rad)), axis=-1)


def quilted(
    profile_m: Profile,
    material: str,
    *,
    gores: int,
    rows: int,
    puff_m: float = 0.02,
    fine: int = 4,
    lift_m: float = 0.0,
) -> Mesh:
    """A padded cover: `gores` around by `rows` along, each cushion rising `puff_m` between its seams.

    `fine` is the number of facets across a cushion, each way; seams lie `lift_m` over the profile, enough to clear the
    facets of a hull beneath.
    """
    points, outward = along_profile(profile_m, rows * fine + 1)
    angle = np.linspace(0.0, _TAU, gores * fine + 1)
    across, down = (_cushion(n, fine) for n in (gores, rows))
    slack = np.minimum(1.0, points[:, 1] / max(0.4 * float(points[:, 1].max()), 1e-9))  # flat where it closes in
    rise = lift_m + puff_m * across[:, None] * (down * slack)[None, :]
    return sheet(around(points + rise[..., None] * outward, angle[:, None]), material)


def _cushion(count: int, fine: int) -> Floats:
    """0 on seams, 1 between them, at count·fine + 1 places; low seams stay sharp."""
    return np.sqrt(np.abs(np.sin(np.pi * np.arange(count * fine + 1) / fine)))


def strap(
    x_m: float, radius_m: float, width_m: float, material: str, lift_m: float = 0.012, segments: int = 48
) -> Mesh:
    """A flat band around a drum."""
    r, aft, fore = radius_m + lift_m, x_m - width_m / 2.0, x_m + width_m / 2.0
    return as_trim((lathe(((aft, radius_m), (aft, r), (fore, r), (fore, radius_m)), material, segments),))[0]


def seams(
    profile_m: Profile, angles_rad: Floats, width_m: float, material: str, lift_m: float = 0.006, points: int = 9
) -> Mesh:
    """Flat ribbons along a profile, one at each angle: gore seams, cable runs, painted stripes."""
    spread, outward = along_profile(profile_m, points)
    line = spread + lift_m * outward
    half = width_m / 2.0 / np.maximum(line[:, 1], width_m)
    angle = np.asarray(angles_rad, dtype=float)[:, None]
    left, right = around(line, angle - half), around(line, angle + half)
    corners = np.stack((left[:, :-1], right[:, :-1], right[:, 1:], left[:, 1:]), axis=2)
    return as_trim((quads(corners.reshape(-1, 4, 3), material),))[0]


def patch(
    profile_m: Profile,
    from_rad: float,
    to_rad: float,
    material: str,
    lift_m: float = 0.02,
    steps: tuple[int, int] = (4, 2),
) -> Mesh:
    """A panel that follows the surface between two angles, `lift_m` proud of it, with its edges closed."""
    points, outward = along_profile(profile_m, steps[1] + 1)
    angle = np.linspace(from_rad, to_rad, steps[0] + 1)[:, None]
    top, base = (around(points + lift * outward, angle) for lift in (lift_m, 0.0))
    rim_top = np.concatenate((top[:-1, 0], top[-1, :-1], top[:0:-1, -1], top[0, :0:-1]))
    rim_base = np.concatenate((base[:-1, 0], base[-1, :-1], base[:0:-1, -1], base[0, :0:-1]))
    rim = np.stack((rim_base, np.roll(rim_base, -1, 0), np.roll(rim_top, -1, 0), rim_top), axis=1)
    return merged((sheet(top, material), quads(rim, material)))


def shield(
    x0_m: float,
    x1_m: float,
    radius_m: float,
    materials: Sequence[str],
    *,
    rings: int,
    sectors: int,
    gap_m: float = 0.05,
    lift_m: float = 0.05,
    seed: int = 1,
) -> Model:
    """Debris-shield panels around a drum, row after row, with gaps between them and shades drawn by chance."""
    shade = np.random.default_rng(seed).integers(len(materials), size=(rings, sectors))
    pitch, turn = (x1_m - x0_m) / rings, _TAU / sectors
    half = gap_m / 2.0
    panels = []
    for ring in range(rings):
        x = x0_m + ring * pitch
        for k in range(sectors):
            start = turn * (k + 0.5 * (ring % 2))
            profile = ((x + half, radius_m), (x + pitch - half, radius_m))
            panels.append(
                patch(
                    profile,
                    start + half / radius_m,
                    start + turn - half / radius_m,
                    materials[shade[ring, k]],
                    lift_m,
                    (max(2, 48 // sectors), 1),
                )
            )
    return tuple(panels)


def patchwork(
    x0_m: float,
    x1_m: float,
    radius_m: float,
    materials: Sequence[str],
    *,
    count: int,
    seed: int,
    clear_rad: tuple[float, float] = (0.0, 0.0),
) -> Model:
    """What years leave on a hull: covers sewn on later, boxes, cables along it, placed by chance.

    Angles between the two of `clear_rad`, in 0…2π, stay free for a name or a flag.
    """
    rng = np.random.default_rng(seed)
    parts: list[Mesh] = []
    for _ in range(count):
        long, wide = rng.uniform(0.35, 1.1), rng.uniform(0.3, 0.9) / radius_m
        x, turn = rng.uniform(x0_m, max(x0_m, x1_m - long)), rng.uniform(0.0, _TAU)
        if turn < clear_rad[1] and turn + wide > clear_rad[0]:
            continue
        look = materials[int(rng.integers(len(materials)))]
        high = rng.choice((0.05, 0.07, 0.10, 0.24))
        if high > 0.2:
            long, wide = 0.45 * long, 0.4 * wide
        parts.append(patch(((x, radius_m), (min(x + long, x1_m), radius_m)), turn, turn + wide, look, high, (3, 1)))
    cables = seams(((x0_m, radius_m), (x1_m, radius_m)), rng.uniform(0.0, _TAU, 5), 0.05, "shield_gap", 0.07, 2)
    return (*as_trim(parts), cables)


def handrails(starts_m: Floats, ends_m: Floats, out: Point, material: str = "handrail", stand_m: float = 0.09) -> Mesh:
    """Rails between points (n, 3) of a surface, each on two feet along `out` (n, 3) or (3,)."""
    starts, ends = np.atleast_2d(starts_m), np.atleast_2d(ends_m)
    foot = stand_m * np.broadcast_to(out, starts.shape)
    low = np.concatenate((starts, ends, starts + foot))
    high = np.concatenate((starts + foot, ends + foot, ends + foot))
    return as_trim((bars(low, high, 0.035, material),))[0]


def rails_on_drum(
    radius_m: float,
    places: Sequence[tuple[float, float]],
    *,
    length_m: float = 0.9,
    along: bool = True,
    material: str = "handrail",
) -> Mesh:
    """Handrails on a drum about x at (x, angle in radians), lying along it or around it."""
    x, angle = np.asarray(places, dtype=float).T
    half = np.array((length_m / 2.0, 0.0)) if along else np.array((0.0, length_m / 2.0 / radius_m))
    ends = [
        around(np.column_stack((x + sign * half[0], np.full(len(x), radius_m))), angle + sign * half[1])
        for sign in (-1.0, 1.0)
    ]
    out = np.column_stack((np.zeros(len(x)), np.cos(angle), np.sin(angle)))
    return handrails(ends[0], ends[1], out, material)


def porthole(radius_m: float, frame: str = "metal", segments: int = 24) -> Model:
    """A round window that looks along +x, its frame standing on x = 0."""
    r = radius_m
    return (
        lathe(((0.0, 1.35 * r), (0.03, 1.3 * r), (0.045, 1.1 * r), (0.03, r)), frame, segments),
        lathe(((0.022, r), (0.022, 0.0)), "glass", segments),
    )


def dish(radius_m: float, material: str = "white", feed: str = "dark", segments: int = 28) -> Model:
    """A dish that looks along +x, with its feed on three legs."""
    r = radius_m
    bowl = [(0.32 * r * t * t, r * t) for t in np.linspace(0.0, 1.0, 6)]
    rim = [(x + 0.03 * r + 0.01, q) for x, q in bowl[::-1]]
    legs = np.array([(0.26 * r, 0.85 * r * np.cos(a), 0.85 * r * np.sin(a)) for a in np.arange(3) * _TAU / 3])
    return (
        lathe([*bowl, *rim], material, segments),
        bars(legs, np.broadcast_to((0.85 * r, 0.0, 0.0), legs.shape), 0.03 * r + 0.006, feed),
        lathe(((0.78 * r, 0.0), (0.78 * r, 0.1 * r), (0.92 * r, 0.1 * r), (0.92 * r, 0.0)), feed, 10),
    )


def solar_panel(
    centre_m: Point,
    across_m: Point,
    along_m: Point,
    *,
    front: str,
    back: str,
    lines: str,
    grid: tuple[int, int],
    thickness_m: float = 0.03,
    line_m: float = 0.012,
) -> Model:
    """A panel spanned by two edge vectors; its sunny side looks along across × along.

    `grid` is how many fields it has each way; the lines between them lie on the sunny side.
    """
    centre, a, b = (np.asarray(v, dtype=float) for v in (centre_m, across_m, along_m))
    out = np.cross(a, b) / np.linalg.norm(np.cross(a, b))
    lift = 0.5 * thickness_m * out
    corners = np.array([centre + s * a / 2 + t * b / 2 for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
    edge = np.stack((corners - lift, np.roll(corners, -1, 0) - lift, np.roll(corners, -1, 0) + lift, corners + lift), 1)
    field_lines = np.concatenate((_lines(centre, a, b, grid[0], line_m), _lines(centre, b, -a, grid[1], line_m)))
    return (
        quads((corners + lift)[None], front),
        merged((quads((corners[::-1] - lift)[None], back), quads(edge, back))),
        as_trim((quads(field_lines + lift + 0.12 * thickness_m * out, lines),))[0],
    )


def _lines(centre: Floats, across: Floats, along: Floats, fields: int, width_m: float) -> Floats:
    """Ribbons (fields − 1, 4, 3) along one edge vector that part the other into equal fields."""
    place = (np.arange(1, fields) / fields - 0.5)[:, None, None] * across
    half = 0.5 * width_m * across / np.linalg.norm(across)
    ribbon = np.array((-half - along / 2, half - along / 2, half + along / 2, -half + along / 2))
    lines: Floats = centre + place + ribbon
    return lines
