"""Commentary of a record: the seconds at which it is said, one voice at a time, tracks that other programs read."""

from __future__ import annotations

import itertools
import json
import re
import string
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import webvtt
from small_record import EVENTS, event, write_record

import kazbek
from kazbek.base.errors import DataError
from kazbek.base.events import is_event
from kazbek.broadcast.calls import commentary, languages, words
from kazbek.broadcast.cue import CueKind
from kazbek.exchange.captions import clock_text


@pytest.fixture(scope="module")
def up() -> kazbek.Record:
    return kazbek.fly("soyuz-ms-19", until="hooks_closed", sigma=False)


@pytest.mark.parametrize("language", languages())
def test_what_is_said_at_an_event_is_said_at_its_second(up: kazbek.Record, language: str) -> None:
    said = {cue.id: cue for cue in commentary(up, language)}
    for name in ("liftoff", "max_q", "strapon_separation", "spacecraft_separation", "docking_contact"):
        assert said[f"up/{name}"].start == up["up"].event(name).epoch
    assert said["up/burn_1/ahead"].start == up["up"].event("burn_1").epoch - 30.0
    assert said["up/report/40"].start - up["up"].event("liftoff").epoch == 40.0


@pytest.mark.parametrize("language", languages())
def test_one_voice_at_a_time_and_every_caption_is_seen_for_two_seconds(up: kazbek.Record, language: str) -> None:
    cues = commentary(up, language)
    assert len(cues) > 60
    for before, after in itertools.pairwise(cues):
        assert before.end <= after.start
    assert min(cue.end - cue.start for cue in cues) >= 2.0


def test_both_languages_say_the_same_things(up: kazbek.Record) -> None:
    english, russian = (words(language) for language in ("en", "ru"))
    for table in ("call", "interrupt", "report", "count", "range"):
        assert english[table].keys() == russian[table].keys()
        for key, text in english[table].items():
            fields = {field for _, field, _, _ in string.Formatter().parse(text) if field}
            assert {f for _, f, _, _ in string.Formatter().parse(russian[table][key]) if f} <= fields | {"ship"}, key
    assert all(is_event(key) for key in english["call"] if not key.startswith("burn"))


def test_a_report_says_only_what_the_record_shows(up: kazbek.Record) -> None:
    """The height is the record's at that second; where thrust falls off no engine is called steady."""
    reports = {cue.id: cue.text for cue in commentary(up) if cue.kind is CueKind.REPORT}
    assert "Engines steady" in reports["up/report/60"]
    assert "Height 10 km" in reports["up/report/60"]
    thrust = up["up"]["ascent"]["thrust_N"].copy()
    thrust[up["up"]["ascent"]["met_s"] > 59.5] *= 0.7
    said = {cue.id: cue.text for cue in commentary(_with_column(up, "thrust_N", thrust))}
    assert "Engines steady" in said["up/report/40"]
    assert "Engines steady" not in said["up/report/60"]


def _with_column(record: kazbek.Record, name: str, column: Any) -> kazbek.Record:
    flight = record["up"]
    legs = [replace(leg, source={**leg, name: column}) if leg.phase == "ascent" else leg for leg in flight.legs]
    return replace(record, flights=(replace(flight, legs=tuple(legs)),))


def test_failures_interrupt_and_are_never_cut(up: kazbek.Record) -> None:
    cues = commentary(up)
    failures = [cue for cue in cues if cue.kind is CueKind.INTERRUPT]
    assert [cue.id for cue in failures] == [
        "up/kurs_lost",
        "up/approach_breakoff",
        "up/kurs_lost/2",
        "up/approach_breakoff/2",
        "up/manual_control",
    ]
    assert "Manual!" in failures[2].text
    assert failures[0].start == up["up"].event("kurs_lost").epoch


def test_webvtt_is_read_back_by_another_reader(up: kazbek.Record, tmp_path: Path) -> None:
    """webvtt-py: as many cues, each under its identity, at its instant to the millisecond."""
    files = {path.name: path for path in kazbek.export(up, "vtt", tmp_path)}
    assert set(files) == {"up.en.vtt", "up.ru.vtt", "up.metadata.vtt"}
    cues = commentary(up, "en")
    read = webvtt.read(str(files["up.en.vtt"]))
    assert [caption.identifier for caption in read] == [cue.id for cue in cues]
    zero = kazbek.base.epoch.Epoch.from_utc(re.search(r"is (\S+Z)", files["up.en.vtt"].read_text("utf-8"))[1])
    for caption, cue in zip(read, cues):
        assert caption.start_in_seconds == pytest.approx(cue.start - zero, abs=1.0)
        assert caption.start == clock_text(cue.start - zero)
    about = [json.loads(caption.text) for caption in webvtt.read(str(files["up.metadata.vtt"]))]
    assert about[-1]["utc"] == up["up"].event("hooks_closed").utc


def test_subrip_is_read_back_by_another_reader(up: kazbek.Record, tmp_path: Path) -> None:
    kazbek.export(up, "srt", tmp_path)
    read = webvtt.from_srt(str(tmp_path / "up.ru.srt"))
    assert [caption.text for caption in read] == [cue.text for cue in commentary(up, "ru")]
    assert "Контакт подъёма!" in {caption.text for caption in read}


def test_markup_in_a_name_is_no_markup_in_a_track(tmp_path: Path) -> None:
    record = kazbek.load(write_record(tmp_path / "r", events=[*EVENTS, event("undocking", 4000.0)]))
    hostile = replace(record, flights=tuple(replace(f, ship="<v Bob> & --> {x}") for f in record.flights))
    kazbek.export(hostile, "vtt", tmp_path / "out")
    text = (tmp_path / "out" / "up.en.vtt").read_text("utf-8")
    assert "<v Bob>" not in text
    assert "&lt;v Bob&gt; &amp; --&gt; {x}" in text
    assert len(webvtt.read(str(tmp_path / "out" / "up.en.vtt"))) == len(commentary(hostile))


def test_an_unknown_language_is_a_sentence(up: kazbek.Record) -> None:
    with pytest.raises(DataError, match='unknown language "de"'):
        commentary(up, "de")
