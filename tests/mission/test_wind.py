"""Wind in mission files, over pads and zones, and from the command line: planned with as well as flown in."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kazbek.base.errors import DataError, OutOfRange
from kazbek.cli import run
from kazbek.mission.file import read_mission
from kazbek.mission.prepare import prepare
from kazbek.mission.search import window

BLOW = "height_m,east_m_s,north_m_s\n100,0,8\n9000,0,45\n12000,0,45\n20000,0,0\n"
SEARCH = ("iss_2021-10-01.xml.gz", "baikonur-31", "2021-10-05", 0.6)


@pytest.fixture
def blow(tmp_path):
    (tmp_path / "blow.csv").write_text(BLOW, encoding="utf-8-sig")  # as spreadsheets write it
    return tmp_path / "blow.csv"


def _mission(folder, line):
    from kazbek.mission.file import mission_text

    text = mission_text("soyuz-ms-18").replace('pad = "baikonur-31"', f'pad = "baikonur-31"\n{line}')
    (folder / "m.toml").write_text(text.replace('name = "soyuz-ms-18"', 'name = "demo-wind"'), encoding="utf-8")
    return read_mission(str(folder / "m.toml"))


def test_a_flight_s_wind_is_read_beside_its_mission(blow):
    ready = prepare(_mission(blow.parent, 'wind = "blow.csv"'))
    assert ready.planned["up"].wind.profile[1] == (9000.0, 0.0, 45.0)
    assert ready.up(ready.mission.flights[0]).scene.wind is ready.planned["up"].wind


def test_a_given_wind_goes_before_the_file_s(blow):
    (blow.parent / "soft.csv").write_text("height_m,east_m_s,north_m_s\n100,1,0\n", encoding="utf-8")
    mission = _mission(blow.parent, 'wind = "blow.csv"')
    assert prepare(mission, wind=str(blow.parent / "soft.csv")).planned["up"].wind.profile == ((100.0, 1.0, 0.0),)


def test_a_wind_that_begins_in_the_air_is_refused(tmp_path):
    (tmp_path / "high.csv").write_text("height_m,east_m_s,north_m_s\n3000,5,0\n", encoding="utf-8")
    with pytest.raises(OutOfRange, match=r"begins at 3000 m, 2896 m above the ground at baikonur-31"):
        prepare(_mission(tmp_path, 'wind = "high.csv"'))
    with pytest.raises(DataError, match="cannot read the wind"):
        prepare(_mission(tmp_path, 'wind = "none.csv"'))


def test_in_a_wind_the_launcher_is_pushed_and_the_closed_loop_steers_it_back(blow):
    """Rows of the ascent at strap-on separation and at the end: hundreds of metres aside, then metres."""
    ready = prepare(_mission(blow.parent, 'wind = "blow.csv"'))
    up = ready.up(ready.mission.flights[0])
    calm, blown = up.planned_ascent.insertion(), up.insertion
    assert 0.0 < np.linalg.norm(calm.r_ITRF_m - blown.r_ITRF_m) < 3000.0
    assert abs(np.linalg.norm(calm.r_ITRF_m) - np.linalg.norm(blown.r_ITRF_m)) < 30.0


def test_the_window_moves_by_parts_of_a_second(blow, capsys):
    calm, blown = (window(*SEARCH, profiles=["2-orbit"], wind=wind) for wind in (None, str(blow)))
    moved_s = blown.opportunities[0].starts[0].liftoff - calm.opportunities[0].starts[0].liftoff
    assert 0.0 < abs(moved_s) < 5.0
    asked = ["--station", SEARCH[0], "--pad", SEARCH[1], "--start", SEARCH[2], "--days", "0.6", "--profile", "2-orbit"]
    assert run(["window", *asked, "--wind", str(blow), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["opportunities"][0]["profiles"][0]["liftoff_utc"]
    assert told == blown.opportunities[0].starts[0].liftoff.utc
