"""The story says what the record knows: units, marks, and nothing where a value is missing."""

from __future__ import annotations

import json
import string
import tomllib
from pathlib import Path

import pytest
from small_record import event, write_record

from kazbek.base.data import bundled, names_in
from kazbek.base.errors import KazbekError
from kazbek.base.events import EVENTS
from kazbek.cli import run
from kazbek.mission.load import load_record
from kazbek.views.story.beats import Beat, beats, strings
from kazbek.views.story.quantity import Clock, Mark, Quantity, plain
from kazbek.views.story.tell import as_json, as_markdown, as_text


def told(folder: Path, events: list[dict[str, object]] | None = None) -> dict[str, Beat]:
    return {beat.title: beat for beat in beats(load_record(write_record(folder, events=events)))}


def words(beat: Beat) -> str:
    return " ".join(plain(sentence) for sentence in beat.sentences)


def test_beats_are_in_order_of_time_and_begin_on_the_pad(tmp_path: Path) -> None:
    found = beats(load_record(write_record(tmp_path / "r")))
    assert [b.key for b in found] == ["on_the_pad", "liftoff", "strapon_separation", "kurs_lost", "kurs_lost",
                                      "docking_contact", "touchdown", "seats_swapped"]
    assert [b.utc for b in found] == sorted(b.utc for b in found)


def test_flown_and_computed_numbers_carry_their_marks(tmp_path: Path) -> None:
    lines = words(told(tmp_path / "r")["Lift-off"])
    assert "08:55:00.0\u00a0UTC [c]" in lines
    assert "08:54:58.5\u00a0UTC [f]" in lines
    assert "1.5\u00a0s [c]" in lines
    assert "310\u00a0t [c]" in lines


def test_an_instant_that_follows_from_usual_durations_is_an_estimate(tmp_path: Path) -> None:
    assert "[e]" in words(told(tmp_path / "r", [event("hatch_open", 3950.0)])["Hatches open"])


def test_a_sentence_without_its_value_is_left_out(tmp_path: Path) -> None:
    bare = told(tmp_path / "r", [event("docking_contact", 3900.0, closing_speed_m_s=0.13, port="poisk-zenith")])
    assert bare["Contact"].sentences == ()
    assert "History" not in words(told(tmp_path / "s")["Contact"])  # the comparison knows lift-off only


def test_ports_and_pads_go_by_their_titles_and_people_by_name(tmp_path: Path) -> None:
    story = told(tmp_path / "r")
    assert "Baikonur Cosmodrome" in words(story["On the pad"])
    assert "Ann Bell and Cid Dale" in words(story["On the pad"])
    assert "Rassvet, nadir" in words(story["Contact"])


def test_the_second_loss_of_kurs_reads_otherwise_than_the_first(tmp_path: Path) -> None:
    story = told(tmp_path / "r")
    assert "0.28\u00a0m/s" in words(story["Kurs lost"])  # from the break-off at the same instant
    assert story["Lost again"].alt != story["Kurs lost"].alt


def test_south_is_said(tmp_path: Path) -> None:
    assert "47.30°\u00a0S" in words(told(tmp_path / "r")["Home"])


def test_a_burn_names_its_engine_and_its_distance_in_the_unit_that_fits(tmp_path: Path) -> None:
    burns = [event(f"burn_{k}", 3100.0 + k, delta_v_m_s=6.0, duration_s=20.0, range_m=range_m, engine=engine)
             for k, range_m, engine in ((1, 431_600.0, "main"), (2, 2166.0, "thrusters"))]
    story = told(tmp_path / "r", burns)
    assert "main engine burns" in words(story["Burn 1"])
    assert "432\u00a0km" in words(story["Burn 1"])
    assert "the thrusters burn" in words(story["Burn 2"])
    assert "2\u202f166\u00a0m" in words(story["Burn 2"])


@pytest.mark.parametrize(("value", "spec", "shown"), [
    (79_214.3, "km.1", "79.2\u00a0km"), (38_400.0, "kPa.1", "38.4\u00a0kPa"), (0.046, "cm", "5\u00a0cm"),
    (-3.25, "m/s.2", "−3.25\u00a0m/s"), (12_345.0, "m", "12\u202f345\u00a0m"), (69.6, "lon.2", "69.60°\u00a0E"),
])
def test_quantities_print_with_their_unit(value: float, spec: str, shown: str) -> None:
    assert plain(format(Quantity(value, Mark.COMPUTED), spec)) == f"{shown} [c]"


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(KazbekError, match="furlong"):
        format(Quantity(1.0, Mark.COMPUTED), "furlong.1")
    assert plain(format(Clock("2021-10-05T08:55:02.815000Z", Mark.FLOWN), "1")) == "08:55:02.8\u00a0UTC [f]"


def test_text_markdown_and_json_tell_the_same_beats(tmp_path: Path) -> None:
    record = load_record(write_record(tmp_path / "r"))
    text, markdown, document = "\n".join(as_text(record)), "\n".join(as_markdown(record)), as_json(record)
    for beat in document:
        assert beat["title"] in text
        assert f"## {beat['title']}" in markdown
    assert "<sup>f</sup>" in markdown
    assert "[c] computed" in text
    assert "endorsed" in markdown


@pytest.mark.parametrize("language", names_in("strings"))
def test_every_language_is_whole(language: str) -> None:
    """The same keys as English, known events only, and no number without a unit known to the story."""
    english = strings("en")
    other = strings(language)
    assert set(other) == set(english)
    assert set(other["_"]) == set(english["_"])
    for key, entry in other.items():
        if key in ("_", "engine", "diagrams"):
            assert set(entry) == set(english[key])
            continue
        event_name = key.rstrip("0123456789").rstrip("_")
        assert event_name in {*EVENTS, "on_the_pad", "burn"}, key
        assert {"title", "text", "alt"} <= set(entry)
        for sentence in (entry["title"], entry["text"], *entry.get("more", ())):
            for _, name, spec, _ in string.Formatter().parse(sentence):
                if name and spec and not name.endswith("utc"):
                    format(Quantity(1.0, Mark.COMPUTED), spec)


def test_strings_are_one_file_of_plain_toml() -> None:
    assert tomllib.loads(bundled("strings", "en.toml").read_text(encoding="utf-8"))["_"]["language"] == "English"
    with pytest.raises(KazbekError, match="klingon"):
        strings("klingon")


def test_tell_prints_the_story_alone_and_json_carries_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_record(tmp_path / "r")
    assert run(["tell", str(folder), "--story", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("# small\n")
    assert run(["tell", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"mission", "outcome", "record", "station", "flights", "comparison"} <= set(document)
    assert [beat["beat"] for beat in document["story"]][:2] == ["on_the_pad", "liftoff"]
    assert run(["tell", str(folder), "--story", "verse"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "markdown" in captured.err
