"""The shoot by parts of the day: a coarser question, whose answer the board itself cannot beat.

Only the part of a day in which a scene begins is chosen, and in which module the camera ends that part. Whatever board
is made, its scenes begin in some parts, in order of time, so the least number of moves here is a bound for the board's:
hours within a part are not looked at, and a module that is left and come back to within one part counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kazbek.crew.film.goals import LEFT, MOVES, not_shot
from kazbek.crew.film.script import Film, FilmScene
from kazbek.crew.film.windows import PER_DAY, Windows, units
from kazbek.scheduling.problem import Span
from kazbek.scheduling.solver import by_priority, cp_sat

_EFFORT = 4.0  # deterministic units per goal


@dataclass
class _Parts:
    """The coarser model while it is built."""

    film: Film
    windows: Windows
    cp: Any = field(default_factory=cp_sat)
    begins: list[dict[int, Any]] = field(default_factory=list)  # per scene: part -> it begins there
    placed: list[Any] = field(default_factory=list)
    moves: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sat = self.cp.CpModel()
        self.parts = self.windows.parts
        self.modules = list(dict.fromkeys(scene.module for scene in self.film.scene))
        self.allowed = [self.windows.starts(scene) for scene in self.film.scene]
        for scene, allowed in zip(self.film.scene, self.allowed, strict=True):
            self._scene(scene, allowed)
        self._order()
        self._pages_and_hours()
        at = self._anywhere()
        for part in range(len(self.parts)):
            at = self._camera(part, at)

    @property
    def on_day(self) -> list[dict[int, Any]]:
        """Per scene: day -> whether it is shot then."""
        days: list[dict[int, Any]] = []
        for begins in self.begins:
            days.append({})
            for part, here in begins.items():
                day = self.parts[part][0] // PER_DAY
                days[-1][day] = days[-1].get(day, 0) + here
        return days

    def _scene(self, scene: FilmScene, allowed: Sequence[int]) -> None:
        possible = sorted({self._part(unit) for unit in allowed})
        begins = {part: self.sat.new_bool_var(f"{scene.id} in part {part}") for part in possible}
        placed = self.sat.new_bool_var(f"{scene.id} is shot")
        self.sat.add(sum(begins.values()) == placed)
        self.begins.append(begins)
        self.placed.append(placed)

    def _part(self, unit: int) -> int:
        """The part that is going on at a unit, or comes next."""
        return next((k for k, (_, end) in enumerate(self.parts) if unit < end), len(self.parts) - 1)

    def _order(self) -> None:
        index = {scene.id: i for i, scene in enumerate(self.film.scene)}
        at = [sum(part * here for part, here in begins.items()) for begins in self.begins]
        for i, scene in enumerate(self.film.scene):
            for before in scene.after:
                j = index[before]
                self.sat.add_implication(self.placed[i], self.placed[j])
                self.sat.add(at[j] <= at[i]).only_enforce_if(self.placed[i])

    def _pages_and_hours(self) -> None:
        pages, hours = int(self.film.pages_a_day_count.v * 8), units(self.film.camera_a_day_h.v)
        scenes, on_day = self.film.scene, self.on_day
        for day in range(len(self.film.days)):
            here = [(scene, days[day]) for scene, days in zip(scenes, on_day, strict=True) if day in days]
            self.sat.add(sum(scene.eighths * shot for scene, shot in here) <= pages)
            self.sat.add(sum(units(scene.shooting_h.v) * shot for scene, shot in here) <= hours)

    def _anywhere(self) -> list[Any]:
        """Where the camera is before the first part: in a module of its choice."""
        at = [self.sat.new_bool_var(f"begins in {module}") for module in self.modules]
        self.sat.add_exactly_one(at)
        return at

    def _camera(self, part: int, before: Sequence[Any]) -> list[Any]:
        """One part: which modules are used, what fits in, how often the camera moves; where it ends."""
        inside = [
            (scene, begins[part]) for scene, begins in zip(self.film.scene, self.begins, strict=True) if part in begins
        ]
        used = self._used(inside)
        works = self.sat.new_bool_var(f"part {part} is used")
        self.sat.add_max_equality(works, used)
        self._fits(self.parts[part], [(s, shot) for s, shot in inside if not s.through])
        after = [self.sat.new_bool_var(f"{module} at the end of part {part}") for module in self.modules]
        self.sat.add_exactly_one(after)
        for here, was, ends in zip(used, before, after, strict=True):
            moved = self.sat.new_bool_var("moves there")
            self.sat.add_bool_or([~here, was, moved])
            self.sat.add_bool_or([~works, ~ends, here])
            self.sat.add(ends == was).only_enforce_if(~works)
            self.moves.append(moved)
        return after

    def _fits(self, part: Span, inside: Sequence[tuple[FilmScene, Any]]) -> None:
        """Scenes that begin and end in a part, and the moves between their modules, take no longer than it."""
        free = part[1] - part[0]
        for scene, allowed, shot in zip(self.film.scene, self.allowed, self.placed, strict=True):
            if scene.through:  # what it covers of the part wherever it begins
                ends = [(unit, unit + units(scene.shooting_h.v)) for unit in allowed]
                free -= shot * min(max(0, min(part[1], last) - max(part[0], first)) for first, last in ends)
        takes = sum(units(scene.shooting_h.v) * shot for scene, shot in inside)
        again = units(self.film.move.again_h.v)
        self.sat.add(takes + again * (sum(self._used(inside)) - 1) <= free)

    def _used(self, inside: Sequence[tuple[FilmScene, Any]]) -> list[Any]:
        """Per module, whether any of these scenes is shot in it."""
        used = []
        for module in self.modules:
            used.append(self.sat.new_bool_var(module))
            self.sat.add_max_equality(used[-1], [shot for scene, shot in inside if scene.module == module] or [0])
        return used


def least(film: Film, windows: Windows) -> dict[str, int]:
    """What no board can beat, by goal: each counts on the goals before it being met at theirs."""
    model = _Parts(film, windows)
    goals = [(LEFT, not_shot(film, model.placed)), (MOVES, sum(model.moves))]
    variables = [*model.placed, *(here for begins in model.begins for here in begins.values())]
    answer = by_priority(model.sat, goals, effort=_EFFORT, variables=variables)
    floors = {}
    for proof in answer.proofs:
        floors[proof.goal] = proof.bound
        if not proof.proved:
            break
    return floors
