"""An arc as polynomials: what the integrators leave behind, and how a state is read from it.

Law     piece i holds y(t) = Σk c[i, k] x^k with x = (t − from_s[i]) / length_s[i], for edges_s[i] ≤ t ≤ edges_s[i + 1];
        y = (x, y, z, vx, vy, vz, mass) in GCRF.
Range   outside the edges the first or last polynomial goes on: callers check.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel

TERMS = 8  # degree 7
STATE = 7


class Pieces(NamedTuple):
    """A path in pieces; times are seconds of TAI from a reference instant, edges rise."""

    edges_s: np.ndarray  # (n + 1)
    from_s: np.ndarray  # (n)
    length_s: np.ndarray  # (n), negative where the piece was flown backwards
    coefficients: np.ndarray  # (n, TERMS, STATE)


@kernel
def piece_at(edges_s, t_s):
    """Index of the piece that holds `t_s`."""
    low, high = 0, edges_s.shape[0] - 1
    while high - low > 1:
        middle = (low + high) // 2
        if edges_s[middle] <= t_s:
            low = middle
        else:
            high = middle
    return low


@kernel
def polynomial(c, x, out):
    """Horner's rule for every component of one piece, `c` (TERMS, STATE), written to `out` (STATE)."""
    for j in range(STATE):
        value = c[TERMS - 1, j]
        for k in range(TERMS - 2, -1, -1):
            value = value * x + c[k, j]
        out[j] = value


@kernel
def state_at(pieces, t_s, out):
    """The state (STATE) at `t_s`."""
    i = piece_at(pieces.edges_s, t_s)
    polynomial(pieces.coefficients[i], (t_s - pieces.from_s[i]) / pieces.length_s[i], out)


@kernel
def states_at(pieces, t_s, out):
    """The states (n, STATE) at times (n)."""
    for i in range(t_s.shape[0]):
        state_at(pieces, t_s[i], out[i])
