"""Steps of every length: NASA's own path written at 1 s to 15 min, evenly or not, is that path again.

Authority: NASA's ephemeris of 2021-10-17 itself (4 min, a millimetre), and SGP4 for the states made by it. Reading
NASA's polynomial at other instants and putting a second one through those costs some decimetres: 1 m is allowed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ephemerides import STATES, rows, spanning, written

from kazbek.base.epoch import Epoch
from kazbek.base.types import Array
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.which import read_station_file
from kazbek.track.station import StationTrack

FIELD = Path(__file__).parents[1] / "data" / "field"
NASA = StationTrack.from_file("iss_2021-10-17.oem")
FIRST = Epoch.from_utc(STATES[0].split()[0])


def instants(seconds: Array) -> np.ndarray:
    return FIRST.tai_ns + np.rint(np.asarray(seconds) * 1e9).astype(np.int64)


def off(track: StationTrack) -> tuple[float, float]:
    """How far a track is from NASA's, m and m/s."""
    at = np.linspace(track.covers[0].tai_ns, track.covers[1].tai_ns, 300).astype(np.int64)
    apart = track.rv(at) - NASA.rv(at)
    return float(np.linalg.norm(apart[:, :3], axis=1).max()), float(np.linalg.norm(apart[:, 3:], axis=1).max())


@pytest.mark.parametrize("step_s", [1.0, 60.0, 301.0, 600.0, 900.0])
def test_any_step_up_to_a_quarter_of_an_hour(step_s: float, tmp_path: Path) -> None:
    """At 15 min polynomials alone were 199 m and 0.8 m/s off."""
    tai_ns = instants(np.arange(40) * step_s)
    track = StationTrack.from_file(written(tmp_path / "s.oem", spanning(rows(tai_ns, NASA.rv(tai_ns)))))
    r_m, v_m_s = off(track)
    assert r_m < 1.0
    assert v_m_s < 0.005
    assert track.reboosts == ()


@pytest.mark.parametrize("apart_s", [0.001, 0.1, 1.0, 2.0, 5.0])
def test_two_states_that_nearly_coincide(apart_s: float, tmp_path: Path) -> None:
    """Written to a millimetre: divided differences between them put the path 50 m off at 2 s and 10⁸ km at 1 ms."""
    tai_ns = instants(np.sort(np.append(np.arange(60) * 240.0, 30 * 240.0 + apart_s)))
    track = StationTrack.from_file(written(tmp_path / "c.oem", spanning(rows(tai_ns, NASA.rv(tai_ns)))))
    r_m, v_m_s = off(track)
    assert r_m < 1.0
    assert v_m_s < 0.01
    assert track.reboosts == ()


def test_states_of_sgp4_a_quarter_of_an_hour_apart(tmp_path: Path) -> None:
    """Its velocities are not quite the change of its positions: 10 m (261 m before), and a note says what it is."""
    elements = read_station_file(FIELD / "tle_base.tle")
    assert isinstance(elements, ElementSet)
    tai_ns = elements.epoch.tai_ns + np.arange(40) * 900 * 10**9
    lines = rows(tai_ns, elements.rv_GCRF(tai_ns))
    track = StationTrack.from_file(written(tmp_path / "g.oem", spanning(lines, REF_FRAME="GCRF")))
    at = np.linspace(tai_ns[0], tai_ns[-1], 300).astype(np.int64)
    assert np.linalg.norm((track.rv(at) - elements.rv_GCRF(at))[:, :3], axis=1).max() < 10.0
    assert any("SGP4 are like this" in note for note in track.account(*track.covers).notes)
