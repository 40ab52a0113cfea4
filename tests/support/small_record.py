"""A small record made by hand: enough legs and events for every kind of beat, without flying."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kazbek.base.epoch import Epoch

MISSION = """
name = "small"
title = "A small flight"
[station]
name = "iss"
track = ["iss_2021-10-01.xml.gz"]
[[flight]]
name = "up"
ship = "Soyuz T-1"
spacecraft = "soyuz-ms"
date = 2021-10-05
launcher = "soyuz-2.1a"
pad = "baikonur-31"
profile = "2-orbit"
port = "rassvet-nadir"
crew = [{ name = "Ann Bell", seat = "left" }, { name = "Cid Dale", seat = "centre", role = "commander" }]
[[swap]]
date = 2021-10-07
to = { "Soyuz T-1" = ["Ann Bell"], "Soyuz T-0" = ["Eve Ford"] }
"""
LIFTOFF = Epoch.from_utc("2021-10-05T08:55:00Z")


def write_record(folder: Path, *, events: list[dict[str, Any]] | None = None, comparison: bool = True) -> Path:
    """A whole record of one flight with an ascent, a docking and a landing."""
    folder.mkdir(parents=True)
    chosen = EVENTS if events is None else events
    flights = [
        {
            "name": "up",
            "ship": "Soyuz T-1",
            "outcome": "docked",
            "crew": ["Ann Bell", "Cid Dale"],
            "reason": "",
            "shortfall": {},
            "events": chosen,
        }
    ]
    flown = [
        {
            "flight": "up",
            "quantity": "liftoff_utc",
            "unit": "s",
            "predicted": _utc(0.0),
            "sigma": 1.0,
            "flown": "2021-10-05T08:54:58.500000Z",
            "difference": 1.5,
            "tolerance": 6.0,
            "within": True,
            "source": "x",
        }
    ]
    legs = {
        "ascent": _leg(0.0, 500.0, climbing=True),
        "docking": _leg(3000.0, 4000.0, station=True),
        "landing": _leg(9000.0, 9100.0),
    }
    manifest = {
        "format": 1,
        "complete": True,
        "mission": "small",
        "legs": [
            {
                "flight": "up",
                "leg": name,
                "phase": name,
                "outcome": "reached",
                "start_utc": Epoch(int(legs[name]["tai_ns"][0])).utc,
                "end_utc": Epoch(int(legs[name]["tai_ns"][-1])).utc,
                "rows": 3,
            }
            for name in legs
        ],
    }
    (folder / "mission.toml").write_text(MISSION, encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "summary.json").write_text(
        json.dumps(
            {
                "mission": "small",
                "outcome": "docked",
                "record": str(folder),
                "station": {},
                "flights": flights,
                "comparison": flown if comparison else [],
            }
        ),
        encoding="utf-8",
    )
    (folder / "telemetry" / "up").mkdir(parents=True)
    for name, columns in legs.items():
        pq.write_table(pa.table(dict(columns)), folder / "telemetry" / "up" / f"{name}.parquet")
    return folder


def event(name: str, met_s: float, **values: Any) -> dict[str, Any]:
    """An event as a record holds it."""
    return {"name": name, "utc": _utc(met_s), "met_s": met_s, "values": values}


def _utc(met_s: float) -> str:
    return Epoch(LIFTOFF.tai_ns + round(met_s * 1e9)).utc


def _leg(start_s: float, end_s: float, *, climbing: bool = False, station: bool = False) -> Mapping[str, Any]:
    """Three rows of a circular orbit, or of a point over the steppe."""
    t = np.array((start_s, (start_s + end_s) / 2.0, end_s))
    radius_m = 6_371_000.0 + (50_000.0 if climbing else 420_000.0 if station else 300.0)
    angle = 1.1 + 1.13e-3 * (t - start_s)
    columns = {
        "tai_ns": LIFTOFF.tai_ns + (t * 1e9).astype(np.int64),
        "met_s": t,
        "r_GCRF_x_m": radius_m * np.cos(angle),
        "r_GCRF_y_m": radius_m * np.sin(angle) * 0.7,
        "r_GCRF_z_m": radius_m * np.sin(angle) * 0.714,
        "v_GCRF_x_m_s": -7600.0 * np.sin(angle),
        "v_GCRF_y_m_s": 5300.0 * np.cos(angle),
        "v_GCRF_z_m_s": 5400.0 * np.cos(angle),
    }
    if climbing:
        columns |= {"height_m": t * 400.0, "pitch_rad": np.full(3, 0.6), "heading_rad": np.full(3, 1.08)}
    if station:
        columns |= {"r_RTN_R_m": np.full(3, -90.0), "r_RTN_T_m": np.full(3, -12.0), "r_RTN_N_m": np.full(3, 2.0)}
    return columns


EVENTS = [
    event("liftoff", 0.0, mass_kg=310_000.0, height_m=104.0),
    event("strapon_separation", 118.0, height_m=47_100.0),
    event("kurs_lost", 3100.0, range_m=40.0, sets_lost=1),
    event("approach_breakoff", 3100.0, range_m=40.0, closing_speed_m_s=0.28),
    event("kurs_lost", 3300.0, range_m=40.0, sets_lost=2),
    event(
        "docking_contact",
        3900.0,
        closing_speed_m_s=0.13,
        miss_m=0.046,
        delta_v_total_m_s=125.2,
        propellant_kg=529.4,
        port="rassvet-nadir",
    ),
    event("touchdown", 9050.0, latitude_deg=-47.3, longitude_deg=69.6, miss_m=593.0, speed_m_s=2.0),
    {"name": "seats_swapped", "utc": "2021-10-07T12:00:00.000000Z", "met_s": None, "values": {"day": "2021-10-07"}},
]
