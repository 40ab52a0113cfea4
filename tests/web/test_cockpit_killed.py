"""kill -9 in flight: the log up to the last second is kept, and gives the same flight and its record.

The clock of the flight is the server's; after the kill nothing but the file is left.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

import kazbek
from kazbek.web.cockpit.log import read
from kazbek.web.cockpit.serve import saved
from kazbek.web.cockpit.verify import verify

TICKS_A_SECOND = 80
FLOWN_TICKS = 4 * TICKS_A_SECOND


async def fly_until_killed(address: str, pid: int) -> int:
    """Push ahead, kill the server when the flight is four seconds on; the last tick that it told."""
    async with connect(f"ws://{address}/flight") as line:
        await line.send(json.dumps({"pause": False, "axes": [127, 0, 0, 0, 0, 0]}))
        while True:
            await line.send(json.dumps({"echo": 1}))
            while True:
                text = await asyncio.wait_for(line.recv(), 60)
                said = json.loads(text) if isinstance(text, str) else {}
                if said.get("echo") == 1:
                    break
            if said["tick"] >= FLOWN_TICKS:
                os.kill(pid, signal.SIGKILL)
                return int(said["tick"])
            await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    out = tmp_path_factory.mktemp("killed") / "flight"
    words = ["cockpit", "--scenario", "50-m", "--seed", "7", "--no-browser", "--port", "0", "--out", str(out)]
    run = subprocess.Popen([sys.executable, "-m", "kazbek", *words], stdout=subprocess.PIPE, text=True)
    try:
        assert run.stdout is not None
        address = run.stdout.readline().split("//")[1].strip().rstrip("/")
        tick = asyncio.run(asyncio.wait_for(fly_until_killed(address, run.pid), 120))
    finally:
        run.kill()
        run.communicate(timeout=20)
    return out.with_suffix(".cockpit.jsonl"), tick


def test_the_log_reaches_to_the_last_second(killed: tuple[Path, int]) -> None:
    log = read(killed[0])
    assert not log.whole
    assert log.last_tick >= killed[1] - TICKS_A_SECOND  # the mark of a second comes with the tick that follows it
    assert next(entry.axes for entry in log.entries if entry.axes) == (127, 0, 0, 0, 0, 0)


def test_it_is_flown_again_to_the_bit_and_leaves_a_record(killed: tuple[Path, int], tmp_path: Path) -> None:
    result = verify(killed[0])
    assert result.same, result.sentence
    assert "cut off" in result.sentence
    assert result.session is not None
    record = saved(result.session, tmp_path / "again", killed[0])
    assert kazbek.load(record.directory).flights[0].legs[-1].events


def test_half_a_line_costs_nothing_before_it(killed: tuple[Path, int], tmp_path: Path) -> None:
    torn = tmp_path / "torn.cockpit.jsonl"
    whole = killed[0].read_bytes()
    torn.write_bytes(whole[: whole.rstrip().rfind(b"\n") + 9])
    assert verify(torn).same
