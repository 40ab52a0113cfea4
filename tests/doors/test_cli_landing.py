"""``kazbek landing``: the contract of its JSON, and one sentence for every slip."""

import json

import pytest

from kazbek.cli import run

STATION = ("--station", "iss_2021-10-17.oem")
# The station's elements of 2019-06-23 raised to 520 km.
HIGH = """ISS (ZARYA)
1 25544U 98067A   19174.96066161  .00000000  00000-0 -19667-4 0  9991
2 25544  51.6426 327.6827 0000500  79.1947  72.7878 15.15322385176304
"""
BURN = ("--burn", "2021-10-17T03:41:46", "--undock", "2021-10-17T01:14:00")


def test_one_burn_as_given(capsys):
    assert run(["landing", *STATION, "--zone", "zhezkazgan", *BURN, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {"station", "opportunities", "refused"}
    assert document["station"]["propagated"] is False
    (way,) = document["opportunities"]
    assert set(way) == {
        "undocking_utc",
        "deorbit_burn_utc",
        "deorbit_delta_v_m_s",
        "module_separation_utc",
        "entry_interface_utc",
        "parachute_opening_utc",
        "touchdown_utc",
        "latitude_deg",
        "longitude_deg",
        "miss_km",
        "cross_range_km",
        "sun_elevation_deg",
        "peak_load_g",
        "ballistic",
        "debris",
    }
    assert set(way["ballistic"]) == {"latitude_deg", "longitude_deg", "shortfall_km", "peak_load_g"}
    assert way["deorbit_burn_utc"] == "2021-10-17T03:41:46.000000Z"
    assert way["undocking_utc"] == "2021-10-17T01:14:00.000000Z"
    assert 0.0 < way["sun_elevation_deg"] < 45.0  # a morning landing


def test_a_search_prints_a_table(capsys):
    assert run(["landing", *STATION, "--zone", "zhezkazgan", "--start", "2021-10-17T03:00", "--days", "0.1"]) == 0
    out = capsys.readouterr().out
    assert "2021-10-17 03:41" in out
    assert "ballistic" in out


def test_passages_that_cannot_land_say_why(capsys, tmp_path):
    """To the side of every reach; from too high for the plan's burn: what, how much, what is allowed, what to do."""
    assert run(["landing", *STATION, "--zone", "zhezkazgan", "--start", "2021-10-17T06:00", "--days", "0.3"]) == 0
    assert "km right of the track of the entry, allowed 250 km" in capsys.readouterr().out
    high = tmp_path / "high.tle"
    high.write_text(HIGH, encoding="utf-8")
    asked = ["landing", "--station", str(high), "--zone", "zhezkazgan", "--start", "2019-06-24T02:00", "--days", "0.1"]
    assert run([*asked, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["opportunities"] == []
    (passage,) = document["refused"]
    assert passage["near_utc"].startswith("2019-06-24T02:5")
    assert run(asked) == 0
    said = " ".join(capsys.readouterr().out.split())
    for words in ("from 535 km a burn of 128.0 m/s", "km beyond the aim", "m/s would do", "give an instant as --burn"):
        assert words in said


@pytest.mark.parametrize(
    ("station", "start", "more", "says"),
    [
        ("iss_2021-10-17.oem", "2021-10-17T10:00", [], "km from the aim at the nearest, allowed 350 km"),
        ("iss_2021-10-17.oem", "2021-10-17T03:00", ["--undock", "2021-10-17T03:20"], "needed: undock earlier"),
        ("iss_2019-06-23.tle", "2019-06-24T02:00", [], "km from it, allowed 28 km"),
    ],
)
def test_why_a_passage_cannot_land(station, start, more, says, capsys):
    """None near; undocked too late; flown, and outside the zone."""
    when = ["--start", start, "--days", "0.1", *more]
    assert run(["landing", "--station", station, "--zone", "zhezkazgan", *when]) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 100
    assert says in " ".join(said.split()), said


def test_no_passage_is_an_answer(capsys):
    assert (
        run(["landing", *STATION, "--zone", "zhezkazgan", "--start", "2021-10-17T06:00", "--days", "0.02", "--json"])
        == 0
    )
    assert json.loads(capsys.readouterr().out)["opportunities"] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--zone", "zhezkasgan", *BURN], ['unknown zone "zhezkasgan"', 'did you mean "zhezkazgan"?']),
        (["--zone", "zhezkazgan"], ["--start and --days"]),
        (["--zone", "zhezkazgan", "--start", "2021-10-17", "--days", "-1"], ["--days -1"]),
        (["--zone", "zhezkazgan", "--start", "2021-13-17", "--days", "1"], ["2021-13-17"]),
        (["--zone", "zhezkazgan", "--burn", "2021-10-17T01:00", "--undock", "2021-10-17T01:14"], ["undock"]),
        (
            ["--zone", "zhezkazgan", "--burn", "2021-10-17T05:00"],
            ["--burn", "misses the aim", "the nearest burn that lands there is at 2021-10-17T0"],
        ),
        (
            ["--zone", "zhezkazgan", "--start", "2021-10-17T03:00", "--days", "0.1", "--undock", "2021-10-17T06:00"],
            ["--undock 2021-10-17T06:00", "2021-10-17T05:24"],
        ),
        (
            ["--zone", "zhezkazgan", "--start", "2021-10-17T03:00", "--days", "0.1", "--undock", "2021-11-20"],
            ["--undock", "no station file reaches"],
        ),
        (["--zone", "zhezkazgan", "--burn", "2022-01-17T05:10"], ["no station file reaches", "iss_2021-10-17.oem"]),
        (["--zone", "zhezkazgan", *BURN, "--port", "rassvet"], ['unknown port "rassvet"', "rassvet-nadir"]),
    ],
)
def test_slips(capsys, arguments, says):
    assert run(["landing", *STATION, *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    sentence = err.strip().splitlines()[-1]
    for part in says:
        assert part in sentence
    assert "Traceback" not in err
