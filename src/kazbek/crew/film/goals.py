"""What a board is judged by, in words and as expressions: for the board itself and for its coarser question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kazbek.crew.film.script import Film
from kazbek.scheduling.units import PER_DAY, units

LEFT = "eighths of pages not shot"
MOVED = "shots moved"
MOVES = "moves of the camera"
OWN_TIME = "own time and night work, units of 5 min"
WAITING = "waiting, units of 5 min"
LAST_DAY = "last shooting day"

OnDay = Sequence[Mapping[int, Any]]  # per scene: day -> whether it is shot then


def not_shot(film: Film, placed: Sequence[Any]) -> Any:
    """Eighths of the pages that find no place."""
    return sum(scene.eighths * (1 - shot) for scene, shot in zip(film.scene, placed, strict=True))


def taken(film: Film, on_day: OnDay, who: str, day: int) -> list[Any]:
    """Units that somebody is before the camera on a day, scene by scene."""
    scenes = zip(film.scene, on_day, strict=True)
    return [units(s.shooting_h.v) * days[day] for s, days in scenes if who in s.cast and day in days]


def own_time(sat: Any, film: Film, on_day: OnDay) -> Any:
    """Units of own time and night work: what is shot with a cosmonaut beyond the hours they can give."""
    over = []
    for who, player in film.person.items():
        for day in range(len(film.days)) if player.own_h is not None else ():
            shot = taken(film, on_day, who, day)
            if shot and player.own_h is not None:
                beyond = sat.new_int_var(0, PER_DAY, f"{who} beyond on {day}")
                sat.add(beyond >= sum(shot) - units(player.own_h.v))
                over.append(beyond)
    return sum(over)
