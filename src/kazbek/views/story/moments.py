"""Moments of a flight that no phase stamps, found from what its record, its mission file and the sky say.

``pad_at_dusk`` the evening before lift-off, with the rocket on its pad; ``tanks_full`` when the last oxygen that is
loaded is aboard. Both only for a flight whose record has the ground before its launch.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event
from kazbek.base.types import Floats
from kazbek.record.flight import RecordedFlight
from kazbek.world.earth import C_ITRF_GCRF
from kazbek.world.sun_moon import sun_GCRF_m

_DUSK_deg = -3.0  # within civil twilight: lamps are lit, and the sky still shows what stands before it
_STEP_s = 600.0
_DAY_s = 86_400.0
_FULL = 0.999  # of the most oxygen aboard


def moments(flight: RecordedFlight) -> Iterator[Event]:
    """Every such moment of a flight."""
    yield from _at_dusk(flight)
    yield from _filled(flight)


def _at_dusk(flight: RecordedFlight) -> Iterator[Event]:
    raised = flight.first("erection")
    if raised is None or flight.liftoff is None or not flight.legs:
        return
    leg = flight.legs[0]
    first = leg.at(leg.start)
    pad_ITRF = C_ITRF_GCRF(leg.start) @ np.array([first[f"r_GCRF_{axis}_m"] for axis in "xyz"])
    dusk = _last_dusk(pad_ITRF, flight.liftoff)
    if dusk is not None and dusk > raised.epoch:
        yield Event("pad_at_dusk", dusk, {"sun_deg": _DUSK_deg})


def _last_dusk(place_ITRF: Floats, before: Epoch) -> Epoch | None:
    """When the Sun last sank to dusk over a place within a day before an instant; None where it did not."""
    times_s = np.arange(-_DAY_s, 1.0, _STEP_s)
    heights_deg = np.array([_sun_deg(place_ITRF, before + float(t_s)) for t_s in times_s])
    sinks = np.flatnonzero((heights_deg[:-1] > _DUSK_deg) & (heights_deg[1:] <= _DUSK_deg))
    if not len(sinks):
        return None
    k = int(sinks[-1])
    share = (heights_deg[k] - _DUSK_deg) / (heights_deg[k] - heights_deg[k + 1])
    return before + float(round(times_s[k] + share * _STEP_s))


def _sun_deg(place_ITRF: Floats, epoch: Epoch) -> float:
    """Height of the Sun's middle over the level of a place."""
    sun = C_ITRF_GCRF(epoch) @ sun_GCRF_m(epoch)
    return float(np.degrees(np.arcsin(place_ITRF @ sun / np.linalg.norm(place_ITRF) / np.linalg.norm(sun))))


def _filled(flight: RecordedFlight) -> Iterator[Event]:
    leg = next((leg for leg in flight.legs if "oxygen_kg" in leg), None)
    if leg is None:
        return
    aboard_kg = leg["oxygen_kg"]
    if aboard_kg.max() <= 0.0:
        return
    row = int(np.argmax(aboard_kg >= _FULL * aboard_kg.max()))
    boiled_kg = float(leg["boiled_off_kg"][row]) if "boiled_off_kg" in leg else 0.0
    yield Event(
        "tanks_full", Epoch(int(leg["tai_ns"][row])), {"oxygen_kg": float(aboard_kg[row]), "boiled_off_kg": boiled_kg}
    )
