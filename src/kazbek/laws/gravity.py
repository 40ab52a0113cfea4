"""The Earth's gravity from fully normalised spherical harmonics, free of singularities, row by row.

Axes    ITRF. With r the distance, (s, t, u) = (x, y, z) / r and rho = R / r:
Law     U = GM/r [1 + Σn rho^n Σm H_nm(u) (C_nm Re + S_nm Im) (s + i t)^m]
        H_nm is the m-th derivative of the Legendre polynomial P_n, normalised; h_nm = rho^n H_nm follows
            h_nm = a_nm (rho u) h_n−1,m − b_nm rho² h_n−2,m
        and g = (g1, g2, g3) − g4 (s, t, u), sums of Σ m h, Σ dh/du and Σ (n + m + 1) h + u dh/du with C and S.
Source  Pines, "Uniform representation of the gravitational potential and its derivatives", AIAA J. 11 (1973);
        normalised recursion: Lundberg & Schutz, J. Guidance 11 (1988).
Range   outside the reference sphere, poles included, degree 0 (point mass) to 120.

Speed: sums over degree are kept per order, so that the inner loop runs over orders with no dependence between them, and
the processor does four or eight at once without reordering any sum. Two degrees per pass halve the traffic.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel

MAX_DEGREE = 120
ROW = 136  # columns of a table row: orders 0 … MAX_DEGREE + 1, room to round up, and no power of two for the cache
LANES = 8  # the inner loop runs over a multiple of this
WORK = 8 * ROW  # floats of scratch that `gravity` needs

A, B, C, S, CD, SD = range(6)  # planes of `Gravity.table`


class Gravity(NamedTuple):
    """A gravity field cut at one degree, in the shape the kernel reads."""

    GM_m3_s2: float
    radius_m: float
    degree: int
    table: np.ndarray  # (rows, 6, ROW) by degree: a, b, C, S, and C, S times d(H_n,m−1)/dH_nm under order m
    seeds: np.ndarray  # (ROW,) H_mm, the first of each column


@kernel
def gravity(x_ITRF_m, y_ITRF_m, z_ITRF_m, field, work):
    """Acceleration (m/s²) as three floats in ITRF; `work` is scratch of WORK floats."""
    r2 = x_ITRF_m * x_ITRF_m + y_ITRF_m * y_ITRF_m + z_ITRF_m * z_ITRF_m
    r = math.sqrt(r2)
    s, t, u = x_ITRF_m / r, y_ITRF_m / r, z_ITRF_m / r
    central = field.GM_m3_s2 / r2
    if field.degree < 2:
        return -central * s, -central * t, -central * u

    _sum_over_degrees(field, field.radius_m / r, u, work)
    g1, g2, g3, g4 = _sum_over_orders(field.degree, s, t, work)
    g4 += u * g3 + 1.0
    return central * (g1 - g4 * s), central * (g2 - g4 * t), central * (g3 - g4 * u)


@kernel
def _sum_over_degrees(field, rho, u, w):
    """Per order m, into planes of `w`, with C and S: 2, 3: Σ h; 4, 5: Σ dh/du (one order up); 6, 7: Σ (n + 1) h."""
    # Planes 0 and 1 hold rows n−2 and n−1. Loaded with a column's first term over rho², they let the same recursion
    # start the column, since a_nn = 0 and b_nn = −1. Past the last column the table is zero.
    for k in range(8 * ROW):
        w[k] = 0.0
    ru, r2 = rho * u, rho * rho
    power = 1.0 / r2
    for n in range(0, field.degree + 1, 2):
        w[n] = field.seeds[n] * power
        w[ROW + n + 1] = field.seeds[n + 1] * power * rho
        power *= r2
        even, odd = field.table[n], field.table[n + 1]
        n1, n2 = n + 1.0, n + 2.0
        for m in range((n + 1 + LANES) // LANES * LANES):
            h = ru * even[A, m] * w[ROW + m] - r2 * even[B, m] * w[m]
            k = ru * odd[A, m] * h - r2 * odd[B, m] * w[ROW + m]
            w[m] = h
            w[ROW + m] = k
            ch, ck, sh, sk = even[C, m] * h, odd[C, m] * k, even[S, m] * h, odd[S, m] * k
            w[2 * ROW + m] += ch + ck
            w[3 * ROW + m] += sh + sk
            w[4 * ROW + m] += even[CD, m] * h + odd[CD, m] * k
            w[5 * ROW + m] += even[SD, m] * h + odd[SD, m] * k
            w[6 * ROW + m] += n1 * ch + n2 * ck
            w[7 * ROW + m] += n1 * sh + n2 * sk


@kernel
def _sum_over_orders(degree, s, t, w):
    """Sums g1, g2, g3 and the radial part of g4, from the planes of `_sum_over_degrees` and powers of s + i t."""
    g1 = g2 = g3 = g4 = 0.0
    re, im = 1.0, 0.0  # of (s + i t)^m
    re1, im1 = 0.0, 0.0  # of the power before
    for m in range(degree + 1):
        c, d = w[2 * ROW + m], w[3 * ROW + m]
        g1 += m * (c * re1 + d * im1)
        g2 += m * (d * re1 - c * im1)
        g3 += w[4 * ROW + m + 1] * re + w[5 * ROW + m + 1] * im
        g4 += (w[6 * ROW + m] + m * c) * re + (w[7 * ROW + m] + m * d) * im
        re1, im1 = re, im
        re, im = s * re1 - t * im1, s * im1 + t * re1
    return g1, g2, g3, g4
