"""An escape at each second of an ascent: one map of MS-19, flown once, against what is known of its shape.

Figures by second are those of the prototype that the project's own study of escapes gives (three degrees of freedom, an
older program on the same launcher file): the shape to expect, to half a g and a degree.
"""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import kazbek
from kazbek.cli import run
from kazbek.mission.aborts.cloud import clouds
from kazbek.mission.aborts.map import aborts
from kazbek.mission.aborts.row import COLUMNS

INVENTED = Path(__file__).parents[1] / "data" / "invented" / "first-flock.toml"
CONTRACT = (
    *("t_s", "mode", "escape_load_g", "entry_load_g", "entry_load_steered_g", "apogee_m", "latitude_deg"),
    *("longitude_deg", "surface", "range_km", "touchdown_s", "delta_v_m_s", "outcome"),
)


@pytest.fixture(scope="module")
def found():
    return aborts("soyuz-ms-19", 1.0)


@pytest.fixture(scope="module")
def rows(found):
    return [row.json() for row in found.rows]


def at(rows, t_s):
    return rows[round(t_s)]


def of(rows, mode, name):
    return np.array([row[name] for row in rows if row["mode"] == mode], dtype=np.float64)


def test_every_second_has_a_row_with_the_columns_of_the_contract(rows):
    assert [row["t_s"] for row in rows] == [float(k) for k in range(len(rows))]
    assert len(rows) == 541
    assert all(set(CONTRACT) <= set(row) and tuple(row) == COLUMNS for row in rows)
    json.dumps(rows, allow_nan=False)


def test_modes_end_where_the_launchers_own_events_are(found, rows):
    events = {event.name: event.epoch - found.escapes.liftoff for event in found.escapes.ascent.events}
    last = {
        mode: max(row["t_s"] for row in rows if row["mode"] == mode) for mode in dict.fromkeys(r["mode"] for r in rows)
    }
    assert list(last) == ["tower_pad", "tower", "fairing", "separation", "single_orbit", "abort_to_orbit", "orbit"]
    for mode, event in (("tower", "escape_tower_jettison"), ("fairing", "fairing_jettison")):
        assert last[mode] == math.floor(events[event])
    assert last["abort_to_orbit"] == math.floor(events["spacecraft_separation"])
    assert 517.0 <= last["separation"] <= 520.0  # "last moment that leaves a way home": T+519 s
    assert 520.0 <= last["single_orbit"] <= 523.0


def test_a_border_moves_with_the_launchers_event():
    earlier = aborts("soyuz-ms-19", 300.0, changes={"launcher.sequence.1.at_s": 100.0}).escapes
    assert earlier.way(99.0).mode.name == "tower"
    assert earlier.way(101.0).mode.name == "fairing"


@pytest.mark.parametrize("mode", ["tower", "fairing", "separation"])
def test_nothing_jumps_inside_a_mode(rows, mode):
    """From second to second nothing changes by much more than it did before and does after."""
    rough = {"escape_load_g": 0.1, "entry_load_g": 0.25, "apogee_m": 300.0, "range_km": 1.0, "latitude_deg": 0.01}
    for name, least in rough.items():
        step = np.abs(np.diff(of(rows, mode, name)))
        around = np.maximum(np.r_[step[1:], 0.0], np.r_[0.0, step[:-1]])
        assert (step <= 1.7 * around + least).all(), (name, np.flatnonzero(step > 1.7 * around + least))


@pytest.mark.parametrize(
    ("t_s", "ballistic_g", "lift_up_g"),
    [
        *((200, 10.9, 9.8), (250, 14.1, 12.3), (340, 18.6, 15.3), (380, 19.4, 15.5), (420, 19.7, 14.8)),
        *((440, 19.4, 14.0), (460, 18.8, 12.6), (480, 17.5, 10.6), (490, 16.3, 9.2), (500, 14.7, 7.4)),
    ],
)
def test_entry_loads_have_the_shape_of_the_prototype(rows, t_s, ballistic_g, lift_up_g):
    assert at(rows, t_s)["entry_load_g"] == pytest.approx(ballistic_g, abs=0.4)
    assert at(rows, t_s)["entry_load_steered_g"] == pytest.approx(lift_up_g, abs=0.4)


def test_the_greatest_load_comes_where_it_should_and_lasts(rows):
    """19.7 g near T+410 to 420 s without lift, 23 s of it above 10 g; 15.5 g near T+370 to 380 s with lift up."""
    loads = of(rows, "separation", "entry_load_g")
    assert 150 + np.argmax(loads) == pytest.approx(415 - 4, abs=15)
    assert at(rows, 420)["over_10_g_s"] == pytest.approx(23.0, abs=1.5)
    assert at(rows, 420)["over_10_g_steered_s"] == pytest.approx(19.0, abs=1.5)


@pytest.mark.parametrize(("t_s", "where"), [(200, "Kazakhstan"), (490, "China"), (500, "China"), (510, "Sea of Japan")])
def test_places_lie_in_the_countries_of_the_prototype(rows, t_s, where):
    assert at(rows, t_s)["country_or_sea"] == where
    assert at(rows, t_s)["surface"] == ("water" if "Sea" in where else "land")


def test_rescue_bases_follow_one_another_along_the_curve(rows):
    """The airfields that search planes wait at lie in order under the curve: each is nearest for one stretch."""
    named = [row["nearest_base"] for row in rows if row["mode"] in ("tower", "fairing", "separation")]
    stretches = [name for k, name in enumerate(named) if k == 0 or named[k - 1] != name]
    assert len(stretches) == len(set(stretches))
    assert stretches[:8] == [
        *("Krainy", "Zhezkazgan", "Karaganda", "Gorno-Altaysk"),
        *("Kyzyl", "Irkutsk", "Ulan-Ude", "Chita"),
    ]


@pytest.mark.parametrize(("t_s", "m_s"), [(520, 181), (521, 141), (522, 105), (523, 71), (524, 39), (525, 8)])
def test_the_engine_needs_what_the_prototype_needed(rows, t_s, m_s):
    assert at(rows, t_s)["delta_v_m_s"] == pytest.approx(m_s, abs=8.0)


def test_half_a_second_before_cutoff_the_ship_is_in_an_orbit_that_needs_nothing(found):
    """T+525.5 s: perigee 177 km by the prototype."""
    way = found.escapes.way(525.5)
    assert way.burn.delta_v_m_s == 0.0
    assert way.mode == "abort_to_orbit"


def test_after_a_revolution_the_ship_comes_down_at_the_latitude_of_its_pad(rows):
    """45.996° north; steered, so with the 4 g of a nominal entry."""
    row = next(row for row in rows if row["mode"] == "single_orbit")
    assert row["latitude_deg"] == pytest.approx(45.996, abs=1.5)
    assert row["entry_load_g"] < 5.0
    assert row["touchdown_s"] > 5_000.0


def test_another_publication_on_the_motor_pulls_otherwise():
    """1.05 MN on 7 350 kg, chosen by its author to give the 14 to 17 g told of T-10-1."""
    assert aborts("soyuz-ms-19", 600.0, family="load").rows[0].ballistic.escape_load_g == pytest.approx(14.9, abs=0.3)


def test_a_cloud_is_drawn_run_by_run(found):
    (cloud,) = clouds(found.escapes, [121.6], 12, seed=3)
    low, middle, high = cloud.spread("range_m")
    assert low < middle < high
    assert middle == pytest.approx(found.escapes.row(121.6).ballistic.range_m, abs=15e3)
    assert cloud.results[5] == found.escapes.drawn(121.6, 5, seed=3)


def test_another_vehicle_escapes_from_its_own_files():
    found = aborts(str(INVENTED), 60.0)
    assert [row.mode for row in found.rows][:2] == ["shear", "shear"]
    assert {row.mode for row in found.rows} == {"shear", "spring"}
    assert found.rows[0].ballistic.escape_load_g == pytest.approx(500e3 / 6000.0 / 9.80665, rel=0.01)
    assert found.rows[0].ballistic.coming is None  # no base is on file


def test_the_door_writes_tables_that_other_programs_read(tmp_path, capsys):
    sheet, parquet, picture = tmp_path / "a.csv", tmp_path / "a.parquet", tmp_path / "a.png"
    asked = ["aborts", "soyuz-ms-19", "--step", "130"]
    assert run([*asked, "--json", "--table", str(sheet), "--picture", str(picture)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert run([*asked, "--table", str(parquet), "--cloud", "130", "--runs", "3"]) == 0
    told = capsys.readouterr().out
    assert "separation" in told
    assert "3 escapes drawn" in told
    with sheet.open(encoding="utf-8", newline="") as file:
        by_csv = list(csv.DictReader(file))
    assert [float(row["range_km"]) for row in by_csv[:4]] == [row["range_km"] for row in document["rows"][:4]]
    assert pq.read_table(parquet).to_pylist() == document["rows"]
    assert picture.read_bytes()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--step", "0"), "--step 0 s; allowed: 0.1 to 600 s"),
        (("--cloud", "900", "--step", "300"), "--cloud 900 s; allowed: 0 to 540 s"),
        (("--family", "load2"), 'did you mean "load"?'),
        (("--table", "a.xls", "--step", "300"), "allowed: a file that ends in .csv or .parquet"),
    ],
)
def test_a_slip_is_one_sentence(arguments, says, capsys):
    assert run(["aborts", "soyuz-ms-19", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err


def test_it_stands_at_the_front_door():
    assert kazbek.aborts is aborts
