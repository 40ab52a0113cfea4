"""An entry that never comes down: an outcome with its reason, and no command of the parachutes."""

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Outcome
from kazbek.base.state import State
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.entry import Entry
from kazbek.flight.phase import Scene
from kazbek.world.air import Air


def test_a_capsule_too_fast_to_be_caught_is_lost_above_the_air():
    """Level at 120 km and 8.5 km/s, above the circular 7.8: it climbs for the 2 000 s of the longest entry."""
    epoch = Epoch.from_utc("2021-10-17T04:00:00")
    start = State(epoch, np.array((6_498_000.0, 0.0, 0.0)), np.array((0.0, 5_270.0, 6_670.0)), 2_900.0)
    leg = Entry(Capsule.named("soyuz-ms"), Zone.named("zhezkazgan")).fly(start, Scene(air=Air.standard()))
    assert leg.outcome is Outcome.LOST
    assert leg.shortfall["height_m"] > 1e6
    assert leg.first("parachute_opening") is None
    assert leg.first("apogee") is not None
