"""Dispersed descents: the same on any number of workers, each run for itself, nearly all in the circle."""

import math

import numpy as np
import pytest

from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange
from kazbek.flight.descent.braking import solve_delta_v_m_s
from kazbek.flight.descent.many import DispersedDescent, dispersed
from kazbek.flight.descent.plan import DescentPlan
from kazbek.flight.phase import Scene
from kazbek.mission.landing import landing_search
from kazbek.orbit.propagate import forces_over
from kazbek.track.station import StationTrack
from kazbek.world.air import Air

BURN = Epoch.from_utc("2021-10-17T03:41:46")


@pytest.fixture(scope="module")
def case():
    home = landing_search(StationTrack.from_file("iss_2021-10-17.oem"), "soyuz-ms", "iss", "zhezkazgan", "nauka-nadir")
    mass_kg = home.capsule.deorbit.home_mass_kg.v
    start = home.track.at(BURN).replace(mass_kg=mass_kg, propellant_kg=home.ship.mass.reserve_home_kg.v)
    air = Air.of(BURN, BURN + 6000.0)
    delta_v_m_s = solve_delta_v_m_s(home.braking(start, air))
    plan = DescentPlan(home.ship, home.capsule, home.station, home.port, home.zone, BURN, delta_v_m_s)
    return DispersedDescent(plan, start, Scene(forces=forces_over(BURN, BURN + 6000.0, air=air), air=air), seed=7)


def test_steered_descents_land_in_the_circle(case):
    found = dispersed(case, 60)
    assert found.share_within(28_000.0) == 1.0  # P = 0.9997 without the wind, russianspaceweb.com
    assert np.median(found.miss_m) < 3_000.0
    assert found.peak_load_g.std() > 0.1  # they do differ
    alone = case.one(41)
    assert alone[2] == found.miss_m[41]
    assert math.isfinite(sum(alone))


def test_workers_change_nothing(case):
    one, two = dispersed(case, 60, workers=1), dispersed(case, 60, workers=2)
    for name in ("latitude_rad", "longitude_rad", "peak_load_g", "t_s"):
        assert (getattr(one, name) == getattr(two, name)).all()


def test_no_runs():
    with pytest.raises(OutOfRange, match="0 runs"):
        dispersed(None, 0)
