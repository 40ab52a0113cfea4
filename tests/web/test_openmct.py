"""The real Open MCT, from the npm registry, shows a flight through kazbek's plug-in."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from headless import CHROMIUM, chromium
from readers import openmct
from watch_server import Screen

import kazbek
from kazbek.web.watch.watched import Watched

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra dev)")
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> kazbek.Record:
    place = tmp_path_factory.mktemp("shown") / "up"
    return kazbek.fly("soyuz-ms-19", until="docking_contact", sigma=False, out=place)


@contextmanager
def _demo(folder: Path, record: Path) -> Iterator[str]:
    """The demo's one command on a record; ``kazbek`` is this interpreter's."""
    kazbek_itself = folder / "kazbek.sh"
    kazbek_itself.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kazbek "$@"\n', encoding="utf-8")
    kazbek_itself.chmod(0o755)
    demo = subprocess.Popen(
        ["node", str(folder / "demo.mjs"), str(record), "0"],
        env={**os.environ, "KAZBEK": str(kazbek_itself)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert demo.stdout is not None
        yield demo.stdout.readline().strip()
    finally:
        demo.terminate()
        demo.wait(20)
        assert demo.stdout is not None
        demo.stdout.close()


@pytest.fixture(scope="module")
def screen(record: kazbek.Record, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    folder = openmct(tmp_path_factory.mktemp("mct"))
    assert record.directory is not None
    with _demo(folder, record.directory) as address, chromium() as browser:
        place = "#/browse/kazbek:mission/kazbek:flight:up/kazbek:channel:up.dynamic_pressure_Pa"
        opened = Screen(browser, f"{address}{place}", ready="document.querySelectorAll('.gl-plot canvas').length > 0")
        yield opened
        own = (address, "data:", "blob:")
        assert [url for url in opened.requests if not url.startswith(own)] == []
        opened.context.close()


_ROWS = """async () => {
  const channel = await openmct.objects.get("kazbek:channel:up.dynamic_pressure_Pa");
  const { start, end } = openmct.time.getBounds();
  return (await openmct.telemetry.request(channel, { start, end, size: 200 })).map(row => row.value);
}"""
_STRIP = """() => [...document.querySelectorAll('.gl-plot-y .gl-plot-tick-label, .gl-plot-tick.gl-plot-y-tick-label')]
  .map(tick => parseFloat(tick.textContent))"""


def test_a_strip_of_dynamic_pressure_peaks_where_the_record_does(screen: Screen, record: kazbek.Record) -> None:
    """Asked for 200 rows of the ascent: the greatest is the record's own, and the strip's axis reaches to it."""
    peak_Pa = record["up"]["ascent"]["dynamic_pressure_Pa"].max()
    values = screen.ask(_ROWS)
    assert 100 < len(values) <= 200
    assert max(values) == peak_Pa
    screen.until(f"({_STRIP})().length > 2 && Math.max(...({_STRIP})()) > {0.8 * peak_Pa}")
    assert max(screen.ask(_STRIP)) < 1.3 * peak_Pa


_PLAN = """async () => {
  const plan = await openmct.objects.get("kazbek:plan");
  return plan.selectFile.body.activities.map(a => ({ ...a }));
}"""


def test_the_plan_sets_what_was_announced_beside_what_happened(screen: Screen, record: kazbek.Record) -> None:
    """Contact is announced at 12:12 and happens when the record has it, in lanes of their own that Open MCT draws."""
    found = {f"{a['group']}: {a['name']}": a for a in screen.ask(_PLAN)}
    docking = "Docking of Soyuz MS-19"
    contact = record["up"].event("docking_contact").epoch
    assert (
        found[f"Announced: {docking}"]["end"]
        == kazbek.Epoch.from_utc("2021-10-05T12:12Z").utc_datetime.timestamp() * 1e3
    )
    assert found[f"Actual: {docking}"]["end"] == pytest.approx(contact.utc_datetime.timestamp() * 1e3, abs=1.0)
    slots = json.loads(Watched(record).mission())["slots"]
    assert sum(a["group"] == "Announced" for a in found.values()) == len(slots)
    screen.ask("() => { location.hash = '#/browse/kazbek:mission/kazbek:plan'; }")
    screen.until("[...document.querySelectorAll('.c-plan text')].some(t => t.textContent.includes('ascent'))")
    lanes = screen.ask(
        "() => [...document.querySelectorAll('.c-plan .c-swimlane__lane-label')].map(l => l.textContent.trim())"
    )
    assert {"Announced", "Actual", "Flight up", "Burns"} <= set(lanes)


_REALTIME = """async () => {
  openmct.time.setMode("realtime", { start: -60000, end: 5000 });
  const channel = await openmct.objects.get("kazbek:channel:up.height_m"), heard = [];
  const quiet = openmct.telemetry.subscribe(channel, datum => heard.push([datum.timestamp, datum.value]));
  while (heard.length < 3) await new Promise(later => setTimeout(later, 50));
  quiet();
  return { heard, now: openmct.time.now() };
}"""


def test_the_mission_clock_runs_over_the_record(screen: Screen, record: kazbek.Record) -> None:
    """Realtime samples come at the mission clock's instants, with the record's value there."""
    told = screen.ask(_REALTIME)
    times_ms = [at for at, _ in told["heard"]]
    assert times_ms == sorted(times_ms)
    assert abs(told["now"] - times_ms[-1]) < 5e3
    for unix_ms, value in told["heard"]:
        at = kazbek.Epoch.from_utc(dt.datetime.fromtimestamp(unix_ms / 1e3, dt.UTC))
        assert value == pytest.approx(record["up"]["ascent"].at(at)["height_m"], abs=1.0)
