"""A docking graded: the scale that is public, points counted by hand, and what decided them.

Authority: "excellent" up to 20 points (companion.ua 57924, ITAR-TASS), contact taught at 0.06 to 0.15 m/s
(Cristoforetti, L-210); all other thresholds are the data file's estimates, and points are counted here by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from beside_record import record_of_legs
from near_station import EPOCH, TRACK, arrival, close_scene, kurs, to_contact

import kazbek
from kazbek.base.errors import DataError
from kazbek.base.leg import Leg, Outcome
from kazbek.flight.docking.failures import CloseFailure
from kazbek.flight.docking.relocation import PortToPort, docked
from kazbek.flight.phase import Scene
from kazbek.views.grade.grade import Grade, grade
from kazbek.views.grade.scheme import Scheme

sys.path.insert(0, str(Path(__file__).parents[1] / "house"))
from figures_read import listening, path_of


@pytest.fixture(scope="module")
def by_hand() -> list[Leg]:
    return to_contact(arrival(), close_scene(failures=kurs(40.0, sets=2)))


def graded(legs: list[Leg]) -> Grade:
    return grade(record_of_legs(legs))


def at_contact(legs: list[Leg], **values: float) -> list[Leg]:
    """The same flight with another contact."""
    events = tuple(
        replace(event, values={**event.values, **values}) if event.name == "docking_contact" else event
        for event in legs[-1].events
    )
    return [*legs[:-1], replace(legs[-1], events=events)]


def points(found: Grade) -> Mapping[str, float]:
    return {item.item: item.points for item in found.items if item.points}


def test_the_scale_ends_excellent_at_twenty_points() -> None:
    marks = Scheme.named("docking").marks
    assert [marks.of(n) for n in (0, 20, 21, 40, 41, 70, 71, 500)] == [5, 5, 4, 4, 3, 3, 2, 2]


def test_the_trained_pilot_s_docking_is_excellent(by_hand: list[Leg]) -> None:
    found = graded(by_hand)
    assert found.mark == 5
    assert found.flown_by == "a person or the pilot model"
    assert found.penalty <= 4.0  # 0.151 m/s at contact is a step above what is taught
    answer = next(item for item in found.items if item.item == "answer")
    assert 0.0 < answer.value < 2.0  # reaction and half a look


def test_the_autopilot_is_graded_too() -> None:
    found = graded(to_contact(arrival(), close_scene()))
    assert (found.mark, found.flown_by) == (5, "the autopilot")
    assert not [item for item in found.items if item.item in ("hold", "answer", "hands_off")]


@pytest.mark.parametrize(
    ("values", "item", "cost"),
    [
        ({"closing_speed_m_s": 0.20}, "closing_speed_m_s", 10.0),  # five steps of 1 cm/s above 0.15, 2 each
        ({"closing_speed_m_s": 0.045}, "closing_speed_m_s", 4.0),  # two steps begun below 0.06
        ({"lateral_speed_m_s": 0.05}, "lateral_speed_m_s", 4.0),
        ({"miss_m": 0.17}, "miss_m", 4.0),
        ({"tilt_deg": 3.0}, "tilt_deg", 2.0),
        ({"roll_deg": -4.5}, "roll_deg", 2.0),
        ({"rate_deg_s": 0.2}, "rate_deg_s", 2.0),
    ],
)
def test_each_limit_of_the_contact_costs_by_the_step(
    by_hand: list[Leg], values: dict[str, float], item: str, cost: float
) -> None:
    found = graded(at_contact(by_hand, **{"closing_speed_m_s": 0.12, **values}))
    assert points(found) == {item: cost}
    contact = next(event for event in by_hand[-1].events if event.name == "docking_contact")
    assert next(line for line in found.items if line.item == item).at == contact.epoch
    assert found.decided.startswith("Most points by")


def test_points_add_up_to_the_mark(by_hand: list[Leg]) -> None:
    found = graded(at_contact(by_hand, closing_speed_m_s=0.29, miss_m=0.25))
    assert found.penalty == 28.0 + 8.0
    assert found.mark == 4


def test_whoever_does_not_dock_fails_and_hears_why() -> None:
    found = graded(to_contact(arrival(), close_scene(failures=(CloseFailure("probe", 30.0),))))
    assert found.outcome is Outcome.MISSED
    assert found.mark == 2
    assert "the probe was not ready" in found.decided


def test_stops_on_the_way_are_asked_of_a_hand_that_passes_them() -> None:
    found = graded(to_contact(arrival(), close_scene(failures=kurs(300.0, sets=2))))
    left_out = [item.words for item in found.items if item.item == "hold" and item.points == 5.0]
    assert left_out == ["the stop at 50 to 100 m"]  # the pilot model waits at 180 m, and then goes down in one


def course_changed(legs: list[Leg], name: str, value: float, within_m: float) -> list[Leg]:
    """The last leg with one column changed near the port."""
    columns = dict(legs[-1].telemetry)
    column = columns[name].copy()
    column[columns["r_PORT_x_m"] < within_m] = value
    return [*legs[:-1], replace(legs[-1], telemetry={**columns, name: column})]


def test_the_way_costs_too(by_hand: list[Leg]) -> None:
    assert "corridor" in points(graded(course_changed(by_hand, "r_PORT_y_m", 0.3, 2.0)))
    fast = points(graded(course_changed(by_hand, "range_rate_m_s", -1.2, 6.0)))
    assert fast["danger"] == 10.0
    assert fast["speed"] >= 1.0
    braking = points(graded(course_changed(by_hand, "hand_push_x_frac", -1.0, 9.0)))
    assert braking["blast"] == 5.0
    assert braking["blow"] == 2.0  # one firing without a break
    assert braking["hands_off"] == 5.0
    thirsty = points(graded(course_changed(by_hand, "propellant_kg", 400.0, 1.0)))
    assert thirsty["propellant"] > 20.0


def test_the_document_has_the_contract_s_shape(by_hand: list[Leg]) -> None:
    told = graded(by_hand).json()
    assert {"mark", "penalty", "items"} <= set(told)
    assert {"item", "value", "limit", "points", "at_utc"} <= set(told["items"][0])
    assert kazbek.grade is grade


def test_what_never_came_near_a_station_is_refused(by_hand: list[Leg]) -> None:
    record = record_of_legs(by_hand[:1])
    with pytest.raises(DataError, match="holds no approach"):
        grade(record)
    with pytest.raises(DataError, match="did you mean"):
        grade(record_of_legs(by_hand), flight="upp")
    with pytest.raises(DataError, match="did you mean"):
        grade(record_of_legs(by_hand), scheme="dockin")


def test_every_figure_of_the_table_is_read_and_has_a_source(
    by_hand: list[Leg], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from kazbek.base.data import figures
    from kazbek.views.grade.told import draw_grade, grade_text

    with listening(monkeypatch) as heard:
        legs = to_contact(arrival(), close_scene(failures=kurs(300.0, sets=2)))
        worse = course_changed(course_changed(legs, "hand_push_x_frac", -1.0, 9.0), "range_rate_m_s", -1.2, 6.0)
        record = record_of_legs(worse)
        record = replace(record, manifest={**record.manifest, "reports": ["probe_checked", "antenna_checked"]})
        found = grade(record)
        assert [item.points for item in found.items if item.item == "look"] == [15.0, 5.0]
        assert draw_grade(found, record, tmp_path).stat().st_size > 20_000
    assert any("Mark " in line for line in grade_text(found))
    table = Scheme.named("docking")
    known = {path_of(Scheme, path) for path, _ in figures(table)}
    assert known - heard == set()
    assert all(datum.src in table.sources or datum.src in ("estimate", "derived") for _, datum in figures(table))


def test_a_relocation_is_held_against_a_way_out_and_a_way_in() -> None:
    """Counted by hand: 44 m from Nauka at most, twice the usual for that distance, and a third free."""
    start = docked(close_scene("rassvet-nadir"), TRACK, EPOCH, 6890.0, 590.0)
    leg = PortToPort(close_scene("nauka-nadir"), "rassvet-nadir").fly(start, Scene(TRACK))
    found = graded([leg])
    spent = next(item for item in found.items if item.item == "propellant")
    scheme = Scheme.named("docking").propellant
    away_m = max(np.linalg.norm([leg.telemetry[f"r_PORT_{axis}_m"] for axis in "xyz"], axis=0))
    assert spent.limit == pytest.approx(2.0 * scheme.usual(away_m, away_m, 0) * (1.0 + scheme.free_frac.v))
    assert not points(found).keys() & {"propellant", "blast", "blow"}
    assert found.mark == 5
