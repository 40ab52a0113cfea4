"""``kazbek film`` without the command line: a mission's film scheduled, and told as one document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kazbek.base.data import names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.crew.film.light import LightSpan, StationLight
from kazbek.crew.film.script import Film
from kazbek.crew.film.shoot import ShootingSchedule, shoot
from kazbek.crew.film.windows import Windows
from kazbek.mission.file import read_mission
from kazbek.scheduling.solver import Progress
from kazbek.track.station import StationTrack


@dataclass(frozen=True)
class FilmAnswer:
    """The answer: the board, what the sky does on its days, and the document."""

    schedule: ShootingSchedule
    light: StationLight
    document: dict[str, Any]

    def sunrises(self, day: dt.date) -> tuple[list[Epoch], list[Epoch]]:
        """Sunrises and sunsets of a day."""
        part = self._of(day)
        return part.sunrises(), part.sunsets()

    def contacts(self, day: dt.date) -> list[LightSpan]:
        """When the ground hears on a day."""
        sites = [(site.latitude_deg.v, site.longitude_deg.v) for site in self.schedule.film.site]
        return self._of(day).contacts(sites)

    def _of(self, day: dt.date) -> StationLight:
        start = Epoch.from_utc(day)
        return StationLight(self.light.track, start, start + 86_400.0)


def ask(mission: str, film: str = "", progress: Progress | None = None) -> FilmAnswer:
    """The answer of ``kazbek film``: the film that a mission names, or another file, on the station's own orbit.

    Raises
    ------
    DataError
        a mission without a film, or whatever else is wrong with mission, film or track.
    MissingExtra
        without OR-Tools.
    """
    read = read_mission(mission)
    name = film or read.plan.film
    if not name:
        raise DataError(
            f'mission "{read.name}" has no film',
            allowed=f"film = one of {', '.join(names_in('films'))}, or a .toml file",
        )
    shot = Film.named(name, Path() if film else read.folder)
    track = StationTrack.from_files(read.plan.station.track, read.folder)
    start = Epoch.from_utc(shot.first)
    light = StationLight(track, start, start + 86_400.0 * len(shot.days))
    schedule = shoot(shot, Windows(shot, light), progress)
    return FilmAnswer(schedule, light, _document(schedule))


def _document(schedule: ShootingSchedule) -> dict[str, Any]:
    return {
        "film": schedule.film.name,
        "title": schedule.film.title,
        "invented": schedule.film.invented,
        "shots": [
            {
                "scene": shot.scene.id,
                "heading": shot.scene.heading,
                "start_utc": shot.start.utc,
                "end_utc": shot.end.utc,
                "module": shot.scene.module,
                "people": list(schedule.film.people_of(shot.scene)),
                "light": shot.scene.light,
                "pages": shot.scene.pages,
            }
            for shot in schedule.shots
        ],
        "boneyard": [scene.id for scene in schedule.boneyard],
        "days": len(schedule.days),
        "moves": schedule.moves,
        "waiting_h": round(schedule.waiting_h, 3),
        "proved": schedule.proved,
        "goals": [{"goal": p.goal, "value": p.value, "bound": p.bound, "proved": p.proved} for p in schedule.proofs],
    }
