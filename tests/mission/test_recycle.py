"""A scrub, and the next try two days later in the same record (Progress MS-07, MS-08, Soyuz MS-25)."""

from __future__ import annotations

import re

import pytest

from kazbek.base.errors import DataError
from kazbek.mission.file import mission_from, mission_text
from kazbek.mission.fly import fly

POWER = 'failure = [{ system = "launcher.power", at_s = -20.0 }]'


def scrubbed(swap: str) -> str:
    """MS-19's flight up alone, with the fault, and the swap of liners on a day."""
    text = mission_text("soyuz-ms-19").replace('name = "soyuz-ms-19"', 'name = "put-off"')
    text = re.sub(r"failure = .*", POWER, text)
    text = re.sub(r"date = 2021-10-07", f"date = {swap}", text)
    return re.sub(r'\[\[flight\]\]\nname = "film-crew-home".*', "", text, flags=re.DOTALL)


@pytest.fixture(scope="module")
def record():
    return fly(mission_from(scrubbed('"+5d"'), None, "put-off.toml"), until="docking_contact", sigma=False)


def test_both_tries_are_in_one_record(record):
    first, second = record.flights
    assert (first.outcome, second.name) == ("scrubbed", "up-2")
    assert first.event("scrub").values["system"] == "launcher.power"
    assert first.first("liftoff") is None
    assert second.event("docking_contact").epoch.utc[:10] == "2021-10-09"


def test_the_next_lift_off_comes_47_h_12_to_47_h_16_min_later(record):
    """MS-25: 47 h 14 min 52 s; Progress MS-08 to the minute the same."""
    first, second = record.flights
    hours = (second.event("liftoff").epoch - first.liftoff) / 3600.0
    assert 47.0 + 12.0 / 60.0 <= hours <= 47.0 + 16.0 / 60.0


def test_the_fast_profile_is_lost_and_the_two_day_one_flown(record):
    """Soyuz MS-25 was planned for two orbits and flew thirty-four; contact hangs on the sunset of its day."""
    second = record.flights[1]
    days = (second.event("docking_contact").epoch - second.event("liftoff").epoch) / 86_400.0
    assert 1.9 < days < 2.2


def test_an_absolute_day_that_no_longer_fits_is_told_in_one_sentence():
    with pytest.raises(DataError, match="2021-10-07"):
        fly(mission_from(scrubbed("2021-10-07"), None, "put-off.toml"), sigma=False)


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        ('{ system = "launcher.power" }', "without at_s"),
        ('{ system = "launcher.power", at_s = -2.0 }', "-2700 to -5"),
        ('{ system = "launcher.powr", at_s = -20.0 }', 'did you mean "launcher.power"'),
    ],
)
def test_a_fault_that_cannot_stop_a_count_is_refused(failure, said):
    text = re.sub(r"failure = .*", f"failure = [{failure}]", scrubbed('"+5d"'))
    with pytest.raises(DataError, match=said):
        fly(mission_from(text, None, "put-off.toml"), sigma=False)


def test_a_later_try_is_found_by_the_decisions_of_the_first():
    mission = mission_from(scrubbed('"+5d"'), None, "put-off.toml")
    assert mission.decided("up-2") is mission.decided("up-2-2") is mission.decided("up")
    assert mission.decided("down-2") is None
