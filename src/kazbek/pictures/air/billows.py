"""Billowing noise: the round heads of smoke and cumulus.

Axes: any; lengths in cells of the lattice, so that the largest head is about one unit across.
Law: octaves of value noise folded at zero (Perlin, SIGGRAPH 1985), each of twice the frequency and about half the
height of the last and turned against it, so that no crease runs along an axis.
Range: `billows` 0…1, mean near 0.55.
"""

from __future__ import annotations

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.noise import value_noise


@kernel
def billows(x, y, z, octaves):
    """High in the middle of a head, low in the creases between heads."""
    total, height, whole = 0.0, 1.0, 0.0
    for _ in range(octaves):
        total += height * (1.0 - abs(value_noise(x, y, z))) ** 2
        whole += height
        height *= 0.52
        x, y, z = 1.2 * x + 1.6 * y + 3.1, -1.6 * x + 1.2 * y + 7.7, 2.03 * z + 1.3
    return 1.0 - total / whole
