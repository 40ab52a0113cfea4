"""The reference flight beside a person's: pilot model or autopilot from the same start, with nothing failing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kazbek.base.errors import NoConvergence
from kazbek.base.types import Floats
from kazbek.catalogue.profile import Profile
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.near import tips
from kazbek.flight.docking.near_flight import open_near
from kazbek.flight.docking.rendezvous import Rendezvous
from kazbek.flight.phase import Scene
from kazbek.web.cockpit.scenario import Begun

_FENCE_s = 2400.0
_EVERY_s = 2.0
_BRAKES_m = 1000.0  # a start farther out is braked first


def ghost(begun: Begun) -> list[list[float]]:
    """Rows of seconds, x, y, z of the probe's tip in PORT, closing speed; empty where nothing is reached.

    From far out the autopilot's brakes to where the fly-around begins, else the way to contact.
    """
    near = open_near(replace(begun.close, failures=()), begun.start, begun.track, _FENCE_s + 60.0, begun.part)
    if near.range_m > _BRAKES_m:
        return _braked(begun)
    near.s[col.BY_HAND] = float(begun.loop)
    ended = near.until((col.Occurrence.CONTACT,), _FENCE_s)
    if ended is not col.Occurrence.CONTACT:
        return []
    rows = np.concatenate(near.blocks)
    out = np.empty((len(rows), 6))
    tips(near.beside.world, near.beside.ship.body, np.ascontiguousarray(rows), out)
    return _told(rows[:, col.ROW_T] - rows[0, col.ROW_T], out)


def _braked(begun: Begun) -> list[list[float]]:
    """The brakes of the mission's profile from here, with Kurs."""
    start = replace(begun.start, tally=replace(begun.start.tally, radio_sets_lost=0))
    brakes = Profile.named(begun.flown.flight.profile).brake
    try:
        leg = Rendezvous(replace(begun.close, failures=()), brakes).fly(start, Scene(begun.track, telemetry=True))
    except NoConvergence:
        return []
    columns = leg.telemetry
    tip: Floats = np.column_stack(
        [columns[f"{name}_PORT_{axis}_{unit}"] for name, unit in (("r", "m"), ("v", "m_s")) for axis in "xyz"]
    )
    seconds: Floats = np.asarray((columns["tai_ns"] - columns["tai_ns"][0]) / 1e9, dtype=np.float64)
    return _told(seconds, tip)


def _told(seconds: Floats, tip_PORT: Floats) -> list[list[float]]:
    """A row every two seconds, to the millimetre."""
    kept = np.unique(np.searchsorted(seconds, np.arange(0.0, seconds[-1], _EVERY_s)))
    table = np.column_stack((seconds[kept], tip_PORT[kept, :3], -tip_PORT[kept, 3]))
    return [[round(float(value), 3) for value in row] for row in table]
