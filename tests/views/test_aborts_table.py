"""The table of escapes holds a row in 100 columns, long names and all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.views.aborts.table import table_text

LIFTOFF = Epoch.from_utc("2021-10-05T08:55:02.9Z")
ROW = {
    "t_s": 520.0, "mode": "abort_to_orbit", "escape_load_g": 11.4, "entry_load_g": 19.9, "entry_load_steered_g": 15.6,
    "apogee_m": 201_400.0, "touchdown_s": 6132.0, "range_km": 4662.0, "country_or_sea": "North Pacific Ocean",
    "surface": "slope", "rescue_s": 27_540.0, "delta_v_m_s": 7588.0, "class": "injury unlikely",
}  # fmt: skip


def test_an_escape_is_a_line_of_100_columns_with_its_mode_in_words() -> None:
    found: Any = SimpleNamespace(
        mission="m", escapes=SimpleNamespace(liftoff=LIFTOFF), rows=[SimpleNamespace(json=lambda: ROW)]
    )
    lines = list(table_text(found))
    assert max(map(len, lines)) <= 100
    assert "abort to orbit" in lines[4]
    assert "North Pacific…*" in lines[4]
