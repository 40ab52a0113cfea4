"""Modules that leave before braking and on the way down, landing engines or none, any number of departure burns.

Authority: the masses of the data file, and Shenzhou's way home as announced (`data/capsules/shenzhou.toml`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.state import State
from kazbek.base.toml_file import read_toml
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.braking import Braking
from kazbek.flight.descent.deorbit import Deorbit
from kazbek.flight.descent.landing import Landing
from kazbek.flight.descent.undocking import Undocking
from kazbek.flight.phase import Scene
from kazbek.orbit.propagate import forces_over
from kazbek.world.air import Air

SHIP = Spacecraft.named("shenzhou")
IGNITION = Epoch.from_utc("2022-04-16T01:09:30")
HIGH = {"before_ignition_s": None, "height_m": {"v": 180_000.0, "src": "estimate"}}


def _raw() -> dict[str, Any]:
    return read_toml(bundled("capsules", "shenzhou.toml"))


def _flown(capsule: Capsule) -> tuple[list[tuple[str, float]], State]:
    """Deorbit from a circular orbit: what happened when after ignition, and the end."""
    start = IGNITION - 600.0
    r = np.array((6_763_000.0, 0.0, 0.0))
    v = np.sqrt(3.986004415e14 / 6_763_000.0) * np.array((0.0, np.cos(0.72), np.sin(0.72)))
    state = State(start, r, v, 7546.0, 400.0)
    air = Air.standard()
    scene = Scene(forces=forces_over(start, IGNITION + 6000.0, degree=4, air=air, sun_moon=False), air=air)
    leg = Deorbit(SHIP, capsule, IGNITION, 145.0).fly(state, scene.without_telemetry())
    return [(event.name, event.epoch - IGNITION) for event in leg.events], leg.end


def test_the_orbital_module_stays_in_orbit_and_the_burn_is_of_what_is_left() -> None:
    """165 s of two engines on 5.7 t are 145 m/s; with the orbital module still on they would take a third longer."""
    events, end = _flown(Capsule.named("shenzhou"))
    names = [name for name, _ in events]
    assert names == ["module_jettison", "deorbit_burn_start", "deorbit_burn_end", "module_separation"]
    at = dict(events)
    assert at["module_jettison"] == pytest.approx(-150.0)
    assert 150.0 <= at["deorbit_burn_end"] <= 180.0  # as announced
    assert end.mass_kg == 3200.0


def test_a_module_may_leave_at_a_height_of_its_own_in_any_order() -> None:
    raw = _raw()
    raw["discarded"] = [raw["discarded"][1] | HIGH, raw["discarded"][0]]
    events, _ = _flown(Capsule.model_validate(raw))
    assert [name for name, _ in events].count("module_jettison") == 2
    names = [name for name, _ in events]
    assert names.index("deorbit_burn_end") < len(names) - 2
    assert names[-2:] == ["module_jettison", "module_separation"]


def test_the_fast_chain_brakes_the_same_ship() -> None:
    capsule = Capsule.named("shenzhou")
    state = State(IGNITION, np.array((6_763_000.0, 0.0, 0.0)), np.array((0.0, 5_700.0, 5_000.0)), 7546.0)
    braking = Braking.of(state, SHIP, capsule, Zone.named("dongfeng"), Air.standard())
    assert braking.state_ITRF[6] == 7546.0 - 1842.0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"before_ignition_s": {"v": 60.0, "src": "estimate"}, "height_m": HIGH["height_m"]}, "not both"),
        ({"before_ignition_s": None, "height_m": {"v": 90_000.0, "src": "estimate"}}, "allowed: above 145000 m"),
    ],
)
def test_contradictions_are_refused(change: dict[str, Any], words: str) -> None:
    raw = _raw()
    raw["discarded"][0] |= change
    with pytest.raises(ValueError, match=words):
        Capsule.model_validate(raw)


def test_without_landing_engines_nothing_fires() -> None:
    raw = _raw()
    del raw["soft_landing"]["height_m"], raw["soft_landing"]["thrust_N"]
    capsule, zone = Capsule.model_validate(raw), Zone.named("dongfeng")
    up = zone.aim_ITRF_m / np.linalg.norm(zone.aim_ITRF_m)
    from kazbek.world.ground_track import state_from_itrf

    start = state_from_itrf(IGNITION, np.concatenate((zone.aim_ITRF_m + up, -7.2 * up)), 2950.0)
    leg = Landing(capsule, zone).fly(start, Scene())
    assert [event.name for event in leg.events] == ["touchdown"]
    assert leg.events[0].values["speed_m_s"] == pytest.approx(7.2, abs=0.2)
    with_engines = Landing(Capsule.named("shenzhou"), zone).fly(start, Scene()).events
    assert [event.name for event in with_engines] == ["soft_landing_engines", "touchdown"]
    assert 1.0 <= float(with_engines[-1].values["speed_m_s"]) <= 3.0  # as announced


@pytest.mark.parametrize("count", [0, 1, 3])
def test_any_number_of_burns_away_from_the_station(count: int) -> None:
    raw = _raw()
    burn = raw["undocking"]["burn"][0]
    raw["undocking"]["burn"] = [burn | {"after_s": {"v": 200.0 * (k + 1), "src": "estimate"}} for k in range(count)]
    away = Undocking(SHIP, Capsule.model_validate(raw), Station.named("tiangong"), "tianhe-forward")

    class Circle:
        def rv(self, tai_ns: Any) -> Any:
            angle = 1.135e-3 * (np.asarray(tai_ns) - IGNITION.tai_ns) / 1e9
            c, s = np.cos(angle), np.sin(angle)
            return 6_763_000.0 * np.column_stack((c, s, 0 * c, -1.135e-3 * s, 1.135e-3 * c, 0 * c))

    start = away.docked(Circle(), IGNITION, 7550.0)  # type: ignore[arg-type]
    leg = away.fly(start, Scene(Circle(), air=Air.standard()).without_telemetry())  # type: ignore[arg-type]
    burns = [event.name for event in leg.events if event.name.startswith("separation_burn")]
    assert burns == [f"separation_burn_{k + 1}" for k in range(count)]
