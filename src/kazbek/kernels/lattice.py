"""Noise on the integer lattice, for shades that no map holds: the same number at the same place, on every machine."""

from __future__ import annotations

import math

from kazbek.kernels._compile import kernel


@kernel
def hashed(i, j, k):
    """A number in −1…1 for a lattice point."""
    h = (i * 374761393 + j * 668265263 + k * 2147483647) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((h ^ (h >> 16)) & 0xFFFF) / 32767.5 - 1.0


@kernel
def value_noise(x, y, z):
    """Lattice values blended smoothly between their points, −1…1."""
    xf, yf, zf = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(xf), int(yf), int(zf)
    u, v, w = x - xf, y - yf, z - zf
    u, v, w = u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v), w * w * (3.0 - 2.0 * w)
    near = (hashed(i, j, k) * (1.0 - u) + hashed(i + 1, j, k) * u) * (1.0 - v) + (
        hashed(i, j + 1, k) * (1.0 - u) + hashed(i + 1, j + 1, k) * u) * v
    far = (hashed(i, j, k + 1) * (1.0 - u) + hashed(i + 1, j, k + 1) * u) * (1.0 - v) + (
        hashed(i, j + 1, k + 1) * (1.0 - u) + hashed(i + 1, j + 1, k + 1) * u) * v
    return near * (1.0 - w) + far * w
