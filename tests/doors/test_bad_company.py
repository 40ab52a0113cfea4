"""Machines and inputs that are not as they should be: a clock at 1970, figures of no world, names with slashes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest
from circles import LEGS, circles
from oem import OrbitEphemerisMessage

import kazbek
from kazbek.base.data import load
from kazbek.base.errors import DataError
from kazbek.base.places import check_new_name
from kazbek.catalogue.launcher import Launcher
from kazbek.cli.schedules import _file_names
from kazbek.exchange.oem import write_oem

FIELD = Path(__file__).parents[1] / "data" / "field"


class Reset(dt.datetime):
    """A clock whose battery is empty."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Reset:
        return cls(1970, 1, 1, 1, 0, 29, tzinfo=tz)


@pytest.fixture
def reset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kazbek.base.epoch.dt", SimpleNamespace(**{**vars(dt), "datetime": Reset}))


def test_a_clock_at_1970_flies_and_exports(reset: None, tmp_path: Path) -> None:
    """Leap seconds begin in 1972: that label is no instant kazbek could compute with, and need not be."""
    record = kazbek.fly("soyuz-ms-19", out=tmp_path / "r", until="max_q", sigma=False)
    assert kazbek.load(tmp_path / "r").manifest["created_utc"] == "1970-01-01T01:00:29.000000Z"
    assert record["up"].event("max_q").epoch.utc.startswith("2021-10-05")
    (oem,) = write_oem(circles(tmp_path, LEGS), tmp_path / "out")
    assert len(OrbitEphemerisMessage.open(oem).segments) == 2
    assert "CREATION_DATE = 1970-01-01T01:00:29.000000\n" in oem.read_text()


def test_names_of_people_become_names_of_files_and_no_paths() -> None:
    names = _file_names(["Ann Bell", "../../Ann Bell", "Ann/Bell", "ann-bell", "…", "Ü" * 300])
    assert list(names.values()) == ["ann-bell", "ann-bell-2", "ann-bell-3", "ann-bell-4", "somebody", "ü" * 50]
    for name in names.values():
        check_new_name(Path(f"{name}.ics"), "out")
        assert Path(name).name == name


def test_a_figure_that_nothing_in_the_world_has_is_refused_by_name() -> None:
    with pytest.raises(DataError, match=r"orbit\.min_height_m.*1e\+300"):
        load("launchers", str(FIELD / "launcher_2de5de.toml"), Launcher)
