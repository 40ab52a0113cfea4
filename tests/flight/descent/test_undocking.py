"""Away from any port: the range only grows, the drift clears the station, the push is the plan's."""

import numpy as np
import pytest

from kazbek.base.chance import chances
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Outcome
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.flight.descent.undocking import Undocking
from kazbek.flight.phase import Scene
from kazbek.orbit.propagate import coast, forces_over
from kazbek.track.station import StationTrack

TRACK = StationTrack.from_file("iss_2021-10-17.oem")
STATION, SHIP, CAPSULE = Station.named("iss"), Spacecraft.named("soyuz-ms"), Capsule.named("soyuz-ms")
START = Epoch.from_utc("2021-10-17T01:14")


@pytest.mark.parametrize("port", sorted(STATION.ports))
def test_from_every_port(port):
    away = Undocking(SHIP, CAPSULE, STATION, port)
    start = away.docked(TRACK, START, 6480.0)
    leg = away.fly(start, Scene(TRACK))
    ranges = leg.telemetry["range_m"]
    assert leg.outcome is Outcome.REACHED
    assert (np.diff(ranges) > 0.0).all()
    assert leg.first("undocking").values["clearance_m"] > 100.0
    speed = np.linalg.norm([leg.telemetry[f"v_RTN_{axis}_m_s"] for axis in "RTN"], axis=0)
    assert speed[0] == pytest.approx(0.12, abs=0.001)  # the springs
    burns = [leg.first(f"separation_burn_{k}") for k in (1, 2)]
    assert [round(b.epoch - START) for b in burns] == [180, 780]
    place = np.array([leg.telemetry[f"r_RTN_{axis}_m"] for axis in "RTN"])
    k = int(np.searchsorted(leg.telemetry["tai_ns"], (START + 180.0).tai_ns))
    assert np.linalg.norm(place[:, k] - place[:, 0]) == pytest.approx(21.0, abs=4.0)  # 15 to 20 m, and the orbit's tide


def _heights_m(port: str, sense: float) -> np.ndarray:
    """Height over the station's orbit for three hours after the last burn."""
    away = Undocking(SHIP, CAPSULE, STATION, port, sense)
    left = away.fly(away.docked(TRACK, START, 6480.0), Scene(TRACK, telemetry=False)).end
    arc = coast(left, left.epoch + 10_800.0, forces_over(START, left.epoch + 10_800.0))
    instants = [left.epoch + s for s in np.arange(0.0, 10_800.0, 60.0).tolist()]
    ship = np.array([np.linalg.norm(arc.at(at).r_GCRF_m) for at in instants])
    station = TRACK.rv(np.array([at.tai_ns for at in instants]))[:, :3]
    return ship - np.linalg.norm(station, axis=1)


@pytest.mark.parametrize(("port", "side"), [("poisk-zenith", 1.0), ("rassvet-nadir", -1.0), ("nauka-nadir", -1.0)])
def test_the_second_burn_keeps_the_ship_on_the_side_it_left_on(port, side):
    assert (side * _heights_m(port, 1.0) > 0.0).all()
    assert (side * _heights_m(port, -1.0)).min() < -3_000.0  # the other sense would lead across the station's orbit


def test_a_docked_ship_moves_with_the_station():
    away = Undocking(SHIP, CAPSULE, STATION, "rassvet-nadir")
    before, after = (away.docked(TRACK, START + s, 6480.0) for s in (0.0, 1.0))
    station = TRACK.rv(np.array([before.epoch.tai_ns, after.epoch.tai_ns]))
    arms = [np.linalg.norm(state.r_GCRF_m - row[:3]) for state, row in zip((before, after), station)]
    assert arms[0] == pytest.approx(arms[1], abs=1e-3)
    moved = after.r_GCRF_m - before.r_GCRF_m
    assert np.linalg.norm(moved - 0.5 * (before.v_GCRF_m_s + after.v_GCRF_m_s)) < 0.01


def test_drawn_departures_differ():
    away = Undocking(SHIP, CAPSULE, STATION, "rassvet-nadir")
    start = away.docked(TRACK, START, 6480.0)
    ends = [away.fly(start, Scene(TRACK), chances(1, run, "home")("undocking")).end.r_GCRF_m for run in (0, 1, 0)]
    assert (ends[0] == ends[2]).all()
    assert np.linalg.norm(ends[0] - ends[1]) > 1.0
