"""Ephemerides of coarse steps, filled up by free fall: between states ten minutes apart polynomials lose metres.

Each long interval without thrust gets states in between: the one before it carried on under the file's own gravity,
and upon that what was gained by its end, as an even pull would (speed with time, way with its square).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kazbek.track.free_fall import FreeFall, gravity_over, residuals

LONG_s = 300.0  # NASA's steps are 240 s, between which polynomials are some centimetres off


def finer(fall: FreeFall, burning: NDArray[np.bool_]) -> tuple[FreeFall, NDArray[np.bool_]]:
    """The same path with steps of at most five minutes where it falls freely."""
    step_s = fall.step_s
    parts = np.where(burning | (step_s <= LONG_s), 1, np.ceil(step_s / LONG_s)).astype(np.int64)
    if parts.max() == 1:
        return fall, burning
    before = np.repeat(np.arange(len(parts)), parts)  # of each new state: the old one before it
    share = (np.arange(len(before)) - np.repeat(np.cumsum(parts) - parts, parts)) / parts[before]
    tai_ns = np.append(fall.tai_ns[before] + np.rint(share * step_s[before] * 1e9).astype(np.int64), fall.tai_ns[-1])
    rv = np.vstack((fall.rv[before], fall.rv[-1:]))
    over = fall.over or gravity_over(fall.tai_ns, fall.law)
    for k in np.flatnonzero(share > 0.0).tolist():
        old, part = before[k], share[k]
        led = -residuals(np.array((fall.tai_ns[old], tai_ns[k])), np.array((fall.rv[old], np.zeros(6))), over)[0]
        rv[k] = led + fall.gained[old] * np.repeat((part * part, part), 3)
    return replace(fall, tai_ns=tai_ns, rv=rv, gained=residuals(tai_ns, rv, over), over=over), burning[before]
