"""Figures in tables keep the digits that their spread deserves, and no more."""

import pytest

from kazbek.record.rows import in_words
from kazbek.views.figures import clock, decimals, rounded, shown, shown_change, spread_text


@pytest.mark.parametrize(("spread", "places"), [(300.0, 0), (4.1, 0), (1.2, 1), (0.05, 2), (1e-9, 10), (0.0, 6)])
def test_decimals_follow_the_spread(spread, places):
    assert decimals(spread) == places


def test_numbers():
    assert shown(5318.412, 4.0) == "5,318"
    assert shown(8.2829e-5, 8.3e-10) == "8.2829e-05"
    assert shown(0.0, 1e-9) == "0"
    assert shown_change(-0.04, 1.2) == "0.0"
    assert shown_change(2.46, 1.2) == "+2.5"
    assert (spread_text(12.26), spread_text(0.4567), spread_text(186.2), spread_text(1092.0)) == (
        "12",
        "0.46",
        "190",
        "1,100",
    )


def test_instants_are_rounded_not_cut():
    assert clock("2021-10-05T08:55:02.960Z", 12.0) == "08:55:03"
    assert clock("2021-10-05T08:55:02.960Z", 1.2) == "08:55:03.0"
    assert rounded("2021-12-31T23:59:59.600Z")[:19] == "2022-01-01T00:00:00"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("escape_tower_jettison_met_s", "escape tower jettison"),
        ("docking_contact_delta_v_total_m_s", "docking contact Δv total"),
        ("peak_load_peak_load_g", "greatest load"),
        ("liftoff_utc", "lift-off"),
        ("strapon_separation_met_s", "strap-on separation"),
    ],
)
def test_names_in_words(key, words):
    assert in_words(key) == words
