"""What a terminal shows of a record: one line of at most 100 columns per row, names in words, digits that the sigma or
the change deserves (the contract of the tables)."""

from __future__ import annotations

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event
from kazbek.record.rows import Difference, Row
from kazbek.views.timeline import cases_text, comparison_text, event_text, value_text, what_if_text


def row(quantity: str, unit: str, predicted: float | str, flown: float | str, **more: float) -> Row:
    figures = {"sigma": 732.0, "difference": 66.0, "tolerance": 10.0} | more
    return Row(
        "up",
        quantity,
        "predicted",
        unit,
        predicted,
        figures["sigma"],
        flown,
        figures["difference"],
        figures["tolerance"],
        "planned",
    )


def test_predicted_against_flown_is_a_line_per_row_also_where_a_gate_is_missed() -> None:
    rows = [
        row("spacecraft_separation_inclination_deg", "deg", 51.67, 51.67, sigma=0.01, difference=0.0),
        row("spacecraft_separation_min_height_m", "m", 199_906.0, 199_840.0),
    ]
    lines = list(comparison_text(rows))
    assert max(map(len, lines)) <= 100
    height = next(line for line in lines if "min height" in line)
    assert height.split()[4:] == ["199.9", "199.8", "+0.1", "±", "0.73", "km", "0.01!", "predicted"]


def test_what_a_change_does_is_told_in_words_to_the_digits_of_the_change() -> None:
    rows = [
        Difference("up", "outcome", "docked", "crew_safe"),
        Difference("up", "max_q.dynamic_pressure_Pa", 38_485.8, 38_389.2),
        Difference("up", "strapon_separation.met_s", 117.850, 117.958),
        Difference("up", "aft_skirt_jettison.mass_kg", 31_542.2380, 31_542.2379),
        Difference("up", "docking_contact.met_s", 12_000.0, None),
    ]
    told = [line.split() for line in what_if_text(rows)][2:]
    assert max(map(len, what_if_text(rows))) <= 100
    assert told == [
        ["outcome", "docked", "crew", "safe"],
        ["greatest", "dynamic", "pressure", "38,486", "38,389", "-97", "Pa"],
        ["strap-on", "separation", "117.85", "117.96", "+0.11", "s"],
        ["docking", "contact", "12000.0", "not", "at", "all"],
    ]


def test_an_event_fits_the_width_asked_for_and_does_not_repeat_its_instant() -> None:
    boarding = Event("crew_boarding", Epoch.from_utc("2021-10-05T06:27:32.92Z"), {"before_liftoff_s": 8850.0})
    for columns in (80, 100):
        told = event_text(boarding, -8850.0, (), columns)
        assert max(map(len, told.split("\n"))) <= columns
        assert "8,850" not in told
    assert value_text("system", "strapon_separation") == "system strap-on separation"
    assert value_text("port", "rassvet-nadir") == "port rassvet-nadir"
    assert value_text("miss_m", 1502.3) == "miss 1,502 m"
    assert value_text("range_m", 13_068_800.0) == "range 13,069 km"


def test_authorities_of_the_validation_table_are_folded() -> None:
    case = {
        "name": "a flight",
        "authority": "word " * 30,
        "quantity": "touchdown, late",
        "unit": "s",
        "expected": 0.0,
        "got": 30.0,
        "tolerance": 15.0,
        "within": False,
        "role": "predicted",
    }
    lines = list(cases_text([case]))
    assert max(map(len, lines)) <= 100
    assert lines[-2].endswith("!predicted")
    assert lines[-1].startswith("0 of 1 within")
