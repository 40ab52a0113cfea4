"""A long smooth arc by Gauss–Jackson: fixed steps, one evaluation of the forces each.

Law     with accelerations a_n at equal steps h, backward differences ∇ and sums S1 = ∇⁻¹a, S2 = ∇⁻²a,
            v_n = h  (S1 + Σ g_i ∇^(i−1) a),        g: Adams' coefficients,
            r_n = h² (S2 + c_1 S1 + Σ c_i ∇^(i−2) a),  c = g ∗ g: Cowell's,
        the predictor (Adams–Bashforth, Störmer) from a_n−p … a_n, then a, then the corrector once (PEC).
        The first p + 1 points come from DOP853 at tolerance 1e-13; the sums are fitted to the middle one of them.
Source  Jackson, MNRAS 84 (1924); summed form: Berry & Healy, J. Astronautical Sciences 52 (2004).
Range   near-circular orbits without burns; order 8 to 12, steps of 10 to 60 s in low orbit.
"""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.laws.dop853 import carry
from kazbek.laws.forces import accelerate, new_scratch
from kazbek.laws.pieces import STATE

_START_TOLERANCE = 1e-13


class Weights(NamedTuple):
    """Weights of a_n, a_n−1 … in the formulas above; (p + 1) each, and the point they speak of, in steps behind n."""

    v_predict: np.ndarray  # one step ahead
    v_correct: np.ndarray  # at n
    v_middle: np.ndarray  # in the middle of the points, where interpolation is best: for the first sums
    r_predict: np.ndarray
    r_correct: np.ndarray
    r_middle: np.ndarray
    middle: int


class Sums(NamedTuple):
    """∇⁻¹a and ∇⁻²a, (3,) each."""

    first: np.ndarray
    second: np.ndarray


@functools.cache
def weights(order: int) -> Weights:
    """The weights of one order, from exact fractions."""
    points, middle = order + 1, (order + 1) // 2
    adams = [Fraction(1)]  # ∇ / −ln(1 − ∇)
    for i in range(1, points + 2):
        adams.append(-sum((adams[k] / (i + 1 - k) for k in range(i)), Fraction(0)))
    cowell = _product(adams, adams)
    pv, cv, mv = [_ordinates(_seen_from(behind, adams)[1 : points + 1]) for behind in (-1, 0, middle)]
    pr, cr, mr = [_ordinates(_seen_from(behind, cowell)[2 : points + 2]) for behind in (-1, 0, middle)]
    return Weights(pv, cv, mv, pr, cr, mr, middle)


def _product(a: list[Fraction], b: list[Fraction]) -> list[Fraction]:
    """Product of two power series in ∇."""
    return [sum((a[k] * b[i - k] for k in range(i + 1)), Fraction(0)) for i in range(len(a))]


def _seen_from(behind: int, series: list[Fraction]) -> list[Fraction]:
    """The series for the value some steps behind the newest point: times (1 − ∇)^behind."""
    for _ in range(behind):
        series = _product(series, [Fraction(1), Fraction(-1)] + [Fraction(0)] * (len(series) - 2))
    if behind < 0:
        series = _product(series, [Fraction(1)] * len(series))
    return series


def _ordinates(differences: list[Fraction]) -> np.ndarray:
    """Weights of a_n, a_n−1 … from coefficients of ∇⁰, ∇¹ …"""
    out = [Fraction(0)] * len(differences)
    for i, c in enumerate(differences):
        binomial = 1
        for k in range(i + 1):
            out[k] += c * binomial * (-1) ** k
            binomial = binomial * (i - k) // (k + 1)
    return np.array([float(x) for x in out])


@kernel
def smooth_arc(t0_s, h, steps, y0, field, push, w, pieces):
    """Fly `steps` steps of `h` seconds (negative backwards) from `y0` (STATE); pieces (steps, TERMS, STATE) are filled.

    Each piece is the quintic through position, velocity and acceleration at both ends. `steps` is at least the order.
    """
    scratch = new_scratch()
    m = w.v_predict.shape[0]
    back = np.empty((m, 3))  # accelerations, the newest at index `head`, older ones after it, cyclic
    y, last = y0.copy(), np.empty(STATE)
    last[:] = y0
    a, b = np.empty(3), np.empty(3)
    sums = Sums(np.empty(3), np.empty(3))

    a[0], a[1], a[2] = accelerate(t0_s, y, field, push, scratch)
    back[m - 1] = a
    for i in range(1, m):
        y, status = carry(t0_s + (i - 1) * h, t0_s + i * h, last, field, push, _START_TOLERANCE)
        if status != 0:
            return status
        b[0], b[1], b[2] = accelerate(t0_s + i * h, y, field, push, scratch)
        back[m - 1 - i] = b
        _quintic(h, last, a, y, b, pieces[i - 1])
        last[:], a[:] = y, b
    head = 0
    middle = pieces[m - 1 - w.middle]  # the piece that starts at the middle point
    for j in range(3):
        sv = sr = 0.0
        for k in range(m):
            sv += w.v_middle[k] * back[k, j]
            sr += w.r_middle[k] * back[k, j]
        sums.first[j] = middle[0, 3 + j] / h - sv
        sums.second[j] = middle[0, j] / (h * h) - sr + (1.0 + w.middle) * sums.first[j]

    for i in range(m, steps + 1):
        t = t0_s + i * h
        _combine(h, back, head, w.v_predict, w.r_predict, sums, 0.0, y)
        b[0], b[1], b[2] = accelerate(t, y, field, push, scratch)
        head = (head + m - 1) % m
        back[head] = b
        for j in range(3):
            sums.first[j] += b[j]
            sums.second[j] += sums.first[j]
        _combine(h, back, head, w.v_correct, w.r_correct, sums, -1.0, y)
        _quintic(h, last, a, y, b, pieces[i - 1])
        last[:], a[:] = y, b
    return 0


@kernel
def _combine(h, back, head, wv, wr, sums, c1, y):
    """Position and velocity from the sums and the accelerations kept."""
    m = wv.shape[0]
    for j in range(3):
        sv = sr = 0.0
        for k in range(m):
            f = back[(head + k) % m, j]
            sv += wv[k] * f
            sr += wr[k] * f
        y[j] = h * h * (sums.second[j] + c1 * sums.first[j] + sr)
        y[3 + j] = h * (sums.first[j] + sv)


@kernel
def _quintic(h, y0, a0, y1, a1, c):
    """The quintic through both ends for position, its derivative for velocity, in powers of x = (t − t0) / h."""
    c[:] = 0.0
    for j in range(3):
        p, v, a = y1[j] - y0[j], h * y0[3 + j], 0.5 * h * h * a0[j]
        d0 = p - v - a
        d1 = h * y1[3 + j] - v - 2.0 * a
        d2 = 0.5 * h * h * a1[j] - a
        c[0, j], c[1, j], c[2, j] = y0[j], v, a
        c[3, j] = 10.0 * d0 - 4.0 * d1 + d2
        c[4, j] = -15.0 * d0 + 7.0 * d1 - 2.0 * d2
        c[5, j] = 6.0 * d0 - 3.0 * d1 + d2
        for k in range(5):
            c[k, 3 + j] = (k + 1) * c[k + 1, j] / h
    c[0, 6] = y0[6]
