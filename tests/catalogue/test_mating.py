"""Docking mechanisms by kind: a probe fits its cone, a ring its like, and nothing else."""

from __future__ import annotations

import pytest

from kazbek.base.errors import DataError
from kazbek.catalogue.mating import mates
from kazbek.catalogue.station import Station
from kazbek.catalogue.thrusters import MainEngine
from kazbek.mission.checks import check
from kazbek.mission.file import mission_from, mission_text


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("ssvp-probe", "ssvp-cone", True),
        ("ssvp-cone", "ssvp-probe", True),
        ("ssvp-probe", "ssvp-probe", False),
        ("ssvp-probe", "crook-cone", False),
        ("androgynous-ring", "androgynous-ring", True),
        ("androgynous-ring", "ssvp-cone", False),
        ("probe", "cone", False),
    ],
)
def test_what_fits(one: str, other: str, fit: bool) -> None:
    assert mates(one, other) is fit


def test_a_ship_is_refused_where_its_mechanism_does_not_fit() -> None:
    text = mission_text("shenzhou-21").replace('"tiangong"', '"iss"').replace("tianhe-forward", "rassvet-nadir")
    with pytest.raises(DataError, match="androgynous-ring and cannot dock at rassvet-nadir, a ssvp-cone") as fault:
        check(mission_from(text, None, "mine.toml"))
    assert "iss has no port for it" in fault.value.allowed


def test_a_kind_needs_a_name_and_an_end() -> None:
    raw = Station.named("tiangong").model_dump()
    raw["ports"]["tianhe-aft"]["kind"] = "hatch"
    with pytest.raises(ValueError, match='"hatch", allowed: NAME-probe, NAME-cone or NAME-ring'):
        Station.model_validate(raw)


def test_engines_in_pairs() -> None:
    raw = {"engines": 4, "at_once": 2, "start_overhead_s": _v(1.0), "starts_count": _v(9.0)}
    engine = MainEngine.model_validate({**raw, "thrust_vac_N": _v(2500.0), "isp_s": _v(290.0)})
    assert engine.push_N == 5000.0
    assert engine.has_reserve
    with pytest.raises(ValueError, match="at_once = 5, allowed: 1 to 4"):
        MainEngine.model_validate({**raw, "at_once": 5, "thrust_vac_N": _v(2500.0), "isp_s": _v(290.0)})


def _v(v: float) -> dict[str, object]:
    return {"v": v, "src": "estimate"}
