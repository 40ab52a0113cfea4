"""Two bodies: Kepler's equation, elements, and the motion itself for every eccentricity.

Axes    any inertial frame; r in m, v in m/s, GM in m³/s².
Law     universal anomaly X with Stumpff's functions U_k(X, alpha), alpha = 2/r − v²/GM (positive for ellipses):
            √GM (t − t0) = r0 U1 + s0 U2 + U3,   s0 = r0·v0 / √GM,   solved by Laguerre's method (Conway)
            r = f r0 + g v0,  f = 1 − U2/r0,  g = (t − t0) − U3/√GM
        elements with the semi-latus rectum p, so that parabolas have them too; a circle has its perigee at the node, an
        equatorial orbit its node on the x axis.
Source  Battin, Mathematics and Methods of Astrodynamics (1999), 4.5–4.6; Conway, Celestial Mechanics 39 (1986).
Range   all conics but the straight line; some 1e-13 relative over one revolution.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.laws.compiled import kernel

_TURN = 2.0 * math.pi


@kernel
def eccentric_anomaly(mean_anomaly_rad, eccentricity):
    """E with E − e sin E = M (e < 1), or F with e sinh F − F = M (e > 1), by Laguerre's method."""
    e = eccentricity
    if e < 1.0:
        turns = math.floor(mean_anomaly_rad / _TURN + 0.5)
        M = mean_anomaly_rad - turns * _TURN
        E = M + e * math.sin(M) / (1.0 - math.sin(M + e) + math.sin(M)) if e < 0.8 else math.copysign(math.pi, M)
        for _ in range(50):
            s, c = e * math.sin(E), e * math.cos(E)
            step = _laguerre(E - s - M, 1.0 - c, s)
            E -= step
            if abs(step) < 1e-15 * (1.0 + abs(E)):
                break
        return E + turns * _TURN
    M = mean_anomaly_rad
    F = math.asinh(M / e)
    for _ in range(50):
        s, c = e * math.sinh(F), e * math.cosh(F)
        step = _laguerre(s - F - M, c - 1.0, s)
        F -= step
        if abs(step) < 1e-15 * (1.0 + abs(F)):
            break
    return F


@kernel
def _laguerre(f, d, dd):
    """Laguerre's step of degree 5 for f with derivatives d, dd."""
    root = math.sqrt(abs(16.0 * d * d - 20.0 * f * dd))
    return 5.0 * f / (d + math.copysign(root, d))


@kernel
def stumpff(X, alpha):
    """U0, U1, U2, U3 of the universal anomaly."""
    z = alpha * X * X
    if abs(z) < 0.5:
        c2 = (
            1.0
            - z
            / 12.0
            * (
                1.0
                - z
                / 30.0
                * (1.0 - z / 56.0 * (1.0 - z / 90.0 * (1.0 - z / 132.0 * (1.0 - z / 182.0 * (1.0 - z / 240.0)))))
            )
        ) / 2.0
        c3 = (
            1.0
            - z
            / 20.0
            * (
                1.0
                - z
                / 42.0
                * (1.0 - z / 72.0 * (1.0 - z / 110.0 * (1.0 - z / 156.0 * (1.0 - z / 210.0 * (1.0 - z / 272.0)))))
            )
        ) / 6.0
    elif z > 0.0:
        q = math.sqrt(z)
        c2, c3 = (1.0 - math.cos(q)) / z, (q - math.sin(q)) / (z * q)
    else:
        q = math.sqrt(-z)
        c2, c3 = (1.0 - math.cosh(q)) / z, (q - math.sinh(q)) / (z * q)
    return 1.0 - z * c2, X * (1.0 - z * c3), X * X * c2, X * X * X * c3


@kernel
def fall(r_m, v_m_s, dt_s, GM_m3_s2):
    """Position (3) and velocity (3) after `dt_s` (either sign) around a point mass."""
    root = math.sqrt(GM_m3_s2)
    r0 = math.sqrt(r_m[0] ** 2 + r_m[1] ** 2 + r_m[2] ** 2)
    s0 = (r_m[0] * v_m_s[0] + r_m[1] * v_m_s[1] + r_m[2] * v_m_s[2]) / root
    alpha = 2.0 / r0 - (v_m_s[0] ** 2 + v_m_s[1] ** 2 + v_m_s[2] ** 2) / GM_m3_s2
    t = dt_s
    if alpha > 0.0:  # whole revolutions change nothing
        period = _TURN / (root * alpha * math.sqrt(alpha))
        t -= period * math.floor(t / period + 0.5)
    X = _first_guess(root * t, r0, s0, alpha)
    for _ in range(60):
        U0, U1, U2, U3 = stumpff(X, alpha)
        step = _laguerre(r0 * U1 + s0 * U2 + U3 - root * t, r0 * U0 + s0 * U1 + U2, s0 * U0 + (1.0 - alpha * r0) * U1)
        X -= step
        if abs(step) <= 1e-15 * abs(X):
            break
    U0, U1, U2, U3 = stumpff(X, alpha)
    r1 = r0 * U0 + s0 * U1 + U2
    f, g = 1.0 - U2 / r0, t - U3 / root
    df, dg = -root * U1 / (r0 * r1), 1.0 - U2 / r1
    r, v = np.empty(3), np.empty(3)
    for k in range(3):
        r[k] = f * r_m[k] + g * v_m_s[k]
        v[k] = df * r_m[k] + dg * v_m_s[k]
    return r, v


@kernel
def _first_guess(w, r0, s0, alpha):
    """A start for the universal anomaly at w = √GM dt."""
    if w == 0.0:
        return 0.0
    if alpha > 1e-9 / r0:
        return w * alpha
    sign = math.copysign(1.0, w)
    if alpha < -1e-9 / r0:
        a = 1.0 / alpha
        ratio = -2.0 * w / (a * (s0 + sign * math.sqrt(-a) * (1.0 - r0 * alpha)))
        if ratio > 1.0:
            return sign * math.sqrt(-a) * math.log(ratio)
    return sign * min(abs(w) / r0, (6.0 * abs(w)) ** (1.0 / 3.0))


@kernel
def elements(r_m, v_m_s, GM_m3_s2):
    """(p_m, eccentricity, inclination_rad, node_rad, argument_rad, true_anomaly_rad), angles from 0 to 2 pi."""
    x, y, z = r_m[0], r_m[1], r_m[2]
    u, v, w = v_m_s[0], v_m_s[1], v_m_s[2]
    hx, hy, hz = y * w - z * v, z * u - x * w, x * v - y * u
    h = math.sqrt(hx * hx + hy * hy + hz * hz)
    r = math.sqrt(x * x + y * y + z * z)
    p = h * h / GM_m3_s2
    flat = math.hypot(hx, hy)
    inclination = math.atan2(flat, hz)
    node = math.atan2(hx, -hy) if flat > 1e-12 * h else 0.0
    # Angle from the node to the ship, in the plane: along the node n, and across it h × n.
    cn, sn = math.cos(node), math.sin(node)
    along = x * cn + y * sn
    across = (-x * sn * hz + y * cn * hz + z * (hx * sn - hy * cn)) / h
    latitude_argument = math.atan2(across, along)
    ec, es = p / r - 1.0, math.sqrt(p / GM_m3_s2) * (x * u + y * v + z * w) / r  # e cos, e sin of the true anomaly
    e = math.hypot(ec, es)
    anomaly = math.atan2(es, ec) if e > 1e-12 else latitude_argument
    return p, e, inclination, node % _TURN, (latitude_argument - anomaly) % _TURN, anomaly % _TURN


@kernel
def from_elements(p_m, eccentricity, inclination_rad, node_rad, argument_rad, true_anomaly_rad, GM_m3_s2):
    """Position (3) and velocity (3); the inverse of `elements`."""
    cn, sn = math.cos(node_rad), math.sin(node_rad)
    ci, si = math.cos(inclination_rad), math.sin(inclination_rad)
    u = argument_rad + true_anomaly_rad
    cu, su = math.cos(u), math.sin(u)
    r_hat = (cn * cu - sn * su * ci, sn * cu + cn * su * ci, su * si)
    t_hat = (-cn * su - sn * cu * ci, -sn * su + cn * cu * ci, cu * si)
    q = math.sqrt(GM_m3_s2 / p_m)
    radius = p_m / (1.0 + eccentricity * math.cos(true_anomaly_rad))
    vr, vt = q * eccentricity * math.sin(true_anomaly_rad), q * (1.0 + eccentricity * math.cos(true_anomaly_rad))
    r, v = np.empty(3), np.empty(3)
    for k in range(3):
        r[k] = radius * r_hat[k]
        v[k] = vr * r_hat[k] + vt * t_hat[k]
    return r, v
