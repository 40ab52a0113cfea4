"""What is asked of a campaign: refused before anything is flown where it cannot be, compared, ended early, kept."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from many_flights import HOME, begun, digest_at, flights, flown, home

import kazbek
from kazbek.base.errors import DataError, OutOfRange
from kazbek.campaign.door import FlownCampaign
from kazbek.campaign.drive import Ways, extend, fly_on
from kazbek.campaign.flights import Flights
from kazbek.campaign.one import check_wishes, fly_run, wanted_runs
from kazbek.campaign.pairs import paired_columns
from kazbek.campaign.probe import facts, refused
from kazbek.campaign.question import Question
from kazbek.campaign.results import results_of
from kazbek.campaign.stop import Condition
from kazbek.campaign.store import Store
from kazbek.mission.file import mission_from
from kazbek.views.campaign.report import report_text


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return flown(tmp_path_factory.mktemp("campaign") / "whole", home())


def test_a_worker_with_another_data_file_is_refused(tmp_path):
    """A scatter alone is not seen by the flight at the median."""
    store = begun(tmp_path / "c", home())
    other = replace(store.question, files={**store.question.files, "zones/zhezkazgan.toml": "0" * 64})
    with pytest.raises(DataError, match=r"a worker has another zones/zhezkazgan\.toml: .*same kazbek, data, packages"):
        refused(other, facts(flights(store)))
    refused(store.question, facts(flights(store)))


def test_the_wind_that_is_known_is_a_file_of_the_campaign(tmp_path, monkeypatch):
    """Named from where one stands, found from a folder that is not there yet, and seen when it changes."""
    monkeypatch.chdir(tmp_path)
    wind = tmp_path / "today.csv"
    wind.write_text("height_m,east_m_s,north_m_s\n350,9,0\n12000,30,0\n")
    store = flown(tmp_path / "c", home(runs=2, wind="today.csv"))
    assert fly_run(store.folder, 1)["home"].outcome == "landed"
    extend(store, 3)
    wind.write_text("height_m,east_m_s,north_m_s\n350,1,0\n")
    with pytest.raises(DataError, match=r"was flown otherwise: wind/today\.csv changed"):
        fly_on(store, Ways())
    wind.unlink()
    with pytest.raises(DataError, match=r"cannot read .*/today\.csv: no such file"):
        fly_on(store, Ways())


def test_an_early_end_is_the_same_when_it_was_killed_before_it_came(tmp_path):
    """Killed with more parts on disk than the rule asks for: before its number of runs was written, and after."""
    rule = {"runs": 16, "until": "p(landed) ± 15%"}
    early = flown(tmp_path / "early", home(**rule))
    assert early.question.runs == 12
    for told in (early.question.with_runs(16), early.question):
        store = flown(tmp_path / f"c{told.runs}", home(runs=16))
        store.write(told)
        fly_on(store, Ways())
        assert (digest_at(store), store.question.runs) == (digest_at(early), 12)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("p(ladned) ± 1%", 'unknown outcome "ladned" in `until`; .*did you mean "landed"'),
        (
            "p(home_touchdown_mis_m < 3) ± 1%",
            'unknown column "home_touchdown_mis_m".*you mean "home_touchdown_miss_m"',
        ),
        ("p(outcome < 3) ± 1%", 'unknown column "outcome"'),
        ("p(landed) ± 0.2.3", '`until` "p'),
        ("p(home_touchdown_miss_m < e) ± 1%", "unknown outcome"),
    ],
)
def test_a_rule_that_can_never_be_met_is_refused_before_anything_is_flown(tmp_path, until, said):
    with pytest.raises(DataError, match=said):
        begun(tmp_path / "c", home(until=until))
    assert not (tmp_path / "c").exists()


def test_an_event_that_no_run_of_a_part_came_to_is_not_met(whole):
    assert not Condition("no_such_event_m", "<", 1.0, "").met(whole.rows()).any()


@pytest.mark.parametrize("wish", ["failure", "12", "worst", "worst:", "-1", "4x"])
def test_what_cannot_be_kept_is_refused_before_anything_is_flown(wish):
    with pytest.raises((DataError, OutOfRange), match="`keep`"):
        check_wishes([wish], 12)
    check_wishes(["failures", "11", "worst:home_peak_load_peak_load_g"], 12)


def test_a_column_of_words_has_no_numbers(whole):
    for ask in (
        lambda: wanted_runs(whole, ["worst:outcome"]),
        lambda: results_of(whole, ("outcome",)),
        lambda: FlownCampaign(whole.folder).column("outcome"),
    ):
        with pytest.raises(DataError, match='unknown column "outcome"'):
            ask()


@pytest.mark.parametrize("dask", ["rubbish", "local:0", "local:x", "local:", "tcp://here"])
def test_a_scheduler_that_cannot_be_is_refused_at_once(dask):
    with pytest.raises(DataError, match=r"`dask` .*allowed: tcp://HOST:PORT of a scheduler, or local:1 to"):
        Ways(cluster=dask).checked()
    with pytest.raises(DataError, match="`workers` with `dask`"):
        Ways(2, "local:2").checked()


def test_a_what_if_is_compared_run_by_run(whole, tmp_path):
    """A capsule 50 kg heavier: the same numbers run by run, so that the difference stands out of twelve flights."""
    mass_kg = flights(whole).ready.planned["home"].capsule.entry.mass_kg.v
    store = flown(tmp_path / "c", home(runs=8, changes={"capsule.entry.mass_kg": mass_kg + 50.0}))
    column = "home_parachute_opening_at_s"
    found = results_of(store, (column,), whole).pairs
    ours, theirs = (FlownCampaign(one.folder).column(column)[:8] for one in (store, whole))
    assert (found.runs, found.columns[column].runs) == (8, 8)
    assert found.columns[column].mean == pytest.approx(np.mean(ours - theirs), abs=1e-9)
    assert found.columns[column] == FlownCampaign(store.folder).against(FlownCampaign(whole.folder), column)
    assert any("8 runs of both" in line for line in report_text(store.folder, results_of(store, (), whole)))
    other = begun(tmp_path / "d", home(seed=4))
    with pytest.raises(DataError, match="has other numbers: seed 4, here 3"):
        results_of(store, (), other)


def test_pairs_are_of_the_same_run_where_parts_are_missing(whole, tmp_path):
    store = Store(shutil.copytree(whole.folder, tmp_path / "c"))
    store.remove(store.parts()[0])
    found = paired_columns(store, whole, ("home_touchdown_miss_m",))
    assert (found.runs, found.columns["home_touchdown_miss_m"].mean) == (8, 0.0)
    assert not found.ended_otherwise


def test_the_door_asks_what_the_command_asks(tmp_path):
    """Every option that decides rows can be given from Python; lists will do."""
    plan = mission_from(HOME, None, "home.toml")
    found = kazbek.campaign(
        plan,
        runs=8,
        out=tmp_path / "c",
        seed=3,
        draw="knowledge",
        sobol=["*aerodynamics*"],
        fail=["steering@40000"],
        chunk=8,
    )
    asked = Store.at(found.folder).question
    assert (asked.sobol, asked.fail, asked.seed) == (("*aerodynamics*",), ("steering@40000",), 3)
    assert found.probability("landed").runs == 8
    with pytest.raises(DataError, match=r'unknown outcome "docket"; .*did you mean "docked"'):
        found.probability("docket")


def test_a_ship_that_its_errors_lead_past_the_fly_around_begins_it_where_it_is_nearest(tmp_path):
    """Shenzhou's homing has no correction after its last brake. No flown one missed for it; here 6 of 40 did."""
    campaign = Flights(Question.of(kazbek.read_mission("shenzhou-21"), 40, seed=4), tmp_path)
    rows = [campaign.row(run) for run in (11, 14, 15)]
    assert [row["outcome"] for row in rows] == ["docked"] * 3
    assert max(row["up_flyaround_range_m"] for row in rows) > 420.0  # the range of the plan is 400 m


def test_a_failure_without_its_figure_is_told_as_it_was_given(tmp_path):
    with pytest.raises(
        DataError, match=r"`fail` steering without a figure; allowed: steering@FIGURE, which is below_m"
    ):
        begun(tmp_path / "c", home(fail=("steering",)))
