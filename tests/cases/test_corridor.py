"""The corridor of an entry: how far from its reference end the aim may lie."""

import pytest

from kazbek.base.epoch import Epoch
from kazbek.flight.descent.braking import Braking, solve_delta_v_m_s
from kazbek.flight.descent.corridor import corridor
from kazbek.mission.landing import landing_search
from kazbek.track.station import StationTrack
from kazbek.world.air import Air

BURN = Epoch.from_utc("2021-10-17T03:41:46")


def test_reach_to_the_sides_and_along_the_way():
    """About 105 km to each side at the bank that flies 4 to 4.6 g (a sketch for MS-18); ballistic is the short end."""
    home = landing_search(StationTrack.from_file("iss_2021-10-17.oem"), "soyuz-ms", "iss", "zhezkazgan", "nauka-nadir")
    state = home.track.at(BURN).replace(mass_kg=home.capsule.deorbit.home_mass_kg.v)
    braking = Braking.of(state, home.ship, home.capsule, home.zone, Air.of(BURN, BURN + 5000.0))
    reach = corridor(braking, solve_delta_v_m_s(braking))
    assert reach.left_m == pytest.approx(115e3, abs=20e3)
    assert reach.right_m == pytest.approx(reach.left_m, rel=0.1)
    assert 400e3 < reach.short_m < 560e3  # spinning stops 478 km short, more bank than 90° a little sooner
    assert reach.beyond_m > 400e3
