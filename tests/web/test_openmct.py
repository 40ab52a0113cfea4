"""The real Open MCT, from the npm registry, shows a flight through kazbek's plug-in; skipped where it is not installed.

``npm install`` in ``web/openmct``, or OPENMCT with the path of the package, brings it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from headless import CHROMIUM, chromium
from watch_server import Screen, serving

import kazbek
from kazbek.web.watch.watched import Watched

DEMO = Path(__file__).parents[2] / "web" / "openmct"
PACKAGE = Path(os.environ.get("OPENMCT", DEMO / "node_modules" / "openmct"))
NODE = shutil.which("node")
pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra dev)")
if CHROMIUM is None or NODE is None or not (PACKAGE / "dist" / "openmct.js").is_file():
    pytest.skip("needs Chromium, Node and Open MCT", allow_module_level=True)

_ASK = """async () => {
  const channel = await openmct.objects.get("kazbek:channel:up.dynamic_pressure_Pa");
  const { start, end } = openmct.time.getBounds();
  return (await openmct.telemetry.request(channel, { start, end, size: 200 })).map(row => row.value);
}"""


def test_a_strip_of_dynamic_pressure_peaks_where_the_record_does() -> None:
    """Asked for 200 rows of the ascent: the greatest is the record's own; nothing outside is asked."""
    record = kazbek.fly("soyuz-ms-19", until="spacecraft_separation", sigma=False)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serving(Watched(record)) as address:
        demo = subprocess.Popen(
            [NODE, str(DEMO / "demo.mjs"), address, str(port)], env={**os.environ, "OPENMCT": str(PACKAGE)}
        )
        try:
            time.sleep(1.0)
            with chromium() as browser:
                place = "#/browse/kazbek:mission/kazbek:flight:up/kazbek:channel:up.dynamic_pressure_Pa"
                opened = Screen(
                    browser,
                    f"http://127.0.0.1:{port}/{place}",
                    ready="!!window.openmct && document.querySelectorAll('canvas').length > 0",
                )
                values = opened.ask(_ASK)
                assert 100 < len(values) <= 200
                assert max(values) == record["up"]["ascent"]["dynamic_pressure_Pa"].max()
                own = (f"http://127.0.0.1:{port}", "data:", "blob:")
                assert [url for url in opened.requests if not url.startswith(own)] == []
        finally:
            demo.terminate()
            demo.wait(10)
