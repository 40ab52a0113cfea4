"""Signals and streams: whatever is closed, full, left or interrupted, one sentence, a status, and nothing half done.

The statuses are those of POSIX shells: 128 and the signal's number, 0 for a writer whose reader left.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kazbek
from kazbek.cli.streams import fitted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and shells")
KAZBEK = f"{sys.executable} -m kazbek"
WINDOW = "window --station iss_2021-10-01.xml.gz --pad baikonur-31 --start 2021-10-05 --days 1"


def shell(line: str, place: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A line of bash, with the status of the first command that fails."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], cwd=place, capture_output=True, text=True, check=False
    )


def test_version_and_module() -> None:
    for line in (f"{KAZBEK} --version", f"{KAZBEK}.cli --version"):
        assert shell(line).stdout == f"kazbek {kazbek.__version__}\n"


@pytest.mark.parametrize("reader", ["true", "head -1", "grep -q a"])
@pytest.mark.parametrize("verb", ["missions", "missions --json", "missions soyuz-ms-19", "--help"])
def test_a_reader_that_leaves_is_no_fault(verb: str, reader: str) -> None:
    done = shell(f"{KAZBEK} {verb} | {reader}")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_flight_goes_on_when_its_reader_leaves(tmp_path: Path) -> None:
    done = shell(f"{KAZBEK} fly soyuz-ms-19 --until max_q --out r | true", tmp_path)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert kazbek.load(tmp_path / "r")["up"]["ascent"]["height_m"][-1] > 5e3


@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "0<&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"])
def test_closed_streams_change_nothing_but_what_is_seen(closed: str, tmp_path: Path) -> None:
    """Status, record and refusals are the same; a file of the record must not take the number of a closed stream."""
    assert shell(f"{KAZBEK} missions {closed}").returncode == 0
    refused = shell(f"{KAZBEK} mission {closed}")
    assert (refused.returncode, refused.stdout) == (2, "")
    if closed == "0<&- 1>&- 2>&-":
        assert shell(f"{KAZBEK} fly soyuz-ms-19 --until max_q --out r {closed}", tmp_path).returncode == 0
        assert kazbek.load(tmp_path / "r")["up"]["ascent"]["height_m"][-1] > 5e3


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")
def test_a_full_disk_behind_the_output_does_not_cost_the_record(tmp_path: Path) -> None:
    done = shell(f"{KAZBEK} fly soyuz-ms-19 --until max_q --out r > /dev/full", tmp_path)
    assert done.returncode == 2
    assert "cannot write to standard output: no space left" in done.stderr
    assert (tmp_path / "r" / "manifest.json").is_file()


STUBBORN = """
import sys, time
import kazbek.mission.search as search
from kazbek.base.errors import MissingExtra
from kazbek.cli.streams import fitted
from kazbek.cli import main

def wait(*_, **__):
    print("ready", file=sys.stderr, flush=True)
    time.sleep(60)

def swallowed(*_, **__):
    try:
        wait()
    except KeyboardInterrupt:
        time.sleep(60)

def renamed(*_, **__):
    try:
        wait()
    except KeyboardInterrupt:
        raise SystemError("CPUDispatcher(fly_from) returned a result with an exception set")

def printed(*_, **__):
    try:
        wait()
    except KeyboardInterrupt as fault:
        sys.excepthook(type(fault), fault, fault.__traceback__)
        raise ImportError("numpy failed to import")

def missing(*_, **__):
    try:
        wait()
    except KeyboardInterrupt:
        raise MissingExtra("crew", "--plan")

class Reports:
    def __del__(self):
        wait()

def reported(*_, **__):
    held = Reports()
    del held
    time.sleep(60)

search.window = globals()[sys.argv.pop(1)]
main()
"""


def listening(command: list[str]) -> subprocess.Popen[str]:
    """A process that hears Ctrl-C, also where the tests run in the background of a script, which ignores it."""
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.parametrize("how", ["wait", "swallowed", "renamed", "printed", "missing", "reported"])
def test_whatever_a_library_makes_of_a_signal_it_ends_in_one_sentence(how: str) -> None:
    """As numba's dispatcher, a compiled module's import, another one, a destructor and a bare `except` do."""
    number, status = (signal.SIGTERM, 143) if how in ("renamed", "reported") else (signal.SIGINT, 130)
    running = listening([sys.executable, "-c", STUBBORN, how, *WINDOW.split()])
    assert running.stderr is not None
    while running.stderr.readline().strip() != "ready":
        assert running.poll() is None
    running.send_signal(number)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, "Traceback" in err) == (status, "", False)
    assert err.splitlines()[-1] == "kazbek: interrupted; nothing was left behind."
    assert err.count("interrupted") == 1


def test_interrupted_somewhere_in_a_search(tmp_path: Path) -> None:
    """At five instants from the first import to the last kernel."""
    for k in range(5):
        running = listening([*KAZBEK.split(), *WINDOW.split()])
        time.sleep(0.4 + 0.5 * k)
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=60)
        assert "Traceback" not in err
        assert running.returncode in (143, 0, -signal.SIGTERM)  # before kazbek listens, or after it has answered
        assert (running.returncode == 0) == bool(out)


def test_a_signal_that_the_shell_ignores_is_ignored() -> None:
    """As nohup and background jobs of scripts have it."""
    running = subprocess.Popen(
        ["bash", "-c", f"trap '' INT HUP; exec {sys.executable} -c {shlex.quote(STUBBORN)} wait {WINDOW}"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    while running.stderr.readline().strip() != "ready":
        assert running.poll() is None
    for number in (signal.SIGINT, signal.SIGHUP):
        running.send_signal(number)
    time.sleep(0.5)
    assert running.poll() is None
    running.terminate()
    assert running.wait(timeout=60) == 143
    running.stderr.close()


WORKERS = """
import sys, time
from kazbek.base.process import children_without_ctrl_c, worker_pool

def busy(k):
    import os
    print(os.getpid(), flush=True)
    time.sleep(600)

if __name__ == "__main__":
    pool = worker_pool(2)
    with children_without_ctrl_c():
        tasks = [pool.submit(busy, k) for k in range(2)]
    tasks[0].result()
"""


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    """Within five seconds; the machine may be busy, so they are waited for that long and no longer."""
    (tmp_path / "workers.py").write_text(WORKERS)
    running = subprocess.Popen([sys.executable, "workers.py"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    workers = [int(running.stdout.readline()) for _ in range(2)]
    assert all(_runs(worker) for worker in workers)
    running.kill()
    running.wait()
    running.stdout.close()
    until = time.monotonic() + 5.0
    while any(_runs(worker) for worker in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(_runs(worker) for worker in workers)


def test_sentences_are_folded_between_words_on_a_terminal_and_whole_in_a_file(tmp_path: Path) -> None:
    import fcntl
    import struct
    import termios

    controller, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    sentence = "    the station was propagated up to 70.3 h after it, with drag"
    with open(terminal, "w", encoding="utf-8") as screen, open(tmp_path / "file", "w", encoding="utf-8") as file:
        told = fitted(sentence, screen).split("\n")
        assert fitted(sentence, file) == sentence
    os.close(controller)
    assert len(told) == 2
    assert max(map(len, told)) <= 40
    assert all(line.startswith("    ") for line in told)
    assert " ".join(line.strip() for line in told) == sentence.strip()
