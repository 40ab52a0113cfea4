"""What a body meets on its way through the air of the turning Earth: its height, the density, the airstream.

Axes    ITRF, metres; states are r_m, v_m_s over the ground, then whatever the caller keeps behind them. Winds blow east
        and north, by height.
Law     height and geodetic vertical by one round of Bowring's rule; the air of `kazbek.laws.atmosphere`; the velocity
        through the air is that over the ground less the wind
Source  Bowring, "Transformation from spatial to geographical coordinates", Survey Review 23 (1976)
Range   heights up to 1 000 km
"""

from __future__ import annotations

import math

from kazbek.base.constants import WGS84_F, WGS84_A_m
from kazbek.laws.atmosphere import JOIN_LOW_m, air_at, us76, wind_at
from kazbek.laws.compiled import kernel

_A, _B = WGS84_A_m, WGS84_A_m * (1.0 - WGS84_F)
_E2 = WGS84_F * (2.0 - WGS84_F)
_EP2 = _E2 / (1.0 - _E2)


@kernel
def height_and_vertical(x, y, z):
    """Height (m) above the ellipsoid, sine and cosine of the geodetic latitude: one round of Bowring (1976), below a
    micrometre under 1 000 km, at a quarter of the cost of the full form."""
    p = math.sqrt(x * x + y * y)
    sb, cb = z * _A, p * _B
    n = 1.0 / math.sqrt(sb * sb + cb * cb)
    sb, cb = sb * n, cb * n
    sf, cf = z + _EP2 * _B * sb * sb * sb, p - _E2 * _A * cb * cb * cb
    n = 1.0 / math.sqrt(sf * sf + cf * cf)
    sf, cf = sf * n, cf * n
    return p * cf + z * sf - _A * math.sqrt(1.0 - _E2 * sf * sf), sf, cf


@kernel
def height_of(s):
    """Height (m) above the ellipsoid of a state."""
    return height_and_vertical(s[0], s[1], s[2])[0]


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
