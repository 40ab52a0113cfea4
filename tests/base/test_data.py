"""Data files: every figure with unit and source, every mistake one sentence."""

import pytest

from kazbek.base.data import DataFile, Datum, Frozen, figures, like_of, load, parse
from kazbek.base.errors import DataError
from kazbek.base.figures import with_value
from kazbek.base.toml_file import read_toml
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.spacecraft import Spacecraft


class Engine(Frozen):
    thrust_vac_N: Datum


class Ship(DataFile):
    engine: Engine
    stages: tuple[Engine, ...] = ()
    spare: dict[str, Engine] | None = None


GOOD = {
    "name": "ship",
    "sources": {"A": "somebody, 2021"},
    "engine": {"thrust_vac_N": {"v": 2950.0, "sigma": 15.0, "src": "A"}},
    "stages": [{"thrust_vac_N": {"v": 1.0, "src": "estimate"}}],
}


def spoiled(**engine):
    return {**GOOD, "engine": {**GOOD["engine"], **engine}}


def test_figures_are_found_by_dotted_path():
    ship = parse(GOOD, Ship, where="ship.toml")
    assert {path: datum.v for path, datum in figures(ship)} == {
        "engine.thrust_vac_N": 2950.0,
        "stages.0.thrust_vac_N": 1.0,
    }


def test_a_what_if_replaces_one_figure_and_nothing_else():
    ship = parse(GOOD, Ship, where="ship.toml")
    changed = with_value(ship, "stages.0.thrust_vac_N", 7.0)
    assert changed.stages[0].thrust_vac_N.v == 7.0
    assert changed.engine == ship.engine
    assert ship.stages[0].thrust_vac_N.v == 1.0


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (spoiled(thrust_vac_n=1), 'did you mean "thrust_vac_N"?'),
        ({**GOOD, "spare": {"mine": {"thrust_vac_kN": 1.0}}}, 'did you mean "thrust_vac_N"?'),
        ({**GOOD, "engine": {}}, '"engine.thrust_vac_N" is missing'),
        (spoiled(thrust_vac_N={"v": 1.0, "src": "B"}), 'unknown source "B"'),
        (spoiled(thrust_vac_N={"v": float("nan"), "src": "A"}), "thrust_vac_N"),
        (spoiled(thrust_vac_N={"v": 1.0, "sigma": -1.0, "src": "A"}), "sigma must not be negative"),
        (spoiled(thrust_vac_N={"v": 9.0, "hi": 8.0, "src": "A"}), "outside"),
    ],
)
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


class Pad(DataFile):
    latitude_deg: Datum
    height_m: Datum
    throttle_frac: Datum
    dry_mass_kg: Datum
    x_m: Datum


PAD = {
    "name": "pad",
    **{
        key: {"v": 0.5, "src": "estimate"}
        for key in ("latitude_deg", "height_m", "throttle_frac", "dry_mass_kg", "x_m")
    },
}


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("latitude_deg", 90.1, "-90 to 90"),
        ("latitude_deg", float("inf"), "-90 to 90"),
        ("throttle_frac", 1.1, "0 to 1"),
        ("throttle_frac", -0.1, "0 to 1"),
        ("dry_mass_kg", -1.0, "more than 0"),
        ("dry_mass_kg", 0.0, "more than 0"),
    ],
)
def test_what_a_figure_can_be_is_told_by_its_name(key, value, allowed):
    with pytest.raises(DataError, match=f"allowed: {allowed}"):
        with_value(parse(PAD, Pad, where="pad.toml"), key, value)
    if value != float("inf"):
        with pytest.raises(DataError, match=rf"pad\.toml.*allowed: {allowed}"):
            parse({**PAD, key: {"v": value, "src": "estimate"}}, Pad, where="pad.toml")


@pytest.mark.parametrize("key", ["height_m", "x_m"])
def test_offsets_and_ground_below_the_ellipsoid_may_be_negative(key):
    assert getattr(with_value(parse(PAD, Pad, where="pad.toml"), key, -28.0), key).v == -28.0


def test_a_figure_s_own_bounds_come_before_those_of_its_name():
    wider = parse({**PAD, "dry_mass_kg": {"v": 0.0, "lo": 0.0, "src": "estimate"}}, Pad, where="pad.toml")
    assert with_value(wider, "dry_mass_kg", 0.0).dry_mass_kg.v == 0.0


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({**PAD, "name": 3}, "text in quotes"),
        ({**PAD, "sources": 3}, "a table"),
        ({**PAD, "x_m": 3}, "a table"),
        ({**PAD, "x_m": {"v": "much", "src": "estimate"}}, "a number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_what_is_allowed(raw, says):
    with pytest.raises(DataError, match=f"allowed: {says}") as fault:
        parse(raw, Pad, where="pad.toml")
    assert "Input" not in str(fault.value)


def test_a_mark_of_byte_order_is_no_mistake(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbfname = 'a'\n")
    assert read_toml(tmp_path / "a.toml") == {"name": "a"}
    (tmp_path / "b.toml").write_bytes(b"name = '\xe9'\n")
    with pytest.raises(DataError, match="UTF-8"):
        read_toml(tmp_path / "b.toml")


def test_a_file_may_say_only_in_what_it_differs(tmp_path):
    (tmp_path / "light.toml").write_text(
        'like = "soyuz-ms"\nname = "light"\n[thrusters]\nisp_s = { v = 285.0, src = "estimate" }\n', "utf-8"
    )
    light, full = (load("spacecraft", name, Spacecraft, base=tmp_path) for name in ("light.toml", "soyuz-ms"))
    assert {path for path, datum in figures(light) if datum != dict(figures(full))[path]} == {"thrusters.isp_s"}
    assert light.thrusters.isp_s == Datum(v=285.0, src="estimate")  # whole: the other's sigma is gone with its value
    (tmp_path / "lost.toml").write_text('like = "soyuz-mx"\nname = "lost"\n', "utf-8")
    with pytest.raises(DataError, match=r'unknown spacecraft "soyuz-mx".*soyuz-ms'):
        load("spacecraft", "lost.toml", Spacecraft, base=tmp_path)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('like = "soyuz-ms"', "soyuz-ms"),
        ("'like' = 'soyuz-ms'", "soyuz-ms"),
        ("[sources]\nlike = 'soyuz-ms'", ""),
        ("# like = 'soyuz-ms'", ""),
    ],
)
def test_what_a_file_is_like_is_known_however_it_is_quoted(tmp_path, line, found):
    (tmp_path / "mine.toml").write_text(f"{line}\n", encoding="utf-8")
    assert like_of(tmp_path / "mine.toml") == found


LIKE = 'like = "soyuz-2.1a"\nname = "mine"\nwithout = ["{}"]\n'


def test_a_file_like_another_leaves_out_what_it_names(tmp_path):
    (tmp_path / "mine.toml").write_text(LIKE.format("orbit.period_s"), encoding="utf-8")
    assert load("launchers", "soyuz-2.1a", Launcher).orbit.period_s is not None
    assert load("launchers", "mine.toml", Launcher, base=tmp_path).orbit.period_s is None


@pytest.mark.parametrize("path", ["orbit.periods_s", "orbits.period_s", "orbit.period_s.v.v", ""])
def test_what_is_not_there_cannot_be_left_out(tmp_path, path):
    (tmp_path / "mine.toml").write_text(LIKE.format(path), encoding="utf-8")
    with pytest.raises(DataError, match="to leave out"):
        load("launchers", "mine.toml", Launcher, base=tmp_path)
