"""The shooting schedule, solved: one camera, moves that take time, people's own hours, waiting, spare days last."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, NoConvergence
from kazbek.crew.film.goals import LAST_DAY, LEFT, MOVED, MOVES, OWN_TIME, WAITING, not_shot, own_time, taken
from kazbek.crew.film.parts import Coarse, coarse
from kazbek.crew.film.script import Film, FilmScene
from kazbek.crew.film.windows import Windows, spans_of
from kazbek.scheduling.problem import Span
from kazbek.scheduling.solver import Progress, Proved, by_priority, cp_sat
from kazbek.scheduling.units import PER_DAY, PER_HOUR, units

EFFORT = 2.5  # deterministic units per goal
_HASTE = 0.2  # after Ctrl-C, for a board of what is known


@dataclass(frozen=True, slots=True)
class BoardShot:
    """A scene on the board."""

    scene: FilmScene
    start: Epoch
    end: Epoch


@dataclass(frozen=True, slots=True)
class Earlier:
    """A board made before, and the instant from which on it may change."""

    shots: tuple[BoardShot, ...]
    since: Epoch


@dataclass(frozen=True, slots=True)
class ShootingSchedule:
    """The board: shots in order of time, scenes left in the boneyard, what each goal reached."""

    film: Film
    shots: tuple[BoardShot, ...]
    boneyard: tuple[FilmScene, ...]
    proofs: tuple[Proved, ...]
    interrupted: bool = False

    @property
    def proved(self) -> bool:
        """Whether every goal is proved least."""
        return not self.interrupted and all(proof.proved for proof in self.proofs)

    @property
    def days(self) -> list[str]:
        """Days on which the camera runs."""
        return list(dict.fromkeys(shot.start.utc[:10] for shot in self.shots))

    @property
    def moves(self) -> int:
        """How often camera and lights go to another module."""
        modules = [shot.scene.module for shot in self.shots]
        return sum(a != b for a, b in itertools.pairwise(modules))

    @property
    def waiting_h(self) -> float:
        """Of everybody who has work of their own, between their first and last shot of a day."""
        total = 0.0
        for who, player in self.film.person.items():
            if player.own_h is None:
                continue
            for day in self.days:
                own = [s for s in self.shots if s.start.utc[:10] == day and who in s.scene.cast]
                if own:
                    total += own[-1].end - own[0].start - sum(s.end - s.start for s in own)
        return total / 3600.0


@dataclass
class _Board:
    """The model while it is built."""

    film: Film
    windows: Windows
    earlier: Earlier | None = None
    only: Sequence[Span | None] = ()  # per scene, where it may begin; anywhere without
    cp: Any = field(default_factory=cp_sat)
    starts: list[Any] = field(default_factory=list)
    on_day: list[dict[int, Any]] = field(default_factory=list)  # per scene: day -> shot on it
    placed: list[Any] = field(default_factory=list)
    moves: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sat = self.cp.CpModel()
        for i, scene in enumerate(self.film.scene):
            self._scene(scene, self._within(i, self._allowed(scene)))
        self._one_camera()
        self._order()
        self._days()

    @property
    def takes(self) -> list[int]:
        """Of each scene, in units."""
        return [units(scene.shooting_h.v) for scene in self.film.scene]

    @property
    def variables(self) -> list[Any]:
        """What a solution is told by."""
        return [*self.starts, *self.placed, *(shot for days in self.on_day for shot in days.values())]

    def goals(self) -> list[tuple[str, Any]]:
        """What is least, the most important first."""
        return [
            (LEFT, not_shot(self.film, self.placed)),
            *([] if self.earlier is None else [(MOVED, self.moved())]),
            (MOVES, sum(self.moves)),
            (OWN_TIME, own_time(self.sat, self.film, self.on_day)),
            (WAITING, self.waiting()),
            (LAST_DAY, self.last_day()),
        ]

    def like(self, other: _Board, solver: Any) -> list[int]:
        """The values of this board's variables in a solution of another one."""
        starts = [int(solver.value(start)) for start in other.starts]
        placed = [bool(solver.boolean_value(shot)) for shot in other.placed]
        days = [
            int(shot and start // PER_DAY == day)
            for start, shot, days in zip(starts, placed, self.on_day, strict=True)
            for day in days
        ]
        return [*starts, *map(int, placed), *days]

    def _within(self, i: int, allowed: list[int]) -> list[int]:
        if not self.only:
            return allowed
        span = self.only[i]
        return [] if span is None else [unit for unit in allowed if span[0] <= unit <= span[1]]

    def _scene(self, scene: FilmScene, allowed: list[int]) -> None:
        domain = self.cp.Domain.from_intervals(spans_of(allowed or [0]))
        start = self.sat.new_int_var_from_domain(domain, f"start of {scene.id}")
        placed = self.sat.new_bool_var(f"{scene.id} is shot")
        days = {}
        for day in sorted({unit // PER_DAY for unit in allowed}):
            shot = self.sat.new_bool_var(f"{scene.id} on day {day}")
            self.sat.add(start >= day * PER_DAY).only_enforce_if(shot)
            self.sat.add(start < (day + 1) * PER_DAY).only_enforce_if(shot)
            days[day] = shot
        self.sat.add(sum(days.values()) == placed)
        self.starts.append(start)
        self.placed.append(placed)
        self.on_day.append(days)

    def _allowed(self, scene: FilmScene) -> list[int]:
        """Units at which a scene may begin: after an upset what was begun before it stays, and none may be left."""
        if self.earlier is None:
            return self.windows.starts(scene)
        begun = [s for s in self.earlier.shots if s.scene.id == scene.id and s.end <= self.earlier.since]
        if begun:
            return [self.windows.unit(begun[0].start)]
        try:
            return [unit for unit in self.windows.starts(scene) if self.windows.epoch(unit) >= self.earlier.since]
        except DataError:
            return []

    def moved(self) -> Any:
        """Shots of the earlier board that begin at another instant."""
        changed = []
        index = {scene.id: i for i, scene in enumerate(self.film.scene)}
        for shot in self.earlier.shots if self.earlier is not None else ():
            i = index[shot.scene.id]
            moved = self.sat.new_bool_var(f"{shot.scene.id} is moved")
            self.sat.add(self.starts[i] == self.windows.unit(shot.start)).only_enforce_if(~moved)
            self.sat.add_implication(~moved, self.placed[i])
            changed.append(moved)
        return sum(changed)

    def _one_camera(self) -> None:
        """Scenes follow one another round a circuit; between two modules there is a move."""
        scenes, again = self.film.scene, units(self.film.move.again_h.v)
        arcs = [(0, 0, self.sat.new_bool_var("nothing is shot"))]
        for i, scene in enumerate(scenes):
            arcs += [(i + 1, i + 1, ~self.placed[i])]
            arcs += [(0, i + 1, self.sat.new_bool_var("first")), (i + 1, 0, self.sat.new_bool_var("last"))]
            for j, other in enumerate(scenes):
                if i == j:
                    continue
                follows = self.sat.new_bool_var(f"{other.id} follows {scene.id}")
                gap = again if scene.module != other.module else 0
                self.sat.add(self.starts[j] >= self.starts[i] + self.takes[i] + gap).only_enforce_if(follows)
                arcs.append((i + 1, j + 1, follows))
                if scene.module != other.module:
                    self.moves.append(follows)
        self.sat.add_circuit(arcs)

    def _order(self) -> None:
        index = {scene.id: i for i, scene in enumerate(self.film.scene)}
        for i, scene in enumerate(self.film.scene):
            for before in scene.after:
                j = index[before]
                self.sat.add_implication(self.placed[i], self.placed[j])
                self.sat.add(self.starts[i] >= self.starts[j] + self.takes[j]).only_enforce_if(self.placed[i])

    def _days(self) -> None:
        """No more pages, and no more hours before the camera, than a day holds."""
        pages = int(self.film.pages_a_day_count.v * 8)
        hours = units(self.film.camera_a_day_h.v)
        for day in range(len(self.film.days)):
            here = [(i, days[day]) for i, days in enumerate(self.on_day) if day in days]
            self.sat.add(sum(self.film.scene[i].eighths * shot for i, shot in here) <= pages)
            self.sat.add(sum(self.takes[i] * shot for i, shot in here) <= hours)

    def waiting(self) -> Any:
        """Units between first and last shot of a day in which a cosmonaut does not play."""
        waits = []
        for who, player in self.film.person.items():
            for day in range(len(self.film.days)) if player.own_h is not None else ():
                own = [i for i, s in enumerate(self.film.scene) if who in s.cast and day in self.on_day[i]]
                if len(own) < 2:
                    continue
                first, last = (self.sat.new_int_var(0, (len(self.film.days) + 1) * PER_DAY, who) for _ in range(2))
                for i in own:
                    self.sat.add(first <= self.starts[i]).only_enforce_if(self.on_day[i][day])
                    self.sat.add(last >= self.starts[i] + self.takes[i]).only_enforce_if(self.on_day[i][day])
                wait = self.sat.new_int_var(0, PER_DAY, f"{who} waits on {day}")
                self.sat.add(wait >= last - first - sum(taken(self.film, self.on_day, who, day)))
                waits.append(wait)
        return sum(waits)

    def last_day(self) -> Any:
        """The last day on which the camera runs."""
        last = self.sat.new_int_var(0, len(self.film.days), "last day")
        for days in self.on_day:
            for day, shot in days.items():
                self.sat.add(last >= day).only_enforce_if(shot)
        return last


def shoot(
    film: Film, windows: Windows, progress: Progress | None = None, earlier: Earlier | None = None
) -> ShootingSchedule:
    """The best board: most pages, then fewest moves, least own time and night work, least waiting, spare days last.

    With an `earlier` board what it has shot by then stays, and moving as few of its shots as can be comes second.

    Raises
    ------
    DataError
        a scene that has no possible start at all.
    NoConvergence
        when no board was found within the effort.
    """
    board = _Board(film, windows, earlier)
    rough = coarse(film, windows, progress) if earlier is None else Coarse({}, ())
    effort = _HASTE if rough.interrupted else EFFORT
    answer = by_priority(
        board.sat,
        board.goals(),
        effort=effort,
        progress=progress,
        variables=board.variables,
        hint=_first_guess(board, rough, effort),
        floors=rough.floors,
    )
    if answer.impossible:
        raise DataError("the scenes contradict each other", cure="loosen after, date or busy")
    if answer.solver is None:
        raise NoConvergence(f"no board of {len(film.scene)} scenes found", cure="fewer scenes, or more days")
    return _read(film, windows, board, answer.solver, answer.proofs, rough.interrupted or answer.interrupted)


def _first_guess(board: _Board, rough: Coarse, effort: float) -> list[int]:
    """A board to begin from: each scene on its day of the coarser answer; nothing where there is none."""
    if not rough.days:
        return []
    guess = _Board(board.film, board.windows, only=rough.days)
    found = by_priority(guess.sat, guess.goals(), effort=effort, variables=guess.variables, floors=rough.floors)
    return [] if found.solver is None else board.like(guess, found.solver)


def _read(
    film: Film, windows: Windows, board: _Board, solver: Any, proofs: Sequence[Proved], interrupted: bool
) -> ShootingSchedule:
    shots, boneyard = [], []
    for scene, start, placed in zip(film.scene, board.starts, board.placed, strict=True):
        if not solver.boolean_value(placed):
            boneyard.append(scene)
            continue
        unit = int(solver.value(start))
        shots.append(BoardShot(scene, windows.epoch(unit), windows.epoch(unit + units(scene.shooting_h.v))))
    shots.sort(key=lambda shot: shot.start)
    found = ShootingSchedule(film, tuple(shots), tuple(boneyard), tuple(proofs), interrupted)
    waits = round(found.waiting_h * PER_HOUR)  # a search that is cut short leaves its own count of them loose
    told = (replace(p, value=min(p.value, waits)) if p.goal == WAITING and waits >= p.bound else p for p in proofs)
    return replace(found, proofs=tuple(told))
