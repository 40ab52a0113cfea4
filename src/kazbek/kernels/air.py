"""Sunlight on its way through the air of a spherical Earth, for pictures.

Axes: the Earth's centre, kilometres; colours are (red, green, blue). Law: single scattering by molecules and aerosol,
ozone's absorption (Nishita et al., "Display of The Earth Taking into Account Atmospheric Scattering", SIGGRAPH 1993;
coefficients of Bruneton & Neyret 2008), integrated along each ray. Range: −90…90° of Sun, any camera outside the Earth.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.kernels._compile import kernel

EARTH_RADIUS_km, TOP_km = 6371.0, 6371.0 + 80.0
RAYLEIGH = (5.802e-3, 13.558e-3, 33.1e-3)  # 1/km at sea level
OZONE = (0.650e-3, 1.881e-3, 0.085e-3)
MIE_SCATTER, MIE_EXTINCTION, MIE_G = 3.996e-3, 4.44e-3, 0.78
SUN_RADIANCE = 20.0  # of the pictures' own scale
STEPS = 18


@kernel
def amounts(height_km):
    """Air, haze and ozone at a height, as shares of what their coefficients stand for."""
    return (math.exp(-height_km / 8.0), math.exp(-height_km / 1.2), max(0.0, 1.0 - abs(height_km - 25.0) / 15.0))


@kernel
def sun_left(table, height_km, mu, out):
    """Write to `out` (3,) the share of sunlight left at a height under a Sun of zenith cosine `mu`."""
    u = math.sqrt(min(max(height_km / (TOP_km - EARTH_RADIUS_km), 0.0), 1.0)) * (table.shape[0] - 1)
    v = min(max((mu + 0.35) / 1.35, 0.0), 1.0) * (table.shape[1] - 1)
    i, j = min(int(u), table.shape[0] - 2), min(int(v), table.shape[1] - 2)
    fu, fv = u - i, v - j
    for c in range(3):
        out[c] = (table[i, j, c] * (1.0 - fu) + table[i + 1, j, c] * fu) * (1.0 - fv) + (
            table[i, j + 1, c] * (1.0 - fu) + table[i + 1, j + 1, c] * fu) * fv


@kernel
def phases(cosine):
    """Rayleigh's and the haze's share of light turned by an angle of this cosine, 1/sr."""
    g = MIE_G
    rayleigh = 3.0 / (16.0 * math.pi) * (1.0 + cosine * cosine)
    mie = 3.0 / (8.0 * math.pi) * (1.0 - g * g) * (1.0 + cosine * cosine) / (
        (2.0 + g * g) * (1.0 + g * g - 2.0 * g * cosine) ** 1.5)
    return rayleigh, mie


@kernel
def edge(step, hits):
    """Where the k-th step ends, 0–1: denser near the ground, or midway along a ray that grazes it."""
    x = step / STEPS
    if hits:
        return 1.0 - (1.0 - x) * (1.0 - x)
    y = 2.0 * x - 1.0
    return 0.5 + 0.5 * math.copysign(abs(y) ** 1.8, y)


@kernel
def march(table, r0_km, along_km, cosine, sunward_km, start_km, end_km, hits, through, glow):
    """Add up along a ray what gets through and what the air sends towards the camera.

    Parameters
    ----------
    r0_km : distance of the camera from the Earth's centre
    along_km, sunward_km : the camera's place along the ray and along the Sun's direction
    cosine : between ray and Sun
    start_km, end_km : of the ray within the air; hits: it ends on the ground
    through, glow : (3,) written
    """
    rayleigh, mie = phases(cosine)
    sun = np.empty(3)
    for c in range(3):
        through[c], glow[c] = 0.0, 0.0
    low = 0.0
    for step in range(STEPS):
        high = edge(step + 1.0, hits)
        ds = (high - low) * (end_km - start_km)
        t = start_km + (end_km - start_km) * (low + high) / 2.0
        low = high
        r = math.sqrt(r0_km * r0_km + t * t + 2.0 * along_km * t)
        height = max(r - EARTH_RADIUS_km, 0.0)
        air, haze, ozone = amounts(height)
        mu = (sunward_km + t * cosine) / r
        sun_left(table, height, mu, sun)
        day = min(max((mu + 0.10 + 0.002 * height) / 0.25, 0.0), 1.0)
        high_up = math.exp(-height / 12.0)
        for c in range(3):
            extinction = air * RAYLEIGH[c] + haze * MIE_EXTINCTION + ozone * OZONE[c]
            single = air * RAYLEIGH[c] * rayleigh + haze * mie * MIE_SCATTER
            again = day * (0.02 * sun[c] + 0.07 * high_up * (1.0 - sun[c]))
            twice = (air * RAYLEIGH[c] + haze * MIE_SCATTER) * again
            glow[c] += math.exp(-(through[c] + extinction * ds / 2.0)) * ds * (single * sun[c] + twice)
            through[c] += extinction * ds
    for c in range(3):
        through[c] = math.exp(-through[c])
        glow[c] *= SUN_RADIANCE
