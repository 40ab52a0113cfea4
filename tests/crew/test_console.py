"""What a lone commander reaches: AiF 2021-09-30 names the portable console and the two valves left to participants."""

from __future__ import annotations

import pytest

from kazbek.base.errors import DataError
from kazbek.crew.ask import ask
from kazbek.crew.cabin import cabin
from kazbek.crew.console import conflicts, steps_done, uncovered, worst_s

SOYUZ = cabin("soyuz-ms")
VALVES = {"oxygen valve to the suits", "oxygen feed valve into the descent module"}


def test_two_valves_are_left_to_the_participants() -> None:
    hands = {d.control.name for d in steps_done(SOYUZ, "portable") if d.by.startswith("participant")}
    assert hands == VALVES


def test_the_portable_console_covers_the_rest() -> None:
    assert uncovered(SOYUZ, "portable", "both", "centre", SOYUZ.seat_names) == ()
    missing = uncovered(SOYUZ, "standard", "both", "centre", SOYUZ.seat_names)
    assert set(missing) == {c.name for c in SOYUZ.control if c.on_portable and c.reach["centre"] == "none"}
    assert missing, "the standard cabin cannot be flown by one"


@pytest.mark.parametrize(
    ("empty", "valve"), [("left", "oxygen valve to the suits"), ("right", "oxygen feed valve into the descent module")]
)
def test_an_empty_seat_leaves_its_valve(empty: str, valve: str) -> None:
    taken = tuple(s for s in SOYUZ.seat_names if s != empty)
    assert uncovered(SOYUZ, "portable", "up", "centre", taken) == (valve,)


def test_worst_case_is_three_sigma() -> None:
    assert SOYUZ.action is not None
    done = next(d for d in steps_done(SOYUZ, "portable") if d.by == "portable console")
    assert done.worst_s == SOYUZ.action.console_s.v + 3.0 * SOYUZ.action.console_s.sigma
    assert worst_s(SOYUZ.action.on_call_s, SOYUZ.action.hand_s) == pytest.approx(14.0)


def test_two_hands_are_not_enough_while_docking_by_hand() -> None:
    assert conflicts(SOYUZ, "standard") == (), "without the console nobody reaches the panel at all"
    [conflict] = conflicts(SOYUZ, "portable")
    assert conflict.procedure == "approach: docking by hand"
    assert len(conflict.controls) == 3


def test_every_unsourced_reach_is_counted() -> None:
    answer = ask("soyuz-ms-19", console=True).document["console"]
    assert answer["estimates"]["portable"] > answer["estimates"]["standard"] > len(answer["steps"])
    reached = [c for c in answer["controls"] if c["reach_source"] != "estimate"]
    assert {c["name"] for c in reached} >= VALVES


def test_unknown_console() -> None:
    with pytest.raises(DataError, match=r'unknown console "holographic".*portable'):
        steps_done(SOYUZ, "holographic")
