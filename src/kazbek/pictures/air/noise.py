"""Noise on the integer lattice, for shapes that no map holds: the same number at the same place, on every machine.

Law: gradient noise (Perlin, "Improving Noise", SIGGRAPH 2002) with gradients drawn from a hash of the lattice point;
sums of octaves after Musgrave (Ebert et al., "Texturing and Modeling", 3rd ed., 2003). The number of octaves is a
float: the last one fades in, so that detail comes and goes with the size of a pixel without a seam.
"""

from __future__ import annotations

import math

from kazbek.laws.compiled import kernel

_TO_ONE = 1.0 / 420.0  # gradients have components −512…512


@kernel
def mixed_bits(i, j, k):
    """32 well mixed bits for a lattice point."""
    h = (i * 374761393 + j * 668265263 + k * 2147483647) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    return h ^ (h >> 16)


@kernel
def hashed(i, j, k):
    """A number in −1…1 for a lattice point."""
    return (mixed_bits(i, j, k) & 0xFFFF) / 32767.5 - 1.0


@kernel
def value_noise(x, y, z):
    """Lattice values blended smoothly between their points, −1…1."""
    xf, yf, zf = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(xf), int(yf), int(zf)
    u, v, w = x - xf, y - yf, z - zf
    u, v, w = u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v), w * w * (3.0 - 2.0 * w)
    near = (hashed(i, j, k) * (1.0 - u) + hashed(i + 1, j, k) * u) * (1.0 - v) + (
        hashed(i, j + 1, k) * (1.0 - u) + hashed(i + 1, j + 1, k) * u
    ) * v
    far = (hashed(i, j, k + 1) * (1.0 - u) + hashed(i + 1, j, k + 1) * u) * (1.0 - v) + (
        hashed(i, j + 1, k + 1) * (1.0 - u) + hashed(i + 1, j + 1, k + 1) * u
    ) * v
    return near * (1.0 - w) + far * w


@kernel
def _pull(i, j, k, x, y, z):
    """A lattice point's gradient times the way from it."""
    h = mixed_bits(i, j, k)
    return ((h & 1023) - 511.5) * x + ((h >> 10 & 1023) - 511.5) * y + ((h >> 20 & 1023) - 511.5) * z


@kernel
def noise(x, y, z):
    """Gradient noise, about −1…1 with a spread of 0.25, features one unit across."""
    i, j, k = math.floor(x), math.floor(y), math.floor(z)
    x, y, z = x - i, y - j, z - k
    u = x * x * x * (x * (x * 6.0 - 15.0) + 10.0)
    v = y * y * y * (y * (y * 6.0 - 15.0) + 10.0)
    w = z * z * z * (z * (z * 6.0 - 15.0) + 10.0)
    a = _pull(i, j, k, x, y, z)
    a += u * (_pull(i + 1, j, k, x - 1.0, y, z) - a)
    b = _pull(i, j + 1, k, x, y - 1.0, z)
    b += u * (_pull(i + 1, j + 1, k, x - 1.0, y - 1.0, z) - b)
    c = _pull(i, j, k + 1, x, y, z - 1.0)
    c += u * (_pull(i + 1, j, k + 1, x - 1.0, y, z - 1.0) - c)
    d = _pull(i, j + 1, k + 1, x, y - 1.0, z - 1.0)
    d += u * (_pull(i + 1, j + 1, k + 1, x - 1.0, y - 1.0, z - 1.0) - d)
    a += v * (b - a)
    c += v * (d - c)
    return (a + w * (c - a)) * _TO_ONE


@kernel
def sloped(x, y, z):
    """``noise`` and its gradient: (value, d/dx, d/dy, d/dz)."""
    i, j, k = math.floor(x), math.floor(y), math.floor(z)
    x, y, z = x - i, y - j, z - k
    u, du = x * x * x * (x * (x * 6.0 - 15.0) + 10.0), 30.0 * x * x * (x * (x - 2.0) + 1.0)
    v, dv = y * y * y * (y * (y * 6.0 - 15.0) + 10.0), 30.0 * y * y * (y * (y - 2.0) + 1.0)
    w, dw = z * z * z * (z * (z * 6.0 - 15.0) + 10.0), 30.0 * z * z * (z * (z - 2.0) + 1.0)
    total, tx, ty, tz = 0.0, 0.0, 0.0, 0.0
    for corner in range(8):
        a, b, c = corner & 1, corner >> 1 & 1, corner >> 2
        h = mixed_bits(i + a, j + b, k + c)
        gx, gy, gz = (h & 1023) - 511.5, (h >> 10 & 1023) - 511.5, (h >> 20 & 1023) - 511.5
        pull = gx * (x - a) + gy * (y - b) + gz * (z - c)
        p, q, r = (u if a else 1.0 - u), (v if b else 1.0 - v), (w if c else 1.0 - w)
        total += p * q * r * pull
        tx += p * q * r * gx + (du if a else -du) * q * r * pull
        ty += p * q * r * gy + (dv if b else -dv) * p * r * pull
        tz += p * q * r * gz + (dw if c else -dw) * p * q * pull
    return total * _TO_ONE, tx * _TO_ONE, ty * _TO_ONE, tz * _TO_ONE


@kernel
def drift(x, y, z):
    """Three smooth numbers of −1…1 at a place, to push other noise about with: value noise, one hash for all."""
    i, j, k = math.floor(x), math.floor(y), math.floor(z)
    u, v, w = x - i, y - j, z - k
    u, v, w = u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v), w * w * (3.0 - 2.0 * w)
    p, q, r = 0.0, 0.0, 0.0
    for corner in range(8):
        a, b, c = corner & 1, corner >> 1 & 1, corner >> 2
        share = (u if a else 1.0 - u) * (v if b else 1.0 - v) * (w if c else 1.0 - w)
        h = mixed_bits(i + a, j + b, k + c)
        p += share * (h & 1023)
        q += share * (h >> 10 & 1023)
        r += share * (h >> 20 & 1023)
    return p / 511.5 - 1.0, q / 511.5 - 1.0, r / 511.5 - 1.0


@kernel
def octaves_down_to(largest, smallest):
    """How many octaves lie between two wavelengths; 0 where there are none."""
    return math.log2(largest / smallest) + 1.0 if largest > smallest else 0.0


@kernel
def fractal(x, y, z, octaves, gain):
    """Sum of octaves, each half as long and `gain` times as strong as the one before; −1…1 and a little more."""
    total, weight = 0.0, 1.0
    while octaves > 0.0:
        total += weight * min(octaves, 1.0) * noise(x, y, z)
        x, y, z = 2.03 * x + 11.3, 2.03 * y + 5.7, 2.03 * z + 8.1
        weight *= gain
        octaves -= 1.0
    return total


@kernel
def billows(x, y, z, octaves, gain):
    """Sum of octaves of |noise|: round heads parted by sharp creases, as cumulus has them."""
    total, weight = 0.0, 1.0
    while octaves > 0.0:
        total += weight * min(octaves, 1.0) * (3.0 * abs(noise(x, y, z)) - 0.6)
        x, y, z = 2.07 * x + 3.1, 2.07 * y + 9.4, 2.07 * z + 6.6
        weight *= gain
        octaves -= 1.0
    return total
