"""An ephemeris is interpolated as what it is: rounded, coarse, of SGP4, of another gravity; burns are burns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ephemerides import ROWS, STATES, oem, rows, spanning, written
from numpy.typing import NDArray

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF
from kazbek.base.state import State
from kazbek.base.types import Array
from kazbek.orbit.propagate import coast_smooth, forces_over
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.oem import Oem
from kazbek.track.files.which import read_station_file
from kazbek.track.station import StationTrack

DATA = Path(__file__).parents[1] / "data"
START = Epoch.from_utc("2021-10-05T00:00:00")
STATE = State(START, np.array((4.79e6, -4.03e6, 2.63e6)), np.array((5008.0, 2519.0, -5228.0)), 450_000.0)


def apart(track: StationTrack, instants: NDArray[np.int64], truth: Array) -> tuple[float, float]:
    """Largest distance (m) and difference of velocity (m/s) of a track from what it should be."""
    off = track.rv(instants) - truth
    return float(np.linalg.norm(off[:, :3], axis=1).max()), float(np.linalg.norm(off[:, 3:], axis=1).max())


def notes(track: StationTrack) -> str:
    return " | ".join(track.account(*track.covers).notes)


def between(track: StationTrack, count: int = 400) -> NDArray[np.int64]:
    return np.linspace(track.covers[0].tai_ns, track.covers[1].tai_ns, count).astype(np.int64)


def rounded(file: Path | str, digits: tuple[int, int], path: Path) -> StationTrack:
    """A file of NASA's with fewer digits."""
    source = bundled("tracks", file) if isinstance(file, str) else file
    found = read_station_file(source)
    assert isinstance(found, Oem)
    segment = found.segments[0]
    return StationTrack.from_file(
        written(path, spanning(rows(segment.tai_ns, segment.rv_GCRF, digits), REF_FRAME="GCRF"))
    )


def test_digits_of_the_blue_book_are_no_burns(tmp_path: Path) -> None:
    """3 decimals of km, 5 of km/s, as CCSDS 502.0's own example: within 2 m and 20 mm/s of NASA's file (the rounding is
    0.5 m and 5 mm/s), where 47 burns were found before and velocities were 71 m/s wrong."""
    track, truth = (
        rounded("iss_2021-10-17.oem", (3, 5), tmp_path / "r.oem"),
        StationTrack.from_file("iss_2021-10-17.oem"),
    )
    instants = between(track)
    off_m, off_m_s = apart(track, instants, truth.rv(instants))
    assert track.reboosts == ()
    assert off_m < 2.0
    assert off_m_s < 0.02
    assert "are rounded to 1 m and 10 mm/s" in notes(track)


def test_coarse_digits_are_carried_on_by_a_fit(tmp_path: Path) -> None:
    """A day before and after the rounded file: within 400 m of what the file itself gives; a single rounded state would
    be 0.5 to 1.5 km off."""
    track, truth = (
        rounded("iss_2021-10-17.oem", (3, 5), tmp_path / "r.oem"),
        StationTrack.from_file("iss_2021-10-17.oem"),
    )
    for edge, sense in zip(track.covers, (-1, 1)):
        instants = np.array([(edge + sense * 86_400.0).tai_ns])
        assert apart(track, instants, truth.rv(instants))[0] < 400.0
    assert "from an orbit fitted to its states" in notes(track) or not track.account(*track.covers).propagated


def test_single_precision_is_a_rounding_too(tmp_path: Path) -> None:
    """Numbers that went through 32 bits (0.24 m in position): no burn, within 1 m."""
    truth = StationTrack.from_file("iss_2021-10-17.oem")
    lines = []
    for line in STATES:
        epoch, *numbers = line.split()
        lines.append(" ".join([epoch, *(f"{float(np.float32(x)):.9f}" for x in numbers)]))
    track = StationTrack.from_file(written(tmp_path / "f.oem", oem(lines)))
    instants = between(track)
    assert track.reboosts == ()
    assert apart(track, instants, truth.rv(instants))[0] < 1.0


@pytest.mark.parametrize(("digits", "tolerance"), [((6, 9), 0.005), ((3, 5), 0.03)])
@pytest.mark.parametrize(
    ("file", "gained"), [("iss_2021-10-12_reboost.oem", 0.520), ("iss_2021-12-24_deboost.oem", 1.062)]
)
def test_real_reboosts_are_found_and_named(
    file: str, gained: float, digits: tuple[int, int], tolerance: float, tmp_path: Path
) -> None:
    """NASA's burns of 2021-10-12 and 2021-12-24 (its own digits to 5 mm/s, rounded ones to 30), in the notes."""
    if digits[0] == 3 and gained > 1.0:
        pytest.skip("1.9 mm/s² of thrust over 2 s does not show in digits of 10 mm/s")
    track = rounded(DATA / file, digits, tmp_path / "b.oem")
    (burn,) = track.reboosts
    assert burn.delta_v_m_s == pytest.approx(gained, abs=tolerance)
    assert f"holds burns of the station: {burn.start} to" in notes(track)


@pytest.mark.parametrize("step_s", [60, 240])
def test_states_made_by_sgp4_are_no_burns(step_s: int, tmp_path: Path) -> None:
    """SGP4's own states (Vallado's code) between those written: 2 m and 5 cm/s at the ends of the file, 0.6 m and
    3 mm/s inside, where one burn of 18 h was found before, 95 m off."""
    elements = read_station_file(bundled("tracks", "iss_2021-04-08.tle"))
    assert isinstance(elements, ElementSet)
    instants = elements.epoch.tai_ns + np.arange(0, 12 * 3600, step_s, dtype=np.int64) * 10**9
    track = StationTrack.from_file(
        written(tmp_path / "s.oem", spanning(rows(instants, elements.rv_GCRF(instants)), REF_FRAME="ICRF"))
    )
    fine = between(track, 900)
    assert track.reboosts == ()
    off_m, off_m_s = apart(track, fine, elements.rv_GCRF(fine))
    assert off_m < 2.0
    assert off_m_s < 0.05
    inside = fine[100:-100]
    off_m, off_m_s = apart(track, inside, elements.rv_GCRF(inside))
    assert off_m < 0.6
    assert off_m_s < 0.003
    assert "(states made from elements by SGP4 are like this)" in notes(track)


def flown(degree: int, order: int | None, gained_m_s: float, step_s: float) -> tuple[NDArray[np.int64], Array, Array]:
    """Instants, states of 6 h under a part of the field, and the same every 30 s; a prograde impulse at 01:57:20."""
    kick_s, end_s = 7040.0, 6 * 3600.0
    forces = forces_over(START, START + end_s, degree=degree, order=order)
    first = coast_smooth(STATE, START + kick_s, forces)
    r, v = first.end.r_GCRF_m, first.end.v_GCRF_m_s
    kicked = State(first.end.epoch, r, v + C_RTN_GCRF(r, v).T @ np.array((0.0, gained_m_s, 0.0)), STATE.mass_kg)
    second = coast_smooth(kicked, START + end_s, forces)

    def rv(times_s: Array) -> Array:
        instants = START.tai_ns + np.round(times_s * 1e9).astype(np.int64)
        early = times_s < kick_s
        return np.vstack((first.rv(instants[early]), second.rv(instants[~early])))

    times_s, fine_s = np.arange(0.0, end_s, step_s), np.arange(0.0, end_s - step_s, 30.0)
    return START.tai_ns + np.round(times_s * 1e9).astype(np.int64), rv(times_s), rv(fine_s)


@pytest.mark.parametrize(
    ("degree", "order", "said"), [(2, 0, "J2 alone"), (13, None, "degree 13"), (0, 0, "of a point")]
)
def test_another_gravity_is_no_burn_and_a_burn_in_it_is_one(
    degree: int, order: int | None, said: str, tmp_path: Path
) -> None:
    """States propagated under a part of EGM2008, with and without an impulse of 0.5 m/s (found to 4 %: the path beside
    it turns; placed within 12 m by what its interval of 4 min can tell)."""
    for gained_m_s in (0.0, 0.5):
        instants, rv, fine = flown(degree, order, gained_m_s, 240.0)
        text = spanning(rows(instants, rv), REF_FRAME="GCRF")
        track = StationTrack.from_file(written(tmp_path / f"{gained_m_s}.oem", text))
        assert [burn.delta_v_m_s for burn in track.reboosts] == (
            [] if not gained_m_s else [pytest.approx(0.5, rel=0.04)]
        )
        times = START.tai_ns + np.arange(len(fine)) * 30 * 10**9
        assert apart(track, times, fine)[0] < (0.5 if not gained_m_s else 12.0) * (3.0 if degree == 0 else 1.0)
        assert f"fall as in a gravity {'to ' if order is None else ''}{said}" in notes(track).replace("with J2", "J2")


def test_the_usual_file_is_said_nothing_of() -> None:
    track = StationTrack.from_file("iss_2021-10-17.oem")
    assert track.account(*track.covers).notes == ()
    assert len(STATES) == ROWS


@pytest.mark.parametrize(("noise_m", "noise_m_s", "within_m"), [(1.0, 1e-3, 10.0), (5.0, 5e-3, 60.0)])
def test_states_of_a_receiver_scatter_and_are_no_burns(
    noise_m: float, noise_m_s: float, within_m: float, tmp_path: Path
) -> None:
    """Normal noise, seed 1, on NASA's states (steps of 4 min and less): its nature is said, no burn is invented."""
    truth = StationTrack.from_file("iss_2021-10-17.oem")
    found = read_station_file(bundled("tracks", "iss_2021-10-17.oem"))
    assert isinstance(found, Oem)
    segment, chance = found.segments[0], np.random.default_rng(1)
    sigma = np.repeat((noise_m, noise_m_s), 3)
    noisy = segment.rv_GCRF + sigma * chance.standard_normal(segment.rv_GCRF.shape)
    lines = rows(segment.tai_ns, noisy, (6, 9))
    track = StationTrack.from_file(written(tmp_path / "n.oem", spanning(lines, REF_FRAME="GCRF")))
    instants = between(track)
    off_m, _ = apart(track, instants, truth.rv(instants))
    assert track.reboosts == ()
    assert "scatter about free fall" in notes(track)
    assert off_m < within_m


def test_a_key_that_no_standard_knows_is_named(tmp_path: Path) -> None:
    text = oem(STATES).replace("META_STOP", "SCALE_FACTOR = 1000\nMETA_STOP", 1)
    assert "SCALE_FACTOR, no key of CCSDS 502.0, was not used" in notes(
        StationTrack.from_file(written(tmp_path / "k.oem", text))
    )
