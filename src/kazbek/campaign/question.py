"""What a campaign was asked: everything that decides its rows, written once as ``campaign.json``."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from kazbek.base.errors import DataError, OutOfRange, unknown

if TYPE_CHECKING:
    from kazbek.base.chance import Sampling
    from kazbek.campaign.design import Design
    from kazbek.campaign.sensitivity.blocks import Blocks
    from kazbek.mission.file import Mission

MOST_RUNS = 10_000_000
_LISTS, _TABLES = ("fail", "keys", "undispersed", "sobol"), ("changes", "versions", "files", "nominal")
_KINDS = {
    **dict.fromkeys(("mission", "text", "draw", "sample", "until"), str),
    **dict.fromkeys(("runs", "inner", "seed", "chunk"), int),
    **dict.fromkeys(("folder", "wind"), str | None),
    **dict.fromkeys(_LISTS, list),
    **dict.fromkeys(_TABLES, dict),
}
_RUNS = re.compile(r"(\d{1,9})(?:x(\d{1,9}))?")


class Asked(TypedDict, total=False):
    """What may be asked of a campaign beside its mission and its number of runs; see :class:`Question`."""

    seed: int
    draw: str
    sample: str
    chunk: int
    changes: Mapping[str, float]
    fail: tuple[str, ...]
    wind: str | None
    until: str
    sobol: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One campaign.

    Attributes
    ----------
    mission : name of the mission; text : of its file; folder : where its own files are, relative to the campaign's
    runs : how many
    inner : flights of one world, for the nested draw: `runs` // `inner` worlds; 0 where each run is a world of its own
    seed : of all draws; draw : which question is asked; sample : how the numbers are laid out
    chunk : runs written together
    changes, fail, wind : what-ifs, failures, and the path of a wind profile
    keys : of the figures that are drawn, in the order of a design's columns
    until : the rule that ends it early
    sobol : patterns of keys, a factor each, where the runs are laid out for Sobol' indices (sensitivity/blocks.py)
    versions : of what flew it; files : digests of the data files
    nominal : the row of the flight with every number at its median
    undispersed : sentences about what is not dispersed
    """

    mission: str
    text: str
    runs: int
    seed: int = 0
    draw: str = "scatter"
    sample: str = "random"
    inner: int = 0
    chunk: int = 50
    folder: str | None = None
    changes: Mapping[str, float] = field(default_factory=dict)
    fail: tuple[str, ...] = ()
    wind: str | None = None
    until: str = ""
    sobol: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    versions: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    nominal: Mapping[str, Any] = field(default_factory=dict)
    undispersed: tuple[str, ...] = ()

    @classmethod
    def of(cls, mission: Mission, runs: int | str, **asked: Unpack[Asked]) -> Question:
        """What is asked of a mission, `runs` as :func:`read_runs` takes them."""
        count, inner = read_runs(runs)
        return cls(mission.name, mission.text, count, inner=inner, **asked)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Question:
        """From ``campaign.json``.

        Raises
        ------
        TypeError, ValueError
            keys that are missing or unknown, and values of another kind.
        """
        for name, kind in _KINDS.items():
            if name in raw and not isinstance(raw[name], kind):
                raise TypeError(name)
        lists = {name: tuple(raw.get(name, ())) for name in _LISTS}
        words = [*(word for name in _LISTS for word in lists[name]), *raw.get("files", {}).values()]
        if not (
            all(isinstance(word, str) for word in words) and all(map(math.isfinite, raw.get("changes", {}).values()))
        ):
            raise ValueError
        return cls(**{**raw, **lists})

    def json(self) -> dict[str, Any]:
        """For ``campaign.json``."""
        return asdict(self)

    def checked(self) -> Question:
        """Itself, where it can be asked.

        Raises
        ------
        DataError, OutOfRange
            an unknown draw or sample, a number of runs or a seed that cannot be.
        """
        from kazbek.base.chance import Spread
        from kazbek.campaign.design import SAMPLES

        if self.draw not in list(Spread):
            raise unknown("draw", self.draw, list(Spread), where="`draw`")
        if self.sample not in SAMPLES:
            raise unknown("sample", self.sample, SAMPLES, where="`sample`")
        for name, value, most in (("runs", self.runs, MOST_RUNS), ("chunk", self.chunk, 100_000)):
            if not 1 <= value <= most:
                raise OutOfRange(f"`{name}` {value}", allowed=f"1 to {most}")
        if not 0 <= self.seed < 2**63:
            raise OutOfRange(f"`seed` {self.seed}", allowed="0 to 2^63 − 1")
        if self.inner and self.draw != "both":
            raise DataError(f"`runs` of {self.inner} flights a world with `draw` {self.draw}", allowed="`draw` both")
        if self.sobol and (self.inner or self.until):
            with_ = "worlds of flights" if self.inner else "`until`"
            raise DataError(f"`sobol` with {with_}", allowed="`sobol` with a number of runs, its blocks one design")
        return replace(self, changes=dict(self.changes), fail=tuple(self.fail), sobol=tuple(self.sobol))

    def sampling(self, run: int, table: Mapping[str, float] | None = None) -> Sampling:
        """What run `run` is drawn by."""
        from kazbek.base.chance import Sampling, Spread

        world = run // self.inner if self.inner else None
        if table is None and (self.sample != "random" or self.sobol):
            table = self.design.rows(run, 1)[0]
        return Sampling(self.seed, run, Spread(self.draw), world, table or {}, self.design.stream(run))

    @property
    def design(self) -> Design | Blocks:
        """The numbers of its runs."""
        from kazbek.campaign.design import Design
        from kazbek.campaign.sensitivity.blocks import Blocks

        design = Design(self.seed, self.sample, self.keys, self.runs, self.inner)
        return Blocks(design, self.sobol) if self.sobol else design

    def loaded(self, campaign: Path) -> Mission:
        """The mission, its own files found from the campaign's folder."""
        from kazbek.mission.file import mission_from, mission_names

        folder = None if self.folder is None else (campaign / self.folder).resolve()
        bundled = folder is None and self.mission in mission_names()
        return mission_from(self.text, folder, f"{self.mission}.toml" if bundled else "mission.toml")

    def with_runs(self, runs: int) -> Question:
        """The same with another number of runs."""
        return replace(self, runs=runs)


def read_runs(text: str | int) -> tuple[int, int]:
    """``10000`` as runs without worlds, ``100x50`` as 100 worlds of 50 flights: (runs, flights of a world).

    Raises
    ------
    DataError
        for anything else.
    """
    found = _RUNS.fullmatch(str(text).strip())
    if found is None:
        raise DataError(f'`runs` "{text}"', allowed="a number such as 10000, or worlds x flights such as 100x50")
    first, inner = int(found[1]), int(found[2] or 0)
    return (first * inner, inner) if found[2] else (first, 0)


def differences(old: Question, new: Question) -> Sequence[str]:
    """What is not the same any more of what decides the rows: names of data files and versions."""
    changed = [name for name, digest in old.files.items() if new.files.get(name) != digest]
    versions = [
        f"{name} {old.versions[name]}, now {new.versions.get(name)}"
        for name in old.versions
        if new.versions.get(name) != old.versions[name]
    ]
    return [*(f"{name} changed" for name in changed), *versions]
