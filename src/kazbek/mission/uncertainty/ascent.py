"""What figures of the launcher and of the pad change: the ascent, lift-off by its slope, and all that hangs on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.errors import KazbekError
from kazbek.base.leg import Leg, Outcome
from kazbek.base.threads import side_by_side
from kazbek.flight.separation import Insertion
from kazbek.mission.uncertainty.nominal import NominalFlight, Quantities, Work, moved
from kazbek.mission.up import FlightUp

_INSERTION_STEPS = np.array((1.0, 1e3, 1e3, 1e3, 1.0, 1.0, 1.0))  # s, m, m/s: small for the orbit, large for rounding


def of_ascent(nominal: NominalFlight) -> Iterator[Work]:
    """Launcher and pad."""
    slope = liftoff_by_insertion(nominal)
    for prefix in ("launcher", "pad"):
        for _, equipment in moved(nominal.up.planned, prefix):
            up = replace(nominal.up, planned=equipment, actual=equipment, near=nominal.up)
            yield partial(_by_ascent, nominal, up, slope)


def _by_ascent(nominal: NominalFlight, up: FlightUp, slope: NDArray[np.float64]) -> Quantities | None:
    """What another launcher or pad changes; None where one moved out of its range has no first order."""
    start = up.ascent.on_pad(nominal.liftoff)
    try:
        leg = up.ascent.fly(start, up.scene.without_telemetry())
        later_s = float(slope @ (_row(up.insertion) - _row(nominal.up.insertion)))
    except KazbekError:
        return None
    return _shifted(nominal, leg, later_s) if leg.outcome is Outcome.REACHED else None


def _shifted(nominal: NominalFlight, ascent: Leg, later_s: float) -> Quantities:
    """Changes when the ascent is another and lift-off comes `later_s`; what follows keeps its slots from separation."""
    change = nominal.change([ascent])
    separation_s = change.get("spacecraft_separation_met_s", 0.0)
    for name in nominal.values:
        if name not in change and name.endswith(("_utc", "_met_s")):
            change[name] = separation_s
        if name.endswith("_utc"):
            change[name] += later_s
    return change


def liftoff_by_insertion(nominal: NominalFlight) -> NDArray[np.float64]:
    """Derivative of lift-off with respect to the end of the ascent, (7,): seconds per s, m and m/s."""
    window, profile = nominal.up.window, nominal.up.planned.profile
    assert profile is not None
    mass_kg, row = nominal.up.insertion.mass_kg, _row(nominal.up.insertion)

    def liftoff(ended: NDArray[np.float64]) -> Epoch:
        insertion = Insertion(ended[0], ended[1:4], ended[4:7], mass_kg)
        return replace(window, insertion=insertion).start_of(profile, nominal.liftoff).liftoff

    base, *moved_one = side_by_side(partial(liftoff, ended) for ended in (row, *(row + np.diag(_INSERTION_STEPS))))
    return np.array([other - base for other in moved_one]) / _INSERTION_STEPS


def _row(insertion: Insertion) -> NDArray[np.float64]:
    return np.concatenate(((insertion.t_s,), insertion.r_ITRF_m, insertion.v_ITRF_m_s))
