"""Facts that contradict each other are named, as few as possible."""

from __future__ import annotations

import pytest

pytest.importorskip("ortools")

from kazbek.base.errors import DataError, OutOfRange
from kazbek.scheduling.network import Stuck, earliest, impossible_chain, latest
from kazbek.scheduling.problem import Activity, Lag, Problem, Resource
from kazbek.scheduling.project import earliest_end
from kazbek.scheduling.talent import best_order


def test_the_shortest_impossible_chain_of_lags_is_named():
    """Three lags go round and so do two; the two are the answer."""
    lags = (
        Lag("a", "b", 1, "b after a"),
        Lag("b", "c", 1, "c after b"),
        Lag("c", "a", -1, "c at most 1 after a"),
        Lag("b", "a", 0, "a not before b"),
    )
    problem = Problem(tuple(Activity(name, 1) for name in "abc"), lags, (), 100)
    assert {lag.sentence for lag in impossible_chain(problem)} == {"b after a", "a not before b"}
    assert set(earliest_end(problem).conflict) == {"b after a", "a not before b"}


def test_a_chain_that_can_be_met_is_no_conflict():
    problem = Problem((Activity("a", 1), Activity("b", 1)), (Lag("a", "b", 1), Lag("b", "a", -5)), (), 10)
    assert impossible_chain(problem) == ()


def test_two_jobs_in_one_hall_before_one_date_name_the_hall_and_the_dates_and_nothing_else():
    jobs = (
        Activity("ship", 6, {"hall": 1}, None, (0, 2), "ship starts by day 2"),
        Activity("cargo", 6, {"hall": 1}, None, (0, 3), "cargo starts by day 3"),
        Activity("paint", 1, {"yard": 1}, None, (0, 50), "paint by day 50"),
    )
    halls = (Resource("hall", 1, sentence="one hall"), Resource("yard", 1, sentence="one yard"))
    found = earliest_end(Problem(jobs, (), halls, 60))
    assert not found.exists
    assert set(found.conflict) == {"ship starts by day 2", "cargo starts by day 3", "one hall"}


def test_a_hall_that_is_lost_is_part_of_the_reason():
    job = Activity("ship", 6, {"hall": 1}, None, (0, 2), "ship starts by day 2")
    found = earliest_end(Problem((job,), (), (Resource("hall", 1, ((5, 20),), "the hall is lost on day 5"),), 60))
    assert set(found.conflict) == {"ship starts by day 2", "the hall is lost on day 5"}


def test_starts_earliest_and_latest_keep_calendars():
    days = tuple((day * 24, day * 24 + 2) for day in range(10))
    problem = Problem((Activity("a", 5), Activity("b", 5, calendar=days)), (Lag("a", "b", 5),), (), 240)
    assert earliest(problem) == {"a": 0, "b": 24}
    assert latest(problem, {"b": 60})["b"] == 50
    assert latest(problem, {"b": 60})["a"] == 45
    with pytest.raises(Stuck):
        earliest(problem, {"b": 230})


def test_names_nobody_knows_are_told_with_the_nearest():
    with pytest.raises(DataError, match=r'unknown activity "shipp".*did you mean "ship"'):
        Problem((Activity("ship", 1),), (Lag("ship", "shipp", 1),), (), 9)
    with pytest.raises(DataError, match='unknown resource "hal"'):
        Problem((Activity("ship", 1, {"hal": 1}),), (), (Resource("hall"),), 9)


def test_more_scenes_than_fit_are_refused_with_the_limit():
    cast = [[int(s == p % 23) for s in range(23)] for p in range(23)]
    with pytest.raises(OutOfRange, match="22 of either at most"):
        best_order(cast, [1] * 23, [1] * 23)
