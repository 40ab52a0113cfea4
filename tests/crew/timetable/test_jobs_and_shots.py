"""Jobs by name in the days aboard, and a shot that an upset hits: film and days planned again together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("ortools")

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.crew.film.ask import FilmAnswer, answer_of
from kazbek.crew.film.light import StationLight
from kazbek.crew.film.script import Film
from kazbek.crew.film.shoot import shoot
from kazbek.crew.film.windows import Windows
from kazbek.crew.timetable.ask import ask
from kazbek.crew.timetable.needs import Fixed
from kazbek.crew.timetable.reshoot import shot_again
from kazbek.track.station import StationTrack

PAGE = Path(__file__).parents[3] / "docs" / "timetable.md"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    found = re.search(r"<!-- jobs of one's own -->\n```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    file = tmp_path / "mine.toml"
    file.write_text(found[1], encoding="utf-8")
    return file


def entries(answer, title: str):
    return [entry for day in answer.document["days"] for entry in day["entries"] if entry["activity"] == title]


def test_a_job_of_the_docs_is_done_by_both_at_once_between_its_hours(mine: Path) -> None:
    asked = ask("soyuz-ms-19", start="2021-10-12", days=1, jobs=str(mine), film=False)
    done = entries(asked, "Plants watered")
    assert {entry["person"] for entry in done} == {"Pyotr Dubrov", "Mark Vande Hei"}
    assert len({(entry["start_utc"], entry["end_utc"]) for entry in done}) == 1
    assert "2021-10-12T09:00" <= done[0]["start_utc"][:16] <= "2021-10-12T11:15"
    assert asked.document["violations"] == []


def on(days: str, mine: Path) -> Path:
    mine.write_text(mine.read_text(encoding="utf-8").replace("date = 2021-10-12", days), encoding="utf-8")
    return mine


@pytest.mark.parametrize("days", ["", "first = 2021-10-11\nlast = 2021-10-13"])
def test_a_job_of_several_days_is_done_on_the_first_that_has_room(days: str, mine: Path) -> None:
    """A pump keeps one of its people from it on the 11th, so that it is done on the 12th and not again on the 13th."""
    jobs, upset = str(on(days, mine)), "2021-10-11T07:00/2021-10-11T12:00 pump fails: Pyotr Dubrov"
    free = ask("soyuz-ms-19", start="2021-10-11", days=3, jobs=jobs, film=False)
    assert {entry["start_utc"][:10] for entry in entries(free, "Plants watered")} == {"2021-10-11"}
    asked = ask("soyuz-ms-19", start="2021-10-11", days=3, jobs=jobs, film=False, upsets=[upset])
    done = entries(asked, "Plants watered")
    assert len(done) == 2
    assert {entry["start_utc"][:10] for entry in done} == {"2021-10-12"}
    moved = [one for one in asked.document["moved"] if one["activity"] == "Plants watered"]
    assert [one["to_utc"][:10] for one in moved] == ["2021-10-12"] * 2
    assert not any("plants" in one["sentence"] for one in asked.document["violations"])


def test_an_upset_moves_the_job_and_an_overrun_leaves_it_out(mine: Path) -> None:
    def after(hours: str):
        upset = f"2021-10-12T{hours} pump fails: Pyotr Dubrov"
        return ask("soyuz-ms-19", start="2021-10-12", days=1, jobs=str(mine), film=False, upsets=[upset])

    assert entries(after("08:00/2021-10-12T11:00"), "Plants watered")[0]["start_utc"][11:16] >= "11:00"
    gone = after("08:00/2021-10-12T12:00").document
    assert any("no time for plants watered" in one["sentence"] for one in gone["violations"])
    assert {"Plants watered"} <= {one["activity"] for one in gone["moved"] if one["to_utc"] is None}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("takes_h = { v = 0.75", "takes_h = { v = 4.0", "allowed: 3 h"),
        ('"Mark Vande Hei"', '"Mark Vande Hay"', 'did you mean "Mark Vande Hei"'),
        ("date = 2021-10-12", "first = 2021-10-13\nlast = 2021-10-12", "before its first day 2021-10-13"),
        ("date = 2021-10-12", "date = 2021-10-12\nlast = 2021-10-13", "a date, or first and last"),
    ],
)
def test_a_job_that_cannot_be_is_one_sentence(mine: Path, old: str, new: str, said: str) -> None:
    mine.write_text(mine.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=said):
        ask("soyuz-ms-19", start="2021-10-12", days=1, jobs=str(mine), film=False)


@pytest.fixture(scope="module")
def film() -> FilmAnswer:
    """MS-19's film less all scenes but six, so that the board is found at once."""
    whole = Film.named("soyuz-ms-19")
    kept = [
        scene.model_copy(update={"after": ()}) for scene in whole.scene if scene.id in ("3", "4", "7", "8", "16", "20")
    ]
    light = light_of(whole)
    few = whole.model_copy(update={"scene": tuple(kept)})
    return answer_of(shoot(few, Windows(few, light)), light)


def light_of(film: Film) -> StationLight:
    start = Epoch.from_utc(film.first)
    track = StationTrack.from_files(["iss_2021-10-01.xml.gz"])
    return StationLight(track, start, start + 86_400.0 * len(film.days))


def test_a_shot_that_is_hit_moves_and_no_other(film: FilmAnswer) -> None:
    """A thruster test in the middle of a shot: it is shot later, what was shot before stays."""
    shot = film.schedule.shots[1]
    upset = Fixed("thruster test", tuple(film.schedule.film.person), shot.start + 1800.0, shot.start + 3600.0)
    again = shot_again(film, [upset])
    before = {s.scene.id: s.start for s in film.schedule.shots}
    after = {s.scene.id: s.start for s in again.schedule.shots}
    assert after.keys() == before.keys()
    assert [name for name, start in after.items() if start != before[name]] == [shot.scene.id]
    assert after[shot.scene.id] >= upset.end
    assert again.schedule.film is film.schedule.film
    assert again.document["goals"][1]["goal"] == "shots moved"


def test_an_upset_beside_all_shots_changes_nothing(film: FilmAnswer) -> None:
    shot = film.schedule.shots[0]
    upset = Fixed("pump", (next(iter(shot.scene.cast)),), shot.end, shot.end + 60.0)
    assert shot_again(film, [upset]) is film


def test_a_decided_scene_whose_hour_is_lost_goes_to_the_boneyard(film: FilmAnswer) -> None:
    final = next(s for s in film.schedule.shots if s.scene.id == "20")
    upset = Fixed("attitude lost", final.scene.cast, final.start + 600.0, final.start + 1200.0)
    again = shot_again(film, [upset])
    assert [scene.id for scene in again.schedule.boneyard] == ["20"]
