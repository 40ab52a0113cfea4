"""Thrust, air and gravity on a climbing launcher, and one step of its motion.

Axes    L: those of ITRF at the instant of lift-off, kept fixed among the stars. Over ten minutes the Earth turns about
        z alone: polar motion and precession move the launcher by millimetres. r, v are inertial.
Law     r̈ = g(r) + (T b + A) / m,   ṁ = −flow
        T = T_vac − A_exit p, p the ambient pressure; the flow does not depend on it
        A = −q S Cd(Mach) e + q S Cn(Mach) [b − (b·e) e]    e along the velocity through the air, b the long axis
        The apparent velocity w of Russian control systems: ẇ = sensed acceleration along b.
Source  Cornelisse, Schöyer, Wakker, "Rocket Propulsion and Spaceflight Dynamics" (1979), chapters 11 and 12.
Range   heights from the pad to 250 km. Classical Runge–Kutta rule of fourth order.
"""

from __future__ import annotations

import math

from kazbek.base.constants import GAMMA_AIR, WGS84_F, EARTH_ROTATION_rad_s, WGS84_A_m
from kazbek.laws.atmosphere import air_at, wind_at
from kazbek.laws.compiled import kernel
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
        density, _, out[i, 1] = air_at(grid, t_s, h, latitude_rad, longitude_rad)
        out[i, 0] = math.log(max(density, 1e-30))
        out[i, 2], out[i, 3] = wind_at(wind, h)


@kernel
def height_along_radius(r):
    """Height above the ellipsoid measured along r; within 1 m of the geodetic one below 200 km."""
    d2 = dot(r, r)
    return math.sqrt(d2) - WGS84_A_m / math.sqrt(1.0 + _POLAR * r[2] * r[2] / d2)


@kernel
def turned(a, angle_rad):
    """An Earth-fixed vector after the Earth turned by an angle, in L."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return c * a[0] - s * a[1], s * a[0] + c * a[1], a[2]


@kernel
def over_ground(r, v):
    """Velocity against the rotating Earth, in L."""
    return v[0] + EARTH_ROTATION_rad_s * r[1], v[1] - EARTH_ROTATION_rad_s * r[0], v[2]


@kernel
def _smoothstep(x):
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


@kernel
def long_axis(law, t, r, v_air):
    """Direction of the long axis by the law of the pitch programme; see `kazbek.flight.ascent.kernels.types.Law`."""
    up = (law[0], law[1], law[2])
    tip_from, tip_to, settled = law[6], law[7], law[8]
    if t < settled:
        tip = law[9] * _smoothstep((t - tip_from) / (tip_to - tip_from))
        b = plus(times(math.cos(tip), up), math.sin(tip), (law[3], law[4], law[5]))
        b = turned(b, EARTH_ROTATION_rad_s * t)
        if t <= tip_to:
            return b
        w = _smoothstep((t - tip_to) / (settled - tip_to))
        return unit(plus(times(1.0 - w, b), w, unit(v_air)))
    if t <= law[10]:
        return unit(v_air)
    up = unit(r)
    level = unit(plus(v_air, -dot(v_air, up), up))
    tangent = law[11] + law[12] * (t - law[10]) + law[13] * _smoothstep((t - law[10]) / law[14])
    return unit(plus(level, tangent, up))


@kernel
def _coefficients(aero, mach):
    """Cd and Cn per radian at a Mach number, constant outside the table.

    Rows of `aero` are Mach, Cd, dCd/dM, Cn, dCn/dM: cubics between them, so that a step may cross a row.
    """
    n = aero.shape[0]
    if mach <= aero[0, 0]:
        return aero[0, 1], aero[0, 3]
    for i in range(1, n):
        if mach < aero[i, 0]:
            d = aero[i, 0] - aero[i - 1, 0]
            x = (mach - aero[i - 1, 0]) / d
            h1 = x * x * (3.0 - 2.0 * x)
            h0, g0, g1 = 1.0 - h1, d * x * (1.0 - x) * (1.0 - x), -d * x * x * (1.0 - x)
            return (
                h0 * aero[i - 1, 1] + h1 * aero[i, 1] + g0 * aero[i - 1, 2] + g1 * aero[i, 2],
                h0 * aero[i - 1, 3] + h1 * aero[i, 3] + g0 * aero[i - 1, 4] + g1 * aero[i, 4],
            )
    return aero[n - 1, 1], aero[n - 1, 3]


@kernel
def forces(air, air_step_m, aero, law, fixed, b, thrust_vac_N, exit_area_m2, area_m2, t, r, v):
    """Thrust (N), aerodynamic force (N), long axis, density, dynamic pressure, Mach, cosine of the angle of attack.

    The long axis is `b` where `fixed`, otherwise it follows `law`.
    """
    x = max(height_along_radius(r) / air_step_m, 0.0)
    i = int(x)
    v_air = over_ground(r, v)
    if i >= air.shape[0] - 1:
        if not fixed:
            b = long_axis(law, t, r, v_air)
        return thrust_vac_N, (0.0, 0.0, 0.0), b, 0.0, 0.0, norm(v_air) / air[air.shape[0] - 1, 1], 1.0
    f = x - i
    density = math.exp(air[i, 0] + f * (air[i + 1, 0] - air[i, 0]))
    sound = air[i, 1] + f * (air[i + 1, 1] - air[i, 1])
    east = air[i, 2] + f * (air[i + 1, 2] - air[i, 2])
    north = air[i, 3] + f * (air[i + 1, 3] - air[i, 3])
    if east != 0.0 or north != 0.0:
        p = math.sqrt(r[0] * r[0] + r[1] * r[1])
        e_hat = (-r[1] / p, r[0] / p, 0.0)
        v_air = plus(plus(v_air, -east, e_hat), -north, cross(unit(r), e_hat))
    if not fixed:
        b = long_axis(law, t, r, v_air)
    thrust = thrust_vac_N - density * sound * sound / GAMMA_AIR * exit_area_m2  # p = ρ a² / γ
    speed = norm(v_air)
    q = 0.5 * density * speed * speed
    mach = speed / sound
    if speed < 0.1:
        return thrust, (0.0, 0.0, 0.0), b, density, q, mach, 1.0
    e = times(1.0 / speed, v_air)
    along = dot(b, e)
    cd, cn = _coefficients(aero, mach)
    lift = plus(b, -along, e)
    return (
        thrust,
        plus(times(-q * area_m2 * cd, e), q * area_m2 * cn, lift),
        b,
        density,
        q,
        mach,
        min(1.0, max(-1.0, along)),
    )


@kernel
def step(air, air_step_m, aero, law, fixed, b0, b1, thrust_vac_N, exit_area_m2, area_m2, mass, flow, t, h, r, v, w):
    """(r, v, w) after h seconds of constant flow; the long axis goes from b0 to b1 where `fixed`."""
    bm = unit(plus(b0, 1.0, b1))
    rs, vs, b, late = r, v, b0, 0.0
    rn, vn, wn = r, v, w
    for stage in range(4):
        thrust, push, axis, _, _, _, _ = forces(
            air, air_step_m, aero, law, fixed, b, thrust_vac_N, exit_area_m2, area_m2, t + late, rs, vs
        )
        sensed = times(1.0 / (mass - flow * late), plus(push, thrust, axis))
        a = plus(zonal_gravity(rs), 1.0, sensed)
        share = h / 6.0 if stage == 0 or stage == 3 else h / 3.0
        rn, vn, wn = plus(rn, share, vs), plus(vn, share, a), wn + share * dot(sensed, axis)
        late = h if stage == 2 else 0.5 * h
        b = b1 if stage == 2 else bm
        rs, vs = plus(r, late, vs), plus(v, late, a)
    return rn, vn, wn
