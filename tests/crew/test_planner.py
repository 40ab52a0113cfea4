"""The rotation planner: it finds the flown rotation from the goals, and tells why where there is none."""

from __future__ import annotations

import datetime as dt
import functools
import time
from dataclasses import replace

import pytest
from plans import history, with_visit

from kazbek.base.errors import DataError
from kazbek.crew.planner.planned import PlannedRotation, plan_rotation, planned_json
from kazbek.crew.planner.problem import baseline_of, problem_of
from kazbek.crew.planner.solve import build, holds, solve
from kazbek.crew.planner.what_if import suppose

pytest.importorskip("ortools")


@functools.cache
def planned(*what_ifs: str) -> PlannedRotation:
    return plan_rotation(history(), what_ifs, commander="Anton Shkaplerov")


def rides(answer: PlannedRotation) -> set[tuple[str, str, str]]:
    assert answer.line is not None
    return set(baseline_of(answer.line.plan))


def test_the_real_rotation_from_the_goals_alone() -> None:
    """Authority: the crews at launch and landing of Soyuz MS-18, MS-19, MS-20, MS-21, Crew-2 and Crew-3 as flown."""
    answer = planned()
    assert answer.solution.status == "optimal"
    assert answer.solution.objective == answer.solution.bound, "proven"
    assert rides(answer) == baseline_of(history().plan)
    assert not answer.problem.baseline, "the mission's own crews were not an input"


def test_it_does_not_look_at_the_mission_files_crews() -> None:
    """Scramble who flies in the mission file: the plan from the goals stays the same."""
    plan = history().plan
    scrambled = replace(
        plan,
        swaps=(),
        visits=tuple(
            replace(v, up=tuple(reversed(v.up)), down=()) if v.ship == "Soyuz MS-19" else v for v in plan.visits
        ),
    )
    problem = problem_of(replace(history(), plan=scrambled))
    assert {s.ship: s.may_ride for s in problem.stays} == {s.ship: s.may_ride for s in problem_of(history()).stays}


def test_swap_and_commands_of_the_plan() -> None:
    answer = planned_json(planned())
    [swap] = answer["swaps"]
    assert swap["utc"][:10] == "2021-10-07"
    assert {k: set(v) for k, v in swap["to"].items()} == {
        "Soyuz MS-18": {"Oleg Novitsky", "Yulia Peresild", "Klim Shipenko"},
        "Soyuz MS-19": {"Anton Shkaplerov", "Pyotr Dubrov", "Mark Vande Hei"},
    }
    assert [c["person"] for c in answer["commands"]][-3:] == ["Thomas Pesquet", "Anton Shkaplerov", "Thomas Marshburn"]
    assert answer["commands"][-1]["from_utc"][:10] == "2022-03-29", "the day before Soyuz MS-19 leaves, as flown"
    assert all(h["days"] >= 5.0 for h in answer["handovers"])


def test_under_five_seconds_and_the_same_every_time() -> None:
    problem = problem_of(history())
    begin = time.process_time()
    first, _ = solve(problem)
    assert time.process_time() - begin < 5.0
    again, _ = solve(problem)
    assert first == again


@pytest.mark.parametrize(
    "what_if",
    [
        (),
        ("Soyuz MS-20 slips 30 days",),
        ("Yulia Peresild fails the medical",),
        ("Klim Shipenko fails the medical",),
        ("the commander falls ill",),
        ("Denis Matveev fails the medical",),
        ("Yusaku Maezawa fails the medical",),
        ("Crew-3 slips 12 days",),
        ("Soyuz MS-20 slips 20 days", "Soyuz MS-21 slips -5 days"),
        ("Soyuz MS-18 leaves between 2021-10-10 and 2021-10-20",),
    ],
)
def test_the_rules_accept_what_the_planner_finds(what_if: tuple[str, ...]) -> None:
    """Rules and planner are written apart; each plan found is checked by every rule."""
    answer = planned(*what_if)
    assert answer.solution.status == "optimal"
    assert [v.sentence for a in answer.answers for v in a.violations] == []


def test_a_prime_member_fails_the_medical() -> None:
    answer = planned("Yulia Peresild fails the medical")
    changed = rides(answer) ^ baseline_of(history().plan)
    assert changed == {
        (name, ship, leg)
        for name in ("Yulia Peresild", "Alyona Mordovina")
        for ship, leg in (("Soyuz MS-19", "up"), ("Soyuz MS-18", "down"))
    }


def test_the_commander_falls_ill() -> None:
    """The backup commander flies, and the backup of the ship he was to command in March takes that one."""
    answer = planned("the commander falls ill")
    assert ("Oleg Artemyev", "Soyuz MS-19", "up") in rides(answer)
    assert ("Sergey Prokopyev", "Soyuz MS-21", "up") in rides(answer)
    assert any(c["person"] == "Oleg Artemyev" for c in planned_json(answer)["commands"])


def test_a_slip_moves_days_and_nobody() -> None:
    answer = planned("Soyuz MS-20 slips 30 days")
    assert rides(answer) == baseline_of(history().plan)
    assert answer.changes == (
        "Soyuz MS-20 docks on 2022-01-07 instead of 2021-12-08",
        "Soyuz MS-20 leaves on 2022-01-18 instead of 2021-12-19",
    )


def test_a_window_of_the_crew_plan() -> None:
    """Soyuz MS-18 may leave on any of three days, all too early for the film crew but the last."""
    plan = with_visit(
        history().plan, "Soyuz MS-18", lambda v: replace(v, may_leave=(dt.date(2021, 10, 13), dt.date(2021, 10, 15)))
    )
    answer = plan_rotation(replace(history(), plan=plan))
    assert answer.solution.status == "optimal"
    visit = answer.line.plan.visit("Soyuz MS-18") if answer.line else None
    assert visit is not None
    assert visit.undocked is not None
    assert visit.undocked.date == "2021-10-15", "ten days after lift-off, nearest to the mission file's day"


def test_a_window_keeps_the_day_that_is_nearest() -> None:
    answer = planned("Soyuz MS-18 leaves between 2021-10-10 and 2021-10-20")
    visit = answer.line.plan.visit("Soyuz MS-18") if answer.line else None
    assert visit is not None
    assert visit.undocked is not None
    assert visit.undocked.date == "2021-10-17"


@pytest.mark.parametrize(
    ("what_if", "named"),
    [
        ("Soyuz MS-18 cannot undock", "goal: the film crew is home after 10 to 14 days"),
        ("Soyuz MS-19 slips 30 days", "goal: the film crew is home after 10 to 14 days"),
        (
            "Soyuz MS-21 slips 14 days",
            "Pyotr Dubrov leaves after 5 days with a professional of the segment who stays (handover)",
        ),
        (
            "Anton Shkaplerov falls ill on 2021-12-01",
            "who falls ill in space is home within 14 days (kazbek's assumption)",
        ),
    ],
)
def test_a_conflict_is_told_in_words(what_if: str, named: str) -> None:
    answer = planned(what_if)
    assert answer.solution.status == "infeasible"
    assert all(conflict[0] == what_if for conflict in answer.solution.conflicts), "each conflict begins with its cause"
    assert any(named in conflict for conflict in answer.solution.conflicts)
    assert answer.solution.given_up


@pytest.mark.parametrize("what_if", ["Soyuz MS-18 cannot undock", "Soyuz MS-21 slips 14 days"])
def test_a_conflict_is_minimal(what_if: str) -> None:
    """Drop any one sentence of the first conflict and the rest can hold together."""
    problem = suppose(replace(problem_of(history()), baseline=baseline_of(history().plan)), what_if)
    solution, _ = solve(problem)
    model = build(problem)
    switched = [s for s in solution.conflicts[0] if s in model.switches]
    assert not holds(model, switched)
    for left_out in switched:
        rest = [s for s in switched if s != left_out]
        assert holds(model, rest), left_out


@pytest.mark.parametrize(
    ("what_if", "said"),
    [
        ("Soyuz MS-99 cannot undock", 'unknown ship "Soyuz MS-99"'),
        ("Yulia Peresil fails the medical", 'did you mean "Yulia Peresild"?'),
        ("the film is dull", "is not understood"),
        ("Oleg Novitsky fails the medical", "falls ill on"),
        ("Soyuz MS-18 leaves on 2021-09-01", "allowed: days in order"),
        ("Soyuz MS-18 leaves on 2021-13-01", "is no day"),
        ("Soyuz MS-19 slips -30 days", "when the plan begins"),
    ],
)
def test_a_what_if_that_cannot_be_is_one_sentence(what_if: str, said: str) -> None:
    with pytest.raises(DataError) as fault:
        planned(what_if)
    assert said in str(fault.value)
