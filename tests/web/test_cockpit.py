"""The cockpit without a page: its log gives the flight back to the bit, its line refuses what it should.

The same commands flown through the line in lockstep and straight in Python end in the same digest; a log that was cut
off is read up to there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import websockets
from cockpit_server import serving
from websockets.asyncio.client import connect

import kazbek
from kazbek.base.errors import DataError
from kazbek.flight.docking.kernels import columns as col
from kazbek.web.cockpit.begin import Choice, begin
from kazbek.web.cockpit.log import LogEntry, digest, read
from kazbek.web.cockpit.scenario import Scenario
from kazbek.web.cockpit.serve import saved
from kazbek.web.cockpit.session import Session, replay
from kazbek.web.cockpit.verify import verify

FLOWN = (  # at tick, said
    (0, {"axes": [127, 0, 0, 0, 0, 0]}),
    (160, {"axes": [0, 0, 0, 0, 0, 0]}),
    (400, {"axes": [0, 127, 0, 0, 0, 40]}),
    (416, {"axes": [0, 0, 0, 0, 0, 0], "keys": {"sets": 3}}),
    (1333, {"axes": [0, 0, -127, 0, 0, 0]}),
    (1365, {"axes": [0, 0, 0, 0, 0, 0]}),
)
END = 2500


def quiet(_: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def start() -> Session:
    return begin(Choice(scenario="50-m", seed=4), quiet)


def fresh(start: Session) -> Session:
    return Session.open(start.begun, dict(start.log.header), 4)


async def all_of(line: Any) -> None:
    """Listen until the line ends."""
    while True:
        await line.recv()


def by_python(session: Session) -> Session:
    for tick, said in FLOWN:
        session.advance(tick - session.tick)
        session.do(said)
    session.advance(END - session.tick)
    return session


@pytest.fixture(scope="module")
def flown(start: Session, tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Path]:
    session, path = fresh(start), tmp_path_factory.mktemp("log") / "flight.cockpit.jsonl"
    session.log.open(path)
    by_python(session)
    session.log.close(session.tick, session.near.s)
    return session, path


def test_the_log_and_the_seed_give_the_same_flight_to_the_bit(flown: tuple[Session, Path]) -> None:
    result = verify(flown[1])
    assert result.same
    assert "32 of 32 digests" in result.sentence  # one a second, and the end
    assert result.digest == digest(flown[0].near.s)


def test_a_changed_log_is_another_flight(flown: tuple[Session, Path], tmp_path: Path) -> None:
    text = flown[1].read_text(encoding="utf-8").replace('"tick":1365', '"tick":1382')
    other = tmp_path / "other.jsonl"
    other.write_text(text, encoding="utf-8")
    result = verify(other)
    assert not result.same
    assert "first at tick 1440" in result.sentence


def test_a_log_that_was_cut_off_is_read_up_to_there(flown: tuple[Session, Path], tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(flown[1].read_bytes()[:-40])
    log = read(cut)
    assert not log.whole
    assert log.last_tick == 2480
    assert len(log.entries) == len(FLOWN)
    assert verify(cut).sentence.endswith("cut off.")


def test_a_record_by_hand_is_verified_by_its_log_and_a_changed_one_is_not(
    flown: tuple[Session, Path], tmp_path: Path
) -> None:
    log = tmp_path / "flight.cockpit.jsonl"
    log.write_bytes(flown[1].read_bytes())
    record = saved(flown[0], tmp_path / "flight", log)
    assert not log.exists()  # it lies in the record
    assert record.directory is not None
    good = verify(record.directory)
    assert good.same, good.sentence
    assert len(good.digest) == 64
    events = record.directory / "events.json"
    kept = events.read_text(encoding="utf-8")
    events.write_text(kept.replace("manual_control", "flyaround"), encoding="utf-8")
    assert "events.json is not as it was written" in verify(record.directory).sentence
    assert not verify(record.directory).same
    events.write_text(kept, encoding="utf-8")
    telemetry = record.directory / "telemetry" / "up" / "docking.parquet"
    telemetry.write_bytes(telemetry.read_bytes()[:-9] + b"x" + telemetry.read_bytes()[-8:])
    bad = verify(record.directory)
    assert not bad.same
    assert "docking.parquet" in bad.sentence


def test_no_log_is_one_sentence(tmp_path: Path) -> None:
    for text in ("", "{}", '{"format": 99}', "[1]", '{"format": 1}\n{"tick": "x", "axes": 3}'):
        wrong = tmp_path / "wrong.jsonl"
        wrong.write_text(text, encoding="utf-8")
        with pytest.raises(DataError):
            read(wrong)
    with pytest.raises(DataError, match="cannot read"):
        read(tmp_path / "missing.jsonl")


@pytest.mark.parametrize(
    "said",
    [
        {"axes": [0, 0, 0, 0, 0]},
        {"axes": [0, 0, 0, 0, 0, 128]},
        {"axes": [0.5, 0, 0, 0, 0, 0]},
        {"axes": [True, 0, 0, 0, 0, 0]},
        {"keys": {"sets": 4}},
        {"keys": {"door": 1}},
        {"keys": [1]},
        {"hack": 1},
        [],
        None,
    ],
)
def test_malformed_commands_are_refused_and_change_nothing(start: Session, said: object) -> None:
    session = fresh(start)
    before = digest(session.near.s)
    with pytest.raises(DataError):
        session.do(said)
    assert digest(session.near.s) == before
    assert not session.log.entries


def test_a_flight_by_hand_leaves_a_record_like_any_other(flown: tuple[Session, Path], tmp_path: Path) -> None:
    record = flown[0].record().save(tmp_path / "record")
    again = kazbek.load(record.directory)
    leg = again["up"]["docking"]
    assert leg["hand_push_x_frac"].max() == 1.0
    assert leg["r_PORT_x_m"][0] == pytest.approx(50.0, abs=0.05)
    assert "left in flight" in again["up"].reason
    assert again["up"].event("manual_control") is not None


def test_without_hands_the_ship_does_not_dock(start: Session) -> None:
    session = fresh(start)
    session.advance(80 * 600)
    assert session.over is None or session.near.s[col.STAGE] == col.Part.WRECKED
    assert session.near.s[col.STAGE] != col.Part.HOOKED


def test_an_instructor_s_failure_is_flown_again_too(start: Session) -> None:
    session = fresh(start)
    session.advance(200)
    session.fail((3.0, 2.0, 0.0, 0.0, 2.0))  # a jet that does not stop
    session.advance(400)
    again = fresh(start)
    replay(again, [LogEntry.parsed(json.loads(entry.json())) for entry in session.log.entries], 600)
    assert digest(again.near.s) == digest(session.near.s)
    assert session.near.s[col.SPENT] > 0.1


def test_every_scenario_is_there_and_flies() -> None:
    from kazbek.base.data import names_in

    for name in names_in("scenarios"):
        scenario = Scenario.named(name)
        assert scenario.name == name
        session = begin(Choice(scenario=name), quiet)
        session.advance(160)
        assert np.isfinite(session.near.s).all()
    with pytest.raises(DataError, match="did you mean"):
        Scenario.named("50-n")


@pytest.mark.parametrize(
    "choice", [Choice(mission="soyuz-ms-19"), Choice(event="flyaround"), Choice("soyuz-ms-19", "flyaround", "50-m")]
)
def test_half_a_choice_is_one_sentence(choice: Choice) -> None:
    with pytest.raises(DataError):
        begin(choice, quiet)


@pytest.fixture
def served(start: Session) -> Iterator[tuple[str, Session]]:
    session = fresh(start)
    with serving(session) as address:
        yield address, session


def test_the_line_in_lockstep_and_python_give_equal_digests(
    served: tuple[str, Session], flown: tuple[Session, Path]
) -> None:
    address, session = served

    async def fly() -> None:
        async with connect(f"ws://{address}/flight") as line:
            tick = 0
            for at, said in FLOWN:
                if at > tick:
                    await line.send(json.dumps({"step": at - tick}))
                    tick = at
                await line.send(json.dumps(said))
            await line.send(json.dumps({"step": END - tick}))
            await line.send(json.dumps({"echo": 7}))
            while True:
                text = await asyncio.wait_for(line.recv(), 20)
                if isinstance(text, str) and json.loads(text).get("echo") == 7:
                    return

    asyncio.run(fly())
    assert session.tick == END
    # letting go when the page leaves is an entry too, and changes no digit: the handles were free
    assert digest(session.near.s) == digest(flown[0].near.s)


def test_the_line_is_the_page_s_alone_and_survives_what_is_sent(served: tuple[str, Session]) -> None:
    address, session = served

    async def refused(**how: object) -> None:
        with pytest.raises(websockets.InvalidStatus):
            async with connect(f"ws://{address}/flight", **how):  # type: ignore[arg-type]
                pass

    async def misuse() -> None:
        await refused(origin="http://evil.example")
        await refused(additional_headers={"Host": "evil.example"})
        async with connect(f"ws://{address}/flight") as first, connect(f"ws://{address}/flight") as second:
            roles = []
            for line in (first, second):
                while True:
                    text = await asyncio.wait_for(line.recv(), 20)
                    if isinstance(text, str) and "role" in json.loads(text):
                        roles.append(json.loads(text)["role"])
                        break
            assert roles == ["player", "observer"]
            await second.send(json.dumps({"step": 16}))  # an observer moves nothing
            for bad in ("", "{", "[1,2]", '{"axes": "x"}', '{"speed": "x"}', '{"fail": {"system": "door"}}', "\x00"):
                await first.send(bad)
            await first.send(json.dumps({"step": 32, "echo": 1}))
            faults = 0
            while True:
                text = await asyncio.wait_for(first.recv(), 20)
                said = json.loads(text) if isinstance(text, str) else {}
                faults += "fault" in said
                if said.get("echo") == 1:
                    break
            assert faults >= 5
        async with connect(f"ws://{address}/flight") as third:  # too long a frame ends the line, not the flight
            await third.send("x" * 8192)
            with pytest.raises(websockets.ConnectionClosed):
                await asyncio.wait_for(all_of(third), 20)
        async with connect(f"ws://{address}/flight") as fourth:
            await asyncio.wait_for(fourth.recv(), 20)

    asyncio.run(misuse())
    assert session.tick == 32


def test_what_only_a_side_seat_reaches_is_asked_for_and_takes_its_time() -> None:
    session = begin(Choice(scenario="ms-19-kurs", crew="trained", console="standard"), quiet)
    session.do({"keys": {"kurs": 2, "sets": 3}})  # the sets of jets are the commander's own keys
    assert session.near.command[col.SETS] == 3.0
    assert session.near.command[col.KURS] == 0.0
    assert session.said == ["kurs: the flight engineer in the left seat is asked, 8 s"]
    session.advance(639)
    assert session.near.command[col.KURS] == 0.0
    session.advance(2)
    assert session.near.command[col.KURS] == 2.0
    assert [entry.tick for entry in session.log.entries] == [0, 640]  # the log has what was done when it was done
    again = Session.open(session.begun, {})
    replay(again, session.log.entries, session.tick)
    assert digest(again.near.s) == digest(session.near.s)


def test_alone_the_portable_console_answers_at_once_and_without_it_nobody_flies() -> None:
    session = begin(Choice(scenario="ms-19-kurs", crew="alone"), quiet)
    session.do({"keys": {"kurs": 2, "retreat": 0}})
    assert session.near.command[col.KURS] == 2.0
    assert not session.said
    for crew in ("alone", "mission"):
        with pytest.raises(DataError, match="nobody reaches InPU-1, the flight engineer's integrated panel"):
            begin(Choice(scenario="50-m", crew=crew, console="standard"), quiet)


def test_every_key_of_the_panel_is_a_control_of_the_cabin(start: Session) -> None:
    from kazbek.web.cockpit.log import KEYS

    assert start.panel is not None
    assert start.aboard is not None
    assert set(start.panel.controls) <= set(KEYS)
    for control in start.panel.controls.values():
        assert start.aboard.answer(control).wait_s is not None


def test_a_start_from_the_cache_is_the_start_that_was_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kazbek.web.cockpit.kept_track import KeptTrack

    session = begin(Choice(scenario="50-m"), quiet)
    track = session.begun.track
    assert isinstance(track, KeptTrack)
    instants = session.begun.start.epoch.tai_ns + np.arange(4, dtype=np.int64) * 10**9
    monkeypatch.setenv("KAZBEK_CACHE", str(tmp_path))
    computed = track.rv(instants)
    assert computed.tobytes() == session.begun.ready.track.rv(instants).tobytes()

    def never() -> None:
        raise AssertionError("the station's files were read again")

    assert KeptTrack(track.files, never).rv(instants).tobytes() == computed.tobytes()  # type: ignore[arg-type]


def test_a_rewind_branches_and_both_branches_are_flown_again(start: Session, tmp_path: Path) -> None:
    session = fresh(start)
    session.log.open(tmp_path / "flight.cockpit.jsonl")
    by_python(session)
    ended = digest(session.near.s)
    other = session.branched(1000)
    assert other.tick == 1000
    assert [entry.tick for entry in other.log.entries] == [0, 160, 400, 416]
    assert other.log.header["parent"] == session.log.sha256
    other.do({"axes": [-127, 0, 0, 0, 0, 0]})
    other.advance(500)
    other.log.close(other.tick, other.near.s)
    kept, now = verify(tmp_path / "flight.branch-1.cockpit.jsonl"), verify(tmp_path / "flight.cockpit.jsonl")
    assert kept.same
    assert kept.digest == ended
    assert now.same
    assert now.digest == digest(other.near.s)
    with pytest.raises(DataError, match="0 to 1500"):
        other.branched(9999)


def test_the_instructor_moves_the_light_of_the_picture_and_lets_the_station_drift(start: Session) -> None:
    from kazbek.web.cockpit.snapshot import FIELDS, snapshot

    session = Session.open(start.begun, {})
    as_is, later = (snapshot(session, paused=True, speed=1.0, light_s=s) for s in (0.0, 46.0 * 60.0))
    sun = [FIELDS.index(f"sun.{axis}") for axis in "xyz"]
    assert np.degrees(np.arccos(as_is[sun] @ later[sun])) > 60.0  # half a revolution on
    still = session.near.beside.place_PORT(session.near.s)[0]
    session.do({"keys": {"drift": 1}})
    np.testing.assert_allclose(
        session.near.beside.place_PORT(session.near.s)[0], still, atol=1e-9
    )  # it begins where it is
    session.advance(80 * 60)
    berth = session.near.beside.world.berth
    assert np.degrees(berth.band_rad) == pytest.approx(1.0)
    again = Session.open(start.begun, {})
    replay(again, session.log.entries, session.tick)
    assert digest(again.near.s) == digest(session.near.s)
    quiet_one = Session.open(start.begun, {})
    quiet_one.advance(session.tick)
    moved = session.near.beside.place_PORT(session.near.s)[0] - quiet_one.near.beside.place_PORT(quiet_one.near.s)[0]
    assert 0.1 < np.linalg.norm(moved) < 5.0  # 0.6 degrees about the station's centre


def test_gates_are_called_as_they_are_passed_unless_nobody_can_be_heard(start: Session) -> None:
    assert start.panel is not None
    for silent in (False, True):
        session = Session.open(start.begun, {})
        session.near.s[col.COMM_DEAD] = float(silent)
        session.call_out(start.panel)
        session.do({"axes": [127, 0, 0, 0, 0, 0]})
        for _ in range(60):
            session.advance(80)
            session.call_out(start.panel)
        calls = [
            "call: 50 m, stop, upright, probe ready, wait for GO",
            "call: 2 m, stop, null everything, one measured push",
        ]
        assert session.said == ([] if silent else calls)
