"""When a scene could begin: the station's day, who is busy, and what light the scene wants."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.crew.film.light import StationLight, STEP_s
from kazbek.crew.film.script import Film, FilmScene
from kazbek.scheduling.problem import Span
from kazbek.scheduling.units import PER_DAY, UNIT_s, units

_STEPS = int(UNIT_s / STEP_s)


@dataclass(frozen=True)
class Windows:
    """Allowed starts of the scenes of a film, in units of five minutes from midnight UTC of its first day."""

    film: Film
    light: StationLight | None

    def epoch(self, unit: int) -> Epoch:
        """The instant of a unit."""
        return Epoch.from_utc(self.film.first) + float(unit * UNIT_s)

    def unit(self, epoch: Epoch) -> int:
        """The unit that begins at an instant."""
        return round((epoch - Epoch.from_utc(self.film.first)) / UNIT_s)

    def day(self, unit: int) -> dt.date:
        """The UTC day of a unit."""
        return self.film.first + dt.timedelta(days=unit // PER_DAY)

    def starts(self, scene: FilmScene) -> list[int]:
        """Every unit at which a scene could begin.

        Raises
        ------
        DataError
            none is left: says which of day, people and light took the last of them.
        """
        by_day = self._by_day(scene)
        if not by_day:
            raise DataError(
                f'scene "{scene.id}" of {scene.shooting_h.v:g} h fits into no part of the day on '
                f"{scene.date or 'any day'}",
                allowed="a shorter scene, or through = true",
            )
        free = [unit for unit in by_day if not self._taken(scene, unit)]
        if not free:
            why = "; ".join(dict.fromkeys(self._taken(scene, unit) for unit in by_day))
            raise DataError(f'scene "{scene.id}" finds nobody free: {why}', cure="move one of them")
        lit = [unit for unit in free if self._lit(scene, unit)]
        if not lit:
            raise DataError(
                f'scene "{scene.id}" wants {scene.shooting_h.v * 60:.0f} min of light = "{scene.light}" at a stretch, '
                f"and its days have {self._longest_min(scene, free):.0f} min",
                cure="give it another day, less time, or other light",
            )
        return lit

    @property
    def parts(self) -> list[Span]:
        """Stretches of all days in which a camera may run, in units."""
        days = range(len(self.film.days))
        return [(k * PER_DAY + first, k * PER_DAY + last) for k in days for first, last in self._parts(False)]

    def _by_day(self, scene: FilmScene) -> list[int]:
        takes, found = units(scene.shooting_h.v), []
        for k, day in enumerate(self.film.days):
            if scene.date is not None and day != scene.date:
                continue
            for first, last in self._parts(scene.through):
                begins = range(first, last - takes + 1)
                decided = None if scene.begins_h is None else units(scene.begins_h)
                if decided is not None:
                    begins = range(decided, decided + (decided in begins))
                found += [k * PER_DAY + unit for unit in begins]
        return found

    def _parts(self, through: bool) -> list[Span]:
        """Stretches of the day in which a camera may run: working hours, or the whole waking day."""
        blocks = self.film.block
        if through:
            return [(units(min(b.from_h.v for b in blocks)), units(max(b.to_h.v for b in blocks)))]
        return [(units(b.from_h.v), units(b.to_h.v)) for b in blocks if b.kind in ("work", "evening")]

    def _taken(self, scene: FilmScene, unit: int) -> str:
        """Who is busy with what while the scene would be shot; empty when nobody is."""
        day, begins = self.day(unit), unit % PER_DAY
        ends = begins + units(scene.shooting_h.v)
        for busy in self.film.busy:
            people = [who for who in self.film.people_of(scene) if who in busy.who]
            if people and busy.date == day and begins < units(busy.to_h.v) and units(busy.from_h.v) < ends:
                return f"{', '.join(people)}: {busy.why} on {day}"
        return ""

    def _flags(self, scene: FilmScene, unit: int) -> NDArray[np.bool_]:
        assert self.light is not None
        return self.light.sunlit[self._steps(scene, unit)]

    def _steps(self, scene: FilmScene, unit: int) -> slice:
        """The instants at which the light is known while a scene is shot that starts there."""
        assert self.light is not None
        begins = unit * _STEPS - int((self.light.start - self.epoch(0)) // STEP_s)
        return slice(begins, begins + units(scene.shooting_h.v) * _STEPS + 1)

    def _lit(self, scene: FilmScene, unit: int) -> bool:
        if scene.light == "any" or self.light is None:
            return True
        flags = self._flags(scene, unit)
        if scene.light == "both":
            return bool(flags.any() and not flags.all())
        return bool(flags.all() if scene.light == "sun" else not flags.any())

    def _longest_min(self, scene: FilmScene, free: list[int]) -> float:
        """The longest stretch of the light wanted in the hours in which everybody is free."""
        assert self.light is not None
        possible = np.zeros(len(self.light.sunlit), dtype=bool)
        for unit in free:
            possible[self._steps(scene, unit)] = True
        wanted = possible & (self.light.sunlit == (scene.light == "sun"))
        runs = np.diff(np.flatnonzero(np.diff(np.concatenate(([False], wanted, [False])).astype(np.int8))))[::2]
        return float(runs.max() * STEP_s / 60.0) if len(runs) else 0.0


def spans_of(starts: list[int]) -> list[list[int]]:
    """Starts as intervals, for the solver."""
    spans: list[list[int]] = []
    for unit in starts:
        if spans and unit == spans[-1][1] + 1:
            spans[-1][1] = unit
        else:
            spans.append([unit, unit])
    return spans
