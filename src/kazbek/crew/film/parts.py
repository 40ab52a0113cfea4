"""The shoot by parts of the day: a coarser question, whose answer the board itself cannot beat.

Only the part of a day in which a scene begins is chosen, and in which module the camera ends that part. Whatever board
is made, its scenes begin in some parts, in order of time, so what is least here is a bound for the board: hours within
a part are not looked at, a module that is left and come back to within one part counts once, and of waiting only the
pauses between two parts count. The days chosen are where the search for the board begins.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kazbek.crew.film.goals import LEFT, MOVES, OWN_TIME, WAITING, not_shot, own_time
from kazbek.crew.film.script import Film, FilmScene
from kazbek.crew.film.windows import Windows
from kazbek.scheduling.problem import Span
from kazbek.scheduling.solver import Progress, by_priority, cp_sat
from kazbek.scheduling.units import PER_DAY, units

EFFORT = 4.0  # deterministic units per goal


@dataclass
class _Parts:
    """The coarser model while it is built."""

    film: Film
    windows: Windows
    cp: Any = field(default_factory=cp_sat)
    begins: list[dict[int, Any]] = field(default_factory=list)  # per scene: part -> it begins there
    edges: list[dict[int, Span]] = field(default_factory=list)  # per scene: part -> its first and last start there
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
        self._pairs()
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
        inside = [(part, [*units]) for part, units in itertools.groupby(allowed, self._part)]
        self.edges.append({part: (units[0], units[-1]) for part, units in inside})
        begins = {part: self.sat.new_bool_var(f"{scene.id} in part {part}") for part, _ in inside}
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

    def _pairs(self) -> None:
        """Two scenes that cannot follow one another within a part, in either order, do not both begin in it."""
        index, again = range(len(self.film.scene)), units(self.film.move.again_h.v)
        for i, j in itertools.combinations(index, 2):
            gap = again if self.film.scene[i].module != self.film.scene[j].module else 0
            for part in self.begins[i].keys() & self.begins[j].keys():
                if not (self._follows(i, j, part, gap) or self._follows(j, i, part, gap)):
                    self.sat.add_bool_or([~self.begins[i][part], ~self.begins[j][part]])

    def _follows(self, i: int, j: int, part: int, gap: int) -> bool:
        """Whether a scene can begin in a part after another one that begins in it."""
        ends = self.edges[i][part][0] + units(self.film.scene[i].shooting_h.v) + gap
        return self.film.scene[j].id not in self.film.scene[i].after and ends <= self.edges[j][part][1]

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

    def pauses(self) -> Any:
        """Units between one part and the next of a day, of each cosmonaut who plays in both."""
        waits = []
        for who, player in self.film.person.items():
            for k, (part, later) in enumerate(itertools.pairwise(self.parts)):
                if player.own_h is None or part[0] // PER_DAY != later[0] // PER_DAY:
                    continue
                both = self.sat.new_bool_var(f"{who} plays before and after the pause")
                for one, other in itertools.product(self._of(who, k), self._of(who, k + 1)):
                    self.sat.add_bool_or([~one, ~other, both])
                waits.append((later[0] - part[1]) * both)
        return sum(waits)

    def _of(self, who: str, part: int) -> list[Any]:
        """Whether each scene of somebody begins in a part; one that goes through a pause takes no notice of it."""
        scenes = zip(self.film.scene, self.begins, strict=True)
        return [begins[part] for scene, begins in scenes if who in scene.cast and part in begins and not scene.through]

    @property
    def variables(self) -> list[Any]:
        """What a solution is told by."""
        return [*self.placed, *(here for begins in self.begins for here in begins.values())]

    def days(self, solver: Any) -> tuple[Span | None, ...]:
        """Per scene, the day on which a solution has it, in units."""
        parts = [next((k for k, here in some.items() if solver.boolean_value(here)), None) for some in self.begins]
        midnights = [None if k is None else self.parts[k][0] // PER_DAY * PER_DAY for k in parts]
        return tuple(None if first is None else (first, first + PER_DAY - 1) for first in midnights)

    def _used(self, inside: Sequence[tuple[FilmScene, Any]]) -> list[Any]:
        """Per module, whether any of these scenes is shot in it."""
        used = []
        for module in self.modules:
            used.append(self.sat.new_bool_var(module))
            self.sat.add_max_equality(used[-1], [shot for scene, shot in inside if scene.module == module] or [0])
        return used


@dataclass(frozen=True, slots=True)
class Coarse:
    """The answer.

    Attributes
    ----------
    floors : what no board can beat, by goal; each counts on the goals before it being met at theirs
    days : per scene, the units of the day on which it begins; None for one that is not shot
    interrupted : Ctrl-C ended the search
    """

    floors: dict[str, int]
    days: tuple[Span | None, ...]
    interrupted: bool = False


def coarse(film: Film, windows: Windows, progress: Progress | None = None) -> Coarse:
    """The shoot by parts of the day; waiting is asked for last and apart, since it makes the other questions harder."""
    model = _Parts(film, windows)
    goals = [
        (LEFT, not_shot(film, model.placed)),
        (MOVES, sum(model.moves)),
        (OWN_TIME, own_time(model.sat, film, model.on_day)),
    ]
    found = by_priority(model.sat, goals, effort=EFFORT, variables=model.variables, progress=progress)
    if found.solver is None:
        return Coarse({}, (), found.interrupted)
    days = model.days(found.solver)
    proofs, cut_short = found.proofs, found.interrupted
    if all(proof.proved for proof in proofs):
        hint = [found.solver.value(variable) for variable in model.variables]
        model.sat.clear_hints()
        waits = [(WAITING, model.pauses())]
        last = by_priority(model.sat, waits, effort=EFFORT, variables=model.variables, hint=hint)
        proofs, cut_short = proofs + last.proofs, cut_short or last.interrupted
    floors: dict[str, int] = {}
    for proof in proofs:
        floors[proof.goal] = proof.bound
        if not proof.proved:
            break
    return Coarse(floors, days, cut_short)
