"""Soyuz MS and the station as data: what the files must say, and how a wrong one is told."""

from __future__ import annotations

import datetime as dt
import tomllib

import numpy as np
import pytest

from kazbek.base.constants import G0_m_s2
from kazbek.base.data import bundled, parse
from kazbek.base.errors import DataError, OutOfRange
from kazbek.base.figures import with_value
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station

SHIP, STATION = Spacecraft.named("soyuz-ms"), Station.named("iss")
DOWN, UP, BACK = np.array((-1.0, 0.0, 0.0)), np.array((1.0, 0.0, 0.0)), np.array((0.0, -1.0, 0.0))  # R, T, N


@pytest.mark.parametrize(
    ("port", "out"),
    [
        ("rassvet-nadir", DOWN),
        ("nauka-nadir", DOWN),
        ("prichal-nadir", DOWN),
        ("poisk-zenith", UP),
        ("zvezda-aft", BACK),
    ],
)
def test_ports_point_where_their_names_say(port: str, out: np.ndarray) -> None:
    C = STATION.C_PORT_RTN(port)
    np.testing.assert_allclose(C @ C.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(C) == pytest.approx(1.0)
    assert C[0] @ out > np.cos(np.radians(6.0))  # the station flies within 5 degrees of the local axes


def test_modules_lie_one_behind_the_other() -> None:
    # Zvezda's aft end is the farthest back; Prichal hangs 5 m below Nauka; Poisk is above all of them.
    place = {name: STATION.r_RTN_m(name) for name in STATION.ports}
    assert min(place, key=lambda name: place[name][1]) == "zvezda-aft"
    assert place["nauka-nadir"][0] - place["prichal-nadir"][0] == pytest.approx(5.0, abs=0.5)
    assert place["poisk-zenith"][0] > 5.0
    assert all(np.linalg.norm(arm) < 45.0 for arm in place.values())


def test_ports_come_and_go() -> None:
    october, december = dt.date(2021, 10, 5), dt.date(2021, 12, 24)
    assert STATION.port("nauka-nadir").open_on(october)
    assert not STATION.port("nauka-nadir").open_on(december)  # Prichal is on it
    assert not STATION.port("prichal-nadir").open_on(october)
    assert STATION.port("prichal-nadir").open_on(december)


def test_an_unknown_port_names_the_nearest() -> None:
    with pytest.raises(DataError, match='did you mean "rassvet-nadir"'):
        STATION.port("rasvet-nadir")


def test_thrust_and_force_levels_explain_the_burns_of_mission_control() -> None:
    # Soyuz MS-18 (kosmonavtika.com mkseo65): 48.18 m/s in 119.0 s on the main engine at 7.1 t, start-up included;
    # 5.94 m/s in 73.4 s on four jets and 1.44 m/s in 12.8 s on six at 6.9 t. Levels are means over flights: 6 %.
    engine = SHIP.main_engine
    duration = 7070.0 * 48.18 / engine.thrust_vac_N.v + engine.start_overhead_s.v
    assert duration == pytest.approx(119.0, rel=0.02)
    assert 6870.0 * 5.94 / SHIP.thrusters.force_N(4) == pytest.approx(73.4, rel=0.06)
    assert 6850.0 * 1.44 / SHIP.thrusters.force_N(6) == pytest.approx(12.8, rel=0.06)
    assert engine.flow_kg_s == pytest.approx(2950.0 / (302.0 * G0_m_s2))


def test_the_reserve_brings_her_home() -> None:
    # 128 m/s of deorbit at 6.45 t (Soyuz MS-11: 281 s of burn) by Tsiolkovsky, and some for attitude and undocking.
    deorbit_kg = 6450.0 * (1.0 - np.exp(-128.0 / (SHIP.main_engine.isp_s.v * G0_m_s2)))
    assert deorbit_kg < SHIP.mass.reserve_home_kg.v < deorbit_kg + 60.0
    assert SHIP.delta_v_left_m_s(SHIP.mass.launch_kg.v, SHIP.mass.propellant_kg.v) > 150.0
    assert SHIP.delta_v_left_m_s(6000.0, 100.0) == 0.0


def test_a_level_the_ship_lacks_is_refused() -> None:
    with pytest.raises(OutOfRange, match="5 axial jets; allowed: 2, 4, 6"):
        SHIP.thrusters.force_N(5)


def _raw(folder: str, name: str) -> dict:  # type: ignore[type-arg]
    return tomllib.loads(bundled(folder, name).read_text(encoding="utf-8"))


def test_a_ship_heavier_than_her_parts_is_refused() -> None:
    raw = _raw("spacecraft", "soyuz-ms.toml")
    raw["mass"]["launch_kg"]["v"] = 9000.0
    with pytest.raises(DataError, match="modules and propellant weigh 7152 kg, the ship 9000 kg"):
        parse(raw, Spacecraft, where="mine.toml")


def test_force_levels_must_rise() -> None:
    raw = _raw("spacecraft", "soyuz-ms.toml")
    raw["thrusters"]["axial"].reverse()
    with pytest.raises(DataError, match="rising order"):
        parse(raw, Spacecraft, where="mine.toml")


def test_a_port_with_crooked_axes_is_refused() -> None:
    raw = _raw("stations", "iss.toml")
    raw["ports"]["zvezda-aft"]["up_STN"] = [1.0, 0.0, 0.0]
    with pytest.raises(DataError, match="right angles"):
        parse(raw, Station, where="mine.toml")


def test_a_what_if_reaches_every_figure() -> None:
    lighter = with_value(SHIP, "thrusters.axial.1.force_N", 450.0)
    assert lighter.thrusters.force_N(4) == 450.0
    assert SHIP.thrusters.force_N(4) == 560.0
