"""Every lesson can be flown to a good mark by whoever does what it says, and is not done by doing nothing."""

from __future__ import annotations

import numpy as np
import pytest
from tutor import AXIS, Tutor, still

from kazbek.base.leg import Outcome
from kazbek.flight.docking.kernels import columns as col
from kazbek.views.grade.grade import grade
from kazbek.web.cockpit.begin import Choice, begin
from kazbek.web.cockpit.ghost import ghost
from kazbek.web.cockpit.scenario import Scenario, from_scenario, lessons
from kazbek.web.cockpit.session import Session


def quiet(_: str) -> None:
    """Nobody listens."""


def opened(name: str) -> Session:
    return begin(Choice(scenario=name), quiet)


def hold(t: Tutor) -> None:
    t.go(np.array((50.0, 0.0, 0.0)), lambda away: min(0.03, 0.02 * away), AXIS, 600.0)


def impulse(t: Tutor) -> None:
    t.session.do({"axes": [127, 0, 0, 0, 0, 0]})
    t.session.advance(200)  # 2.5 s
    t.coast(400.0)


def upright(t: Tutor) -> None:
    t.go(np.array((70.0, 0.0, 0.0)), lambda away: min(0.05, 0.02 * away), AXIS, 600.0)


def around(t: Tutor) -> None:
    t.go(np.array((170.0, 0.0, 0.0)), lambda away: min(0.5, 0.02 * away + 0.02), None, 1200.0)


def brake(t: Tutor) -> None:
    t.session.do({"keys": {"sets": 3}})
    t.band_m_s = 0.05
    middle = lambda away: max(0.3, np.sqrt(2.0 * 0.00396 * max(away - 95.0, 0.0)))  # noqa: E731
    t.go(np.array((110.0, 0.0, 0.0)), lambda away: min(middle(away), 0.02 * away), None, 3000.0)


def stuck(t: Tutor) -> None:
    t.go(np.array((50.0, 0.0, 0.0)), lambda _: 0.25, AXIS, 3000.0, near_m=48.0)
    t.session.do({"keys": {"sets": 2}})
    t.dock()


def relocate(t: Tutor) -> None:
    # PORT of Poisk: x up and out, z aft, y to port side; first down from Rassvet, then abeam, then above
    down = np.array((-55.0, 0.0, -12.6))
    t.turns = False
    t.go(down, lambda away: min(0.3, 0.05 * away), near_m=3.0)
    t.turns = True
    for goal in (np.array((-35.0, 45.0, -6.0)), np.array((0.0, 58.0, -3.0)), np.array((35.0, 30.0, 0.0))):
        t.go(goal, lambda away: min(0.35, 0.1 + 0.02 * away), near_m=4.0)
    t.go(np.array((40.0, 0.0, 0.0)), lambda away: min(0.3, 0.03 * away), AXIS, near_m=1.0)
    t.go(np.array((40.0, 0.0, 0.0)), still, AXIS, 60.0)
    t.dock()


FLOWN = {
    "hold-50-m": hold,
    "impulse-2-m": impulse,
    "roll-upright": upright,
    "fly-around-200-m": around,
    "relocation": relocate,
    "braking-2-km": brake,
    "jet-sticks": stuck,
}


def test_there_are_eight_lessons_with_goals_and_hints() -> None:
    found = lessons()
    assert [lesson.lesson for lesson in found] == list(range(1, 9))
    assert {lesson.name for lesson in found} == {*FLOWN, "ms-19-kurs"}
    assert all(lesson.goal and lesson.hints for lesson in found)


@pytest.mark.parametrize("name", FLOWN)
def test_a_lesson_flown_as_it_says_has_a_good_mark(name: str) -> None:
    session = opened(name)
    FLOWN[name](Tutor(session))
    record = session.record()
    found = grade(record)
    assert record.outcome in (Outcome.REACHED, Outcome.DOCKED), record["up"].reason
    assert found.mark >= (3 if name == "relocation" else 4), [
        (item.item, item.value, item.points) for item in found.items if item.points
    ]


@pytest.mark.parametrize("name", ["hold-50-m", "braking-2-km", "fly-around-200-m"])
def test_a_lesson_is_not_done_by_doing_nothing(name: str) -> None:
    session = opened(name)
    session.advance(80 * 900)
    assert grade(session.record()).mark == 2


def test_the_braking_starts_as_the_trainer_does() -> None:
    session = opened("braking-2-km")
    p, u = session.near.beside.place_PORT(session.near.s)
    assert np.linalg.norm(p) == pytest.approx(1999.0, rel=0.01)
    assert u @ p / np.linalg.norm(p) == pytest.approx(-4.52, abs=0.01)
    assert session.near.s[col.KURS_LOST] == 2.0


def test_the_ghost_of_the_brakes_slows_down_as_the_profile_has_it() -> None:
    """From 2 km and 4.5 m/s to some 400 m from the station with less than the 2 m/s that Kurs flies there (L-298)."""
    rows = np.array(ghost(from_scenario(Scenario.named("braking-2-km"))))
    assert np.linalg.norm(rows[0, 1:4]) == pytest.approx(2000.0, abs=20.0)
    assert 300.0 < np.linalg.norm(rows[-1, 1:4]) < 550.0
    assert np.linalg.norm(np.diff(rows[-2:, 1:4], axis=0)) / np.diff(rows[-2:, 0])[0] < 2.0
