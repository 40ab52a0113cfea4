"""Parachutes and touchdown: drift in a wind, a failed main canopy, engines that do not fire."""

import numpy as np
import pytest

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.leg import Outcome
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.landing import Landing
from kazbek.flight.descent.parachutes import Parachutes
from kazbek.flight.phase import Scene
from kazbek.world.geodesy import itrf_from_geodetic
from kazbek.world.ground_track import state_from_itrf
from kazbek.world.wind import Wind

CAPSULE, ZONE = Capsule.named("soyuz-ms"), Zone.named("zhezkazgan")
EPOCH = Epoch.from_utc("2021-10-17T04:21:00")


def _commanded(wind=None):
    """Straight down at 225 m/s over the aim, in a scene without a station."""
    f, l = ZONE.latitude_rad, ZONE.longitude_rad
    r = itrf_from_geodetic(f, l, CAPSULE.parachutes.command_height_m.v)
    up = np.array((np.cos(f) * np.cos(l), np.cos(f) * np.sin(l), np.sin(f)))
    state = state_from_itrf(EPOCH, np.concatenate((r, -225.0 * up)), CAPSULE.entry.mass_kg.v)
    return state, Scene(wind=wind)


def _down(parachutes, landing, wind=None):
    start, scene = _commanded(wind)
    legs = [parachutes.fly(start, scene)]
    legs.append(landing.fly(legs[0].end, scene))
    return legs, legs[1].first("touchdown")


def test_nominal():
    (canopies, landing), touchdown = _down(Parachutes(CAPSULE, ZONE), Landing(CAPSULE, ZONE))
    assert landing.outcome is Outcome.LANDED
    assert touchdown.values["miss_m"] < 10.0  # straight down, no wind
    assert 845.0 < touchdown.epoch - EPOCH < 862.0
    load_g = np.asarray(canopies.telemetry["load_m_s2"]).max() / 9.80665
    assert load_g < 6.0  # canopies open softly
    assert canopies.telemetry["height_m"][-1] == pytest.approx(350.8, abs=1e-3)
    assert landing.telemetry["height_m"][-1] == pytest.approx(350.0, abs=1e-3)


def test_drift_is_the_wind_times_the_time():
    """10 m/s to the east all the way: under canopies a capsule goes with the air."""
    _, touchdown = _down(Parachutes(CAPSULE, ZONE), Landing(CAPSULE, ZONE), Wind(((0.0, 10.0, 0.0),)))
    east_rad = np.radians(touchdown.values["longitude_deg"] - ZONE.aim.longitude_deg.v)
    east_m = east_rad * 6.388e6 * np.cos(ZONE.latitude_rad)
    assert east_m == pytest.approx(10.0 * (touchdown.epoch - EPOCH), rel=0.02)  # ten seconds to be taken along
    assert touchdown.values["latitude_deg"] == pytest.approx(ZONE.aim.latitude_deg.v, abs=1e-3)


def test_reserve_canopy():
    """574 m² instead of 1 000: faster by the root of the ratio, and the engines still make it a landing."""
    legs, touchdown = _down(Parachutes(CAPSULE, ZONE, main_fails=True), Landing(CAPSULE, ZONE, canopy="reserve"))
    before = legs[1].first("soft_landing_engines").values["speed_m_s"]
    assert before == pytest.approx(7.15 * np.sqrt(1000.0 * 0.915 / (574.0 * 0.88)), rel=0.02)
    assert legs[1].outcome is Outcome.LANDED
    assert any(event.values.get("canopy") == "reserve" for event in legs[0].events)
    assert touchdown.epoch - EPOCH < 700.0


def test_engines_that_do_not_fire():
    legs, touchdown = _down(Parachutes(CAPSULE, ZONE), Landing(CAPSULE, ZONE, engines_fail=True))
    assert touchdown.values["speed_m_s"] == pytest.approx(7.15, abs=0.1)
    assert legs[1].outcome is Outcome.LANDED  # hard, with the couches cocked
    assert legs[1].first("soft_landing_engines") is None


def test_no_canopy_is_a_loss():
    parachutes = Parachutes(CAPSULE, ZONE, main_fails=True, reserve_fails=True)
    legs, touchdown = _down(parachutes, Landing(CAPSULE, ZONE, canopy=""))
    assert touchdown.values["speed_m_s"] > 40.0
    assert legs[1].outcome is Outcome.LOST
    assert "more than the crew survives" in legs[1].reason


def _rigged(*canopies):
    """The capsule with other canopies: (index in its own file, what differs)."""
    rig = CAPSULE.parachutes
    changed = tuple(rig.canopy[k].model_copy(update=new) for k, new in canopies)
    return CAPSULE.model_copy(update={"parachutes": rig.model_copy(update={"canopy": changed})})


def test_three_canopies_side_by_side_are_one_of_three_times_the_area():
    third = CAPSULE.parachutes.canopy[1].area_m2.model_copy(update={"v": 1000.0 / 3.0})
    capsule = _rigged((0, {}), (1, {"name": "cluster", "count": 3, "area_m2": third}))
    _, touchdown = _down(Parachutes(capsule, ZONE), Landing(capsule, ZONE))
    _, alone = _down(Parachutes(CAPSULE, ZONE), Landing(CAPSULE, ZONE))
    assert touchdown.epoch == alone.epoch


def test_a_capsule_with_one_canopy_and_no_drogue():
    capsule = _rigged((1, {}))
    legs, touchdown = _down(Parachutes(capsule, ZONE), Landing(capsule, ZONE))
    assert [event.name for event in legs[0].events] == ["main_opening", "heat_shield_jettison"]
    assert legs[1].outcome is Outcome.LANDED
    assert touchdown.values["speed_m_s"] < 5.0


def test_a_failed_main_without_a_reserve_is_lost():
    capsule = _rigged((0, {}), (1, {}))
    legs, _ = _down(Parachutes(capsule, ZONE, main_fails=True), Landing(capsule, ZONE, canopy="reserve"))
    assert legs[1].outcome is Outcome.LOST
    assert legs[1].shortfall["speed_m_s"] > 50.0  # the drogue is cut for a reserve that is not there


def test_a_capsule_without_a_main_is_refused(tmp_path):
    text = bundled("capsules", "soyuz-ms.toml").read_text(encoding="utf-8").replace('name = "main"', 'name = "large"')
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"parachutes.canopy.1.role.* is missing"):
        Capsule.named(str(tmp_path / "c.toml"))
    (tmp_path / "c.toml").write_text(
        text.replace('name = "large"', 'name = "large"\nrole = "drogue"'), encoding="utf-8"
    )
    with pytest.raises(DataError, match='no canopy with role = "main"'):
        Capsule.named(str(tmp_path / "c.toml"))
