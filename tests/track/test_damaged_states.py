"""A digit lost in one state is found by its neighbours: nothing that moves the track by 10 m passes."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from ephemerides import STATES, another_digit, changed, oem, rows, spanning, written

from kazbek.base.data import bundled
from kazbek.base.errors import DataError
from kazbek.track.files.frames import rotated, teme_rotations
from kazbek.track.files.oem import Oem, OemSegment
from kazbek.track.files.which import read_station_file
from kazbek.track.station import StationTrack

HARMLESS_m = 10.0
SOUND = StationTrack.from_file("iss_2021-10-17.oem")


def moved_m(text: str, path: Path) -> float:
    """How far the track of a text lies from the sound one, over the states' span."""
    track = StationTrack.from_file(written(path, text))
    instants = np.linspace(track.covers[0].tai_ns, track.covers[1].tai_ns, 553).astype(np.int64)
    return float(np.linalg.norm((track.rv(instants) - SOUND.rv(instants))[:, :3], axis=1).max())


def refused(text: str, path: Path) -> str:
    """What is said against a text; nothing where its track is harmless."""
    try:
        off_m = moved_m(text, path)
    except DataError as fault:
        return str(fault)
    return "" if off_m < HARMLESS_m else f"the track moves by {off_m:.1f} m and nothing is said"


def spoilt(k: int, field: int, change: Callable[[str], str]) -> str:
    lines = list(STATES)
    lines[k] = changed(lines[k], field, change)
    return oem(lines)


@pytest.mark.parametrize("fields", [(1, 4), (4, 7), (0, 1)], ids=["position", "velocity", "epoch"])
def test_any_wrong_digit_is_refused_by_name_or_harmless(fields: tuple[int, int], tmp_path: Path) -> None:
    """Forty digits of each kind, anywhere: refused with the state or its line named, or within 10 m."""
    chance = random.Random(f"digits {fields}")
    for _ in range(40):
        k, field = chance.randrange(len(STATES)), chance.randrange(*fields)
        text = spoilt(k, field, partial(another_digit, chance=chance))
        state = text.splitlines()[-len(STATES) + k]
        named = [STATES[i][:19] for i in range(max(k - 1, 0), min(k + 2, len(STATES)))] + [state[:19], "line"]
        sentence = refused(text, tmp_path / "d.oem")
        assert not sentence or any(name in sentence for name in named), f"{state}: {sentence}"


@pytest.mark.parametrize("k", [0, 1, 55, -2, -1])
@pytest.mark.parametrize(("field", "by"), [(1, 0.01), (3, -0.02), (4, 1e-3), (5, -1e-4), (6, 3e-5)])
def test_a_state_off_by_so_much_is_named(k: int, field: int, by: float, tmp_path: Path) -> None:
    """10 and 20 m; 1 m/s, 10 cm/s, 3 cm/s: everywhere in the file, also at its ends."""
    text = spoilt(k, field, lambda number: f"{float(number) + by:.9f}")
    with pytest.raises(DataError, match=rf"the state of {STATES[k][:19]}"):
        moved_m(text, tmp_path / "d.oem")


def test_a_step_from_one_state_on_is_refused(tmp_path: Path) -> None:
    """All states from one on shifted by 15 m: no burn moves a body without speed."""
    lines = [*STATES[:50], *(changed(line, 1, lambda x: f"{float(x) + 0.015:.6f}") for line in STATES[50:])]
    with pytest.raises(DataError, match=f"the state of {STATES[50][:19]}"):
        moved_m(oem(lines), tmp_path / "s.oem")


def segment() -> OemSegment:
    found = read_station_file(bundled("tracks", "iss_2021-10-17.oem"))
    assert isinstance(found, Oem)
    return found.segments[0]


def test_frames_of_date_labelled_otherwise_are_refused(tmp_path: Path) -> None:
    """TEME called EME2000 (36 km), and EME2000 called TEME: the Earth's axis lies 0.12° off (precession since 2000)."""
    states = segment()
    teme = rotated(np.swapaxes(teme_rotations(states.tai_ns), 1, 2), states.rv_GCRF)
    with pytest.raises(DataError, match=r"do not fall in EME2000: .* 0\.1[12]\d° off.*REF_FRAME = TEME"):
        moved_m(spanning(rows(states.tai_ns, teme)), tmp_path / "t.oem")
    with pytest.raises(DataError, match=r"do not fall in TEME"):
        moved_m(oem(REF_FRAME="TEME"), tmp_path / "e.oem")


@pytest.mark.parametrize(("scale", "late_s"), [("TAI", 37), ("GPS", 18), ("TT", 69)])
def test_clocks_labelled_otherwise_are_refused(scale: str, late_s: int, tmp_path: Path) -> None:
    """UTC called TAI, GPS or TT: the unevenness of the Earth below shows the seconds (IERS Bulletin C, ICD-GPS-200)."""
    with pytest.raises(DataError, match=rf"its clock {late_s} ± \d s early: TIME_SYSTEM is not {scale}"):
        moved_m(oem(TIME_SYSTEM=scale), tmp_path / "c.oem")


def test_earth_fixed_states_are_no_inertial_ones(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="follow no gravity"):
        moved_m(oem(REF_FRAME="ITRF"), tmp_path / "i.oem")


def test_segments_that_disagree_are_refused(tmp_path: Path) -> None:
    """Two segments over the same hours 100 km apart; the same segment twice is one orbit."""
    far = [changed(line, 1, lambda x: f"{float(x) + 100.0:.6f}") for line in STATES]
    head = oem([]).partition("META_START")[2]
    again = written(tmp_path / "again.oem", oem() + "META_START" + head + "\n".join(STATES) + "\n")
    assert len(StationTrack.from_file(again).sources) == 2
    both = written(tmp_path / "both.oem", oem() + "META_START" + head + "\n".join(far) + "\n")
    with pytest.raises(DataError, match="two segments lie 100 km apart at"):
        StationTrack.from_file(both)
