"""The station's orbit against its operator: JSC's 15-day ephemeris of 2021-10-01, and two of its burns.

The authority is NASA/JSC's trajectory (its own force model: 36×36, its own air). What agrees is the physics; what is
left is mostly the density of the air.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF
from kazbek.base.state import State
from kazbek.base.types import Array
from kazbek.orbit.propagate import coast, coast_smooth, forces_over
from kazbek.track.element_orbit import element_orbit, mean_drag_forces
from kazbek.track.files.oem import Ballistics, Oem, OemSegment
from kazbek.track.files.tle import read_tle
from kazbek.track.files.which import read_station_file
from kazbek.track.interpolation import Interpolant, interpolant
from kazbek.track.propagated import Beyond, drag_forces, fitted_density_factor
from kazbek.track.reboosts import thrusting
from kazbek.track.station import StationTrack

BURNS = Path(__file__).parents[1] / "data"
HOUR_s = 3600.0


@pytest.fixture(scope="module")
def message() -> tuple[OemSegment, Ballistics]:
    """States and drag figures of the whole message."""
    whole = read_station_file(bundled("tracks", "iss_2021-10-01.xml.gz"))
    assert isinstance(whole, Oem)
    assert whole.ballistics is not None
    return whole.segments[0], whole.ballistics


@pytest.fixture(scope="module")
def between(message: tuple[OemSegment, Ballistics]) -> Interpolant:
    """The polynomials of the whole message."""
    segment, _ = message
    return interpolant(segment.tai_ns, segment.rv_GCRF, thrusting(segment.tai_ns, segment.rv_GCRF)[0])


def burn_file(name: str) -> OemSegment:
    """States of an extract around a burn."""
    found = read_station_file(BURNS / name)
    assert isinstance(found, Oem)
    return found.segments[0]


def state_at(segment: OemSegment, k: int, mass_kg: float) -> State:
    return State(Epoch(int(segment.tai_ns[k])), segment.rv_GCRF[k, :3], segment.rv_GCRF[k, 3:], mass_kg)


def off_RTN_m(segment: OemSegment, hours: float, rv: Array) -> Array:
    """Distance (3,) in RTN of a state from the message's own, at its last state before that many hours."""
    own = segment.rv_GCRF[index_at(segment, hours)]
    return np.asarray(C_RTN_GCRF(own[:3], own[3:]) @ (rv[:3] - own[:3]))


def index_at(segment: OemSegment, hours: float) -> int:
    return int(np.searchsorted(segment.tai_ns, segment.tai_ns[0] + round(hours * HOUR_s * 1e9), side="right")) - 1


def test_a_day_from_the_first_state_with_the_header_s_drag(message: tuple[OemSegment, Ballistics]) -> None:
    """Gate: EGM2008 70×70, Sun, Moon, NRLMSISE-00 with area and Cd of the header: after 24 h along-track 0.5 km,
    cross-track 1 m. Measured: 0.28 km and 1.1 m (which rounds; the bound leaves a third for other indices)."""
    segment, body = message
    k = index_at(segment, 24.0)
    start, end = state_at(segment, 0, body.mass_kg), Epoch(int(segment.tai_ns[k]))
    arc = coast_smooth(start, end, drag_forces(start.epoch, end), cd_area_m2=body.cd * body.drag_area_m2)
    off_m = off_RTN_m(segment, 24.0, arc.end.rv_GCRF)
    assert abs(off_m[1]) < 500.0
    assert abs(off_m[2]) < 1.5


def test_91_hours_with_one_density_factor_fitted_on_the_first_day(message: tuple[OemSegment, Ballistics]) -> None:
    """Gate: along-track 0.4 km after 91 h. Measured: 0.21 km with a factor of 1.12."""
    segment, body = message
    day = slice(0, index_at(segment, 24.0) + 1)
    factor = fitted_density_factor(segment.tai_ns[day], segment.rv_GCRF[day], body)
    assert factor is not None
    assert 0.8 < factor < 1.4  # NRLMSISE-00 is good to some 15 %, and Cd of the header to about the same
    beyond = Beyond(state_at(segment, 0, body.mass_kg), body, +1, factor)
    for hours, most_m in ((24.0, 10.0), (91.0, 400.0)):
        rv = beyond.rv(segment.tai_ns[[index_at(segment, hours)]])[0]
        assert abs(off_RTN_m(segment, hours, rv)[1]) < most_m


@pytest.mark.parametrize(
    ("file", "start", "delta_v_m_s", "duration_s"),
    [
        ("iss_2021-10-12_reboost.oem", "2021-10-12T07:28:00Z", +0.5, 37.446),
        ("iss_2021-12-24_deboost.oem", "2021-12-24T01:18:00Z", -1.1, 568.908),
    ],
)
def test_burns_are_recovered_from_the_states(
    file: str, start: str, delta_v_m_s: float, duration_s: float, tmp_path: Path
) -> None:
    """Δv within 0.06 m/s of the operator's table, which the program never sees: comments are cut out first.
    Measured 0.520 and 1.060 m/s (the table gives one decimal)."""
    lines = (BURNS / file).read_text().splitlines(keepends=True)
    bare = tmp_path / "bare.oem"
    bare.write_text("".join(line for line in lines if not line.startswith("COMMENT")))
    (reboost,) = StationTrack.from_file(bare).reboosts
    assert abs(reboost.delta_v_m_s - abs(delta_v_m_s)) < 0.06
    assert abs(reboost.delta_v_RTN_m_s[1] - delta_v_m_s) < 0.06  # nearly all along the track, with its sign
    assert reboost.start == Epoch.from_utc(start)
    assert reboost.end - reboost.start == pytest.approx(duration_s, abs=1e-6)


def test_the_whole_message_holds_one_burn(message: tuple[OemSegment, Ballistics]) -> None:
    """15 days, one reboost in the operator's table (launch and docking change no velocity), no false alarm."""
    segment, _ = message
    burning, (reboost,) = thrusting(segment.tai_ns, segment.rv_GCRF)
    assert int(burning.sum()) == 19
    assert reboost.start == Epoch.from_utc("2021-10-12T07:28:00Z")


@pytest.mark.parametrize("k", [0, 1, 2, 500, 1237, 2005, 3001, 4444, 5421, 5422, 5423])
def test_interpolation_follows_the_path_between_states(
    k: int, message: tuple[OemSegment, Ballistics], between: Interpolant
) -> None:
    """Against numerical propagation from state k with the operator's 36×36: 0.15 m and 2 mm/s at 4 min steps, ends of
    the file included; what propagation itself misses by the next state (drag) is shared out along the interval."""
    segment, _ = message
    instants = np.linspace(int(segment.tai_ns[k]), int(segment.tai_ns[k + 1]), 25).astype(np.int64)
    start, end = state_at(segment, k, 1.0), Epoch(int(segment.tai_ns[k + 1]))
    path = coast(start, end, forces_over(start.epoch, end, degree=36)).rv(instants)
    missed, share = segment.rv_GCRF[k + 1] - path[-1], np.linspace(0.0, 1.0, 25)[:, None]
    path += np.hstack((missed[:3] * share**2, missed[3:] * share))
    off = between.rv(instants) - path
    assert np.abs(off[:, :3]).max() < 0.15
    assert np.abs(off[:, 3:]).max() < 2e-3


def test_interpolation_does_not_smear_across_a_burn() -> None:
    """Up to the burn of 2021-10-12 the track is the same, to the bit, as if the file ended where the burn begins; and
    velocity has no step at either edge."""
    track = StationTrack.from_file(BURNS / "iss_2021-10-12_reboost.oem")
    (reboost,) = track.reboosts
    segment = burn_file("iss_2021-10-12_reboost.oem")
    before = segment.tai_ns <= reboost.start.tai_ns
    alone = interpolant(segment.tai_ns[before], segment.rv_GCRF[before], np.zeros(int(before.sum()) - 1, bool))
    instants = np.arange(reboost.start.tai_ns - 1200 * 10**9, reboost.start.tai_ns, 10**10)
    np.testing.assert_array_equal(track.rv(instants), alone.rv(instants))
    for edge in (reboost.start, reboost.end):
        rv = track.rv(np.array([edge.tai_ns - 1, edge.tai_ns + 1]))
        np.testing.assert_allclose(rv[1, 3:], rv[0, 3:], rtol=0, atol=2e-6)  # velocities are written to 1e-6 m/s


def test_interpolation_inside_a_burn() -> None:
    """Every second state of the 2021-12-24 burn left out (4 s steps instead of 2) comes back to the millimetre and the
    micrometre per second that the file is written with, doubled for the rounding of its neighbours."""
    segment = burn_file("iss_2021-12-24_deboost.oem")
    burning = np.flatnonzero(thrusting(segment.tai_ns, segment.rv_GCRF)[0])[:280]
    kept, left_out = burning[::2], burning[1::2][:-1]
    between = interpolant(segment.tai_ns[kept], segment.rv_GCRF[kept], np.ones(len(kept) - 1, bool))
    off = np.abs(between.rv(segment.tai_ns[left_out]) - segment.rv_GCRF[left_out])
    assert off[:, :3].max() < 2e-3
    assert off[:, 3:].max() < 2e-6


def test_propagation_past_the_end_of_a_file(message: tuple[OemSegment, Ballistics]) -> None:
    """Two days of the message, propagated three more: within 2 km of what the operator had (its own error is more)."""
    segment, body = message
    k = index_at(segment, 48.0) + 1
    day = slice(0, index_at(segment, 24.0) + 1)
    factor = fitted_density_factor(segment.tai_ns[day], segment.rv_GCRF[day], body)
    beyond = Beyond(state_at(segment, k, body.mass_kg), body, +1, factor or 1.0)
    rv = beyond.rv(segment.tai_ns[[index_at(segment, 119.0)]])[0]
    off_m = off_RTN_m(segment, 119.0, rv)
    assert abs(off_m[1]) < 2000.0
    assert abs(off_m[2]) < 20.0


LAUNCH_SET = """1 25544U 98067A   21278.19241828  .00005122  00000-0  10130-3 0  9993
2 25544  51.6449 158.7999 0004158  60.5965  83.2371 15.48933732305645
"""


def test_elements_become_a_better_orbit_than_sgp4_gives(message: tuple[OemSegment, Ballistics], tmp_path: Path) -> None:
    """The set of 2021-10-05T04:37 against the operator's states of the day after: plane (cross-track) and height are
    closer than SGP4's own. Measured rms: cross-track 0.30 against 0.54 km, radial 0.11 against 0.16 km; along-track
    both are 3 to 5 km ahead, which is what the elements know."""
    segment, _ = message
    elements = read_tle(LAUNCH_SET, "launch set")
    path = tmp_path / "launch.tle"
    path.write_text(LAUNCH_SET)
    after = segment.tai_ns - elements.epoch.tai_ns
    day = (after > 0) & (after < 86_400 * 10**9)
    C = np.array([C_RTN_GCRF(row[:3], row[3:]) for row in segment.rv_GCRF[day]])
    instants = segment.tai_ns[day]
    own, sgp4 = (
        np.einsum("nij,nj->ni", C, rv[:, :3] - segment.rv_GCRF[day, :3])
        for rv in (StationTrack.from_file(path).rv(instants), elements.rv_GCRF(instants))
    )
    own_m, sgp4_m = np.sqrt((own**2).mean(axis=0)), np.sqrt((sgp4**2).mean(axis=0))
    assert own_m[0] < 150.0 < sgp4_m[0]
    assert own_m[2] < 350.0
    assert sgp4_m[2] > 500.0
    assert own_m[1] < 5_000.0


def test_the_orbit_is_the_mean_of_what_sgp4_says() -> None:
    """No net offset along any axis over the two days of the fit (50 m in 0.5 km of swing), and a drag factor of the
    size of what the standard atmosphere leaves out."""
    elements = read_tle(LAUNCH_SET, "launch set")
    body = Ballistics(451_000.0, 1_700.0, 1.6)
    orbit = element_orbit(elements, body)
    back = Beyond(orbit.state, body, -1, orbit.density_factor, mean_drag_forces)
    instants = elements.epoch.tai_ns - np.arange(0, 172_800, 300) * 10**9
    sgp4 = elements.rv_GCRF(instants)
    C = np.array([C_RTN_GCRF(row[:3], row[3:]) for row in sgp4])
    off = np.einsum("nij,nj->ni", C, back.rv(instants)[:, :3] - sgp4[:, :3])
    assert np.abs(off.mean(axis=0)).max() < 50.0
    assert 0.2 < orbit.density_factor < 5.0
    assert 300.0 < orbit.rms_m < 700.0
