"""The reference flight beside a person's: pilot model or autopilot from the same start, with nothing failing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.near import tips
from kazbek.flight.docking.near_flight import open_near
from kazbek.web.cockpit.scenario import Begun

_FENCE_s = 2400.0
_EVERY_s = 2.0


def ghost(begun: Begun) -> list[list[float]]:
    """Rows of seconds, x, y, z of the probe's tip in PORT, closing speed; empty where no contact is reached."""
    close = replace(begun.close, failures=())
    near = open_near(close, begun.start, begun.track, _FENCE_s + 60.0, begun.part)
    near.s[col.BY_HAND] = float(begun.loop)
    ended = near.until((col.Occurrence.CONTACT,), _FENCE_s)
    if ended is not col.Occurrence.CONTACT:
        return []
    rows = np.concatenate(near.blocks)
    seconds = rows[:, col.ROW_T] - rows[0, col.ROW_T]
    kept = np.unique(np.searchsorted(seconds, np.arange(0.0, seconds[-1], _EVERY_s)))
    rows, out = np.ascontiguousarray(rows[kept]), np.empty((len(kept), 6))
    tips(near.beside.world, near.beside.ship.body, rows, out)
    table = np.column_stack((seconds[kept], out[:, :3], -out[:, 3]))
    return [[round(float(value), 3) for value in row] for row in table]
