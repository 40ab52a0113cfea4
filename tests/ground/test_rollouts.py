"""Eleven flown rollouts by rule: every crewed Soyuz-2.1a left the building at 05:30 Moscow time three days before
launch, Soyuz MS-19 four days before with a reserve day more (dates from Roscosmos, TASS, Interfax and others)."""

from __future__ import annotations

import pytest
from campaigns import SITE, launch

from kazbek.base.data import load
from kazbek.catalogue.countdown import CountdownPlan
from kazbek.ground.network import clock_of
from kazbek.ground.plan import days_before, pad_days

FLOWN = [
    ("MS-17", "2020-10-14T05:45:04Z", "2020-10-11", 0),
    ("MS-18", "2021-04-09T07:42:41Z", "2021-04-06", 0),
    ("MS-19", "2021-10-05T08:55:02Z", "2021-10-01", 1),
    ("MS-20", "2021-12-08T07:38:16Z", "2021-12-05", 0),
    ("MS-21", "2022-03-18T15:55:18Z", "2022-03-15", 0),
    ("MS-22", "2022-09-21T13:54:50Z", "2022-09-18", 0),
    ("MS-24", "2023-09-15T15:44:35Z", "2023-09-12", 0),
    ("MS-25", "2024-03-21T13:21:19Z", "2024-03-18", 0),
    ("MS-26", "2024-09-11T16:23:12Z", "2024-09-08", 0),
    ("MS-27", "2025-04-08T05:47:15Z", "2025-04-05", 0),
    ("MS-28", "2025-11-27T09:27:57Z", "2025-11-24", 0),
]


@pytest.mark.parametrize(("name", "liftoff", "rollout", "reserve_days"), FLOWN)
def test_a_rollout_follows_from_the_network_alone(name, liftoff, rollout, reserve_days):
    """The day and the clock, exactly: 05:30 Moscow time is 02:30 UTC."""
    flown = launch(f"Soyuz {name}", liftoff, reserve_days=reserve_days)
    assert pad_days(SITE, flown)["rollout"].utc[:16] == f"{rollout}T02:30"


def test_days_are_counted_by_the_clock_of_the_site():
    late = launch("Soyuz", "2024-09-11T16:23:12Z")
    clock = clock_of(SITE, (late,))
    assert days_before(late, pad_days(SITE, late)["rollout"], clock) == 3


def test_the_countdown_s_rule_is_the_network_s_rule():
    """A record stamps its rollout without a solver: the same day and hour as the campaign's network."""
    days = load("countdowns", "soyuz-2.1a", CountdownPlan).days
    usual = launch("Soyuz MS-20", "2021-12-08T07:38:16Z")
    rollout = pad_days(SITE, usual)["rollout"]
    assert days_before(usual, rollout, clock_of(SITE, (usual,))) == days.rollout_days.v
    assert rollout.utc[11:16] == f"{int(days.rollout_h.v - days.utc_offset_h.v):02d}:30"
