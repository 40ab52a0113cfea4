"""Data files: every figure with unit and source, every mistake one sentence."""

import pytest

from kazbek.base.data import DataFile, Datum, Frozen, figures, parse, with_value
from kazbek.base.errors import DataError


class Engine(Frozen):
    thrust_vac_N: Datum


class Ship(DataFile):
    engine: Engine
    stages: tuple[Engine, ...] = ()


GOOD = {"name": "ship", "sources": {"A": "somebody, 2021"},
        "engine": {"thrust_vac_N": {"v": 2950.0, "sigma": 15.0, "src": "A"}},
        "stages": [{"thrust_vac_N": {"v": 1.0, "src": "estimate"}}]}


def spoiled(**engine):
    return {**GOOD, "engine": {**GOOD["engine"], **engine}}


def test_figures_are_found_by_dotted_path():
    ship = parse(GOOD, Ship, where="ship.toml")
    assert {path: datum.v for path, datum in figures(ship)} == {"engine.thrust_vac_N": 2950.0,
                                                                "stages.0.thrust_vac_N": 1.0}


def test_a_what_if_replaces_one_figure_and_nothing_else():
    ship = parse(GOOD, Ship, where="ship.toml")
    changed = with_value(ship, "stages.0.thrust_vac_N", 7.0)
    assert changed.stages[0].thrust_vac_N.v == 7.0
    assert changed.engine == ship.engine
    assert ship.stages[0].thrust_vac_N.v == 1.0


@pytest.mark.parametrize(("raw", "says"), [
    (spoiled(thrust_vac_n=1), 'did you mean "thrust_vac_N"?'),
    ({**GOOD, "engine": {}}, '"engine.thrust_vac_N" is missing'),
    (spoiled(thrust_vac_N={"v": 1.0, "src": "B"}), 'unknown source "B"'),
    (spoiled(thrust_vac_N={"v": float("nan"), "src": "A"}), "thrust_vac_N"),
    (spoiled(thrust_vac_N={"v": 1.0, "sigma": -1.0, "src": "A"}), "sigma must not be negative"),
    (spoiled(thrust_vac_N={"v": 9.0, "hi": 8.0, "src": "A"}), "outside"),
])
def test_each_mistake_is_one_sentence(raw, says):
    with pytest.raises(DataError) as fault:
        parse(raw, Ship, where="ship.toml")
    assert says in str(fault.value)
    assert "ship.toml" in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_figure_without_a_unit_is_refused():
    class Bad(DataFile):
        thrust: Datum

    with pytest.raises(DataError, match="carries no unit"):
        parse({"name": "x", "thrust": {"v": 1.0, "src": "estimate"}}, Bad, where="x.toml")


def test_an_unknown_what_if_names_the_nearest():
    with pytest.raises(DataError, match=r'did you mean "engine\.thrust_vac_N"'):
        with_value(parse(GOOD, Ship, where="ship.toml"), "engine.thrust_N", 1.0)
