"""Thrust, air and gravity on a climbing launcher, and one step of its motion.

Axes    L: those of ITRF at the instant of lift-off, kept fixed among the stars. Over ten minutes the Earth turns about
        z alone: polar motion and precession move the launcher by millimetres. r, v are inertial.
Law     r̈ = g(r) + (T b + A) / m,   ṁ = −flow
        T = l T_vac − A_exit p, p the ambient pressure; the flow l ṁ does not depend on it
        l = min(1, c + rise t), t from lift-off, c where T equals the weight on the pad; 1 without a rise
        A = −q S Cd(Mach) e + q S Cn(Mach) [b − (b·e) e]    e along the velocity through the air, b the long axis
        The apparent velocity w of Russian control systems: ẇ = sensed acceleration along b.
Source  Cornelisse, Schöyer, Wakker, "Rocket Propulsion and Spaceflight Dynamics" (1979), chapters 11 and 12.
Range   heights from the pad to 250 km. Classical Runge–Kutta rule of fourth order.
"""

from __future__ import annotations

import math

from kazbek.base.constants import GAMMA_AIR, WGS84_F, WGS84_A_m
from kazbek.flight.ascent.kernels.pointing import long_axis, over_ground
from kazbek.flight.ascent.kernels.sequence import flow_time_s, level_frac
from kazbek.flight.ascent.kernels.types import (
    CD,
    CD_SLOPE,
    CN,
    CN_SLOPE,
    LN_DENSITY,
    MACH_NODE,
    AscentInstant,
    EAST_m_s,
    NORTH_m_s,
    SOUND_m_s,
)
from kazbek.laws.atmosphere import air_at, wind_at
from kazbek.laws.compiled import kernel
from kazbek.laws.drag import dynamic_pressure
from kazbek.laws.vectors import cross, dot, norm, plus, times, unit
from kazbek.laws.zonal import zonal_gravity

_POLAR = 1.0 / ((1.0 - WGS84_F) * (1.0 - WGS84_F)) - 1.0


@kernel
def fill_air(grid, wind, t_s, latitude_rad, longitude_rad, step_m, out):
    """The column of air over a place, every `step_m` from the ellipsoid up, written to `out` (H, 4).

    Columns: ln density (kg/m³), speed of sound, wind east, wind north (m/s).
    """
    for i in range(out.shape[0]):
        h = i * step_m
        density, _, out[i, SOUND_m_s] = air_at(grid, t_s, h, latitude_rad, longitude_rad)
        out[i, LN_DENSITY] = math.log(max(density, 1e-30))
        out[i, EAST_m_s], out[i, NORTH_m_s] = wind_at(wind, h)


@kernel
def height_along_radius(r):
    """Height above the ellipsoid measured along r; within 1 m of the geodetic one below 200 km."""
    d2 = dot(r, r)
    return math.sqrt(d2) - WGS84_A_m / math.sqrt(1.0 + _POLAR * r[2] * r[2] / d2)


@kernel
def _coefficients(aero, mach):
    """Cd and Cn per radian at a Mach number, constant outside the table.

    Rows of `aero` are Mach, Cd, dCd/dM, Cn, dCn/dM: cubics between them, so that a step may cross a row.
    """
    n = aero.shape[0]
    if mach <= aero[0, MACH_NODE]:
        return aero[0, CD], aero[0, CN]
    for i in range(1, n):
        if mach < aero[i, MACH_NODE]:
            d = aero[i, MACH_NODE] - aero[i - 1, MACH_NODE]
            x = (mach - aero[i - 1, MACH_NODE]) / d
            h1 = x * x * (3.0 - 2.0 * x)
            h0, g0, g1 = 1.0 - h1, d * x * (1.0 - x) * (1.0 - x), -d * x * x * (1.0 - x)
            return (
                h0 * aero[i - 1, CD] + h1 * aero[i, CD] + g0 * aero[i - 1, CD_SLOPE] + g1 * aero[i, CD_SLOPE],
                h0 * aero[i - 1, CN] + h1 * aero[i, CN] + g0 * aero[i - 1, CN_SLOPE] + g1 * aero[i, CN_SLOPE],
            )
    return aero[n - 1, CD], aero[n - 1, CN]


@kernel
def forces(column, aero, pointing, b, burning, t, r, v):
    """Thrust (N), aerodynamic force (N), long axis, density, dynamic pressure, Mach, cosine of the angle of attack.

    The long axis is `b` where the pointing is held, otherwise it follows the law.
    """
    air = column.rows
    x = max(height_along_radius(r) / column.step_m, 0.0)
    i = int(x)
    v_air = over_ground(r, v)
    if i >= air.shape[0] - 1:
        if not pointing.held:
            b = long_axis(pointing, t, r, v_air)
        mach = norm(v_air) / air[air.shape[0] - 1, SOUND_m_s]
        return level_frac(burning, t) * burning.thrust_vac_N, (0.0, 0.0, 0.0), b, 0.0, 0.0, mach, 1.0
    f = x - i
    density = math.exp(air[i, LN_DENSITY] + f * (air[i + 1, LN_DENSITY] - air[i, LN_DENSITY]))
    sound = air[i, SOUND_m_s] + f * (air[i + 1, SOUND_m_s] - air[i, SOUND_m_s])
    v_air = _in_wind(air, i, f, r, v_air)
    if not pointing.held:
        b = long_axis(pointing, t, r, v_air)
    pressure_Pa = density * sound * sound / GAMMA_AIR
    thrust = level_frac(burning, t) * burning.thrust_vac_N - pressure_Pa * burning.exit_area_m2
    speed = norm(v_air)
    q = dynamic_pressure(density, speed)
    mach = speed / sound
    if speed < 0.1:
        return thrust, (0.0, 0.0, 0.0), b, density, q, mach, 1.0
    e = times(1.0 / speed, v_air)
    along = dot(b, e)
    cd, cn = _coefficients(aero, mach)
    push = plus(times(-q * burning.area_m2 * cd, e), q * burning.area_m2 * cn, plus(b, -along, e))
    return thrust, push, b, density, q, mach, min(1.0, max(-1.0, along))


@kernel
def _in_wind(air, i, f, r, v_air):
    """The velocity through the air, less the wind at fraction f of cell i."""
    east = air[i, EAST_m_s] + f * (air[i + 1, EAST_m_s] - air[i, EAST_m_s])
    north = air[i, NORTH_m_s] + f * (air[i + 1, NORTH_m_s] - air[i, NORTH_m_s])
    if east != 0.0 or north != 0.0:
        p = math.sqrt(r[0] * r[0] + r[1] * r[1])
        e_hat = (-r[1] / p, r[0] / p, 0.0)
        v_air = plus(plus(v_air, -east, e_hat), -north, cross(unit(r), e_hat))
    return v_air


@kernel
def step(column, aero, pointing, axes, burning, now, h):
    """The moment h seconds later; a held long axis goes from the first to the second of `axes`.

    Runge–Kutta 4 on tuples, not `laws.rk4`: its stages also turn the axis and sum w, and nothing is written to memory.
    """
    r, v, w = now.r, now.v, now.w_m_s
    b0, b1 = axes
    bm = unit(plus(b0, 1.0, b1))
    rs, vs, b, late = r, v, b0, 0.0
    rn, vn, wn = r, v, w
    for stage in range(4):
        thrust, push, axis, _, _, _, _ = forces(column, aero, pointing, b, burning, now.t_s + late, rs, vs)
        burnt_kg = burning.flow_kg_s * flow_time_s(burning, now.t_s, late)
        sensed = times(1.0 / (burning.mass_kg - burnt_kg), plus(push, thrust, axis))
        a = plus(zonal_gravity(rs), 1.0, sensed)
        share = h / 6.0 if stage == 0 or stage == 3 else h / 3.0
        rn, vn, wn = plus(rn, share, vs), plus(vn, share, a), wn + share * dot(sensed, axis)
        late = h if stage == 2 else 0.5 * h
        b = b1 if stage == 2 else bm
        rs, vs = plus(r, late, vs), plus(v, late, a)
    return AscentInstant(now.t_s + h, rn, vn, wn)
