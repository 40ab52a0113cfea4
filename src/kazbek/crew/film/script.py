"""A script broken down: scenes with cast, module, light, pages; the station's day; who is busy when. From TOML."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import Field

from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.base.errors import DataError, unknown
from kazbek.crew.film.decided import check_decided


class Move(Frozen):
    """What it takes to put camera and lights up in another module."""

    again_h: Datum


class Block(Frozen):
    """A part of the station's day, UTC."""

    kind: Literal["morning", "conference", "work", "meal", "evening"]
    from_h: Datum
    to_h: Datum


class Player(Frozen):
    """Someone on the set; `own_h` a day they can give beside their own work, None for one who has no other."""

    role: str = ""
    own_h: Datum | None = None


class Module(Frozen):
    """A set: whether it has a window, whether somebody sleeps in it, whether visitors need an escort.

    `model` is what it is drawn as from within, empty for a set of which there are no pictures.
    """

    title: str
    model: str = ""
    window: bool = False
    bed: bool = False
    escort: bool = False


class Busy(Frozen):
    """People who are taken by something else."""

    who: tuple[str, ...]
    date: dt.date
    from_h: Datum
    to_h: Datum
    why: str


class ListeningSite(Frozen):
    """A station on the ground that hears."""

    name: str
    latitude_deg: Datum
    longitude_deg: Datum


class FilmScene(Frozen):
    """One strip of the board.

    Attributes
    ----------
    eighths : of a page
    light : through the window: all of it in the sun, all in the dark, both; any where it does not matter
    after : scenes that must be shot before: states of costume, make-up and blood
    date, begins_h : decided day and hour
    through : shot through conferences and meals (a decision)
    """

    id: str
    heading: str
    module: str
    cast: tuple[str, ...]
    eighths: int = Field(ge=1, strict=True)
    shooting_h: Datum
    light: Literal["any", "sun", "dark", "both"] = "any"
    after: tuple[str, ...] = ()
    state: str = ""
    props: tuple[str, ...] = ()
    date: dt.date | None = None
    begins_h: float | None = Field(default=None, ge=0.0, lt=24.0)
    through: bool = False

    @property
    def pages(self) -> str:
        """As the trade writes them: 2 3/8."""
        whole, left = divmod(self.eighths, 8)
        return " ".join(part for part in (str(whole) if whole or not left else "", f"{left}/8" if left else "") if part)


class Film(DataFile):
    """A film to be shot, read from ``data/films`` or from a user's own file."""

    invented: bool = False
    first: dt.date
    last: dt.date
    director: str = ""
    pages_a_day_count: Datum
    camera_a_day_h: Datum
    move: Move
    block: tuple[Block, ...]
    person: dict[str, Player]
    module: dict[str, Module]
    busy: tuple[Busy, ...] = ()
    site: tuple[ListeningSite, ...] = ()
    scene: tuple[FilmScene, ...] = Field(min_length=1)

    @classmethod
    def named(cls, name: str, base: Path | None = None) -> Film:
        """A bundled film, or one from a TOML path.

        Raises
        ------
        DataError
            people, modules or scenes that are named and not there, an order that goes round, decided hours that
            contradict each other, besides whatever else is wrong with the file.
        """
        film = load("films", name, cls, base=base)
        ids = [scene.id for scene in film.scene]
        if film.last < film.first:
            raise DataError(f"{name}: last = {film.last} lies before first = {film.first}")
        for scene in film.scene:
            if ids.count(scene.id) > 1:
                raise DataError(f'{name}: two scenes are called "{scene.id}"', allowed="one id per scene")
            film._check_scene(scene, ids, f'{name}, scene "{scene.id}"')
        check_decided(film.scene, film.director, film.move.again_h.v, name)
        return film

    def _check_scene(self, scene: FilmScene, ids: list[str], where: str) -> None:
        """What a scene names is there, and the module it wants light in has a window."""
        if scene.module not in self.module:
            raise unknown("module", scene.module, self.module, where=where)
        for who in scene.cast:
            if who not in self.person:
                raise unknown("person", who, self.person, where=where)
        for before in scene.after:
            if before not in ids:
                raise unknown("scene", before, ids, where=where)
        if scene.light != "any" and not self.module[scene.module].window:
            windows = [name for name, module in self.module.items() if module.window]
            raise DataError(
                f'{where} wants light = "{scene.light}" in {scene.module}, which has no window',
                allowed=", ".join(windows) or "a module with window = true",
            )

    def people_of(self, scene: FilmScene) -> tuple[str, ...]:
        """Cast and director."""
        return tuple(dict.fromkeys((*scene.cast, *([self.director] if self.director else []))))

    @property
    def days(self) -> list[dt.date]:
        """First to last."""
        return [self.first + dt.timedelta(days=k) for k in range((self.last - self.first).days + 1)]
