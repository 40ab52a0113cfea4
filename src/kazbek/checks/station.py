"""Validation cases of the station's orbit: kazbek's propagation beside the operator's ephemeris of October 2021."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF, Vector
from kazbek.base.state import State
from kazbek.checks.table import Case
from kazbek.track.files.oem import Ballistics, Oem, OemSegment
from kazbek.track.files.tle import read_tle
from kazbek.track.files.which import read_station_file
from kazbek.track.propagated import Beyond, fitted_density_factor
from kazbek.track.reboosts import thrusting
from kazbek.world.earth import C_GCRF_TEME

_AUTHORITY = "NASA/JSC ephemeris of 2021-10-01"
_SGP4_CASE = """1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
"""


def station_cases() -> Iterator[Case]:
    """A day with the header's drag, 91 h with one fitted factor, the burn found in the states, and SGP4's own case."""
    whole = read_station_file(bundled("tracks", "iss_2021-10-01.xml.gz"))
    if isinstance(whole, Oem) and whole.ballistics is not None:
        segment = whole.segments[0]
        day = slice(0, _index(segment, 24.0) + 1)
        factor = fitted_density_factor(segment.tai_ns[day], segment.rv_GCRF[day], whole.ballistics) or 1.0
        off_m = _off_RTN_m(segment, whole.ballistics, 1.0, 24.0)
        yield _case("station, 24 h from its first state", "along-track distance", "km", 0.0, off_m[1] / 1e3, 0.5)
        yield _case("station, 24 h from its first state", "cross-track distance", "m", 0.0, off_m[2], 1.5)
        off_m = _off_RTN_m(segment, whole.ballistics, factor, 91.0)
        yield _case("station, 91 h, density fitted on day one", "along-track distance", "km", 0.0, off_m[1] / 1e3, 0.4)
        _, (reboost,) = thrusting(segment.tai_ns, segment.rv_GCRF)
        yield _case("reboost of 2021-10-12 found in the states", "delta-v", "m/s", 0.5, reboost.delta_v_m_s, 0.06)
    yield from _sgp4()


def _case(name: str, quantity: str, unit: str, expected: float, got: float, tolerance: float) -> Case:
    return Case(name, _AUTHORITY, quantity, unit, expected, float(got), tolerance)


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
    elements = read_tle(_SGP4_CASE, "case 00005")
    r_GCRF_m = elements.rv_GCRF(np.array([elements.epoch.tai_ns]))[0, :3]
    r_TEME_km = C_GCRF_TEME(elements.epoch).T @ r_GCRF_m / 1e3
    off_km = np.linalg.norm(r_TEME_km - (7022.46529266, -1400.08296755, 0.03995155))
    yield Case(
        "SGP4, satellite 00005 at its epoch",
        "Vallado et al., AIAA 2006-6753",
        "distance in TEME",
        "m",
        0.0,
        float(off_km) * 1e3,
        0.02,
    )
