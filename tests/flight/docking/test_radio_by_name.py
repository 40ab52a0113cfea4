"""The approach radio by name and sets: what its data file calls it, and one set as the last of two.

Authority: a ship with one set flies as one with two whose first is lost (MS-19 lost both at 40 m, docked by hand).
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from kazbek.base.errors import DataError
from kazbek.catalogue.approach import ApproachPlan
from kazbek.flight.docking.failures import SETS, failure_rows
from kazbek.flight.docking.kernels.programme import AT
from kazbek.mission.plan import Failure
from kazbek.mission.prepare import prepare
from kazbek.mission.up import FlightUp, check_failures

RADAR = Failure(system="radar", at_range_m=40.0)


@pytest.fixture(scope="module")
def up() -> FlightUp:
    ready = prepare("shenzhou-21")
    return ready.up(ready.mission.flights[0])


def _failing(up: FlightUp, *failures: Failure) -> FlightUp:
    return replace(up, flight=up.flight.model_copy(update={"failure": failures}))


def test_a_failure_is_said_by_the_radios_own_name(up: FlightUp) -> None:
    failing = _failing(up, RADAR)
    check_failures(failing.flight, failing.planned)
    assert [failure.system for failure in failing.close_scene.failures] == ["kurs"]
    another = _failing(up, Failure(system="kurs", at_range_m=40.0)).flight
    with pytest.raises(DataError, match='unknown system "kurs"'):
        check_failures(another, up.planned)


def test_one_set_lost_is_all_sets_lost(up: FlightUp) -> None:
    plan = ApproachPlan.named("shenzhou")
    single = plan.model_copy(update={"radio": plan.radio.model_copy(update={"sets": 1})})
    scene = replace(_failing(up, RADAR).close_scene, plan=single)
    fresh = up.ascent.on_pad(_any_epoch(up))
    assert scene.sets_gone(fresh) == 1
    rows = failure_rows(scene.failures, scene.ship, scene.sets_gone(fresh) - scene.absent)
    assert rows[:, AT].tolist() == [40.0]
    assert scene.sets_gone(fresh) + len(rows) == SETS
    both = replace(scene, plan=plan)
    assert both.sets_gone(fresh) == 0


def _any_epoch(up: FlightUp):  # type: ignore[no-untyped-def]
    from kazbek.base.epoch import Epoch

    return Epoch.from_utc(up.flight.date)
