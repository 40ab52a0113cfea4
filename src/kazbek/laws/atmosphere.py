"""Air: the US Standard Atmosphere 1976 below 20 km, a grid in log density above 30 km, both between.

    height above the ellipsoid (m)
      1000 km ─┐ zero above
               │ grid: ln density over time × latitude × local solar time × height, linear in all four
        30 km ─┤
               │ both, blended in ln density by a smoothstep (continuous slope)
        20 km ─┤
               │ US Standard Atmosphere 1976
        −5 km ─┘ the lowest of its published table; clamped below

The grid is filled from NRLMSISE-00 by `kazbek.world.air`, or from the 1976 table where no date is known. Local solar
time is UTC + longitude / 15°, the convention of that model. Heights above the ellipsoid stand for the geometric heights
of the tables: the geoid's ±100 m are within a scale height's 1.5 %.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kazbek.laws.compiled import kernel
from kazbek.laws.geodesy import height_and_vertical
from kazbek.laws.tables import cell

JOIN_LOW_m, JOIN_HIGH_m = 20_000.0, 30_000.0

# US Standard Atmosphere, 1976 (NOAA-S/T 76-1562): table 2 (constants), table 4 (layers)
_GAS_J_kmol_K = 8_314.32
_AIR_KG_KMOL = 28.964_4
_G0_m_s2 = 9.806_65
_EARTH_m = 6_356_766.0
_GAMMA = 1.4
_R_J_kg_K = _GAS_J_kmol_K / _AIR_KG_KMOL
_LAYER_m = np.array((0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3))  # geopotential
_LAPSE_K_m = np.array((-6.5e-3, 0.0, 1.0e-3, 2.8e-3, 0.0, -2.8e-3, -2.0e-3))
# table 8: M / M0 at geometric 80 to 86 km, every 500 m
_MOLAR_RATIO = np.array(
    (
        1.0,
        0.999996,
        0.999989,
        0.999971,
        0.999941,
        0.999909,
        0.999870,
        0.999829,
        0.999786,
        0.999741,
        0.999694,
        0.999641,
        0.999579,
    )
)


def _layer_bases() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Molecular-scale temperature (K) and pressure (Pa) at the foot of each layer, from 288.15 K and 101 325 Pa."""
    T, p = np.empty(7), np.empty(7)
    T[0], p[0] = 288.15, 101_325.0
    for i in range(6):
        dh, L = _LAYER_m[i + 1] - _LAYER_m[i], _LAPSE_K_m[i]
        T[i + 1] = T[i] + L * dh
        p[i + 1] = (
            p[i] * (T[i] / T[i + 1]) ** (_G0_m_s2 / (_R_J_kg_K * L))
            if L != 0.0
            else p[i] * math.exp(-_G0_m_s2 * dh / (_R_J_kg_K * T[i]))
        )
    return T, p


_BASE_K, _BASE_Pa = _layer_bases()


@kernel
def geopotential_m(geometric_m: float) -> float:
    """Geopotential height (US76 eq. 18)."""
    return _EARTH_m * geometric_m / (_EARTH_m + geometric_m)


@kernel
def us76(height_m: float) -> tuple[float, float, float, float]:
    """US Standard Atmosphere 1976 at a geometric height from −5 to 86 km (clamped outside).

    Returns
    -------
    density_kg_m3, pressure_Pa, temperature_K (kinetic), speed_of_sound_m_s (US76 eqs. 23, 33, 42, 50)
    """
    z = min(max(height_m, -5_000.0), 86_000.0)
    h = _EARTH_m * z / (_EARTH_m + z)
    i = 6
    while i > 0 and h < _LAYER_m[i]:
        i -= 1
    T0, p0, L, dh = _BASE_K[i], _BASE_Pa[i], _LAPSE_K_m[i], h - _LAYER_m[i]
    T = T0 + L * dh
    if L != 0.0:
        p = p0 * math.exp(math.log(T0 / T) * _G0_m_s2 / (_R_J_kg_K * L))
    else:
        p = p0 * math.exp(-_G0_m_s2 * dh / (_R_J_kg_K * T0))
    kinetic = T
    if z > 80_000.0:
        x = (z - 80_000.0) / 500.0
        k = min(int(x), 11)
        kinetic = T * (_MOLAR_RATIO[k] + (x - k) * (_MOLAR_RATIO[k + 1] - _MOLAR_RATIO[k]))
    return p / (_R_J_kg_K * T), p, kinetic, math.sqrt(_GAMMA * _R_J_kg_K * T)


class AirGrid(NamedTuple):
    """What a kernel needs to know of the air; made by ``Air.grid(reference)`` of `kazbek.world.air`.

    Instants are seconds from the reference epoch of the caller's kernel. All arrays are C-contiguous and float64.
    """

    utc_of_day_s: float  # seconds of the UTC day at t = 0
    first_s: float  # instant of the first time node
    step_s: float  # between time nodes; clamped outside them
    heights_m: NDArray[np.float64]  # (H,) rising from JOIN_LOW_m or less to the top; nothing above
    ln_density: NDArray[np.float64]  # (T, B, S, H) of kg/m³: time, latitude −90…90°, solar time 0…24 h (cyclic), height
    gas_m2_s2: NDArray[np.float64]  # (H,) pressure / density of the mean profile


class WindProfile(NamedTuple):
    """Wind by height above the ellipsoid, linear between nodes and constant outside; (N,) arrays, rising heights."""

    heights_m: NDArray[np.float64]
    east_m_s: NDArray[np.float64]
    north_m_s: NDArray[np.float64]


@kernel
def _grid_ln_density(air, t_s, k, f, latitude_rad, longitude_rad):
    """ln density (kg/m³) of the grid in height cell k at fraction f."""
    nt, nb, ns, _ = air.ln_density.shape
    x = min(max((t_s - air.first_s) / air.step_s, 0.0), nt - 1.0) if nt > 1 else 0.0
    it = min(int(x), max(nt - 2, 0))
    ft = x - it
    y = min(max((latitude_rad / math.pi + 0.5) * (nb - 1), 0.0), nb - 1.0)
    ib = min(int(y), max(nb - 2, 0))
    fb = y - ib
    turn = (air.utc_of_day_s + t_s) / 86_400.0 + longitude_rad / (2.0 * math.pi)
    z = (turn - math.floor(turn)) * ns
    js = int(z)
    fs = z - js
    js = js % ns
    total = 0.0
    for a in range(2 if ft > 0.0 else 1):
        wa = ft if a else 1.0 - ft
        for b in range(2 if fb > 0.0 else 1):
            wb = wa * (fb if b else 1.0 - fb)
            for s in range(2 if ns > 1 else 1):
                w = wb * (fs if s else 1.0 - fs) if ns > 1 else wb
                column = air.ln_density[it + a, ib + b, (js + s) % ns]
                total += w * (column[k] + f * (column[k + 1] - column[k]))
    return total


@kernel
def density_at(air, t_s, height_m, latitude_rad, longitude_rad):
    """Density (kg/m³) of the air; `air` is an AirGrid, `t_s` from its reference, geodetic height and latitude."""
    return air_at(air, t_s, height_m, latitude_rad, longitude_rad)[0]


@kernel
def air_at(air, t_s, height_m, latitude_rad, longitude_rad):
    """The air at a place and instant.

    Parameters
    ----------
    air : AirGrid
    t_s : seconds from the reference epoch the grid was made for
    height_m, latitude_rad, longitude_rad : geodetic, WGS-84

    Returns
    -------
    density_kg_m3, pressure_Pa, speed_of_sound_m_s; zero density and pressure above the grid
    """
    if not height_m >= JOIN_LOW_m:  # what is no number stays one, and finds no place in the grid
        rho, p, _, a = us76(height_m)
        return rho, p, a
    k, f = cell(air.heights_m, height_m)
    gas = air.gas_m2_s2[k] + f * (air.gas_m2_s2[k + 1] - air.gas_m2_s2[k])
    if height_m > air.heights_m[air.heights_m.size - 1]:
        return 0.0, 0.0, math.sqrt(_GAMMA * gas)
    ln = _grid_ln_density(air, t_s, k, f, latitude_rad, longitude_rad)
    if height_m < JOIN_HIGH_m:
        x = (height_m - JOIN_LOW_m) / (JOIN_HIGH_m - JOIN_LOW_m)
        w = x * x * (3.0 - 2.0 * x)
        rho, p, _, _ = us76(height_m)
        ln = (1.0 - w) * math.log(rho) + w * ln
        gas = (1.0 - w) * p / rho + w * gas
    rho = math.exp(ln)
    return rho, rho * gas, math.sqrt(_GAMMA * gas)


@kernel
def wind_at(wind, height_m):
    """East and north wind (m/s) of a WindProfile at a height."""
    if wind.heights_m.size == 1:
        return wind.east_m_s[0], wind.north_m_s[0]
    i, f = cell(wind.heights_m, height_m)
    return (
        wind.east_m_s[i] + f * (wind.east_m_s[i + 1] - wind.east_m_s[i]),
        wind.north_m_s[i] + f * (wind.north_m_s[i + 1] - wind.north_m_s[i]),
    )


@kernel
def airstream(air, wind, t_s, s):
    """(density, speed of sound, air-relative velocity as a tuple, its size) at the place and instant of a state."""
    x, y, z, vx, vy, vz = s[0], s[1], s[2], s[3], s[4], s[5]
    height, sf, cf = height_and_vertical(x, y, z)
    if height < JOIN_LOW_m:  # there the grid is not asked, and handing it on would cost as much as the law
        rho, _, _, sound = us76(height)
    else:
        rho, _, sound = air_at(air, t_s, height, math.atan2(sf, cf), math.atan2(y, x))
    east, north = wind_at(wind, height)
    if east != 0.0 or north != 0.0:
        p = math.sqrt(x * x + y * y)
        sl, cl = y / p, x / p
        ex, ey, ez, nx, ny, nz = -sl, cl, 0.0, -sf * cl, -sf * sl, cf
        vx, vy, vz = vx - east * ex - north * nx, vy - east * ey - north * ny, vz - east * ez - north * nz
    return rho, sound, (vx, vy, vz), math.sqrt(vx * vx + vy * vy + vz * vz)
