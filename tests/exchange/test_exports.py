"""What kazbek writes for others, read back by others."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import erfa
import numpy as np
import pytest
import xarray
from circles import LEGS, START, circle, circles, leg
from defusedxml import ElementTree
from oem import OrbitEphemerisMessage
from scipy.io import netcdf_file

import kazbek
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.exchange.czml import write_czml
from kazbek.exchange.export import export
from kazbek.exchange.kml import cut_at_180, write_kml
from kazbek.exchange.netcdf import write_netcdf
from kazbek.exchange.oem import coast_arcs, write_oem
from kazbek.exchange.table import write_csv
from kazbek.record.record import Record
from kazbek.world import earth


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A record of one flight: staged at 60 s, a burn from 240 to 280 s, pulses from 520 s."""
    return circles(tmp_path, LEGS)


def test_one_arc_per_coast_ends_at_burns_and_staging(record: Record) -> None:
    """From separation (60 s) to the burn (240 s), and from its end (280 s) across two legs to the pulses (520 s)."""
    arcs = coast_arcs(record["up"])
    spans = [tuple((ns - START.tai_ns) / 1e9 for ns in (arc.tai_ns[0], arc.tai_ns[-1])) for arc in arcs]
    assert spans == [(60.0, 240.0), (280.0, 520.0)]
    assert all((np.diff(arc.tai_ns) > 0).all() for arc in arcs)


def test_the_time_in_dock_is_no_coast(tmp_path: Path) -> None:
    """Contact at 460 s ends the last arc there, although no mass leaves the ship before 520 s."""
    arcs = coast_arcs(circles(tmp_path, LEGS, contact_s=460.0)["up"])
    assert [(arc.tai_ns[-1] - START.tai_ns) / 1e9 for arc in arcs] == [240.0, 460.0]


def test_an_independent_parser_reads_the_oem_back(record: Record, tmp_path: Path) -> None:
    """The package `oem` finds one segment per coast arc and the states to 1 cm (it keeps microseconds: 8 mm)."""
    (path,) = write_oem(record, tmp_path / "out")
    message = OrbitEphemerisMessage.open(path)
    arcs = coast_arcs(record["up"])
    assert len(message.segments) == len(arcs) == 2
    for segment, arc in zip(message.segments, arcs):
        assert segment.metadata["REF_FRAME"] == "EME2000"
        assert segment.metadata["OBJECT_NAME"] == "Soyuz MS-19"
        states = list(segment.states)
        assert len(states) == len(arc.tai_ns)
        for state, ns, rv in zip(states, arc.tai_ns.tolist(), arc.rv_GCRF):
            assert state.epoch.isot[:23] == Epoch(ns).utc[:23]
            np.testing.assert_allclose(earth.C_GCRF_EME2000 @ state.position * 1e3, rv[:3], rtol=0, atol=0.01)
            np.testing.assert_allclose(earth.C_GCRF_EME2000 @ state.velocity * 1e3, rv[3:], rtol=0, atol=1e-5)


def test_a_record_without_free_flight_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no coast arc"):
        write_oem(circles(tmp_path, LEGS[:1]), tmp_path / "out")


def test_csv_keeps_every_digit(record: Record, tmp_path: Path) -> None:
    paths = write_csv(record, tmp_path / "out")
    assert [path.stem for path in paths] == ["ascent", "phasing", "rendezvous", "approach", "events"]
    with paths[1].open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["r_GCRF_y_m"]) for row in rows] == record["up"]["phasing"]["r_GCRF_y_m"].tolist()
    assert rows[0]["utc"] == "2021-10-05T09:01:00.000000000Z"
    assert int(rows[0]["tai_ns"]) == (START + 60.0).tai_ns
    assert rows[0]["met_s"] == ""
    with paths[-1].open(newline="") as file:
        (event,) = csv.DictReader(file)
    assert (event["name"], json.loads(event["values"])) == ("liftoff", {"mass_kg": 9000.0})


def test_kazbek_is_named_as_the_originator(record: Record, tmp_path: Path) -> None:
    (path,) = write_oem(record, tmp_path / "out")
    assert f"ORIGINATOR = kazbek {kazbek.__version__}" in path.read_text()


def test_scipy_and_xarray_read_the_netcdf_back(record: Record, tmp_path: Path) -> None:
    """Two independent readers of the classic format: all bits of every column, units, and instants as UTC."""
    path = write_netcdf(record, tmp_path / "out")[1]
    assert path == tmp_path / "out" / "up" / "phasing.nc"
    leg = record["up"]["phasing"]
    with netcdf_file(path, mmap=False) as found:
        assert set(found.variables) == {"time", *leg} - {"tai_ns"}
        for name in set(leg) - {"tai_ns"}:
            np.testing.assert_array_equal(found.variables[name].data, leg[name])
        assert found.variables["mass_kg"].units == b"kg"
        assert int(found.first_tai_ns) == leg["tai_ns"][0]
    with xarray.open_dataset(path, engine="scipy") as dataset:
        assert str(dataset.time.values[1])[:26] == Epoch(int(leg["tai_ns"][1])).utc[:26]
        assert dataset.r_GCRF_x_m.attrs["frame"] == "GCRF"


def test_kml_and_czml_put_the_ship_where_erfa_does(tmp_path: Path) -> None:
    """Longitude, latitude and height of the first row through erfa's own GCRS to ITRS and geodetic routines (UT1 taken
    as UTC, pole left out: within 0.001° and 60 m), the same in both files; nothing after contact."""
    record = circles(tmp_path, LEGS, contact_s=460.0)
    (kml,), (czml,) = write_kml(record, tmp_path / "out"), write_czml(record, tmp_path / "out")
    packets = json.loads(czml.read_text())
    assert packets[0]["clock"]["interval"] == f"{START.utc}/{(START + 545.0).utc}"
    ship = packets[1]
    assert ship["availability"] == f"{START.utc}/{(START + 460.0).utc}"
    samples = np.reshape(ship["position"]["cartographicDegrees"], (-1, 4))
    jd = 2_459_492.5, 9.0 / 24.0
    C = erfa.c2t06a(jd[0], jd[1] + 69.184 / 86_400.0, *jd, 0.0, 0.0)
    longitude_rad, latitude_rad, height_m = erfa.gc2gd(1, C @ circle(0.0)[:3])
    np.testing.assert_allclose(samples[0, 1:3], np.degrees((longitude_rad, latitude_rad)), rtol=0, atol=1e-3)
    assert samples[0, 3] == pytest.approx(height_m, abs=60.0)
    names = {"k": "http://www.opengis.net/kml/2.2", "gx": "http://www.google.com/kml/ext/2.2"}
    root = ElementTree.fromstring(kml.read_bytes())
    coords = [[float(x) for x in (c.text or "").split()] for c in root.iterfind(".//gx:coord", names)]
    whens = [w.text for w in root.iterfind(".//gx:Track/k:when", names)]
    assert len(coords) == len(whens) == len(samples)
    np.testing.assert_allclose(coords, samples[:, 1:], rtol=0, atol=0)
    assert [p.findtext("k:name", namespaces=names) for p in root.iterfind(".//k:Placemark[k:Point]", names)] == [
        "liftoff",
        "docking_contact",
    ]


def test_an_instant_that_stands_twice_is_one_row_on_which_xarray_selects(tmp_path: Path) -> None:
    """CF 1.10, 1.2: a coordinate is strictly monotonic; `sel` and `interp` of xarray want that."""
    doubled = leg("phasing", [0.0, 60.0, 60.0, 120.0], [7000.0, 7000.0, 6950.0, 6950.0])
    (path,) = write_netcdf(circles(tmp_path / "r", (doubled,)), tmp_path / "out")
    with xarray.open_dataset(path, engine="scipy") as dataset:
        assert dataset.mass_kg.values.tolist() == [7000.0, 6950.0, 6950.0]
        instant = np.datetime64((START + 55.0).utc.rstrip("Z"), "ns")
        assert float(dataset.sel(time=instant, method="nearest").mass_kg) == 6950.0
        assert float(dataset.interp(time=instant).mass_kg) == pytest.approx(7000.0 - 50.0 * 55.0 / 60.0)


def test_lines_are_cut_where_a_flat_map_ends() -> None:
    """From 170° to −170° the way is 20°: half of it on each side of 180°, heights and latitudes half-way."""
    lines = cut_at_180([(160.0, 0.0, 0.0), (170.0, 10.0, 100.0), (-170.0, 20.0, 300.0), (-160.0, 30.0, 400.0)])
    assert lines == [
        [(160.0, 0.0, 0.0), (170.0, 10.0, 100.0), (180.0, 15.0, 200.0)],
        [(-180.0, 15.0, 200.0), (-170.0, 20.0, 300.0), (-160.0, 30.0, 400.0)],
    ]
    back = cut_at_180([(-170.0, 0.0, 0.0), (170.0, 10.0, 0.0)])
    assert back == [[(-170.0, 0.0, 0.0), (-180.0, 5.0, 0.0)], [(180.0, 5.0, 0.0), (170.0, 10.0, 0.0)]]


def test_markers_are_seen_and_the_last_instant_has_a_position(record: Record, tmp_path: Path) -> None:
    """In Cesium an availability that ends where it starts is never drawn."""
    packets = json.loads(write_czml(record, tmp_path / "out")[0].read_text())
    for packet in packets[1:]:
        first, last = (Epoch.from_utc(text) for text in packet["availability"].split("/"))
        assert last - first >= 60.0
    assert packets[1]["position"]["forwardExtrapolationType"] == "HOLD"


def test_what_was_exported_before_is_never_written_over(record, tmp_path):
    folder = tmp_path / "out"
    first = export(record, "csv", folder)
    before = {file: file.read_bytes() for file in first}
    with pytest.raises(DataError, match="exists already"):
        export(record, "csv", folder)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
    assert set(first) <= set(before)
    assert export(record, "oem", folder)  # another format beside it
