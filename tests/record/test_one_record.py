"""One shape: a record just flown and the same record read from disk go through every door alike."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from small_record import write_record

import kazbek
from kazbek.base.errors import DataError, MissingExtra, WrongPlace
from kazbek.gallery import partial
from kazbek.record.read import on_disk


@pytest.fixture(scope="module")
def flown() -> kazbek.Record:
    """Pad to separation, in memory, compared with history."""
    return kazbek.fly("soyuz-ms-19", until="spacecraft_separation", sigma=False)


@pytest.fixture(scope="module")
def saved(flown: kazbek.Record, tmp_path_factory: pytest.TempPathFactory) -> kazbek.Record:
    return kazbek.load(flown.save(tmp_path_factory.mktemp("saved") / "r").directory)


def test_the_same_flights_legs_columns_and_events(flown: kazbek.Record, saved: kazbek.Record) -> None:
    """Bit by bit, instants to the nanosecond."""
    assert {**flown.summary, "record": None} == {**saved.summary, "record": None}
    assert (list(flown), flown.outcome, flown.mission, flown.title) == (
        list(saved),
        saved.outcome,
        saved.mission,
        saved.title,
    )
    assert flown.comparison == saved.comparison
    assert len(flown.comparison) > 5
    for before, after in zip(flown.flights, saved.flights, strict=True):
        assert before.events == after.events
        assert (before.liftoff, before.way, before.date, before.crew) == (
            after.liftoff,
            after.way,
            after.date,
            after.crew,
        )
        for one, other in zip(before.legs, after.legs, strict=True):
            assert repr(one) == repr(other)
            assert (one.start, one.end, one.events) == (other.start, other.end, other.events)
            assert list(one) == list(other)
            for name, column in one.items():
                assert column.tobytes() == other[name].tobytes()
                assert not column.flags.writeable
                assert not other[name].flags.writeable


def test_what_fly_writes_is_what_save_writes(flown: kazbek.Record, saved: kazbek.Record, tmp_path: Path) -> None:
    """The same files with the same bytes, apart from where, when and by which process, and the digests of that."""
    written = kazbek.fly("soyuz-ms-19", until="spacecraft_separation", sigma=False, out=tmp_path / "r").directory
    files = sorted(path.relative_to(written) for path in written.rglob("*") if path.is_file())
    assert files == sorted(p.relative_to(saved.directory) for p in saved.directory.rglob("*") if p.is_file())
    for file in files:
        one, other = ((folder / file).read_bytes() for folder in (written, saved.directory))
        if file.name in ("manifest.json", "summary.json"):
            one, other = (
                {**json.loads(text), **dict.fromkeys(("record", "created_utc", "pid", "manifest_sha256"))}
                for text in (one, other)
            )
            for document in (one, other):
                document.get("own_files", {}).pop("summary.json", None)  # it holds where it lies
        assert one == other, file


def test_every_door_takes_both(flown: kazbek.Record, saved: kazbek.Record, tmp_path: Path) -> None:
    for door in (kazbek.tell, lambda told: kazbek.crew_of(told).document["seats"]):
        assert list(door(flown)) == list(door(saved)) == list(door(saved.directory))
    drawn = [
        [path.read_bytes() for path in kazbek.draw(record, tmp_path / str(k))]
        for k, record in enumerate((flown, saved, str(saved.directory)))
    ]
    assert drawn[0] == drawn[1] == drawn[2]
    assert len(drawn[0]) == 2
    for to in ("csv", "kml", "netcdf"):
        one, other = (kazbek.export(record, to, tmp_path / to / str(k)) for k, record in enumerate((flown, saved)))
        assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_pictures_of_a_flight_in_memory_are_drawn_from_a_copy_on_disk(flown: kazbek.Record) -> None:
    """By workers that read it; it is known as the same record each time, so that a film can be added later."""
    labels = []
    for _ in range(2):
        with on_disk(flown) as told:
            assert kazbek.load(told.directory)["up"].events == flown["up"].events
            labels.append(partial._digest(told))
        assert not told.directory.exists()
    assert labels[0] == labels[1] == partial._digest(flown)


def test_a_record_that_lies_nowhere_needs_a_place_to_export_to(flown: kazbek.Record) -> None:
    with pytest.raises(WrongPlace, match="save the record first"):
        kazbek.export(flown, "csv")


def test_a_saved_record_can_be_saved_elsewhere(saved: kazbek.Record, tmp_path: Path) -> None:
    again = saved.save(tmp_path / "again")
    assert kazbek.load(tmp_path / "again")["up"].events == saved["up"].events
    assert again.manifest["created_utc"] == saved.manifest["created_utc"]
    with pytest.raises(DataError, match="not empty"):
        saved.save(tmp_path / "again")


def test_a_channel_at_an_instant_is_linear_between_rows(saved: kazbek.Record) -> None:
    leg = saved["up"]["ascent"]
    k, t_ns = 100, leg["tai_ns"]
    between = kazbek.Epoch(int(t_ns[k]) + (int(t_ns[k + 1]) - int(t_ns[k])) // 4)
    expected = 0.75 * leg["height_m"][k] + 0.25 * leg["height_m"][k + 1]
    assert leg.at(between)["height_m"] == pytest.approx(expected, rel=1e-9)
    assert leg.at(leg.start - 10.0)["height_m"] == leg["height_m"][0]
    assert saved["up"].legs_at(between) == (leg,)
    assert saved["up"].legs_at(leg.end + 1.0) == ()
    assert saved["up"].legs_at(leg.end + 1.0, after_s=2.0) == (leg,)


def test_tables_of_the_whole_carry_names_units_and_numbers(saved: kazbek.Record) -> None:
    frame, tree = saved.to_pandas(), saved.to_xarray()
    height = frame.loc[("up", "ascent"), "height_m"].to_numpy()
    assert np.array_equal(height, saved["up"]["ascent"]["height_m"])
    assert frame.index.names == ["flight", "leg", "utc"]
    assert np.array_equal(tree["up/ascent"]["height_m"].to_numpy(), saved["up"]["ascent"]["height_m"])
    assert tree["up/ascent"]["height_m"].attrs["units"] == "m"
    assert list(saved["up"].to_xarray().children) == list(saved["up"])
    assert list(saved["up"].to_pandas().index.names) == ["leg", "utc"]


@pytest.mark.parametrize(
    ("module", "extra", "way"),
    [("pandas", "tables", "to_pandas"), ("xarray", "tables", "to_xarray"), ("matplotlib", "plots", "plot")],
)
def test_a_missing_extra_is_one_sentence(
    flown: kazbek.Record, monkeypatch: pytest.MonkeyPatch, module: str, extra: str, way: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=rf"pip install .kazbek\[{extra}\]"):
        getattr(flown, way)()


def test_plots_by_name(flown: kazbek.Record) -> None:
    drawn = flown.plot("dark")
    assert list(drawn) == ["up-ascent", "up-ground-track"]
    assert re.findall(r'alt="([a-z-]+)" src="data:image/(png|jpeg)', drawn._repr_html_()) == [
        ("up-ascent", "png"),
        ("up-ground-track", "jpeg"),
    ]
    colours = {line.get_color() for line in drawn["up-ascent"].axes[1].lines}
    assert colours == {"#79b0ffff", "#ff8a7aff", "#e2a35cff"}  # of the dark look, wherever it is drawn later


def test_a_record_of_the_first_kind_is_still_read(tmp_path: Path) -> None:
    """Without ``events.json``, without instants in nanoseconds, without the days of the flights."""
    record = kazbek.load(write_record(tmp_path / "r"))
    assert (record["up"].way, record["up"].date) == ("", None)
    assert record["up"].liftoff == kazbek.Epoch.from_utc("2021-10-05T08:55:00")
    assert record["up"].event("docking_contact").values["port"] == "rassvet-nadir"
    assert record.comparison[0].role == "predicted"
    assert record["up"]["docking"].start == kazbek.Epoch.from_utc("2021-10-05T09:45:00")


def test_what_an_outcome_may_be(tmp_path: Path) -> None:
    folder = write_record(tmp_path / "r")
    text = (folder / "summary.json").read_text(encoding="utf-8").replace('"docked"', '"docket"')
    (folder / "summary.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match='did you mean "docked"'):
        kazbek.load(folder)


def test_a_flight_writes_without_pandas(tmp_path: Path) -> None:
    """Importing it takes a good part of a second, and nothing that flies or writes needs it."""
    program = (
        "import sys, kazbek; kazbek.fly('soyuz-ms-19', until='liftoff', sigma=False, out=sys.argv[1]); "
        "kazbek.load(sys.argv[1])['up']['ascent']['height_m']; print('pandas' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "r")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_the_page_of_the_record_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its example, as written, in a folder of its own."""
    page = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    words: dict[str, object] = {}
    exec(example, words)
    assert kazbek.load("ms-19").outcome == "reached"
    assert words["record"].directory == Path("ms-19")
