"""A flight watched while it is flown, lines to many viewers, channels for other tools."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asgi import get
from headless import CHROMIUM, chromium
from watch_server import Screen, serving

import kazbek
from kazbek.base.errors import DataError
from kazbek.base.leg import Outcome
from kazbek.record.write import recording
from kazbek.web.watch.begin import begin
from kazbek.web.watch.following import Follower, LiveFlight
from kazbek.web.watch.openapi import openapi
from kazbek.web.watch.serve import watch_app
from kazbek.web.watch.watched import Watched


@pytest.fixture(scope="module")
def up() -> kazbek.Record:
    return kazbek.fly("soyuz-ms-19", until="strapon_separation", sigma=False)


def _written(up: kazbek.Record, folder: Path) -> Iterator[Any]:
    """Legs of a record written one by one, as flying writes them."""
    about = {"mission": up.mission, **up.manifest}
    with recording(folder, about, up.mission_text) as recorder:
        for leg in up["up"].legs:
            recorder.leg(up["up"], leg)
            yield recorder
        recorder.finish(replace(up, directory=folder).summary)
        yield recorder


def test_a_record_being_written_grows_leg_by_leg_until_it_is_whole(up: kazbek.Record, tmp_path: Path) -> None:
    follower, seen = Follower(tmp_path / "r"), []
    follower.look()
    assert follower.watched.state()["begun"] is False
    for _ in _written(up, tmp_path / "r"):
        follower.look()
        seen.append((follower.watched.revision, len(follower.watched.record["up"].legs), follower.watched.complete))
    assert [legs for _, legs, _ in seen] == [1, 2, 2]
    assert [complete for _, _, complete in seen] == [False, False, True]
    assert len({revision for revision, _, _ in seen}) == 3
    assert follower.watched.record.outcome is Outcome.REACHED
    told = json.loads(follower.watched.mission())
    assert told["events"][-1]["name"] == "strapon_separation"


def test_what_was_flown_stays_when_its_process_is_gone(up: kazbek.Record, tmp_path: Path) -> None:
    alive = [True]
    follower = Follower(tmp_path / "r", lambda: alive[0])
    writing = _written(up, tmp_path / "r")
    next(writing)
    follower.look()
    alive[0] = False
    writing.close()  # the folder is removed, as a fault of a flight removes it
    follower.look()
    state = follower.watched.state()
    assert state["complete"]
    assert "ended before its end" in state["fault"]
    assert len(follower.watched.telemetry("up", follower.watched.record["up"].legs[0].name)) > 1000


def test_neither_and_both_are_refused_in_a_sentence(tmp_path: Path) -> None:
    for record, live in ((None, ""), (tmp_path, "soyuz-ms-19")):
        with pytest.raises(DataError, match="not both"):
            begin(record, live)
    with pytest.raises(DataError, match="unfinished record"):
        begin(tmp_path / "x.partial")


def test_a_whole_record_that_never_got_its_name_is_watched_as_whole(up: kazbek.Record, tmp_path: Path) -> None:
    """What a kill between the last manifest and the renaming leaves."""
    up.save(tmp_path / "r")
    (tmp_path / "r").rename(tmp_path / "r.partial")
    watched, _ = begin(tmp_path / "r.partial")
    assert watched.complete
    assert not watched.state()["fault"]


def test_a_channel_over_time_keeps_its_peak_however_thin(up: kazbek.Record) -> None:
    app = watch_app(Watched(up))
    whole = json.loads(get(app, "/api/history/up/dynamic_pressure_Pa").content)["rows"]
    assert len(whole) == sum(leg.rows for leg in up["up"].legs if "dynamic_pressure_Pa" in leg)
    assert max(value for _, value in whole) == up["up"]["ascent"]["dynamic_pressure_Pa"].max()
    from kazbek.web.watch.history import history

    thin = json.loads(history(Watched(up), "up", "dynamic_pressure_Pa", {"limit": "10"}))["rows"]
    assert len(thin) <= 10
    assert max(value for _, value in thin) == max(value for _, value in whole)
    assert [t for t, _ in thin] == sorted(t for t, _ in thin)
    assert get(app, "/api/history/up/dynamic_pressure").status_code == 404


def test_every_documented_address_answers(up: kazbek.Record) -> None:
    app, known = watch_app(Watched(up)), {"flight": "up", "leg": "ascent", "part": "tower", "channel": "mach"}
    paths = [path for path in openapi()["paths"] if path != "/api/live"]
    assert len(paths) >= 9
    for path in paths:
        assert get(app, path.format(**known)).status_code == 200, path
    assert json.loads(get(app, "/api/openapi.json").content) == openapi()


def test_a_slow_viewer_is_sent_two_messages_and_delays_nobody(up: kazbek.Record) -> None:
    """One never acknowledges; beside it another hears dozens of samples of what it asked for."""
    import websockets

    liftoff_s = (up["up"].liftoff.tai_ns - Watched(up).origin_ns) / 1e9
    wanted = {"flight": "up", "channels": ["mach", "nonsense"], "from": liftoff_s, "rate": 10.0, "hz": 20.0}

    async def look_on(address: str) -> tuple[int, list[Any]]:
        place = address.replace("http", "ws") + "api/live"
        async with websockets.connect(place) as slow, websockets.connect(place) as quick:
            await asyncio.gather(*(s.send(json.dumps({"subscribe": wanted})) for s in (slow, quick)))
            heard = []
            while len(heard) < 24:
                heard.append(json.loads(await asyncio.wait_for(quick.recv(), 10.0)))
                await quick.send('{"ack": 1}')
            late = 0
            while True:
                try:
                    await asyncio.wait_for(slow.recv(), 0.3)
                    late += 1
                except TimeoutError:
                    break
            await slow.send("no json")
            assert "fault" in json.loads(await asyncio.wait_for(slow.recv(), 10.0))
            return late, heard

    with serving(Watched(up)) as address:
        late, heard = asyncio.run(look_on(address))
    assert late == 2
    samples = [message["sample"] for message in heard if "sample" in message]
    assert len(samples) >= 20
    assert all("nonsense" not in sample["values"] for sample in samples)
    first = next(sample for sample in samples if sample["values"])
    there = up["up"]["ascent"].at(kazbek.Epoch(Watched(up).origin_ns + round(first["t"] * 1e9)))
    assert first["values"]["mach"] == pytest.approx(there["mach"])


@pytest.mark.skipif(CHROMIUM is None or os.name == "nt", reason="needs Chromium and signals")
def test_a_page_opened_before_lift_off_is_solved_shows_the_flight_and_then_its_crash(tmp_path: Path) -> None:
    """The real thing: a process flies MS-19, a browser looks on, and the process is killed when the ascent is flown."""
    pytest.importorskip("playwright.sync_api")
    flight = LiveFlight("soyuz-ms-19", tmp_path / "live")
    watched = flight.start()
    try:
        with serving(watched) as address, chromium() as browser:
            opened = Screen(browser, f"{address}?view=none", ready="document.readyState === 'complete'")
            opened.until("document.getElementById('status').textContent.startsWith('being flown')")
            opened.until("!!window.kazbek && kazbek.page.mission.events.some(e => e.name === 'liftoff')", seconds=180)
            os.kill(flight._process.pid, signal.SIGKILL)
            opened.until("document.getElementById('status').textContent.includes('signal 9')")
            assert "What was flown stays" in opened.ask("() => document.getElementById('status').textContent")
            opened.ask("() => kazbek.seek('liftoff')")
            opened.until("kazbek.stateAt(kazbek.clock.now).source === 'record'")
    finally:
        flight.stop()
    assert [name for name in os.listdir(tmp_path) if name.startswith("live")] == ["live.partial"]


def test_a_damaged_mission_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    kazbek.fly("soyuz-ms-19", until="liftoff", sigma=False, out=folder)
    begin(folder)
    mission = folder / "mission.toml"
    mission.write_bytes(mission.read_bytes().replace(b"Shkaplerov", b"Shkaplerow", 1))
    with pytest.raises(DataError, match=r"mission\.toml"):
        begin(folder)
