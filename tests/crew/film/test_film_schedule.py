"""The shooting schedule of the bundled film against the public facts, a student film from the docs, and slips."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("ortools")

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.crew.film import shoot as shoot_module
from kazbek.crew.film.ask import ask
from kazbek.crew.film.light import StationLight
from kazbek.crew.film.parts import coarse
from kazbek.crew.film.screenplay import read
from kazbek.crew.film.script import Film
from kazbek.crew.film.shoot import shoot
from kazbek.crew.film.windows import Windows
from kazbek.exchange.schedules import shooting_calendar, timeline_of
from kazbek.track.station import StationTrack

PAGE = Path(__file__).parents[3] / "docs" / "film.md"


@pytest.fixture(scope="module")
def asked():
    return ask("soyuz-ms-19")


def test_ten_days_and_the_public_shares_of_the_modules(asked):
    """TASS, Shkaplerov: some 30 % in Nauka, a third in Zvezda, 30 % elsewhere; 35 to 40 min of screen time planned."""
    schedule = asked.schedule
    pages = sum(shot.scene.eighths for shot in schedule.shots)
    share = {
        m: sum(s.scene.eighths for s in schedule.shots if s.scene.module == m) / pages for m in schedule.film.module
    }
    assert asked.document["days"] == 10
    assert not schedule.boneyard
    assert asked.document["invented"] is True
    assert share["nauka"] == pytest.approx(0.30, abs=0.05)
    assert share["zvezda"] == pytest.approx(0.33, abs=0.05)
    assert 42 <= pages / 8 <= 58
    for day in schedule.days:
        assert sum(s.scene.eighths for s in schedule.shots if s.start.utc[:10] == day) <= 4.8 * 8


def test_the_last_scene_is_in_the_cupola_on_14_october_from_07_00_to_13_30(asked):
    final = next(shot for shot in asked.schedule.shots if shot.scene.id == "20")
    assert (final.start.utc[:16], final.end.utc[:16]) == ("2021-10-14T07:00", "2021-10-14T13:30")


def test_eight_moves_and_the_least_own_time_are_proved(asked):
    """Proved by the coarser question, whose answer no board can beat; waiting may keep a printed gap."""
    goals = {goal["goal"]: goal for goal in asked.document["goals"]}
    moves, own = goals["moves of the camera"], goals["own time and night work, units of 5 min"]
    assert (moves["value"], moves["bound"]) == (8, 8)
    assert (own["value"], own["bound"]) == (546, 546)
    assert 36 <= goals["waiting, units of 5 min"]["bound"] <= goals["waiting, units of 5 min"]["value"] <= 48
    assert asked.schedule.moves == 8
    kept = json.loads(bundled("plans", "soyuz-ms-19-film.json").read_text(encoding="utf-8"))["goals"]
    assert [(g["goal"], g["value"]) for g in kept if g["proved"]] == [
        (g["goal"], g["value"]) for g in asked.document["goals"] if g["proved"]
    ]


@pytest.mark.parametrize("name", ["pairs", "pauses"])
def test_the_coarser_question_is_no_more_than_the_board_reaches(name):
    """Few scenes, so that the board itself is proved: what the coarser question says cannot be beaten is not."""
    film = Film.named("soyuz-ms-19")
    ids = {"pairs": ("7", "10", "19"), "pauses": ("3", "4", "8", "2")}[name]
    scenes = tuple(s.model_copy(update={"after": (), "date": None}) for s in film.scene if s.id in ids)
    days = film.model_copy(update={"scene": scenes, "last": film.first + dt.timedelta(days=2), "busy": ()})
    start = Epoch.from_utc(days.first)
    track = StationTrack.from_files(["iss_2021-10-01.xml.gz"])
    windows = Windows(days, StationLight(track, start, start + 86_400.0 * len(days.days)))
    reached = {proof.goal: proof for proof in shoot(days, windows).proofs}
    floors = coarse(days, windows).floors
    assert len(floors) >= 3
    for goal, floor in floors.items():
        assert floor <= reached[goal].value
    assert all(proof.proved for proof in reached.values())


def test_nobody_is_in_two_places_and_states_keep_their_order(asked):
    shots = asked.schedule.shots
    assert all(a.end <= b.start for a, b in itertools.pairwise(shots))
    place = {shot.scene.id: k for k, shot in enumerate(shots)}
    for shot in shots:
        assert all(place[before] < place[shot.scene.id] for before in shot.scene.after)
    for a, b in itertools.pairwise(shots):
        if a.scene.module != b.scene.module:
            assert b.start - a.end >= asked.schedule.film.move.again_h.v * 3600.0


def test_darkness_for_half_an_hour_is_found_while_orbits_still_have_it(asked):
    """On 15 October an orbit has 23.6 min of dark; nothing in the script says when to shoot it."""
    dark = next(shot for shot in asked.schedule.shots if shot.scene.light == "dark")
    assert dark.start.utc[:10] <= "2021-10-10"
    assert not StationLight(asked.light.track, dark.start, dark.end).sunlit.any()


def test_documents_that_other_programs_open(asked):
    timeline = json.loads(json.dumps(timeline_of(asked.schedule)))
    clips = [c for c in timeline["tracks"]["children"][0]["children"] if c["OTIO_SCHEMA"] == "Clip.1"]
    assert len(clips) == len(asked.schedule.shots)
    assert shooting_calendar(asked.schedule, "Oleg Novitsky").count("BEGIN:VEVENT") == sum(
        "Oleg Novitsky" in shot.scene.cast for shot in asked.schedule.shots
    )
    assert set(asked.document["shots"][0]) >= {"scene", "start_utc", "end_utc", "module", "people", "light"}


@pytest.fixture
def student(tmp_path: Path) -> Path:
    found = re.search(r"<!-- a film of one's own -->\n```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    file = tmp_path / "student.toml"
    file.write_text(found[1], encoding="utf-8")
    return file


def board(film: Film):
    track = StationTrack.from_files(["iss_2021-10-01.xml.gz"])
    start = Epoch.from_utc(film.first)
    return shoot(film, Windows(film, StationLight(track, start, start + 86_400.0 * len(film.days))))


def test_the_student_film_of_the_docs_is_solved_and_proved(student):
    schedule = board(Film.named(str(student)))
    assert schedule.proved
    assert [shot.scene.id for shot in schedule.shots] == ["1", "2"]
    assert schedule.moves == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('light = "dark"', 'light = "dark"\nthrough = true\ndate = 2021-10-09', "no part of the day"),
        ("shooting_h = { v = 0.5", "shooting_h = { v = 1.0", "60 min of light"),
        ('module = "cupola"\nlight', 'module = "lab"\nlight', "has no window"),
        ('cast = ["Boris"]\neighths = 4', 'cast = ["Bori"]\neighths = 4', 'did you mean "Boris"'),
        ('after = ["1"]', 'after = ["7"]', 'unknown scene "7"'),
        (
            'after = ["1"]',
            'date = 2021-10-07\n[[busy]]\nwho = ["Boris"]\ndate = 2021-10-07\nfrom_h = { v = 0, src = "estimate" }\n'
            'to_h = { v = 24, src = "estimate" }\nwhy = "in another film"',
            "Boris: in another film on 2021-10-07",
        ),
    ],
)
def test_what_cannot_be_shot_says_why(student, old, new, said):
    student.write_text(student.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said):
        board(Film.named(str(student)))


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ('after = ["2"]', 'after = ["1"]', 'goes round: "1" after "2" after "1"'),
        (
            "date = 2021-10-06\nbegins_h = 9.0",
            "date = 2021-10-06\nbegins_h = 10.5",
            'scene "1" of 2 h from 2021-10-06 09:00 and scene "2" of 0.5 h from 2021-10-06 10:30 contradict '
            "each other: Boris, Ada would be in two scenes at once",
        ),
        (
            "date = 2021-10-06\nbegins_h = 9.0",
            "date = 2021-10-06\nbegins_h = 11.25",
            "the camera needs 0.5 h from lab to cupola",
        ),
        (
            "date = 2021-10-07\nbegins_h = 9.0",
            'date = 2021-10-06\nbegins_h = 11.0\nafter = ["1"]',
            'contradict each other: "2" comes after "1"',
        ),
    ],
)
def test_decisions_that_contradict_each_other_are_named_and_no_others(student, first, second, said):
    """A cycle, a person in two places: neither ends in the boneyard in silence."""
    text = student.read_text(encoding="utf-8").replace('after = ["1"]', second)
    student.write_text(text.replace('module = "lab"\n', f'module = "lab"\n{first}\n', 1), encoding="utf-8")
    with pytest.raises(DataError, match=said):
        Film.named(str(student))


FINAL_DRAFT = """<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5"><Content>
<Paragraph Number="1" Type="Scene Heading"><SceneProperties Length="1 3/8" Page="1">
<SceneArcBeats/></SceneProperties>
<Text Font="Courier Final Draft" RevisionID="0" Size="12">INT. LAB - DAY</Text></Paragraph>
<Paragraph Type="Action"><Text>Ada looks</Text><Text Style="Bold"> up.</Text></Paragraph>
<Paragraph Type="General"><DualDialogue><Paragraph Type="Character"><Text>BORIS (CONT'D)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Hi.</Text></Paragraph></DualDialogue></Paragraph>
<Paragraph Number="2A" Type="Scene Heading"><SceneProperties Length="" Page="2"/>
<Text>EXT. </Text><Text>STEPPE</Text></Paragraph>
<Paragraph Type="Character"><Text>ADA</Text></Paragraph><Paragraph Type="Dialogue"><Text>Bye.</Text></Paragraph>
</Content><TitlePage><Content><Paragraph Type="Scene Heading"><Text>INT. TITLE</Text></Paragraph></Content></TitlePage>
<SmartType><Characters><Character>ADA</Character></Characters></SmartType></FinalDraft>"""


def test_final_draft_s_own_length_counts_and_its_title_page_does_not(tmp_path):
    """The structure that Final Draft 12 writes: properties of a scene, runs of text, dual dialogue, a title page."""
    file = tmp_path / "a.fdx"
    file.write_text(FINAL_DRAFT, encoding="utf-8")
    told = [(scene.id, scene.heading, scene.cast, scene.eighths) for scene in read(file)]
    assert told == [("1", "INT. LAB - DAY", ("BORIS",), 11), ("2A", "EXT. STEPPE", ("ADA",), 1)]


def test_ctrl_c_in_the_coarser_question_ends_with_a_whole_board_soon(monkeypatch):
    """The first Ctrl-C ends the whole search, not one goal of it, and says so."""
    film = Film.named("soyuz-ms-19")
    few = film.model_copy(update={"scene": tuple(s.model_copy(update={"after": ()}) for s in film.scene[2:8])})
    monkeypatch.setattr(shoot_module, "coarse", lambda *given: replace(coarse(*given), interrupted=True))
    schedule = board(few)
    assert schedule.interrupted
    assert not schedule.proved
    assert len(schedule.shots) + len(schedule.boneyard) == 6
    assert len(schedule.shots) >= 5


def test_a_fountain_script_and_a_final_draft_file_give_the_same_scenes(tmp_path):
    fountain = tmp_path / "a.fountain"
    fountain.write_text(
        "Title: X\n\nINT. CUPOLA - DAY #1A#\n\nThe Earth below.\n\nDOCTOR\nLook.\n\nEXT. STEPPE - DUSK\n\nWind.\n",
        encoding="utf-8",
    )
    draft = tmp_path / "a.fdx"
    paragraphs = [
        ("Scene Heading", "INT. CUPOLA - DAY", ' Number="1A"'),
        ("Action", "The Earth below.", ""),
        ("Character", "DOCTOR", ""),
        ("Dialogue", "Look.", ""),
        ("Scene Heading", "EXT. STEPPE - DUSK", ""),
        ("Action", "Wind.", ""),
    ]
    inner = "".join(f'<Paragraph Type="{k}"{n}><Text>{t}</Text></Paragraph>' for k, t, n in paragraphs)
    draft.write_text(f"<FinalDraft><Content>{inner}</Content></FinalDraft>", encoding="utf-8")
    for file in (fountain, draft):
        first, second = read(file)
        assert (first.id, first.heading, first.cast) == ("1A", "INT. CUPOLA - DAY", ("DOCTOR",))
        assert (second.id, second.heading, second.cast) == ("2", "EXT. STEPPE - DUSK", ())
        assert 1 <= first.eighths <= 2
    draft.write_text("<FinalDraft>", encoding="utf-8")
    with pytest.raises(DataError, match="not a Final Draft file"):
        read(draft)
