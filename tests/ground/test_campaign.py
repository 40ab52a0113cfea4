"""The campaign of Soyuz MS-19 against the dates that were flown, and what upsets do to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from campaigns import MS_19, PROGRESS, SITE

pytest.importorskip("ortools")

from kazbek.base.errors import DataError, OutOfRange
from kazbek.ground.ask import what_moves
from kazbek.ground.chances import chance_of_holding
from kazbek.ground.network import Launch, launch_day
from kazbek.ground.plan import days_before, plan, replan
from kazbek.ground.upsets import room_days, upset_of, without_effect
from kazbek.scheduling.units import PER_DAY

# L-, and how far the plan may be off: the scatter of flown campaigns, at least a day (data/ground/baikonur-31.toml).
FLOWN_MS_19 = {
    "crew_arrival": (17, 1),
    "fit_check_1": (16, 1.5),
    "ship_filled": (14, 2),
    "fairing": (8, 1),
    "fit_check_2": (6, 1),
    "head_block_moved": (6, 1),
    "assembly": (5.5, 1),
    "rollout_commission": (5, 1),
    "rollout": (4, 0),
    "general_tests": (3, 0),
    "launch_day": (0, 0),
}


@pytest.fixture(scope="module")
def planned():
    return plan(SITE, (MS_19, PROGRESS), room_days=100)


@pytest.mark.parametrize("activity", FLOWN_MS_19)
def test_ms_19_s_campaign_lies_within_the_scatter_of_flown_ones(planned, activity):
    flown, within = FLOWN_MS_19[activity]
    assert abs(days_before(MS_19, planned.of(activity).start, planned.clock) - flown) <= within


def test_the_plan_is_proved_and_the_same_twice(planned):
    assert planned.proved
    assert plan(SITE, (MS_19, PROGRESS), room_days=100).starts == planned.starts


def test_nothing_is_done_before_what_it_follows_and_halls_hold_no_more_than_they_can(planned):
    problem, starts = planned.problem, planned.starts
    assert all(starts[lag.after] >= starts[lag.before] + lag.least for lag in problem.lags)
    for resource in problem.resources:
        edges = [(starts[a.id], a.uses.get(resource.id, 0)) for a in problem.activities]
        edges += [(starts[a.id] + a.duration, -a.uses.get(resource.id, 0)) for a in problem.activities]
        used = 0
        for _, change in sorted(edges, key=lambda edge: (edge[0], edge[1])):
            used += change
            assert used <= resource.capacity


def test_what_is_critical_leads_without_a_gap_of_a_shift_to_the_lift_off(planned):
    critical = {a.id for a in planned.activities if a.critical and a.ship == "Soyuz MS-19"}
    assert {"assembly", "rollout", "erection", "general_tests", "launch_day"} <= critical
    assert "ship_arrival" not in critical
    assert all(a.float_h >= 0.0 for a in planned.activities)


def test_a_ship_filled_two_days_late_is_absorbed_by_slack(planned):
    after = replan(planned, upset_of(planned, late=["ship_filled=2d"]))
    assert after.starts["ship_filled"] - planned.starts["ship_filled"] == 2 * PER_DAY
    assert after.liftoff == planned.liftoff
    assert after.rollout == planned.rollout
    assert any("absorbs" in sentence for sentence in what_moves(planned, after))


def test_an_assembly_nine_days_late_moves_the_lift_off_and_is_told(planned):
    after = replan(planned, upset_of(planned, late=["assembly=9d"]))
    assert after.starts["assembly"] - planned.starts["assembly"] >= 9 * PER_DAY
    assert after.slip_units > 0
    assert all(a.float_h >= 0.0 for a in after.activities)


def test_wind_on_the_day_of_rollout_costs_a_day_that_the_reserve_absorbs(planned):
    """TMA-20M, March 2016: raised up to a day late in gusts of 28 m/s, launch kept; so with 24 m/s here."""
    after = replan(planned, upset_of(planned, wind=["2021-10-01=24"]))
    assert after.of("erection").start.utc[:10] == "2021-10-02"
    assert after.liftoff == planned.liftoff
    assert after.reserve_h == pytest.approx(planned.reserve_h - 24.0)


def test_two_windy_days_more_than_the_reserve_move_the_lift_off(planned):
    days = ["2021-10-01=24", "2021-10-02=24", "2021-10-03=24", "2021-10-04=24"]
    after = replan(planned, upset_of(planned, wind=days))
    assert after.slip_units > 0
    assert after.of("erection").start.utc[:10] == "2021-10-05"


def test_wind_within_the_limit_forbids_nothing(planned):
    upset = upset_of(planned, wind=["2021-10-01=19"])
    assert "20 m/s" in without_effect(upset, SITE)[0]
    assert replan(planned, upset).starts == planned.starts


def test_a_pad_lost_for_96_days_moves_the_rollout_by_96_and_the_next_ship_too(planned):
    """27 November 2025 to 3 March 2026: the pad's service cabin fell, and 96 days went by."""
    after = replan(planned, upset_of(planned, lost=["pad=96d"]))
    assert after.starts["rollout"] - planned.starts["rollout"] == 96 * PER_DAY
    assert 92 * PER_DAY < after.slip_units <= 96 * PER_DAY
    assert after.starts["progress-ms-18/launch_day"] > after.starts["launch_day"]


def test_drawn_campaigns_hold_the_date_as_often_as_reserves_and_scrubs_let_them(planned):
    chance = chance_of_holding(planned, draws=4000)
    assert chance.draws == 4000
    assert chance.ready_frac > 0.95
    assert chance.held_frac == pytest.approx(chance.ready_frac * (1.0 - SITE.luck.scrub_ratio.v), abs=0.02)
    assert chance_of_holding(planned, draws=4000) == chance


def test_without_a_reserve_the_date_is_held_less_often(planned):
    """The same campaign on a site where every other rollout meets too much wind."""
    windy = SITE.luck.wind_stop_ratio.model_copy(update={"v": 0.5})
    site = SITE.model_copy(update={"luck": SITE.luck.model_copy(update={"wind_stop_ratio": windy})})
    usual = plan(site, (replace(MS_19, reserve_days=0),))
    ready = chance_of_holding(replace(usual, site=site), draws=2000).ready_frac
    assert ready <= chance_of_holding(replace(planned, site=site), draws=2000).ready_frac


def test_two_launchers_that_want_one_pad_name_the_fewest_facts_that_contradict_each_other():
    early = Launch("Soyuz X", "cargo", dt.date(2021, 10, 8), prefix="x/")
    with pytest.raises(DataError) as fault:
        plan(SITE, (MS_19, early))
    assert "there is 1 of pad" in str(fault.value)
    assert "Soyuz X lifts off on 2021-10-08" in str(fault.value)
    assert "vacuum_test" not in str(fault.value)


def test_a_date_that_cannot_be_met_names_the_chain_from_it_to_the_lift_off():
    late = replace(MS_19, dates={"ship_filled": dt.date(2021, 10, 3)})
    with pytest.raises(DataError, match="ship_filled begins on 2021-10-03") as fault:
        plan(SITE, (late,))
    assert "fit_check_1" not in str(fault.value)


@pytest.mark.parametrize(
    ("what_if", "said"),
    [
        ({"late": ["ship_fild=2d"]}, 'did you mean "ship_filled"'),
        ({"late": ["ship_filled=soon"]}, "2d, 36h, 90min"),
        ({"late": ["ship_filled"]}, "NAME=VALUE"),
        ({"lost": ["padd=2d"]}, 'did you mean "pad"'),
        ({"wind": ["yesterday=24"]}, "DATE=m/s"),
    ],
)
def test_a_slip_of_the_pen_in_a_what_if_is_one_sentence(planned, what_if, said):
    with pytest.raises(DataError, match=said):
        upset_of(planned, **what_if)


def test_spans_out_of_range_are_refused(planned):
    with pytest.raises(OutOfRange, match="up to 400d"):
        upset_of(planned, lost=["pad=4000d"])
    with pytest.raises(OutOfRange, match="0 to 150"):
        upset_of(planned, wind=["2021-10-01=-4"])
    assert room_days([], ["pad=96d"]) == 97


def test_another_launch_without_a_rendezvous_slips_by_whole_days(planned):
    """MetOp-A, 2006: the next try 24 h later; beside a station the plane passes 23 h 36.5 min later."""
    row = next(one for one in SITE.activity if one.id == "launch_day")
    for rendezvous, later in ((False, 24 * 12), (True, round(12 * (23 + 36.5 / 60)))):
        launch = Launch("Other", "cargo", dt.date(2021, 10, 28), rendezvous=rendezvous)
        calendar = launch_day(launch, row, planned.clock, slips=True).calendar
        assert calendar[1][0] - calendar[0][0] == later
