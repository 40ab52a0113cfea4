"""An arc by the eighth-order Runge–Kutta method of Dormand and Prince, with dense output and a stop on an event.

Law     one step of 12 stages; its error is weighed by the fifth- and third-order estimates together,
            err = h e5² / √(e5² + 0.01 e3²),   h ← h · min(6, max(1/3, 0.9 err^(−1/8)))
        with e in units of tolerance · |r| for position and tolerance · |v| for velocity.
        Three more stages give a seventh-order polynomial over the step, kept in powers of x = (t − t0) / h.
Source  Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993), II.4–II.6 (dop853.f).
Range   tolerance 1e-13 to 1e-6; time may run backwards; stops with a status below 6 350 km from the centre.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.laws.dop853_tableau import DENSE, ERROR_3, ERROR_5, NODES, STAGES
from kazbek.laws.forces import ForceModel, Thrust, new_scratch, rate
from kazbek.laws.pieces import STATE, TERMS
from kazbek.laws.switches import first_crossing


class ArcStatus(IntEnum):
    """How an integration ended."""

    DONE = 0
    STOPPED = 1  # on the event asked for
    GROUND = 2  # closer than 6 350 km to the centre
    STUCK = 3  # the step became too small, or a number was not finite


_LOWEST_m = 6_350_000.0
_DONE, _STOPPED, _GROUND, _STUCK = (int(s) for s in ArcStatus)


class Acting(NamedTuple):
    """What acts on the arc, and room to work it out in."""

    field: ForceModel
    push: Thrust
    scratch: Any


@kernel
def carry(t0_s, t1_s, y0, field, push, tolerance):
    """The state (STATE) at `t1_s` from `y0` at `t0_s`, without dense output: what targeters call. (y, status)"""
    acting = Acting(field, push, new_scratch())
    K, trial = np.empty((16, STATE)), np.empty(STATE)
    y = y0.copy()
    t, h, status = t0_s, _first_step(t0_s, t1_s, y), _DONE
    _stages(0, 1, t, h, y, K, trial, acting)
    while t != t1_s and status == _DONE:
        h = _fitted(t, t1_s, h)
        err = _attempt(t, h, y, K, trial, acting, tolerance)
        if err <= 1.0:
            t = _after(t, h, t1_s)
            y[:] = trial
            K[0] = K[12]
        status = _trouble(h, err, y)
        h *= _growth(err)
    return y, status


@kernel
def arc(t0_s, t1_s, y0, field, push, tolerance, stop):
    """Fly from `t0_s` towards `t1_s` and keep the dense output.

    Returns
    -------
    knots (n + 1), lengths (n) in the order of flight (knots[i] is the start of step i, the last one is where it ended),
    coefficients (n, TERMS, STATE), status
    """
    acting = Acting(field, push, new_scratch())
    K, trial, new = np.empty((16, STATE)), np.empty(STATE), np.empty(STATE)
    size, n = 64, 0
    knots, lengths, pieces = np.empty(size + 1), np.empty(size), np.empty((size, TERMS, STATE))
    y = y0.copy()
    t, h, status = t0_s, _first_step(t0_s, t1_s, y), _DONE
    knots[0] = t
    _stages(0, 1, t, h, y, K, trial, acting)
    while t != t1_s and status == _DONE:
        h = _fitted(t, t1_s, h)
        err = _attempt(t, h, y, K, trial, acting, tolerance)
        if err <= 1.0:
            if n == size:
                knots, lengths, pieces = _doubled(knots, lengths, pieces)
                size *= 2
            new[:] = trial
            _stages(13, 16, t, h, y, K, trial, acting)
            _polynomial(h, y, new, K, pieces[n])
            lengths[n] = h
            after = _after(t, h, t1_s)
            if stop.switch != 0:
                event = first_crossing(pieces[n], t, h, t, after, t0_s, stop, field.earth)
                if not math.isnan(event):
                    after, status = event, _STOPPED
            t = after
            n += 1
            knots[n] = t
            y[:] = new
            K[0] = K[12]
        status = status if status != _DONE else _trouble(h, err, y)
        h *= _growth(err)
    return knots[: n + 1].copy(), lengths[:n].copy(), pieces[:n].copy(), status


@kernel
def _first_step(t0_s, t1_s, y):
    """A hundredth of a revolution, signed."""
    h = 0.01 * 2.0 * math.pi * math.sqrt((y[0] ** 2 + y[1] ** 2 + y[2] ** 2) ** 1.5 / 3.986e14)
    return h if t1_s >= t0_s else -h


@kernel
def _fitted(t, t1_s, h):
    """The step cut so that it ends on `t1_s`, with no sliver left over."""
    left = t1_s - t
    if abs(h) >= abs(left):
        return left
    return 0.5 * left if abs(h) > 0.5 * abs(left) else h


@kernel
def _growth(err):
    """Factor for the next step."""
    if not err > 0.0:
        return 6.0 if err == 0.0 else 0.1
    return min(6.0, max(1.0 / 3.0, 0.9 * err**-0.125))


@kernel
def _after(t, h, t1_s):
    """The end of an accepted step, exactly `t1_s` for the last one."""
    return t1_s if abs(t1_s - t) <= abs(h) else t + h


@kernel
def _trouble(h, err, y):
    """The status after one attempt."""
    if (err > 1.0 and abs(h) < 1e-6) or (not math.isfinite(err) and not abs(h) >= 1e-3):
        return _STUCK
    if y[0] ** 2 + y[1] ** 2 + y[2] ** 2 < _LOWEST_m**2:
        return _GROUND
    return _DONE


@kernel
def _stages(first, last, t, h, y, K, trial, acting):
    """Stages `first` to `last` − 1: K[i] from the stages before; `trial` keeps the state at the last of them."""
    for i in range(first, last):
        for j in range(STATE):
            s = 0.0
            for k in range(i):
                s += STAGES[i, k] * K[k, j]
            trial[j] = y[j] + h * s
        rate(t + NODES[i] * h, trial, acting.field, acting.push, acting.scratch, K[i])


@kernel
def _attempt(t, h, y, K, trial, acting, tolerance):
    """One step from K[0]: fills K[1 … 12] and the new state in `trial`; its error in units of the tolerance."""
    _stages(1, 13, t, h, y, K, trial, acting)
    r2 = y[0] * y[0] + y[1] * y[1] + y[2] * y[2]
    v2 = y[3] * y[3] + y[4] * y[4] + y[5] * y[5]
    sum5 = sum3 = 0.0
    for j in range(6):
        e5 = e3 = 0.0
        for k in range(13):
            e5 += ERROR_5[k] * K[k, j]
            e3 += ERROR_3[k] * K[k, j]
        unit2 = r2 if j < 3 else v2
        sum5 += e5 * e5 / unit2
        sum3 += e3 * e3 / unit2
    if sum5 == 0.0:
        return 0.0
    return abs(h) * sum5 / math.sqrt((sum5 + 0.01 * sum3) * 6.0) / tolerance


@kernel
def _polynomial(h, y, new, K, c):
    """The step in powers of x, written to `c` (TERMS, STATE)."""
    f = np.empty(TERMS - 1)
    for j in range(STATE):
        f[0] = new[j] - y[j]
        f[1] = h * K[0, j] - f[0]
        f[2] = 2.0 * f[0] - h * (K[12, j] + K[0, j])
        for i in range(4):
            s = 0.0
            for k in range(16):
                s += DENSE[i, k] * K[k, j]
            f[3 + i] = h * s
        # y + x (f0 + (1 − x) (f1 + x (f2 + (1 − x) (f3 + …)))), expanded from the inside
        for k in range(TERMS):
            c[k, j] = 0.0
        for i in range(TERMS - 2, -1, -1):
            c[0, j] += f[i]
            for k in range(TERMS - 1, 0, -1):
                c[k, j] = c[k - 1, j] if i % 2 == 0 else c[k, j] - c[k - 1, j]
            if i % 2 == 0:
                c[0, j] = 0.0
        c[0, j] = y[j]


@kernel
def _doubled(knots, lengths, pieces):
    """The same arrays with twice the room."""
    n = lengths.shape[0]
    knots2, lengths2, pieces2 = np.empty(2 * n + 1), np.empty(2 * n), np.empty((2 * n, TERMS, STATE))
    knots2[: n + 1], lengths2[:n], pieces2[:n] = knots, lengths, pieces
    return knots2, lengths2, pieces2
