"""The story says what the record knows: units, marks, and nothing where a value is missing."""

from __future__ import annotations

import json
import string
import tomllib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_record import LIFTOFF, event, write_record

from kazbek.base.constants import WGS84_GM_m3_s2
from kazbek.base.data import bundled, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import KazbekError
from kazbek.base.events import EVENTS
from kazbek.cli import run
from kazbek.record.read import load_record
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat, _entry, beats, strings
from kazbek.views.story.burns import _apart
from kazbek.views.story.quantity import ClockTime, Mark, Quantity, plain
from kazbek.views.story.tell import as_json, as_markdown, as_text
from kazbek.world.earth import C_ITRF_GCRF
from kazbek.world.geodesy import itrf_from_geodetic


def told(folder: Path, events: list[dict[str, object]] | None = None) -> dict[str, Beat]:
    return {beat.title: beat for beat in beats(load_record(write_record(folder, events=events)))}


def words(beat: Beat) -> str:
    return " ".join(plain(sentence) for sentence in beat.sentences)


def test_beats_are_in_order_of_time_and_begin_on_the_pad(tmp_path: Path) -> None:
    found = beats(load_record(write_record(tmp_path / "r")))
    assert [b.key for b in found] == [
        "on_the_pad",
        "liftoff",
        "strapon_separation",
        "kurs_lost",
        "kurs_lost",
        "docking_contact",
        "touchdown",
        "seats_swapped",
    ]
    assert [b.epoch for b in found] == sorted(b.epoch for b in found)


def test_flown_and_computed_numbers_carry_their_marks(tmp_path: Path) -> None:
    lines = words(told(tmp_path / "r")["Lift-off"])
    assert "08:55:00.0\u00a0UTC" in lines
    assert "08:54:58.5\u00a0UTC [f]" in lines
    assert "1.5\u00a0s" in lines
    assert "310\u00a0t" in lines


def test_an_instant_that_follows_from_usual_durations_is_an_estimate(tmp_path: Path) -> None:
    assert "[e]" in words(told(tmp_path / "r", [event("hatch_open", 3950.0)])["Hatches open"])


def test_a_sentence_without_its_value_is_left_out(tmp_path: Path) -> None:
    bare = told(tmp_path / "r", [event("docking_contact", 3900.0, closing_speed_m_s=0.13, port="poisk-zenith")])
    assert "cm off" not in words(bare["Contact"])
    assert "History" not in words(told(tmp_path / "s")["Contact"])  # the comparison knows lift-off only


def test_ports_and_pads_go_by_their_titles_and_people_by_name(tmp_path: Path) -> None:
    story = told(tmp_path / "r")
    assert "Baikonur Cosmodrome" in words(story["On the pad"])
    assert "Ann Bell and Cid Dale" in words(story["On the pad"])
    assert "Rassvet's port on the Earth side" in words(story["Contact"])
    assert "Cid Dale" in words(told(tmp_path / "by-hand", [event("manual_control", 3600.0)])["By hand"])


def test_the_second_loss_of_kurs_reads_otherwise_than_the_first(tmp_path: Path) -> None:
    story = told(tmp_path / "r")
    assert "0.28\u00a0m/s" in words(story["Kurs lost"])  # from the break-off at the same instant
    assert story["Lost again"].alt != story["Kurs lost"].alt


def test_south_is_said(tmp_path: Path) -> None:
    assert "47.30°\u00a0S" in words(told(tmp_path / "r")["Home"])


def test_a_burn_without_telemetry_names_its_engine_and_its_distance_in_the_unit_that_fits(tmp_path: Path) -> None:
    burns = [
        event(f"burn_{k}", 20_000.0 + k, delta_v_m_s=6.0, duration_s=20.0, range_m=range_m, engine=engine)
        for k, range_m, engine in ((1, 431_600.0, "main"), (2, 2166.0, "thrusters"))
    ]
    story = told(tmp_path / "r", burns)
    assert "main engine burns" in words(story["Burn 1"])
    assert "432\u00a0km" in words(story["Burn 1"])
    assert "the thrusters burn" in words(story["Burn 2"])
    assert "2\u202f166\u00a0m" in words(story["Burn 2"])


def circling(folder: Path, *, ranges_m: tuple[float, ...], a_m: tuple[float, float]) -> Record:
    """A ship whose orbit has one semi-major axis before its burns and another after them, at the same place."""
    burns = [
        event(f"burn_{k}", 100.0 * k, delta_v_m_s=5.0, duration_s=100.0, range_m=far_m, engine="main")
        for k, far_m in enumerate(ranges_m, start=1)
    ]
    record = load_record(write_record(folder, events=burns))
    t_s = np.arange(0.0, 100.0 * len(burns) + 200.0, 100.0)
    r_m = 6_771_000.0
    leg = {"tai_ns": LIFTOFF.tai_ns + (t_s * 1e9).astype(np.int64), "range_rate_m_s": np.full(t_s.shape, -2.0)}
    for axis, place, speed in zip("xyz", (r_m, 0.0, 0.0), (0.0, 1.0, 0.0)):
        v_m_s = [np.sqrt(WGS84_GM_m3_s2 * (2.0 / r_m - 1.0 / a)) for a in np.where(t_s <= 100.0, *a_m)]
        leg |= {f"r_GCRF_{axis}_m": np.full(t_s.shape, place), f"v_GCRF_{axis}_m_s": speed * np.array(v_m_s)}
    for axis, far, speed in zip("RTN", (-300_000.0, -ranges_m[0], 0.0), (1.0, 0.0, 0.0)):
        leg |= {
            f"r_RTN_{axis}_m": np.full(t_s.shape, far),
            f"v_RTN_{axis}_m_s": speed * np.where(t_s <= 100.0, 8.0, 5.0),
        }
    pq.write_table(pa.table(leg), folder / "telemetry" / "up" / "ascent.parquet")
    return record


def test_a_burn_from_afar_says_what_it_does_to_the_orbit(tmp_path: Path) -> None:
    """Semi-major axes of 6 671 and 6 721 km are mean heights of 300 and 350 km."""
    record = circling(tmp_path / "r", ranges_m=(500_000.0, 300_000.0), a_m=(6_671_000.0, 6_721_000.0))
    first, second = beats(record)
    assert first.title.endswith("higher")
    assert "from 300\u00a0km to 350\u00a0km" in words(first)
    assert second.title.endswith("a correction")  # it changes nothing any more
    far = circling(tmp_path / "last", ranges_m=(50_000.0, 2_000.0), a_m=(6_671_000.0, 6_721_000.0))
    assert "last burn from afar" in words(beats(far)[0])


def test_a_burn_near_the_station_says_what_speed_it_takes_away(tmp_path: Path) -> None:
    brake = beats(circling(tmp_path / "r", ranges_m=(2_000.0,), a_m=(6_771_000.0, 6_771_000.0)))[0]
    assert brake.title.endswith("the first brake")
    assert "from 8.0\u00a0m/s down to 5.0\u00a0m/s" in words(brake)


def test_what_happens_again_is_told_by_the_entry_of_its_number_or_the_last_that_can_be_filled() -> None:
    words = {"burn": {"text": "one"}, "burn_2": {"text": "two"}, "burn_3": {"text": "three at {range_m}"}}
    known = {"range_m": "5 m"}
    assert [_entry(words, "burn", time, known)["text"][:3] for time in (1, 2, 3, 4)] == ["one", "two", "thr", "thr"]
    assert _entry(words, "burn", 3, {})["text"] == "two"
    titles = [strings()[f"burn_brake{n}"]["title"] for n in ("", "_2", "_3")]
    assert len(set(titles)) == 3


def test_instants_are_told_to_the_nearest_second_as_their_differences_are(tmp_path: Path) -> None:
    """41.80 s beside a flown 44.0 s is 2 s, which 41 and 44 contradict."""
    record = load_record(write_record(tmp_path / "r", events=[event("hatch_open", 3599.8)]))
    (beat,) = beats(record)
    assert beat.second_utc[11:] == "09:55:00"
    assert "09:55:00\u00a0UTC" in f"{ClockTime(beat.utc, Mark.COMPUTED):0}"


@pytest.mark.parametrize("ahead_deg", [100.0, 254.0, 300.0])
def test_a_station_behind_the_earth_is_told_as_an_angle(ahead_deg: float) -> None:
    """The ship 300 km lower, its place in the station's frame by plain trigonometry."""
    ship_m, station_m, turn = 6_500_000.0, 6_800_000.0, np.radians(-ahead_deg)
    row = {
        "r_GCRF_x_m": ship_m,
        "r_GCRF_y_m": 0.0,
        "r_GCRF_z_m": 0.0,
        "r_RTN_R_m": ship_m * np.cos(turn) - station_m,
        "r_RTN_T_m": ship_m * np.sin(turn),
        "r_RTN_N_m": 0.0,
    }
    assert _apart(row) == {"ahead_deg": pytest.approx(ahead_deg)}


def test_sunlight_at_the_fairing_is_told_in_sunlight_only(tmp_path: Path) -> None:
    """At 03:00 local time in October the pad, and a ship 50 km above it, are in the dark."""

    def at(hour: int) -> str:
        noon = Epoch.from_utc(f"2021-10-05T{hour:02d}:00:00Z")
        folder = write_record(
            tmp_path / str(hour),
            events=[{"name": "fairing_jettison", "utc": noon.utc, "met_s": 1.0, "values": {"height_m": 79_000.0}}],
        )
        place = C_ITRF_GCRF(noon).T @ itrf_from_geodetic(np.radians(46.0), np.radians(63.6), 79_000.0)
        leg = {"tai_ns": noon.tai_ns + np.array((-1_000_000_000, 1_000_000_000))}
        leg |= {f"r_GCRF_{axis}_m": np.full(2, value) for axis, value in zip("xyz", place)}
        leg |= {f"v_GCRF_{axis}_m_s": np.full(2, 1.0) for axis in "xyz"}
        pq.write_table(pa.table(leg), folder / "telemetry" / "up" / "ascent.parquet")
        return words(beats(load_record(folder))[0])

    assert "sunlight falls" in at(8)
    assert "outside it is night" in at(22)


def test_a_docking_says_who_flew_it(tmp_path: Path) -> None:
    contact = event("docking_contact", 3900.0, closing_speed_m_s=0.13, miss_m=0.04)
    assert "Kurs has flown" in words(told(tmp_path / "a", [contact])["Contact"])
    by_hand = told(tmp_path / "b", [event("manual_control", 3600.0), contact])
    assert "Kurs has flown" not in words(by_hand["Contact"])


def test_a_crew_without_names_leaves_no_gap(tmp_path: Path) -> None:
    folder = write_record(tmp_path / "r", events=[event("liftoff", 0.0), event("hatch_open", 3950.0)])
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    summary["flights"][0]["crew"] = []
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    text = "\n".join(as_text(load_record(folder)))
    assert "stands ready at" in text
    assert "Aboard:" not in text
    assert "the hatches open" in text


def test_strap_ons_open_like_a_flower_only_where_the_launcher_goes_on(tmp_path: Path) -> None:
    """MS-10, 11 October 2018: the abort followed the separation at once, and no cross was to be seen."""
    as_planned = [event("liftoff", 0.0), event("strapon_separation", 117.8)]
    failed = [*as_planned, event("abort", 121.6)]
    later = [*as_planned, event("abort", 300.0)]
    for k, (events, flower) in enumerate(((as_planned, True), (failed, False), (later, True))):
        found = beats(load_record(write_record(tmp_path / f"{k}", events=events)))
        said = words(next(beat for beat in found if beat.key == "strapon_separation"))
        assert ("like a flower" in said) is flower
        assert ("not all of them get clear of the core" in said) is not flower


def test_a_flight_that_failed_ends_with_the_reason(tmp_path: Path) -> None:
    folder = write_record(tmp_path / "r", events=[event("liftoff", 0.0)])
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    summary["flights"][0] |= {"outcome": "missed", "reason": "no propellant for 104.3 m/s"}
    summary["not_flown"] = "home: not flown, for up ended missed"
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    record = load_record(folder)
    for way in (as_text, as_markdown):
        text = "\n".join(way(record))
        assert "Soyuz T-1 ended missed: no propellant for 104.3 m/s." in text
        assert "home: not flown" in text


@pytest.mark.parametrize(
    ("value", "spec", "shown"),
    [
        (79_214.3, "km.1", "79.2\u00a0km"),
        (38_400.0, "kPa.1", "38.4\u00a0kPa"),
        (0.046, "cm", "5\u00a0cm"),
        (-3.25, "m/s.2", "−3.25\u00a0m/s"),
        (174.2, "span", "2.9\u00a0min"),
        (24.9, "span", "25\u00a0s"),
        (12_345.0, "m", "12\u202f345\u00a0m"),
        (69.6, "lon.2", "69.60°\u00a0E"),
    ],
)
def test_quantities_print_with_their_unit(value: float, spec: str, shown: str) -> None:
    assert plain(format(Quantity(value, Mark.COMPUTED), spec)) == f"{shown}"


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(KazbekError, match="furlong"):
        format(Quantity(1.0, Mark.COMPUTED), "furlong.1")
    assert plain(format(ClockTime("2021-10-05T08:55:02.815000Z", Mark.FLOWN), "1")) == "08:55:02.8\u00a0UTC [f]"


def test_text_markdown_and_json_tell_the_same_beats(tmp_path: Path) -> None:
    record = load_record(write_record(tmp_path / "r"))
    text, markdown, document = "\n".join(as_text(record)), "\n".join(as_markdown(record)), as_json(record)
    for beat in document:
        assert beat["title"] in text
        assert f"### {beat['title']}" in markdown
        assert f"## {beat['chapter']}" in markdown
    assert "<sup>f</sup>" in markdown
    assert "computed by kazbek" in text
    assert "[c]" not in text
    assert "endorsed" in markdown


@pytest.mark.parametrize("language", names_in("strings"))
def test_every_language_is_whole(language: str) -> None:
    """The same keys as English, known events only, and no number without a unit known to the story."""
    english = strings("en")
    other = strings(language)
    assert set(other) == set(english)
    assert set(other["_"]) == set(english["_"])
    for key, entry in other.items():
        if key in ("_", "engine", "port", "facts", "door", "diagrams", "model", "photographs", "drawn"):
            assert set(entry) == set(english[key])
            continue
        event_name = key.rstrip("0123456789").rstrip("_").removesuffix("_across")
        told_besides = {"on_the_pad", "stage_separation", "pad_at_dusk", "tanks_full"} | {
            "in_the_cabin",
            "shooting_begins",
            "take_in_sun",
            "take_in_dark",
            "day_on_the_ground",
            "day_aboard",
        }
        assert event_name in {*EVENTS, *told_besides} or event_name.startswith("burn"), key
        assert {"title", "text"} <= set(entry)
        assert "Soyuz" not in str(entry), "what fits one ship alone stands under its model"
        assert "alt" in entry or key.startswith("burn_")  # whose picture is that of any burn
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
    for arguments in (["--story", "verse"], ["--story"]):
        assert run(["tell", str(folder), *arguments]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        assert "text" in captured.err
        assert "markdown" in captured.err


def test_a_record_without_its_mission_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_record(tmp_path / "r")
    (folder / "mission.toml").unlink()
    for verb in (["tell", str(folder), "--story", "text"], ["gallery", str(folder), "--draft"]):
        assert run(verb) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        assert "mission.toml is missing" in captured.err
