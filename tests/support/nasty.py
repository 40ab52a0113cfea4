"""A name that is nobody's friend, and a small record in which it stands wherever a name may stand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from small_record import write_record

# markup, quotes, a comma, Markdown, a table's bar, a formula, mathematics, rich's markup, an emoji's code, a template
NAME = """=<x-bad a="b">&'`*_[red](u)|$\\bad{0}$;:smile:,"""
SHIP, PERSON = f"Ship {NAME}", f"=Ann {NAME}"


def nasty_record(folder: Path) -> Path:
    """A small record whose ship, crew and title are called so."""
    write_record(folder)
    for file in (folder / "summary.json", folder / "manifest.json"):
        document = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(_renamed(json.dumps(document), json.dumps(SHIP)[1:-1], json.dumps(PERSON)[1:-1]))
    toml = (folder / "mission.toml").read_text(encoding="utf-8")
    ship, person = (name.replace("\\", "\\\\").replace('"', '\\"') for name in (SHIP, PERSON))
    (folder / "mission.toml").write_text(_renamed(toml, ship, person).replace("A small flight", ship))
    for file in (folder / "telemetry" / "up").glob("*.parquet"):
        table = pq.read_table(file)
        pq.write_table(table.append_column("mass_kg", [np.full(3, 7000.0)]), file)
    return folder


def _renamed(text: str, ship: str, person: str) -> str:
    return text.replace("Soyuz T-1", ship).replace("Ann Bell", person)
