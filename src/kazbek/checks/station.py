"""Validation cases of the station's orbit: kazbek's propagation beside the operator's ephemeris of October 2021."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.checks.case import Case
from kazbek.checks.published import case
from kazbek.track.files.oem import Ballistics, Oem, OemSegment
from kazbek.track.files.tle import read_tle
from kazbek.track.files.which import read_station_file
from kazbek.track.propagated import Beyond, fitted_density_factor
from kazbek.track.reboosts import thrusting
from kazbek.world.earth import C_GCRF_TEME


def station_cases() -> Iterator[Case]:
    """A day with the header's drag, 91 h with one fitted factor, the burn found in the states, and SGP4's own case."""
    whole = read_station_file(bundled("tracks", "iss_2021-10-01.xml.gz"))
    if isinstance(whole, Oem) and whole.ballistics is not None:
        segment = whole.segments[0]
        day, fitted = case("station", "day"), case("station", "fitted")
        off_m = _off_RTN_m(segment, whole.ballistics, 1.0, day.given["hours"])
        yield from day.against(off_m[1] / 1e3, off_m[2])
        first = slice(0, _index(segment, 24.0) + 1)
        factor = fitted_density_factor(segment.tai_ns[first], segment.rv_GCRF[first], whole.ballistics) or 1.0
        yield from fitted.against(_off_RTN_m(segment, whole.ballistics, factor, fitted.given["hours"])[1] / 1e3)
        _, (reboost,) = thrusting(segment.tai_ns, segment.rv_GCRF)
        yield from case("station", "reboost").against(reboost.delta_v_m_s)
    yield from _sgp4()


def _index(segment: OemSegment, hours: float) -> int:
    until_ns = int(segment.tai_ns[0]) + round(hours * 3.6e12)
    return int(np.searchsorted(segment.tai_ns, until_ns, side="right")) - 1


def _off_RTN_m(segment: OemSegment, body: Ballistics, factor: float, hours: float) -> Vector:
    """Kazbek minus the operator, in RTN, that long after the first state."""
    first, last = segment.rv_GCRF[0], segment.rv_GCRF[_index(segment, hours)]
    start = State(Epoch(int(segment.tai_ns[0])), first[:3], first[3:], body.mass_kg)
    rv = Beyond(start, body, +1, factor).rv(segment.tai_ns[[_index(segment, hours)]])[0]
    off_m: Vector = C_RTN_GCRF(last[:3], last[3:]) @ (rv[:3] - last[:3])
    return off_m


def _sgp4() -> Iterator[Case]:
    known = case("station", "sgp4")
    elements = read_tle(known.given["tle"], "case 00005")
    r_GCRF_m = elements.rv_GCRF(np.array([elements.epoch.tai_ns]))[0, :3]
    r_TEME_m = C_GCRF_TEME(elements.epoch).T @ r_GCRF_m
    yield from known.against(float(np.linalg.norm(r_TEME_m - known.vector_m("r_TEME_km"))))
