"""A launcher that fails in every run of a campaign: the crews come down as the flown abort did."""

from collections import Counter

import pytest

from kazbek.campaign.drive import Ways, begin, fly_on
from kazbek.campaign.one import fly_run
from kazbek.campaign.question import Question
from kazbek.campaign.rows import digest, row_of
from kazbek.mission.file import mission_from

UP = """
name = "up"
[station]
name = "iss"
track = ["iss_2021-10-01.xml.gz"]
[[docked]]
ship = "Soyuz MS-18"
port = "nauka-nadir"
launched = 2021-04-09
liners = ["Oleg Novitsky"]
[[flight]]
name = "up"
ship = "Soyuz MS-19"
launcher = "soyuz-2.1a"
pad = "baikonur-31"
date = 2021-10-05
profile = "2-orbit"
port = "rassvet-nadir"
crew = [{ name = "Anton Shkaplerov", seat = "centre", role = "commander" }]
"""
RUNS = 6


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("escapes") / "c"
    asked = Question("up", UP, RUNS, seed=1, fail=("strapon_separation@117.8",))
    store = begin(folder, asked, mission_from(UP, None, "up.toml"), Ways())
    store.let_go()
    fly_on(store, Ways())
    return store


def test_escapes_scatter_about_the_flown_one(failed):
    """MS-10, 11 October 2018: 6.2 to 7.3 g, 402 ± 35 km down range; here each run draws its launcher, air and wind."""
    rows = failed.rows().to_pylist()
    assert Counter(row["outcome"] for row in rows) == {"aborted_crew_safe": RUNS}
    loads_g = [row["up_peak_load_peak_load_g"] for row in rows]
    assert all(6.2 <= load_g <= 7.3 for load_g in loads_g)
    assert all(367e3 <= row["up_touchdown_range_m"] <= 437e3 for row in rows)
    assert len(set(loads_g)) == RUNS


def test_an_escape_flown_alone_with_its_record_is_its_row(failed):
    record = fly_run(failed.folder, 2)
    assert digest(row_of(2, record.flights)) == digest(failed.rows().slice(2, 1).to_pylist()[0])
