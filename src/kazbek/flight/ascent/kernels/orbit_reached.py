"""What an orbit just reached looks like: the figures by which mission control describes it.

Axes    any inertial frame with z along the Earth's axis; metres.
Law     free flight under the zonal harmonics J2 to J4. Least and greatest height above the WGS-84 ellipsoid over one
        revolution from the start; the next two ascending nodes give the nodal period; the inclination is the osculating
        one at the first of them.
Source  vertex of the parabola through three samples for the heights, Newton on z(t) for the nodes.
Range   bound orbits that come down neither to the ground nor past the equator's plane.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from kazbek.laws.compiled import kernel
from kazbek.laws.geodesy import height_above_ellipsoid
from kazbek.laws.vectors import cross, norm
from kazbek.laws.zonal import zonal_step

MIN_HEIGHT_m, MAX_HEIGHT_m, PERIOD_s, INCLINATION_rad = 0, 1, 2, 3
FIGURES = 4


class OrbitPoint(NamedTuple):
    """A place in an orbit: radius, inertial speed, flight-path angle, plane, and argument of latitude."""

    r_m: float
    v_m_s: float
    gamma_rad: float
    inclination_rad: float
    node_rad: float
    latitude_argument_rad: float


@kernel
def _vertex(a, b, c):
    """Extreme value of the parabola through three equidistant samples whose middle one is extreme."""
    curve = a - 2.0 * b + c
    return b if curve == 0.0 else b - (a - c) * (a - c) / (8.0 * curve)


@kernel
def orbit_figures(r, v, revolution_s, step_s, out):
    """Fill `out` (4,) with the figures of the orbit through (r, v); tuples of three. True when both nodes were met.

    `revolution_s` bounds the search for the heights; steps of 20 s leave 2 m in height and 1 ms in period.
    """
    t, previous, before = 0.0, math.nan, math.nan
    node_s = math.nan
    height = height_above_ellipsoid(r[0], r[1], r[2])
    low, high = height, height
    while t < 2.2 * revolution_s:
        rn, vn = zonal_step(r, v, step_s)
        before, previous, height = previous, height, height_above_ellipsoid(rn[0], rn[1], rn[2])
        if t <= revolution_s and not math.isnan(before):
            if previous <= before and previous <= height:
                low = min(low, _vertex(before, previous, height))
            if previous >= before and previous >= height:
                high = max(high, _vertex(before, previous, height))
        if r[2] < 0.0 <= rn[2]:
            h = -r[2] / v[2]
            for _ in range(3):
                rc, vc = zonal_step(r, v, h)
                h -= rc[2] / vc[2]
            rc, vc = zonal_step(r, v, h)
            if not math.isnan(node_s):
                out[MIN_HEIGHT_m], out[MAX_HEIGHT_m], out[PERIOD_s] = low, high, t + h - node_s
                return True
            node_s = t + h
            momentum = cross(rc, vc)
            out[INCLINATION_rad] = math.acos(momentum[2] / norm(momentum))
        r, v, t = rn, vn, t + step_s
    return False


@kernel
def figures_at(orbit, revolution_s, step_s, out):
    """The same from radius, inertial speed, flight-path angle, plane, and argument of latitude."""
    r_m, v_m_s, gamma_rad = orbit.r_m, orbit.v_m_s, orbit.gamma_rad
    cn, sn = math.cos(orbit.node_rad), math.sin(orbit.node_rad)
    ci, si = math.cos(orbit.inclination_rad), math.sin(orbit.inclination_rad)
    cu, su = math.cos(orbit.latitude_argument_rad), math.sin(orbit.latitude_argument_rad)
    out_hat = (cu * cn - su * ci * sn, cu * sn + su * ci * cn, su * si)
    ahead = (-su * cn - cu * ci * sn, -su * sn + cu * ci * cn, cu * si)
    vr, vt = v_m_s * math.sin(gamma_rad), v_m_s * math.cos(gamma_rad)
    r = (r_m * out_hat[0], r_m * out_hat[1], r_m * out_hat[2])
    v = (vr * out_hat[0] + vt * ahead[0], vr * out_hat[1] + vt * ahead[1], vr * out_hat[2] + vt * ahead[2])
    return orbit_figures(r, v, revolution_s, step_s, out)
