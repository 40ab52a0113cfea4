"""The maps behind ``land.py``, made ready once: land and water told apart, land's colours carried out over its shores.

Axes: rows from the north pole, columns from 180° west. Law: inland, water is what the map paints blue or black; texels
of water near land take the mean colour of the land around them, so that a shore drawn finer than the texels shows no
blue rim on its land side.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel

_SHELF = 4  # texels each way that share one value


class Globe(NamedTuple):
    """The maps.

    Attributes
    ----------
    day : (rows, columns, 3) bytes: colour of land, as far as one texel out to sea
    coast : (2 rows, 2 columns) bytes: share of land, lakes taken out
    shelf : (rows / 4, columns / 4) how shallow the map paints the water, 0–1
    rough : (rows / 4, columns / 4) how much the brightness of land varies from texel to texel, 0–1
    linear : (256,) light of a byte of colour
    """

    day: np.ndarray
    coast: np.ndarray
    shelf: np.ndarray
    rough: np.ndarray
    linear: np.ndarray


@kernel
def _blue(day, i, j):
    """Whether the map paints a texel as water."""
    r, g, b = int(day[i, j, 0]), int(day[i, j, 1]), int(day[i, j, 2])
    return (min(g, b) > r + 9 and r < 90) or (b > r + 5 and r + g + b < 105) or (g < b + 8 and r + g + b < 45)


@kernel
def _land_of(coast, i, j):
    """Share of land of a texel of the day map, 0–255."""
    return (
        int(coast[2 * i, 2 * j])
        + int(coast[2 * i, 2 * j + 1])
        + int(coast[2 * i + 1, 2 * j])
        + int(coast[2 * i + 1, 2 * j + 1])
    ) // 4


@kernel
def _inland(coast, i, j):
    """Whether a texel and its neighbours hold no sea."""
    rows, columns = coast.shape[0] // 2, coast.shape[1] // 2
    for a in range(max(i - 1, 0), min(i + 2, rows)):
        for b in range(j - 1, j + 2):
            if _land_of(coast, a, b % columns) < 250:
                return False
    return True


@kernel
def prepare(day, coast, linear, kind, land, shelf, rough):
    """Take lakes out of `coast` in place; write `land` (rows, columns, 3), `shelf` and `rough`.

    `kind` (rows, columns) is for this kernel's own use: 0 where a texel shows land alone, 1 shore, 2 sea, 3 lake.
    """
    rows, columns, _ = day.shape
    landless = np.ones(shelf.shape, dtype=np.bool_)
    for i in range(rows):
        for j in range(columns):
            share = _land_of(coast, i, j)
            kind[i, j] = 0 if share > 250 else 1 if share >= 64 else 2
            if kind[i, j] < 2 and _blue(day, i, j):
                kind[i, j] = 3 if kind[i, j] == 0 and _inland(coast, i, j) else 1
            landless[i // _SHELF, j // _SHELF] &= kind[i, j] != 0
            land[i, j, 0], land[i, j, 1], land[i, j, 2] = day[i, j, 0], day[i, j, 1], day[i, j, 2]
    for i in range(rows):
        for j in range(columns):
            if kind[i, j] > 0:
                _shore(day, kind, landless, i, j, land)
            if kind[i, j] == 3:
                coast[2 * i : 2 * i + 2, 2 * j : 2 * j + 2] = 0
    for i in range(shelf.shape[0]):
        for j in range(shelf.shape[1]):
            shelf[i, j] = _shallow(day, kind, linear, _SHELF * i, _SHELF * j)
            rough[i, j] = _unevenness(land, linear, _SHELF * i, _SHELF * j)


@kernel
def _shore(day, kind, landless, i, j, land):
    """Give a texel that is not all land the mean colour of land within two texels, or that of a dry island."""
    rows, columns = kind.shape
    up, down, left, right = max(i - 2, 0), min(i + 2, rows - 1), (j - 2) % columns, (j + 2) % columns
    red, green, blue, count = 0, 0, 0, 0
    if not (
        landless[up // _SHELF, left // _SHELF]
        and landless[up // _SHELF, right // _SHELF]
        and landless[down // _SHELF, left // _SHELF]
        and landless[down // _SHELF, right // _SHELF]
    ):
        for a in range(up, down + 1):
            for b in range(j - 2, j + 3):
                k = b % columns
                if kind[a, k] == 0:
                    red, green, blue, count = red + day[a, k, 0], green + day[a, k, 1], blue + day[a, k, 2], count + 1
    if count > 0:
        land[i, j, 0], land[i, j, 1], land[i, j, 2] = red // count, green // count, blue // count
    elif kind[i, j] < 3:
        land[i, j, 0], land[i, j, 1], land[i, j, 2] = 96, 92, 66


@kernel
def _shallow(day, kind, linear, i, j):
    """How bright the map paints the water of a block of texels."""
    total, count = 0.0, 0
    for a in range(i, i + _SHELF):
        for b in range(j, j + _SHELF):
            if kind[a, b] > 0:
                total += linear[day[a, b, 1]]
                count += 1
    return min(max((total / max(count, 1) - 0.018) * 7.0, 0.0), 1.0)


@kernel
def _unevenness(land, linear, i, j):
    """Mean step of brightness between neighbouring texels of a block, against its brightness."""
    steps, total = 0.0, 0.0
    for a in range(i, i + _SHELF - 1):
        for b in range(j, j + _SHELF - 1):
            here = linear[land[a, b, 1]]
            steps += abs(linear[land[a + 1, b, 1]] - here) + abs(linear[land[a, b + 1, 1]] - here)
            total += here
    return min(max(1.8 * steps / (total + 0.1) - 0.26, 0.0), 1.0)


def globe_of(day: np.ndarray, coast: np.ndarray) -> Globe:
    """The maps from a day map (rows, columns, 3) and a finer coast (2 rows, 2 columns), bytes both."""
    rows, columns, _ = day.shape
    coast, land = coast.copy(), np.empty_like(day)
    shelf = np.empty((rows // _SHELF, columns // _SHELF), dtype=np.float32)
    linear = (np.arange(256) / 255.0) ** 2.2
    rough = np.empty_like(shelf)
    prepare(day, coast, linear, np.empty((rows, columns), dtype=np.uint8), land, shelf, rough)
    return Globe(land, coast, shelf, rough, linear)


def no_globe() -> Globe:
    """An empty map, where a picture shows no ground."""
    empty = np.zeros((2, 2), dtype=np.uint8)
    level = empty.astype(np.float32)
    return Globe(np.zeros((2, 2, 3), dtype=np.uint8), empty, level, level, np.zeros(256))


@kernel
def place(up):
    """Longitude and latitude of a unit direction as shares of a map, from the west and from the north."""
    return math.atan2(up[1], up[0]) / (2.0 * math.pi) + 0.5, 0.5 - math.asin(min(max(up[2], -1.0), 1.0)) / math.pi


@kernel
def texel(rows, columns, across, down):
    """Row and the two columns around a place of a map, and the fractions between them."""
    x, y = across * columns - 0.5, min(max(down * rows - 0.5, 0.0), rows - 1.0)
    i, j = min(math.floor(y), rows - 2), math.floor(x)
    return i, j % columns, (j + 1) % columns, y - i, x - j


@kernel
def level_at(field, across, down):
    """Value of a map of numbers at a place, blended between texels."""
    i, j, k, fy, fx = texel(field.shape[0], field.shape[1], across, down)
    return (field[i, j] * (1.0 - fx) + field[i, k] * fx) * (1.0 - fy) + (
        field[i + 1, j] * (1.0 - fx) + field[i + 1, k] * fx
    ) * fy


@kernel
def colours(day, up, out):
    """Write to `out` (n, 3) a map's colour under unit directions (n, 3), linear, blended between texels."""
    for n in range(up.shape[0]):
        across, down = place((up[n, 0], up[n, 1], up[n, 2]))
        i, j, k, fy, fx = texel(day.shape[0], day.shape[1], across, down)
        for c in range(3):
            mixed = (day[i, j, c] * (1.0 - fx) + day[i, k, c] * fx) * (1.0 - fy) + (
                day[i + 1, j, c] * (1.0 - fx) + day[i + 1, k, c] * fx
            ) * fy
            out[n, c] = (mixed / 255.0) ** 2.2
