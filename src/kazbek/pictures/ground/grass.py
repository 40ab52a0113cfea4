"""Dry steppe close by: clay, dust, pebbles, wheel tracks, and tufts of grass that stand up from the ground.

Axes: metres east and north of a point of the ground near the camera that stays put as the camera moves, and up.
`pixel_m` is what a pixel covers; nothing finer is drawn. Law: none; colours are multiples of the one colour asked for,
with a mean of one. A tuft is a fan of blades in the upright plane that faces the camera; it hides what lies behind, and
the Sun from the ground beside it. Tufts are looked for cell by cell along the way of a ray through their layer.
"""

from __future__ import annotations

import math

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.noise import fractal, mixed_bits, noise, octaves_down_to, sloped

_CELL_m = 0.33  # one tuft at most in each
_TALLEST_m = 0.26
_CELLS = 18  # looked at along a ray, at most
_RUT_m, _RUTS_APART_m = 0.22, 0.85


@kernel
def growth(x, y):
    """How thick the grass stands, 0–1."""
    return min(
        max(
            0.42
            + 0.9 * noise(x / 210.0, y / 210.0, 0.5)
            + 0.7 * noise(x / 37.0, y / 37.0, 3.5)
            + 0.35 * noise(x / 7.0, y / 7.0, 6.5),
            0.0,
        ),
        1.0,
    )


@kernel
def soil(x, y, grown, pixel_m, ground):
    """Colour (three floats) of the bare ground at a place."""
    patches = fractal(x / 130.0, y / 130.0, 11.5, min(octaves_down_to(130.0, 2.0 * pixel_m), 4.0), 0.7)
    crumbs = octaves_down_to(2.4, 2.0 * pixel_m)
    grain = fractal(x / 2.4, y / 2.4, 14.5, min(crumbs, 8.0), 0.82) if crumbs > 0.0 else 0.0
    pale = min(max(0.5 * patches - 0.55 * (grown - 0.45), -0.25), 0.35)
    shade = math.exp(0.6 * pale + (0.16 + 0.22 * grown) * grain) * (1.0 + 0.4 * _ruts(x, y, pixel_m))
    if pixel_m < 0.03:
        shade *= 1.0 + _pebbles(x, y) * min(1.0, (0.03 - pixel_m) / 0.015)
    straw = 0.22 * grown
    return (
        ground[0] * shade * (1.0 + 0.38 * straw),
        ground[1] * shade * (1.0 + 0.25 * straw),
        ground[2] * shade * (1.0 - 0.1 * straw + 0.25 * pale),
    )


@kernel
def _ruts(x, y, pixel_m):
    """Paler dust, 0–1, where wheels went: two ruts on either side of lines that wander over the plain."""
    value, dx, dy, _ = sloped(x / 260.0, y / 260.0, 21.3)
    away = abs(value) * 260.0 / max(math.sqrt(dx * dx + dy * dy), 0.3)
    if away > 6.0 + 3.0 * pixel_m:
        return 0.0
    width = max(_RUT_m, 0.7 * pixel_m)
    off = (away - _RUTS_APART_m) / width
    worn = 0.55 + 0.45 * noise(x / 9.0, y / 9.0, 27.5)
    return worn * (math.exp(-0.5 * off * off) * _RUT_m / width + 0.25 * math.exp(-0.5 * (away / 1.6) ** 2))


@kernel
def _pebbles(x, y):
    """Small stones, darker and lighter than the clay: a ragged one in some cells of 6 cm."""
    i, j = math.floor(x / 0.06), math.floor(y / 0.06)
    h = mixed_bits(i, j, 5)
    if h & 15 > 1:
        return 0.0
    u, v = x / 0.06 - i - 0.3 - 0.4 * (h >> 4 & 255) / 255.0, y / 0.06 - j - 0.3 - 0.4 * (h >> 12 & 255) / 255.0
    size = 0.05 + 0.22 * ((h >> 20 & 255) / 255.0) ** 2
    ragged = 1.0 + 0.35 * math.sin(3.0 * math.atan2(v, u) + h % 7) + 0.4 * u / size
    if u * u + v * v > size * size * ragged:
        return 0.0
    return (-0.32 if h & 1 else 0.18) * (1.0 - 0.5 * v / size)


@kernel
def tufts(start, way, most, pixel_m, blades):
    """What tufts hide of a ray, and where it meets them: (opacity, height up the blades 0–1, kind 0–1).

    Parameters
    ----------
    start, way : where the ray begins, m, and its direction, not level
    most : length of the ray, m
    blades : draw single blades; otherwise tufts are even, as for their shadow
    """
    (x, y, z), (dx, dy, dz) = start, way
    # the part of the ray within the layer of grass
    to_top, to_ground = (_TALLEST_m - z) / dz, -z / dz
    near, end = max(min(to_top, to_ground), 0.0), min(max(to_top, to_ground), most)
    level = math.sqrt(dx * dx + dy * dy)
    if end <= near or level < 1e-6:
        return 0.0, 0.0, 0.0
    cells = min(int((end - near) * level / _CELL_m * 1.4) + 1, _CELLS)
    left, tall, kind = 1.0, 0.0, 0.0
    last_i, last_j = -1 << 40, 0
    for k in range(cells):
        t = near + (end - near) * (k + 0.5) / cells
        i, j = math.floor((x + t * dx) / _CELL_m), math.floor((y + t * dy) / _CELL_m)
        if i == last_i and j == last_j:
            continue
        last_i, last_j = i, j
        for side in range(2):  # the cell and the one beside it, from which blades lean over
            a, b = (i, j) if side == 0 else (i - 1 if dx * dx < dy * dy else i, j if dx * dx < dy * dy else j - 1)
            cover, up, sort = _tuft(a, b, start, (dx / level, dy / level, dz / level), pixel_m, blades)
            if cover > 0.0:
                tall += left * cover * up
                kind += left * cover * sort
                left *= 1.0 - cover
        if left < 0.03:
            break
    hidden = 1.0 - left
    return hidden, tall / max(hidden, 1e-6), kind / max(hidden, 1e-6)


@kernel
def _tuft(i, j, start, way, pixel_m, blades):
    """Cover, height 0–1 and kind of the tuft of a cell on a ray; `way` along the level and unit, its rise last."""
    (x, y, z), (ex, ey, rise) = start, way
    h = mixed_bits(i, j, 9)
    cx, cy = (i + 0.2 + 0.6 * (h & 255) / 255.0) * _CELL_m, (j + 0.2 + 0.6 * (h >> 8 & 255) / 255.0) * _CELL_m
    along = (cx - x) * ex + (cy - y) * ey
    if along <= 0.0:
        return 0.0, 0.0, 0.0
    size = (h >> 24 & 255) / 255.0
    tall = _TALLEST_m * (0.35 + 0.65 * size)
    up = (z + rise * along) / tall
    if up <= 0.0 or up >= 1.0:
        return 0.0, 0.0, 0.0
    spread = tall * (0.22 + 0.55 * up)
    across = ((cx - x) * ey - (cy - y) * ex) / spread
    if abs(across) >= 1.0 or (h >> 16 & 255) / 255.0 > 1.05 * growth(cx, cy):
        return 0.0, 0.0, 0.0
    if not blades or pixel_m > 0.02:
        return 0.75 * (1.0 - across * across) * (1.0 - up), up, size
    count = 11.0
    blade = across * count + 0.6 * math.sin(7.0 * up + h)
    index = math.floor(blade)
    b = mixed_bits(index, h & 1023, 13)
    top = 0.45 + 0.55 * (b & 255) / 255.0
    if up > top * (1.0 - 0.35 * across * across):
        return 0.0, 0.0, 0.0
    middle = abs(blade - index - 0.5) * 2.0
    width = (1.0 - up / top) * 0.85 + 0.12
    soft = max(pixel_m * count / spread, 0.05)
    return (
        min(max((width - middle) / soft + 0.5, 0.0), 1.0) * min(1.0, 1.5 / soft),
        up,
        0.5 * (size + (b >> 8 & 255) / 255.0),
    )
