"""What is shot aboard, as far as the mission's film fixes it, in the light of the station's own track.

``shooting_begins`` on the first morning; ``take_in_sun`` and ``take_in_dark`` in the middle of the first sunlit and the
first dark stretch of a scene that is to have both, whose set can be drawn, and whose day and hour are decided. A
schedule that must first be solved for is not told here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.errors import KazbekError
from kazbek.base.leg import Event, Value
from kazbek.crew.film.light import StationLight, STEP_s
from kazbek.crew.film.script import Film, FilmScene
from kazbek.mission.file import mission_from
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record
from kazbek.track.station import StationTrack

_HOUR_s, _DAY_s = 3600.0, 86_400.0
_TAKES = (("take_in_sun", True), ("take_in_dark", False))


def shooting(record: Record, flight: RecordedFlight) -> Iterator[Event]:
    """The moments of a film that is shot after this flight has docked, as far as the record reaches."""
    docked = flight.first("docking_contact")
    if docked is None:
        return
    try:
        mission = mission_from(record.mission_text, record.folder, record.where)
        if not mission.plan.film:
            return
        film = Film.named(mission.plan.film, mission.folder)
        track = StationTrack.from_files(mission.plan.station.track, mission.folder)
        found = list(_of_film(film, track))
    except KazbekError:  # the record does not carry the film, or its days lie outside the station's track
        return
    last = max(event.epoch for other in record.flights for event in other.events)
    yield from (event for event in found if docked.epoch < event.epoch < last)


def _of_film(film: Film, track: StationTrack) -> Iterator[Event]:
    yield _first_morning(film, track)
    for scene in film.scene:
        if film.module[scene.module].model and scene.light == "both" and scene.date and scene.begins_h is not None:
            begins = Epoch.from_utc(scene.date) + scene.begins_h * _HOUR_s
            yield from _takes(film, scene, StationLight(track, begins, begins + scene.shooting_h.v * _HOUR_s))


def _first_morning(film: Film, track: StationTrack) -> Event:
    midnight = Epoch.from_utc(film.first)
    begins_h = min(block.from_h.v for block in film.block if block.kind == "work")
    return Event(
        "shooting_begins",
        midnight + begins_h * _HOUR_s,
        {
            "film": film.title,
            "shooting_days": float(len(film.days)),
            "scenes": float(len(film.scene)),
            "pages": sum(scene.eighths for scene in film.scene) / 8.0,
            **_sky(StationLight(track, midnight, midnight + _DAY_s)),
        },
    )


def _takes(film: Film, scene: FilmScene, light: StationLight) -> Iterator[Event]:
    """The middle of the first stretch of either light that is whole within the scene."""
    edges = np.flatnonzero(np.diff(light.sunlit.astype(np.int8))) + 1
    told: dict[str, Value] = {
        "scene": scene.id,
        "heading": scene.heading,
        "module": film.module[scene.module].title,
        "players": ", ".join(scene.cast),
        "director": film.director,
        **_sky(light),
    }
    for name, lit in _TAKES:
        stretch = next(((a, b) for a, b in itertools.pairwise(edges) if bool(light.sunlit[a]) is lit), None)
        if stretch is not None:
            a, b = (int(k) for k in stretch)
            yield Event(name, light.start + float((a + b) // 2) * STEP_s, {**told, "stretch_s": (b - a) * STEP_s})


def _sky(light: StationLight) -> dict[str, float]:
    return {"sunrises": float(len(light.sunrises())), "sunsets": float(len(light.sunsets()))}
