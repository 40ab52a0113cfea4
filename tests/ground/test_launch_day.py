"""The launch day solved as a network: the longest paths, the published plan of MS-19, and days that cannot be."""

from __future__ import annotations

import json
from functools import cache

import pytest

pytest.importorskip("ortools")

from kazbek.base.data import load
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.figures import with_value
from kazbek.catalogue.countdown import CountdownPlan, StepAfter
from kazbek.cli import run
from kazbek.ground.day import DayStep, day_problem, launch_day
from kazbek.scheduling.network import latest

LIFTOFF = Epoch.from_utc("2021-10-05T08:55:02.442Z")
PLAN = load("countdowns", "soyuz-2.1a", CountdownPlan)


@cache
def solved() -> dict[str, DayStep]:
    day = launch_day(PLAN, LIFTOFF)
    assert day.proved
    return {step.id: step for step in day.steps}


def test_the_day_is_the_longest_path_where_nobody_is_asked_for_twice() -> None:
    """Counting back is the optimum: the solver's day, which knows crew and columns, begins no step earlier."""
    problem = day_problem(PLAN)
    starts = latest(problem, {})
    assert {id: (problem.horizon - at) / 2 for id, at in starts.items()} == {
        id: step.before_s for id, step in solved().items()
    }


@pytest.mark.parametrize(
    ("step", "published_min", "within_min"),
    [
        ("kerosene into third", 280.0, 10.0),  # Roscosmos, 5 October 2021: 04:15 to 05:50 UTC
        ("kerosene into core", 265.0, 10.0),
        ("oxygen into core", 255.0, 10.0),
        ("peroxide into core", 235.0, 10.0),
        ("hoses off, mobile units leave", 185.0, 10.0),
        ("bus to the pad", 185.0, 10.0),  # NASA's table
        ("crew at the rocket", 155.0, 10.0),
        ("boarding by the side hatch of the orbital module", 150.0, 10.0),
        ("all in the descent module, hatch closed", 120.0, 10.0),
        ("hatch leak test", 90.0, 10.0),
        ("service columns lowered, flight programme loaded", 45.0, 10.0),
        ("pressure suits on", 260.0, 60.0),  # templates differ by up to an hour
        ("crew leaves the hotel", 360.0, 60.0),
        ("crew wakes", 540.0, 60.0),
    ],
)
def test_ms_19_s_day_lies_within_the_spread_of_the_templates(
    step: str, published_min: float, within_min: float
) -> None:
    """No instant of a template is in the network but those that the count's clock begins."""
    assert not solved()[step].by_clock
    assert solved()[step].before_s / 60.0 == pytest.approx(published_min, abs=within_min)


def with_after(step: str, *after: StepAfter) -> CountdownPlan:
    rows = tuple(s.model_copy(update={"after": (*s.after, *after)}) if s.id == step else s for s in PLAN.step)
    return PLAN.model_copy(update={"step": rows})


def test_somebody_who_is_asked_for_twice_does_one_after_the_other() -> None:
    """The commission also sees the crew board: it cannot hear the report then, and no path says so."""
    rows = tuple(
        s.model_copy(update={"needs": {"commission": 1}, "after": ()}) if s.id == "launcher control on, gyros up" else s
        for s in PLAN.step
    )
    plan = PLAN.model_copy(update={"step": rows})
    plan = with_value(plan, f"step.{[s.id for s in rows].index('report to the State Commission')}.takes_s", 7800.0)
    day = {step.id: step for step in launch_day(plan, LIFTOFF).steps}
    report, control = day["report to the State Commission"], day["launcher control on, gyros up"]
    assert control.start - report.start >= report.takes_s or report.start - control.start >= control.takes_s
    assert control.before_s > solved()["launcher control on, gyros up"].before_s or report.before_s > 11_300.0


def test_days_that_cannot_be_name_the_facts_that_contradict() -> None:
    with pytest.raises(DataError) as ring:
        launch_day(with_after("crew wakes", StepAfter(id="pressure suits on")), LIFTOFF)
    for fact in ("crew wakes follows pressure suits on", "pressure suits on follows crew at Site 254, doctors"):
        assert fact in str(ring.value)
    assert "oxygen" not in str(ring.value)
    with pytest.raises(DataError) as early:
        launch_day(with_after("escape system armed", StepAfter(id="gyros uncaged, crew recorders on")), LIFTOFF)
    assert '"escape system armed begins 1800 s before lift-off"' in str(early.value)
    assert '"gyros uncaged, crew recorders on begins 600 s before lift-off"' in str(early.value)
    assert str(early.value).count('"') == 2 * 3  # these two, and that one follows the other
    with pytest.raises(DataError, match='did you mean "crew wakes"'):
        launch_day(with_after("bus to the pad", StepAfter(id="crew wake")), LIFTOFF)
    bare = tuple(s.model_copy(update={"after": ()}) for s in PLAN.step)
    tanks = tuple(t.model_copy(update={"after": ()}) for t in PLAN.loading.tank)
    loading = PLAN.loading.model_copy(update={"tank": tanks})
    with pytest.raises(DataError, match="has no network"):
        launch_day(PLAN.model_copy(update={"step": bare, "loading": loading}), LIFTOFF)


def test_the_verb_prints_the_day_and_its_proof(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ground", "soyuz-ms-19", "--day"]) == 0
    text = capsys.readouterr().out
    assert "proved least" in text
    assert max(len(line) for line in text.splitlines()) <= 110
    assert run(["ground", "soyuz-ms-19", "--day", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["proved"] is True
    assert document["liftoff_utc"][:17] == "2021-10-05T08:55:"
    assert run(["ground", "soyuz-ms-19", "--day", "--lost", "pad=2d"]) == 2
    assert "--day is planned alone" in capsys.readouterr().err
    assert run(["ground", "shenzhou-13", "--day"]) == 2
    assert "no countdown on file" in capsys.readouterr().err
