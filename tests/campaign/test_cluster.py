"""A campaign on a Dask cluster: the same rows, and nothing finished lost when workers or the scheduler die."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace

import distributed
import pytest
from many_flights import POISON, begun, digest_at, flown, fly_and_tell, home, read_or_die, with_its_rows

from kazbek.base.errors import DataError
from kazbek.campaign import cluster
from kazbek.campaign.cluster import Cluster
from kazbek.campaign.drive import Ways, fly_on
from kazbek.campaign.rows import digest
from kazbek.campaign.store import Store


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return flown(tmp_path_factory.mktemp("cluster") / "whole", home())


@pytest.fixture(scope="module")
def dask():
    """Two workers, as ``local:2`` starts them."""
    with cluster._own_cluster(2) as own:
        yield own


def test_a_killed_worker_loses_nothing_and_no_part_on_disk_is_flown_again(whole, dask, tmp_path, monkeypatch):
    """Kill -9 after the fourth of twelve parts; the rows are those of one process, as are those of two."""
    monkeypatch.setattr(cluster, "fly_part", fly_and_tell)
    store = begun(tmp_path / "c", home(chunk=1))
    there_at_the_kill = []

    def told(done, of):
        if done == 4:
            there_at_the_kill.extend(os.listdir(store.folder / "runs"))
            os.kill(_a_busy_worker(dask), signal.SIGKILL)

    assert fly_on(store, Ways(cluster=dask.scheduler_address, progress=told))
    assert digest_at(store) == digest_at(whole)
    flights = (tmp_path / "c.flown").read_text().splitlines()
    assert len(there_at_the_kill) == 4
    assert all(flights.count(part) == 1 for part in there_at_the_kill)
    lines = (store.folder / "manifest.jsonl").read_text().splitlines()
    assert len(lines) == 12  # and no part came home twice


def _a_busy_worker(dask):
    """The process that flies, below its nanny."""
    with distributed.Client(dask) as client:
        return next(iter(client.run(os.getpid).values()))


def test_a_worker_that_would_fly_other_bits_is_refused(whole, dask):
    question = whole.question
    for name, said in (("kazbek", "has another kazbek"), ("flight", r"flies other last digits \(another processor\)")):
        other = replace(question, versions={**question.versions, name: "0"})
        with Cluster(other, whole.folder, dask.scheduler_address) as workers, pytest.raises(DataError, match=said):
            list(workers.fly([(0, 1)]))


def test_a_part_that_ends_its_worker_is_cut_down_to_the_run_that_does(whole, dask, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "fly_part", read_or_die)
    store = with_its_rows(begun(tmp_path / "c", home(chunk=2)), whole)
    assert fly_on(store, Ways(cluster=dask.scheduler_address))
    rows, others = store.rows().to_pylist(), whole.rows().to_pylist()
    assert [row["run"] for row in rows if row["outcome"] == "killed"] == [POISON]
    innocent = [run for run in range(12) if run != POISON]
    assert [digest(rows[run]) for run in innocent] == [digest(others[run]) for run in innocent]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="a system without masks of signals")
def test_workers_of_ones_own_do_not_hear_ctrl_c(dask):
    """They would end in tracebacks under the sentence that says what is kept."""
    with distributed.Client(dask) as client:
        client.wait_for_workers(2)
        masks = client.run(lambda: signal.pthread_sigmask(signal.SIG_BLOCK, set()))
    assert len(masks) == 2
    assert all(signal.SIGINT in mask for mask in masks.values())


def test_a_scheduler_that_goes_is_one_sentence(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE_s", 2)
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    with pytest.raises(DataError, match=rf"`dask` {address}: .*allowed: tcp://HOST:PORT of a scheduler"):
        Cluster(whole.question, whole.folder, address).__enter__()
    words = ("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    monkeypatch.setattr(cluster, "_PATIENCE_s", 30)
    with subprocess.Popen([sys.executable, *words], stderr=subprocess.DEVNULL) as scheduler:
        try:
            with Cluster(whole.question, whole.folder, address) as nobody:
                parts = nobody.fly([(0, 1)])
                nobody._client.loop.call_later(0.5, scheduler.kill)
                with pytest.raises(DataError, match=r"is gone; start one again, then: .* finished parts are kept"):
                    next(parts)
        finally:
            scheduler.kill()
    assert Store.at(whole.folder).parts()


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
