"""The same rows however a campaign is flown: on how many processes, in what parts, killed, resumed or extended."""

import errno
import json
import os
import random
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from many_flights import POISON, begun, digest_at, flights, flown, home, poisonous, with_its_rows

from kazbek.base.errors import DataError, OutOfRange
from kazbek.campaign.drive import Ways, extend, fly_on
from kazbek.campaign.one import fly_run, named_run
from kazbek.campaign.pool import Pool
from kazbek.campaign.query import query
from kazbek.campaign.question import Question
from kazbek.campaign.results import results_of
from kazbek.campaign.rows import digest, row_of
from kazbek.campaign.status import status_of
from kazbek.campaign.store import Store, _labelled
from kazbek.cli.at_once import status_asked
from kazbek.views.campaign.report import report_text


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return flown(tmp_path_factory.mktemp("campaign") / "whole", home())


def test_two_processes_and_other_parts_fly_the_same_rows(whole, tmp_path):
    other = flown(tmp_path / "other", home(chunk=5), workers=2)
    assert digest_at(other) == digest_at(whole)
    assert other.rows().to_pylist() == whole.rows().to_pylist()


def test_resumed_where_parts_are_missing_torn_or_without_their_line(whole, tmp_path):
    store = flown(tmp_path / "c", home())
    lines = (store.folder / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (store.folder / "manifest.jsonl").write_bytes(lines[1] + lines[2][:40])
    parts = sorted((store.folder / "runs").iterdir())
    parts[1].unlink()
    parts[2].write_bytes(parts[2].read_bytes()[:300])
    found = status_of(store)
    assert (found.done, found.runs) == (4, 12)
    assert "part-00000004-00000008.parquet" in found.notes[0]
    assert fly_on(store, Ways())
    assert digest_at(store) == digest_at(whole)
    assert not fly_on(store, Ways())  # nothing is flown twice


def test_no_flipped_bit_gives_another_number_in_silence(whole, tmp_path):
    """Any bit of any file: refused, said, or flown again; by hand 3 000 over status, report and query, none passes."""
    chance = random.Random(2018)
    store = Store(shutil.copytree(whole.folder, tmp_path / "c"))

    def told():
        status = status_of(store).json()
        del status["notes"], status["seconds"]
        return store.question.json(), status, store.rows().to_pylist(), store.rows("draws").to_pylist()

    right = told()
    files = [file for file in sorted(store.folder.rglob("*")) if file.is_file()]
    for _ in range(60):
        file = chance.choice(files)
        content = file.read_bytes()
        bit = chance.randrange(8 * len(content))
        file.write_bytes(content[: bit // 8] + bytes([content[bit // 8] ^ 1 << bit % 8]) + content[bit // 8 + 1 :])
        with suppress(DataError):
            assert told() == right, f"bit {bit} of {file.name} passes"
        file.write_bytes(content)
    assert told() == right


def test_a_damaged_part_is_flown_again(whole, tmp_path):
    store = Store(shutil.copytree(whole.folder, tmp_path / "c"))
    for folder in ("runs", "draws"):
        file = sorted((store.folder / folder).iterdir())[folder == "draws"]
        content = file.read_bytes()
        file.write_bytes(content[:99] + bytes([content[99] ^ 1]) + content[100:])
    with pytest.raises(DataError, match="not as it was written; fly its runs again: kazbek campaign resume"):
        store.rows()
    assert fly_on(store, Ways())
    assert store.rows().to_pylist() == whole.rows().to_pylist()
    assert store.rows("draws").to_pylist() == whole.rows("draws").to_pylist()


def test_extended_is_a_larger_one(whole, tmp_path):
    store = flown(tmp_path / "c", home(runs=6))
    extend(store, 12)
    fly_on(store, Ways())
    assert digest_at(store) == digest_at(whole)


def test_sobol_extends_and_a_hypercube_does_not(tmp_path):
    store = flown(tmp_path / "s", home(runs=3, sample="sobol"))
    extend(store, 6)
    fly_on(store, Ways())
    assert digest_at(store) == digest_at(flown(tmp_path / "t", home(runs=6, sample="sobol")))
    with pytest.raises(DataError, match="lhs cannot be extended"):
        extend(begun(tmp_path / "l", home(runs=3, sample="lhs")), 6)


def test_a_run_flown_alone_with_its_record_is_its_row(whole, tmp_path):
    folder, run = named_run(f"{whole.folder}:7")
    record = fly_run(folder, run, tmp_path / "record")
    row = whole.rows().slice(7, 1).to_pylist()[0]
    assert digest(row_of(7, record.flights)) == digest(row)
    assert record["home"]["entry"].rows > 100
    with pytest.raises(OutOfRange, match="run 12"):
        fly_run(whole.folder, 12)


def test_a_part_that_ends_its_worker_is_cut_down_to_the_run_that_does(whole, tmp_path):
    store = with_its_rows(begun(tmp_path / "c", home()), whole)
    pool = Pool(store.question, store.folder, 2, poisonous)
    for part in pool.fly([(0, 4), (4, 8), (8, 12)]):
        store.add(part.receipt, part.runs, part.draws)
    rows = store.rows().to_pylist()
    assert [row["run"] for row in rows if row["outcome"] == "killed"] == [POISON]
    others = whole.rows().to_pylist()
    assert [digest(row) for row in rows if row["run"] != POISON] == [
        digest(row) for row in others if row["run"] != POISON
    ]


def test_a_worker_of_another_version_is_refused(tmp_path):
    store = begun(tmp_path / "c", home())
    older = replace(store.question, versions={**store.question.versions, "kazbek": "0.0.1"})
    with pytest.raises(DataError, match=r"has another kazbek: .* here 0\.0\.1"):
        list(Pool(older, store.folder, 2).fly([(0, 4)]))


def test_a_campaign_of_an_older_kazbek_is_gone_on_with_only_when_told_to(tmp_path):
    store = begun(tmp_path / "c", home(runs=2))
    store.write(replace(store.question, versions={**store.question.versions, "kazbek": "0.0.1"}))
    with pytest.raises(DataError, match=r"was flown otherwise: kazbek 0\.0\.1, now"):
        fly_on(store, Ways())
    assert fly_on(store, Ways(workers=2), drift=True)  # its workers agree with today's
    assert status_of(store).done == 2
    assert store.question.versions["kazbek"] == "0.0.1"


def test_what_changed_is_named(tmp_path):
    store = begun(tmp_path / "c", home())
    files = {**store.question.files, "zones/zhezkazgan.toml": "0" * 64}
    store.write(replace(store.question, files=files))
    with pytest.raises(DataError, match=r"zones/zhezkazgan\.toml changed"):
        fly_on(store, Ways())


def test_folders_that_cannot_be_used(whole, tmp_path):
    with pytest.raises(DataError, match="is not empty; go on with it: kazbek campaign resume"):
        begun(whole.folder, home())
    with pytest.raises(DataError, match="holds no campaign"):
        Store.at(tmp_path)
    (tmp_path / "campaign.json").write_text('{"format": 1, "mission"')
    with pytest.raises(DataError, match="damaged"):
        _ = Store.at(tmp_path).question


def test_two_processes_cannot_fly_one_campaign(whole):
    pytest.importorskip("fcntl")
    whole.take()
    try:
        with pytest.raises(DataError, match="another process flies"):
            Store.at(whole.folder).take()
    finally:
        whole.let_go()


def test_numbers_of_the_runs_stand_beside_them_in_sigmas(whole):
    draws = whole.rows("draws")
    key = "home/capsule.entry.mass_kg"
    sampling = whole.question.sampling(5)
    datum = flights(whole).ready.planned["home"].capsule.entry.mass_kg
    unknown, scatter = (draws.column(f"{word}{key}")[5].as_py() for word in ("not known/", ""))
    value = datum.v + unknown * (datum.sigma**2 - datum.scatter**2) ** 0.5 + scatter * datum.scatter
    assert sampling.figure(key, "capsule.entry.mass_kg", datum) == pytest.approx(value, abs=1e-9)
    assert len(draws.column_names) == len(whole.question.keys) + 1


def test_nested_flights_share_their_world(tmp_path):
    store = flown(tmp_path / "n", home(runs=4, inner=2))
    draws = store.rows("draws").to_pylist()
    shared = [key for key in draws[0] if key.startswith("not known/")]
    assert shared
    assert all(draws[0][key] == draws[1][key] != draws[2][key] for key in shared)


def test_rows_are_asked_in_sql(whole):
    pytest.importorskip("duckdb")
    asked = query(whole, "select max(home_touchdown_miss_m) m, count(*) n from runs join draws using (run)")
    assert asked.to_pylist()[0]["n"] == 12
    assert asked.to_pylist()[0]["m"] == np.max(whole.rows().column("home_touchdown_miss_m").to_numpy())
    with pytest.raises(DataError, match="cannot be answered"):
        query(whole, "select nothing from runs")
    with pytest.raises(DataError, match="cannot be answered"):
        query(whole, "select * from read_csv('/etc/hosts')")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errno.ENOSPC, "the disk is full while writing .*; make room, then: kazbek campaign resume; finished parts"),
        (errno.EROFS, "cannot write the campaign into .*: read-only file system; choose a folder"),
    ],
)
@pytest.mark.parametrize("writes", range(6, 10))
def test_a_full_or_read_only_disk_is_one_sentence_and_loses_no_finished_part(
    whole, tmp_path, monkeypatch, error, said, writes
):
    """Met at any of the writes of the second part: of its draws, their folder, its rows, their folder, its line."""
    store = begun(tmp_path / "c", home())
    wrote, done = os.fsync, []

    def full(number):
        done.append(number)
        if len(done) >= writes:
            raise OSError(error, os.strerror(error))
        wrote(number)

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(DataError, match=said):
            fly_on(store, Ways())
    assert status_of(store).done >= 4
    assert not list(store.folder.rglob("*.new"))
    fly_on(store, Ways())
    assert digest_at(store) == digest_at(whole)


def test_the_status_of_a_campaign_loads_neither_numerics_nor_the_library_of_the_command_line(whole):
    """It answers in 0.3 s, of which NumPy alone would take a third, and typer two."""
    asked = (
        "import sys; from kazbek.cli import run; status = run(['campaign', 'status', sys.argv[1]]); "
        "sys.exit(status or bool({'numpy', 'typer', 'pyarrow'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", asked, whole.folder], check=True, capture_output=True, text=True)
    assert digest_at(whole) in told.stdout


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("campaign status c", ("c", False)),
        ("campaign status --json c", ("c", True)),
        ("campaign status -h", None),
        ("campaign status c --jason", None),
        ("campaign report c", None),
        ("campaign status", None),
    ],
)
def test_only_a_whole_and_right_command_is_answered_at_once(words, read):
    assert status_asked(words.split()) == (read and (Path(read[0]), read[1]))


def test_a_study_for_sobol_indices_flies_alone_as_its_rows_and_is_told(tmp_path):
    """Blocks of four: A, B, A with the capsule's drag of B, A with everything else of B, its noise among it."""
    store = flown(tmp_path / "c", home(runs=64, chunk=24, sobol=("*aerodynamics*",), draw="knowledge"))
    rows = store.rows().to_pylist()
    assert digest(row_of(6, fly_run(store.folder, 6).flights)) == digest(rows[6])
    found = results_of(store)
    load = next(one for one in found.quantities if one.column == "home_peak_load_peak_load_g")
    assert len(load.values) == 32
    assert {index.factor for index in load.indices} == {"*aerodynamics*", "everything else"}
    assert any("Sobol' of everything else" in line for line in report_text(store.folder, found))
    assert "too narrow" in " ".join(found.status.notes)
    with pytest.raises(DataError, match="`sobol` with `until`"):
        home(sobol=("x",), until="p(landed) ± 1%").checked()


def test_a_campaign_that_is_stopped_before_it_began_leaves_nothing(tmp_path, monkeypatch):
    """Ctrl-C while its question is written: the sentence says that nothing was left behind."""

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "write", stopped)
    with pytest.raises(KeyboardInterrupt):
        Store.create(tmp_path / "c", Question("m", "", 10))
    assert list(tmp_path.iterdir()) == []


def test_a_campaign_that_another_process_begins_in_the_same_folder_is_left_to_it(tmp_path):
    pytest.importorskip("fcntl")
    (tmp_path / "c").mkdir()
    other = Store(tmp_path / "c")
    other.take()  # it has not written a word yet
    with pytest.raises(DataError, match="another process flies the campaign"):
        Store.create(tmp_path / "c", Question("m", "", 10))
    assert (tmp_path / "c").is_dir()
    other.let_go()


@pytest.mark.parametrize("wrong", [{"runs": "10"}, {"seed": [3]}, {"draw": 1}, {"keys": [1]}, {"changes": {"a": "b"}}])
def test_a_campaign_file_of_other_kinds_is_damaged(wrong, tmp_path):
    """With its digest, as somebody else's program might write it."""
    document = {"format": 1, **Question("m", "", 10).json()}
    (tmp_path / "campaign.json").write_bytes(_labelled(document))
    assert Store.at(tmp_path).question.runs == 10
    (tmp_path / "campaign.json").write_bytes(_labelled(document | wrong))
    with pytest.raises(DataError, match="is damaged"):
        Store.at(tmp_path).question.checked()


def test_a_campaign_file_without_its_digest_is_damaged(tmp_path):
    (tmp_path / "campaign.json").write_text(json.dumps({"format": 1, **Question("m", "", 10).json()}))
    with pytest.raises(DataError, match="is damaged"):
        _ = Store.at(tmp_path).question


def test_parts_are_read_without_threads_which_abort_a_process_that_ends(whole, tmp_path):
    """A torn manifest makes `status` read its parts: no thread more than before."""
    shutil.copytree(whole.folder, tmp_path / "c")
    (tmp_path / "c" / "manifest.jsonl").write_bytes(b"")
    asked = (
        "import sys, pathlib, pyarrow.parquet, psutil; from kazbek.campaign.status import status_of; "
        "from kazbek.campaign.store import Store; store = Store.at(pathlib.Path(sys.argv[1])); "
        "before = psutil.Process().num_threads(); status_of(store); "
        "sys.exit(psutil.Process().num_threads() > before)"
    )
    assert subprocess.run([sys.executable, "-c", asked, tmp_path / "c"], check=False).returncode == 0
