"""What fire and dust leave of the ground's light, along rays that meet level ground.

Axes: x and y along the ground, z up, metres; the eye above the plane z = 0.
Law: a burn is a disc of ragged radius, its edge made of value noise; about it lies a pale ring where dust has come
down. Noise finer than a pixel is left out, so that nothing flickers far away.
Range: shares about 0.2…1.3.
"""

from __future__ import annotations

import math

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.noise import value_noise

_CHARRED, _PALE = 0.76, 0.24  # light taken by the burn, light added by the dust
_REACH, _RING, _RING_WIDTH = 3.6, 1.75, 0.6  # in radii: where it ends, where the dust lies


@kernel
def burnt(x, y, burn, blur_m):
    """How burnt a place is, and how much pale dust lies there; 0–1 each. `burn` is x, y, radius, strength."""
    dx, dy = x - burn[0], y - burn[1]
    r = math.sqrt(dx * dx + dy * dy)
    if r > _REACH * burn[2]:
        return 0.0, 0.0
    c, s = (dx / r, dy / r) if r > 1e-6 else (1.0, 0.0)
    ragged = 0.34 * value_noise(2.3 * c, 2.3 * s, 3.1) + 0.26 * value_noise(6.0 * c, 6.0 * s, 0.6 * r + 7.0)
    fine = max(0.0, 1.0 - 2.0 * blur_m)
    if fine > 0.0:
        ragged += fine * (
            0.30 * value_noise(1.7 * x, 1.7 * y, 5.5)
            + 0.26 * value_noise(5.1 * x, 5.1 * y, 8.5)
            + 0.22 * value_noise(14.0 * x, 14.0 * y, 2.5)
        )
    q = r / (burn[2] * max(0.3, 1.0 + ragged))
    ring = (r / burn[2] - _RING) / _RING_WIDTH
    return burn[3] * math.exp(-q * q), burn[3] * math.exp(-ring * ring) * min(1.0, max(0.0, 0.6 + 1.2 * ragged))


@kernel
def scorch(eye, rays, pixel_rad, burns, share):
    """Multiply `share` (n, 3), colours along rays (n, 3) that all meet the ground, by what each burn leaves."""
    for n in range(rays.shape[0]):
        t = eye[2] / -rays[n, 2]
        x, y = eye[0] + t * rays[n, 0], eye[1] + t * rays[n, 1]
        for k in range(burns.shape[0]):
            charred, pale = burnt(x, y, burns[k], t * pixel_rad)
            left = (1.0 - _CHARRED * charred) * (1.0 + _PALE * pale)
            share[n, 0] *= left
            share[n, 1] *= left
            share[n, 2] *= left * (1.0 + 0.12 * charred)
