"""What a film decides that contradicts itself, as little as can be: a round of scenes, two scenes at one hour."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Protocol

from kazbek.base.data import Datum
from kazbek.base.errors import DataError


class DecidedScene(Protocol):
    """What is looked at of a scene."""

    id: str
    module: str
    cast: tuple[str, ...]
    shooting_h: Datum
    date: dt.date | None
    begins_h: float | None
    after: tuple[str, ...]


def check_decided(scenes: Sequence[DecidedScene], director: str, again_h: float, where: str) -> None:
    """Refuse scenes that cannot all be shot, whatever else is moved.

    Raises
    ------
    DataError
        names the shortest round of scenes that wait for one another, or two whose decided hours contradict each other.
    """
    ring = _shortest_ring({scene.id: scene.after for scene in scenes})
    if ring:
        told = " after ".join(f'"{name}"' for name in (*ring, ring[0]))
        raise DataError(f"{where}: the order of scenes goes round: {told}", cure="leave out one after")
    fixed = [scene for scene in scenes if scene.date is not None and scene.begins_h is not None]
    for one, other in itertools.combinations(sorted(fixed, key=_begins), 2):
        why = _clash(one, other, director, again_h)
        if why:
            raise DataError(f"{where}: {_told(one)} and {_told(other)} contradict each other: {why}", cure="move one")


def _shortest_ring(after: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The fewest scenes of which each comes after the next, the last after the first; empty where there are none."""
    rings = [ring for name in after if (ring := _ring_from(name, after))]
    return min(rings, key=len, default=())


def _ring_from(name: str, after: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    paths: list[tuple[str, ...]] = [(name,)]
    seen = {name}
    while paths:
        path = paths.pop(0)
        for before in after.get(path[-1], ()):
            if before == name:
                return path
            if before not in seen:
                seen.add(before)
                paths.append((*path, before))
    return ()


def _clash(one: DecidedScene, other: DecidedScene, director: str, again_h: float) -> str:
    """Why two scenes cannot both begin at their decided hours, the first of them no later; empty where they can."""
    ends = _begins(one) + dt.timedelta(hours=one.shooting_h.v)
    if other.id in one.after:
        return f'"{one.id}" comes after "{other.id}"'
    if ends > _begins(other):
        both = [who for who in dict.fromkeys((*one.cast, director)) if who and who in (*other.cast, director)]
        return f"{', '.join(both)} would be in two scenes at once" if both else "there is one camera"
    if one.module != other.module and ends + dt.timedelta(hours=again_h) > _begins(other):
        return f"the camera needs {again_h:g} h from {one.module} to {other.module}"
    return ""


def _begins(scene: DecidedScene) -> dt.datetime:
    assert scene.date is not None
    assert scene.begins_h is not None
    return dt.datetime.combine(scene.date, dt.time()) + dt.timedelta(hours=scene.begins_h)


def _told(scene: DecidedScene) -> str:
    return f'scene "{scene.id}" of {scene.shooting_h.v:g} h from {_begins(scene):%Y-%m-%d %H:%M}'
