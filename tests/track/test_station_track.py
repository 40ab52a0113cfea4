"""A track of one or several files: who answers when, what it says about it, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange
from kazbek.track.station import StationTrack

MS_18_LANDING = ["iss_2021-10-01.xml.gz", "iss_2021-10-17.oem"]
MINUTE_ns = 60 * 10**9


def minutes(start: str, count: int) -> np.ndarray:
    return Epoch.from_utc(start).tai_ns + np.arange(count) * MINUTE_ns


@pytest.fixture(scope="module")
def two() -> StationTrack:
    return StationTrack.from_files(MS_18_LANDING)


def test_inside_a_file_nothing_is_said(two: StationTrack) -> None:
    account = two.account(Epoch.from_utc("2021-10-05T08:00:00Z"), Epoch.from_utc("2021-10-05T13:00:00Z"))
    assert account.json() == {
        "source": "iss_2021-10-01.xml.gz",
        "propagated": False,
        "covers": ["2021-10-01T13:02:53.536000Z", "2021-10-16T13:02:53.536000Z"],
    }
    assert account.notes == ()


def test_a_gap_is_named_and_the_jump_measured(two: StationTrack) -> None:
    """Between the files lie 5 h: each is carried to the middle, and what parts them there is told, not blended."""
    start, end = Epoch.from_utc("2021-10-16T12:00:00Z"), Epoch.from_utc("2021-10-17T02:00:00Z")
    account = two.account(start, end)
    assert account.source == "iss_2021-10-01.xml.gz, iss_2021-10-17.oem"
    assert account.propagated
    text = " | ".join(account.notes)
    assert "propagated 2.5 h after it with EGM2008 70×70, Sun, Moon and NRLMSISE-00 drag times" in text
    assert "propagated 2.5 h before it" in text
    (jump,) = two.jumps(start, end)
    assert str(jump) in account.notes
    assert jump.epoch.utc == "2021-10-16T15:31:41.768000Z"  # half-way
    rv = two.rv(np.array([jump.epoch.tai_ns - 1, jump.epoch.tai_ns]))
    moved_m = np.linalg.norm(rv[1, :3] - rv[0, :3])
    assert moved_m == pytest.approx(np.linalg.norm(jump.r_RTN_m), abs=0.01)
    assert moved_m > 1000.0  # two weeks of air and a reboost that was planned differently


def test_later_files_take_over_where_they_begin(two: StationTrack) -> None:
    alone = StationTrack.from_file("iss_2021-10-17.oem")
    instants = minutes("2021-10-17T00:00:00Z", 300)
    np.testing.assert_array_equal(two.rv(instants), alone.rv(instants))


def test_a_later_element_set_takes_over_at_its_epoch(tmp_path: Path) -> None:
    """Listed after the ephemeris, the set of 2021-10-05T04:37 answers from there on, and not before."""
    elements = tmp_path / "later.tle"
    elements.write_text(
        "1 25544U 98067A   21278.19241828  .00005122  00000-0  10130-3 0  9993\n"
        "2 25544  51.6449 158.7999 0004158  60.5965  83.2371 15.48933732305645\n"
    )
    both = StationTrack.from_files([bundled("tracks", "iss_2021-10-01.xml.gz"), elements])
    before, after = minutes("2021-10-05T03:30:00Z", 60), minutes("2021-10-05T04:38:00Z", 60)
    np.testing.assert_array_equal(both.rv(before), StationTrack.from_file("iss_2021-10-01.xml.gz").rv(before))
    np.testing.assert_array_equal(both.rv(after), StationTrack.from_file(elements).rv(after))


def test_header_comments_change_nothing(tmp_path: Path) -> None:
    """The same file without its tables of events: identical bits, inside and up to its mass and drag also outside."""
    text = bundled("tracks", "iss_2021-10-17.oem").read_text()
    bare = tmp_path / "bare.oem"
    kept = re.compile(r"COMMENT (MASS|DRAG_AREA|DRAG_COEFF)=")
    bare.write_text(
        "".join(line for line in text.splitlines(keepends=True) if not line.startswith("COMMENT") or kept.match(line))
    )
    instants = np.concatenate((minutes("2021-10-16T17:00:00Z", 120), minutes("2021-10-17T07:00:00Z", 120)))
    np.testing.assert_array_equal(
        StationTrack.from_file(bare).rv(instants), StationTrack.from_file("iss_2021-10-17.oem").rv(instants)
    )


def test_without_drag_figures_the_fitted_factor_makes_up_for_them(tmp_path: Path) -> None:
    """No MASS, DRAG_AREA, DRAG_COEFF: bits identical inside; a day outside within 1 m, since only their product with
    the fitted factor counts."""
    text = bundled("tracks", "iss_2021-10-17.oem").read_text()
    bare = tmp_path / "bare.oem"
    bare.write_text("".join(line for line in text.splitlines(keepends=True) if not line.startswith("COMMENT")))
    track, told = StationTrack.from_file(bare), StationTrack.from_file("iss_2021-10-17.oem")
    inside = minutes("2021-10-16T18:01:00Z", 600)
    np.testing.assert_array_equal(track.rv(inside), told.rv(inside))
    after = minutes("2021-10-18T07:00:00Z", 10)
    np.testing.assert_allclose(track.rv(after)[:, :3], told.rv(after)[:, :3], rtol=0, atol=1.0)


def test_how_far_one_asks_does_not_change_the_answer() -> None:
    near, far = StationTrack.from_file("iss_2021-10-17.oem"), StationTrack.from_file("iss_2021-10-17.oem")
    far.rv(minutes("2021-10-20T07:00:00Z", 2))
    instants = minutes("2021-10-17T09:00:00Z", 60)
    np.testing.assert_array_equal(near.rv(instants), far.rv(instants))


def test_propagation_meets_the_file_without_a_step() -> None:
    track = StationTrack.from_file("iss_2021-10-17.oem")
    for edge in track.covers:
        rv = track.rv(np.array([edge.tai_ns - 10**6, edge.tai_ns + 10**6]))  # 1 ms either side
        np.testing.assert_allclose(rv[1, :3] - rv[0, :3], 2e-3 * rv[0, 3:], rtol=0, atol=1e-3)
        np.testing.assert_allclose(rv[1, 3:], rv[0, 3:], rtol=0, atol=0.03)  # gravity gives 17 mm/s in 2 ms


@pytest.mark.parametrize(
    ("file", "good", "bad"),
    [
        ("iss_2021-10-17.oem", "2021-10-20T07:56:00Z", "2021-10-20T07:58:00Z"),
        ("iss_2021-10-17.oem", "2021-10-13T18:01:00Z", "2021-10-13T17:59:00Z"),
        ("iss_2022-03-27.tle", "2022-04-04T13:07:00Z", "2022-04-04T13:09:00Z"),
        ("iss_2022-03-27.tle", "2022-03-19T13:09:00Z", "2022-03-19T13:07:00Z"),
    ],
)
def test_three_days_past_an_ephemeris_eight_from_elements_and_no_further(file: str, good: str, bad: str) -> None:
    track = StationTrack.from_file(file)
    assert np.isfinite(track.at(Epoch.from_utc(good)).r_GCRF_m).all()
    with pytest.raises(OutOfRange) as caught:
        track.at(Epoch.from_utc(bad))
    sentence = str(caught.value)
    assert bad[:19] in sentence
    assert "give a station file nearer to that date" in sentence


def test_elements_say_how_they_were_carried() -> None:
    track = StationTrack.from_file("iss_2022-03-27.tle")
    account = track.account(Epoch.from_utc("2022-03-30T07:00:00Z"), Epoch.from_utc("2022-03-30T12:00:00Z"))
    assert account.propagated
    assert "propagated up to 70.9 h after it" in account.notes[0]
    assert "from an orbit fitted to SGP4 over the 48 h before (0.49 km rms)" in account.notes[0]
    assert account.json()["covers"] == ["2022-03-19T13:08:21.000192Z", "2022-04-04T13:08:21.000192Z"]
    assert track.reboosts == ()


def test_the_state_carries_the_station_s_mass() -> None:
    assert StationTrack.from_file("iss_2021-10-17.oem").at(Epoch.from_utc("2021-10-17T01:00:00Z")).mass_kg == 454410.0
