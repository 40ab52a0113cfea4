"""An edge-avoiding filter for noisy light: wide where the surface is one and the light is one, narrow elsewhere.

Axes: rows and columns of a picture. Law: the à-trous wavelet transform of Dammertz et al. ("Edge-Avoiding À-Trous
Wavelet Transform for fast Global Illumination Filtering", HPG 2010): five-by-five B3 splines whose holes double from
level to level, each tap weighed by how well surface and light agree. How much light may differ follows from its
variance, itself filtered along with it (Schied et al., "Spatiotemporal Variance-Guided Filtering", HPG 2017, the
spatial part). Distances between surfaces are measured across the plane of the surface, in units of a pixel there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kazbek.base.types import Floats, Integers
from kazbek.laws.compiled import kernel

_NORMAL_POWER = 64.0  # cosine between normals to this power
_PLANE_px = 1.0  # distance across the plane at which a tap counts 1/e
_LIGHT_SIGMAS = 3.0  # difference of light, in standard deviations, at which a tap counts 1/e


class Pixels(NamedTuple):
    """What each pixel (rows, columns) sees.

    Attributes
    ----------
    weight : 0–1, how much of the pixel is covered; nothing is taken from or written to pixels of zero
    normal, place : (rows, columns, 3) unit normal and position of the surface, metres
    kind : integer; light does not pass between different kinds of surface
    pixel_m : width of a pixel at the surface
    """

    weight: Floats
    normal: Floats
    place: Floats
    kind: Integers
    pixel_m: Floats


@kernel
def level(light, variance, pixels, step, light_out, variance_out):
    """One level of the transform, with holes of `step` pixels.

    Parameters
    ----------
    light : (rows, columns, bands) what is filtered, its surface's own colour divided out
    variance : (rows, columns) of the light's mean over the bands
    light_out, variance_out : where the results go
    """
    weight, normal, place, kind, pixel_m = pixels
    rows, columns, bands = light.shape
    spline = np.array((1.0 / 16.0, 0.25, 0.375, 0.25, 1.0 / 16.0))
    total = np.empty(bands)
    for i in range(rows):
        for j in range(columns):
            if weight[i, j] <= 0.0:
                continue
            here = _mean(light, i, j)
            tolerance = 1.0 / (_LIGHT_SIGMAS * np.sqrt(_blurred(variance, weight, i, j)) + 1e-6)
            across = 1.0 / (_PLANE_px * pixel_m[i, j] * step)
            total[:] = 0.0
            norm, spread = 0.0, 0.0
            for a in range(-2, 3):
                k = i + a * step
                if k < 0 or k >= rows:
                    continue
                for b in range(-2, 3):
                    m = j + b * step
                    if m < 0 or m >= columns or weight[k, m] <= 0.0 or kind[k, m] != kind[i, j]:
                        continue
                    w = spline[a + 2] * spline[b + 2] * weight[k, m]
                    if a != 0 or b != 0:
                        w *= _alike(normal, place, i, j, k, m, across)
                        if w < 1e-5:
                            continue
                        w *= np.exp(-abs(_mean(light, k, m) - here) * tolerance)
                    for c in range(bands):
                        total[c] += w * light[k, m, c]
                    spread += w * w * variance[k, m]
                    norm += w
            for c in range(bands):
                light_out[i, j, c] = total[c] / norm
            variance_out[i, j] = spread / (norm * norm)


@kernel
def _alike(normal, place, i, j, k, m, across):
    """How far two pixels see one surface, 0–1."""
    nx, ny, nz = normal[i, j, 0], normal[i, j, 1], normal[i, j, 2]
    cosine = nx * normal[k, m, 0] + ny * normal[k, m, 1] + nz * normal[k, m, 2]
    if cosine <= 0.5:
        return 0.0
    gap = (
        nx * (place[k, m, 0] - place[i, j, 0])
        + ny * (place[k, m, 1] - place[i, j, 1])
        + nz * (place[k, m, 2] - place[i, j, 2])
    )
    return cosine**_NORMAL_POWER * np.exp(-abs(gap) * across)


@kernel
def _mean(light, i, j):
    total = 0.0
    for c in range(light.shape[2]):
        total += light[i, j, c]
    return total / light.shape[2]


@kernel
def _blurred(variance, weight, i, j):
    """Variance over the nearest pixels: a single pixel's is itself too uncertain."""
    total, norm = 0.0, 0.0
    for k in range(max(0, i - 1), min(variance.shape[0], i + 2)):
        for m in range(max(0, j - 1), min(variance.shape[1], j + 2)):
            if weight[k, m] > 0.0:
                w = (2.0 - abs(k - i)) * (2.0 - abs(m - j))
                total += w * variance[k, m]
                norm += w
    return total / norm


@kernel
def tamed(light, weight, kind, most, out):
    """Pull single sparks down to `most` times the brightest of their neighbours of the same kind."""
    rows, columns, bands = light.shape
    for i in range(rows):
        for j in range(columns):
            if weight[i, j] <= 0.0:
                continue
            brightest, seen = _brightest_beside(light, weight, kind, i, j)
            here = _mean(light, i, j)
            share = most * brightest / here if seen > 2 and here > most * brightest else 1.0
            for c in range(bands):
                out[i, j, c] = light[i, j, c] * share


@kernel
def _brightest_beside(light, weight, kind, i, j):
    """The brightest neighbour of the same kind as a pixel, and how many such neighbours it has."""
    brightest, seen = 0.0, 0
    for k in range(max(0, i - 1), min(light.shape[0], i + 2)):
        for m in range(max(0, j - 1), min(light.shape[1], j + 2)):
            if (k != i or m != j) and weight[k, m] > 0.0 and kind[k, m] == kind[i, j]:
                brightest, seen = max(brightest, _mean(light, k, m)), seen + 1
    return brightest, seen
