"""How quick both pages are: address, numbers, painted picture, seeks, memory; input to snapshot, script and pictures.

    python benchmarks/pages.py [RECORD] [--minutes N] [--viewers N]

Without a record MS-19's flight up is flown first. Needs Chromium and Playwright; the browser is started beforehand and
draws in software. Seconds count from the command and are of this machine as it is now: run it on a quiet one, twice,
since the first time compiles kernels and keeps the scenario's track.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from headless import chromium
from websockets.sync.client import connect

import kazbek

KAZBEK = (sys.executable, "-m", "kazbek")
FLAGS = ("--port", "0", "--no-browser")
WIDE = {"width": 1280, "height": 720}
STATE = """async () => { const waits = [], page = window.kazbek, events = page.mission.events;
  for (let k = 0; k < 40; k++) { const t = events[Math.floor(Math.random() * events.length)].t + 20 * Math.random();
    const begun = performance.now(); page.page.seek(t);
    while (!(page.stateAt(page.clock.now).ready && Math.abs(page.clock.now - t) < 1))
      await new Promise(done => setTimeout(done, 1));
    waits.push(performance.now() - begun); }
  return waits.sort((a, b) => a - b); }"""


@contextmanager
def served(*arguments: str) -> Iterator[tuple[str, float, float, int]]:
    """A page of kazbek: its address, when the command was given, how long that took, its process."""
    begun = time.perf_counter()
    process = subprocess.Popen([*KAZBEK, *arguments, *FLAGS], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = next(word for line in process.stdout for word in line.split() if word.startswith("http"))
        yield address, begun, time.perf_counter() - begun, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def until(page: Any, condition: str, seconds: float = 60.0) -> float:
    """Wait for a condition of the page; the instant at which it held."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        if page.evaluate(condition):
            return time.perf_counter()
        time.sleep(0.01)
    raise SystemExit(f"never came true: {condition}")


def watched(browser: Any, record: str, minutes: int, viewers: int) -> None:
    """The live page."""
    with served("watch", record) as (address, begun, url_s, pid):
        page = browser.new_context(viewport=WIDE, bypass_csp=True).new_page()
        page.goto(address, wait_until="commit")
        numbers = until(page, "!!document.querySelector('#numbers')?.textContent.includes('height')") - begun
        painted = until(page, "!!window.kazbek?.scene && kazbek.scene.triangles() > 1000") - begun
        print(
            f"watch: address {url_s:.2f} s, numbers {numbers:.2f} s, painted {painted:.2f} s "
            f"({processor_s(pid):.2f} s of processor)",
            flush=True,
        )
        for flight in page.evaluate("kazbek.mission.flights.filter(f => f.span).map(f => f.name)"):
            page.evaluate("name => kazbek.need(name)", flight)
        waits = page.evaluate(STATE)
        print(f"seek to state: median {waits[20]:.0f} ms, 95 % {waits[37]:.0f} ms, longest {waits[-1]:.0f} ms")
        if minutes:
            print("memory of its script at 60×, MB by minute:", *memory(page, minutes))
        if viewers:
            print(f"{viewers} viewers at 10 samples a second: {viewing(page, address, pid, viewers):.2f} of a core")


def memory(page: Any, minutes: int) -> list[str]:
    """What is in use each minute, what is not collected first."""
    line = page.context.new_cdp_session(page)
    page.evaluate("() => { kazbek.seek('liftoff'); kazbek.clock.run(60); kazbek.clock.hold(false); }")
    used = []
    for _ in range(minutes):
        page.wait_for_timeout(60_000)
        line.send("HeapProfiler.collectGarbage")
        used.append(f"{line.send('Runtime.getHeapUsage')['usedSize'] / 1e6:.1f}")
    return used


def viewing(page: Any, address: str, pid: int, viewers: int, seconds: float = 20.0) -> float:
    """Processor time of the server for each second of so many viewers."""
    flight, start_s = page.evaluate("[kazbek.page.current, kazbek.page.named('liftoff')]")
    page.close()
    wanted = {"flight": flight, "channels": ["height_m", "mass_kg"], "from": start_s, "rate": 1.0, "hz": 10}
    with contextlib.ExitStack() as stack:
        origin, live = address.rstrip("/"), address.replace("http", "ws") + "api/live"
        lines = [stack.enter_context(connect(live, origin=origin)) for _ in range(viewers)]
        for one in lines:
            one.send(json.dumps({"subscribe": wanted}))
        before, end = processor_s(pid), time.perf_counter() + seconds
        while time.perf_counter() < end:
            for one in lines:
                acknowledge(one)
            time.sleep(0.05)
        return (processor_s(pid) - before) / seconds


def acknowledge(line: Any) -> None:
    """Say that all that has come was heard."""
    with contextlib.suppress(TimeoutError):
        while True:
            line.recv(timeout=0)
            line.send(json.dumps({"ack": True}))


def processor_s(pid: int) -> float:
    """User and system time of a process; of Linux."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100.0


def cockpit(browser: Any, folder: str) -> None:
    """The cockpit without a browser, then with one."""
    with served("cockpit", "--out", f"{folder}/by-hand") as (address, begun, url_s, pid):
        with connect(address.replace("http", "ws") + "flight", origin=address.rstrip("/")) as line:
            fields = json.loads(line.recv())["setup"]["fields"]
            line.send(json.dumps({"pause": False}))
            while row(line)[fields.index("tick")] < 1.0:
                pass
            flying_s = time.perf_counter() - begun
            print(
                f"cockpit: address {url_s:.2f} s, flying {flying_s:.2f} s ({processor_s(pid):.2f} s of processor)",
                flush=True,
            )
            waits = sorted(answered_ms(line, fields.index("a.0"), k) for k in range(300))
        print(f"input to snapshot: median {waits[150]:.1f} ms, 95 % {waits[285]:.1f} ms")
        for view in ("", "?view=outline"):
            drawn(browser, address, view)


def row(line: Any) -> Any:
    """The next snapshot."""
    while isinstance(told := line.recv(timeout=10), str):
        pass
    return np.frombuffer(told)


def answered_ms(line: Any, axis: int, k: int) -> float:
    """From a push of the handle to the snapshot that shows it."""
    time.sleep(0.003 * (k % 7))
    push = 127 if k % 2 == 0 else 0
    sent = time.perf_counter()
    line.send(json.dumps({"axes": [push, 0, 0, 0, 0, 0]}))
    while (row(line)[axis] > 0.5) != (push > 0):
        pass
    return (time.perf_counter() - sent) * 1e3


def drawn(browser: Any, address: str, view: str, seconds: float = 12.0) -> None:
    """Pictures a second and processor time of the page's script for each."""
    page = browser.new_context(viewport=WIDE, bypass_csp=True).new_page()
    page.goto(address + view)
    until(page, "!!window.cockpit?.snap()" + ("" if view else " && cockpit.view()?.triangles() > 1000"))
    page.wait_for_timeout(3000)
    line = page.context.new_cdp_session(page)
    line.send("Performance.enable")
    page.evaluate("() => { window.n = 0; const f = () => { window.n++; requestAnimationFrame(f); }; f(); }")

    def told() -> tuple[float, int]:
        metrics = {one["name"]: one["value"] for one in line.send("Performance.getMetrics")["metrics"]}
        return metrics["ScriptDuration"], page.evaluate("window.n")

    (script, frames), _ = told(), page.wait_for_timeout(seconds * 1e3)
    after, later = told()
    count = later - frames
    triangles = "" if view else f", {page.evaluate('cockpit.view().triangles()'):,} triangles"
    how = "in outlines" if view else "with the model"
    print(
        f"page {how}, 1280×720: {count / seconds:.1f} pictures a second in software, "
        f"script {(after - script) / count * 1e3:.1f} ms each{triangles}"
    )
    page.context.close()


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser()
    asked.add_argument("record", nargs="?")
    asked.add_argument("--minutes", type=int, default=0)
    asked.add_argument("--viewers", type=int, default=0)
    asked.add_argument("--only", choices=("watch", "cockpit"))
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        if told.only != "cockpit":
            record = told.record or f"{folder}/up"
            if not told.record:
                kazbek.fly("soyuz-ms-19", until="hooks_closed", sigma=False, out=record)
            watched(browser, record, told.minutes, told.viewers)
        if told.only != "watch":
            cockpit(browser, folder)


if __name__ == "__main__":
    main()
