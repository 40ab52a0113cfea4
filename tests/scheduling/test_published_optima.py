"""Schedulers against published optima: exact, so the tolerance is nothing."""

from __future__ import annotations

import pytest
from published import FILMS, PROJECTS, project_of, whole_set

pytest.importorskip("ortools")

from kazbek.scheduling.project import earliest_end, solve
from kazbek.scheduling.talent import best_order, waiting_of

WAITING = {
    "csplib_rehearsal": 17,
    "csplib_film1": 146,
    "csplib_film2": 87,
    "film103": 187,
    "film116": 110,
    "film118": 156,
    "Shaw2020": 289,
}


def _least_makespan(published):
    schedule = earliest_end(project_of(published))
    return schedule.proofs[0].value if schedule.proved else None


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_ends_as_early_as_published_or_is_known_to_have_no_schedule(name):
    assert _least_makespan(PROJECTS[name]) == PROJECTS[name]["optimum"]


def test_all_270_projects_of_sm_j10_are_answered_as_published():
    """Some 5 s of one core in all; 83 of them have no schedule."""
    published = whole_set("rcpsp_max_sm_j10.json")
    assert len(published) == 270
    answers = {name: _least_makespan(problem) for name, problem in published.items()}
    assert answers == {name: problem["optimum"] for name, problem in published.items()}


def test_a_schedule_keeps_every_lag_and_resource():
    """Checked by counting, not by the solver."""
    problem = project_of(PROJECTS["PSP1"])
    starts = earliest_end(problem).starts
    assert all(starts[lag.after] >= starts[lag.before] + lag.least for lag in problem.lags)
    for t in range(26):
        running = [a for a in problem.activities if starts[a.id] <= t < starts[a.id] + a.duration]
        for resource in problem.resources:
            assert sum(a.uses.get(resource.id, 0) for a in running) <= resource.capacity


def test_the_same_problem_gives_the_same_schedule():
    problem = project_of(PROJECTS["PSP1"])
    assert earliest_end(problem).starts == earliest_end(problem).starts


def test_a_later_goal_does_not_undo_an_earlier_one():
    problem = project_of(PROJECTS["PSP1"])

    def goals(_, starts):
        return [("end", starts["11"]), ("how late 6 starts, backwards", 100 - starts["6"])]

    schedule = solve(problem, goals)
    assert schedule.starts["11"] == 26
    assert schedule.proved


@pytest.mark.parametrize("name", FILMS)
def test_scenes_in_an_order_of_least_waiting(name):
    film = FILMS[name]
    order = best_order(film["in_scene"], film["cost"], film["duration"])
    assert order.waiting == film["least_wait"]
    assert waiting_of(order.scenes, film["in_scene"], film["cost"], film["duration"]) == film["least_wait"]
    assert sorted(order.scenes) == list(range(len(film["duration"])))


def test_the_naive_order_of_the_rehearsal_waits_49():
    """CSPLib 039 states 49 for the scenes in their given order."""
    film = FILMS["rehearsal"]
    assert waiting_of(range(9), film["in_scene"], film["cost"], film["duration"]) == 49


@pytest.mark.parametrize("name", WAITING)
def test_waiting_of_published_films(name):
    film = whole_set("talent.json")[name]
    assert best_order(film["in_scene"], film["cost"], film["duration"]).waiting == WAITING[name] == film["least_wait"]
