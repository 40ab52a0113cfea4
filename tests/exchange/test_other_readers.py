"""Exports in programs of other makes, run as programs: Cesium's own engine under Node, and ccsds-ndm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from circles import LEGS, START, circles
from readers import HERE, cesium, ndm_python, said

from kazbek.base.epoch import Epoch
from kazbek.exchange.czml import write_czml
from kazbek.exchange.oem import coast_arcs, write_oem
from kazbek.exchange.path import flight_path
from kazbek.world import earth

NAME = 'Soyuz "MS-19" <b>'
END_s = 545.0


def test_cesium_shows_every_marker_and_knows_where_the_ship_is_to_the_last_instant(tmp_path: Path) -> None:
    """A marker of the last instant is seen for a minute of the clock; positions, between the rows of a minute too,
    agree to 20 m (Cesium draws a cubic through four of them, kazbek uses the velocities)."""
    place = cesium(tmp_path)
    record = circles(tmp_path, LEGS, contact_s=END_s, ship=NAME)
    (czml,) = write_czml(record, tmp_path / "out")
    found = {entity["id"]: entity for entity in said(["node", "read_czml.mjs", str(czml), "7.3"], place)}
    assert list(found) == ["up", "up/0/liftoff", "up/1/docking_contact"]
    path = flight_path(record["up"])
    assert path is not None
    for entity in found.values():
        assert entity["drawn"]
        assert entity["seen_s"] >= 60.0 - 1e-6
        assert None not in [at for _, at in entity["places"]]
    assert found["up"]["name"] == NAME
    assert Epoch.from_utc(found["up"]["places"][-1][0]) - START == END_s
    for utc, r_ITRF_m in found["up"]["places"]:
        here = path.at(Epoch.from_utc(utc))
        np.testing.assert_allclose(r_ITRF_m, earth.rv_ITRF(here.tai_ns, here.rv_GCRF)[0, :3], rtol=0, atol=20.0)


def test_ccsds_ndm_reads_the_oem_back(tmp_path: Path) -> None:
    """One segment per coast arc, the states to half a digit of the last place that is written (1e-9 km, 1e-12 km/s)."""
    python = ndm_python(tmp_path)
    record = circles(tmp_path, LEGS)
    (oem,) = write_oem(record, tmp_path / "out")
    found = said([str(python), "read_ndm.py", str(oem)], HERE)
    arcs = coast_arcs(record["up"])
    assert len(found) == len(arcs) == 2
    for segment, arc in zip(found, arcs):
        assert (segment["object"], segment["frame"]) == ("Soyuz MS-19", "EME2000")
        assert [Epoch.from_utc(state[0]).tai_ns for state in segment["states"]] == arc.tai_ns.tolist()
        rv_EME2000 = np.array([state[1:] for state in segment["states"]]) * 1e3
        np.testing.assert_allclose(rv_EME2000[:, :3] @ earth.C_GCRF_EME2000.T, arc.rv_GCRF[:, :3], rtol=0, atol=2e-6)
        np.testing.assert_allclose(rv_EME2000[:, 3:] @ earth.C_GCRF_EME2000.T, arc.rv_GCRF[:, 3:], rtol=0, atol=2e-9)
