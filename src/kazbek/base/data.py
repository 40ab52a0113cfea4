"""Data files: one thing per TOML file, each number with its sigma and its source.

    thrust_vac_N = { v = 298_000.0, sigma = 1_500.0, src = "A" }
    [sources]
    A = "RKTs Progress, Soyuz CSG User's Manual, 2012"

A figure without a public source says ``src = "estimate"``; one fitted on flights says ``src = "fitted on …"``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kazbek.base.bounds import DIMENSIONLESS, UNITS, Bounds, bounds_of
from kazbek.base.data_faults import one_sentence
from kazbek.base.errors import DataError, nearest, unknown
from kazbek.base.toml_file import Path_or_package, parsed_toml, read_text, read_toml

_KIND_OF = {"sites": "pad", "approaches": "approach", "spacecraft": "spacecraft", "crew_plans": "crew plan"}  # folders
_LEAST, _GREATEST = 1e-30, 1e30  # from the strength of a weak force in SI units to the mass of the Sun in kg
_OPEN_SOURCES = ("estimate", "fitted on ", "derived")


class Frozen(BaseModel):
    """Base of everything read from TOML: frozen, and a key nobody knows is an error.

    The paths of figures leave out the fields in `unnamed`: ``core.thrust_vac_N``, not ``stages.core.thrust_vac_N``.
    """

    unnamed: ClassVar[tuple[str, ...]] = ()

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=False)


class DrawsFigures(Protocol):
    """What draws figures, such as the :class:`~kazbek.base.chance.PhaseChance` of a phase."""

    def figure(self, path: str, datum: Datum) -> float:
        """The value of a figure in this run."""
        ...


class Datum(Frozen):
    """A figure of the real world: value, one sigma, where it is from.

    `sigma` is how far one flight's figure may be from the value; `scatter` is the part of it by which flights differ
    from one another. The rest, the square root of sigma² − scatter², is the same for all flights and not known.

    `lo` and `hi`, when given, bound what is physically possible in place of what the name says
    (:mod:`kazbek.base.bounds`); a campaign never draws outside.
    """

    v: float
    sigma: float = 0.0
    scatter: float = 0.0
    src: str
    lo: float | None = None
    hi: float | None = None

    @model_validator(mode="after")
    def _sane(self) -> Datum:
        if self.sigma < 0.0:
            raise ValueError("sigma must not be negative")
        if not 0.0 <= self.scatter <= self.sigma:
            raise ValueError(f"scatter {self.scatter:g} is a part of sigma; allowed: 0 to {self.sigma:g}")
        for figure in (self.v, self.sigma, self.scatter, self.lo, self.hi):
            if figure and not _LEAST <= abs(figure) <= _GREATEST:
                raise ValueError(
                    f"{figure:g} is no figure of the real world; allowed: 0, or {_LEAST:g} to {_GREATEST:g}"
                )
        if (self.lo is not None and self.v < self.lo) or (self.hi is not None and self.v > self.hi):
            raise ValueError(f"value {self.v} outside {self.lo} to {self.hi}")
        return self

    def drawn(self, chance: DrawsFigures | None, path: str) -> float:
        """The value of this run, the figure's path beginning with its part; the value itself without `chance`."""
        return self.v if chance is None else chance.figure(path, self)

    def bounds(self, path: str) -> Bounds:
        """What the figure can be, under its dotted path."""
        return bounds_of(path, self.lo, self.hi)


class Together(Frozen):
    """Figures that are off together: their numbers of sigmas are correlated by `corr`, each with each."""

    keys: tuple[str, ...]
    corr: float = Field(ge=0.0, le=1.0)


class DataFile(Frozen):
    """A data file: a name, a title, its sources, and figures; `together` says which of them err together."""

    name: str
    title: str = ""
    sources: dict[str, str] = {}
    together: tuple[Together, ...] = ()

    def group_of(self, path: str) -> tuple[str, float]:
        """The group that a figure errs with, by the name of its first figure, and the correlation in it."""
        found = next((group for group in self.together if path in group.keys), None)
        return ("", 0.0) if found is None else (f"{found.keys[0]} together", found.corr)


M = TypeVar("M", bound=Frozen)


def bundled(*parts: str) -> Traversable:
    """A file or folder of kazbek's own data."""
    return resources.files("kazbek.data").joinpath(*parts)


def names_in(folder: str, suffix: str = ".toml") -> list[str]:
    """Names of the bundled things of one kind, e.g. ``names_in("launchers")``."""
    return sorted(f.name.removesuffix(suffix) for f in bundled(folder).iterdir() if f.name.endswith(suffix))


def load(folder: str, name: str, model: type[M], *, base: Path | None = None) -> M:
    """Load a thing by its bundled name, or from a user's own ``.toml`` path (relative to `base`).

    Raises
    ------
    DataError
        unknown name (the nearest is given), unreadable file, unknown key, missing unit, missing source.
    """
    own = name.endswith(".toml")
    path: Path_or_package = (base or Path()) / name if own else _bundled_as(folder, name)
    return parse(_with_what_it_is_like(read_toml(path, one_line=own), folder), model, where=str(path))


def _bundled_as(folder: str, name: str) -> Traversable:
    if name not in names_in(folder):
        raise unknown(_KIND_OF.get(folder, folder.removesuffix("s")), name, names_in(folder))
    return bundled(folder, f"{name}.toml")


def _with_what_it_is_like(raw: dict[str, Any], folder: str) -> dict[str, Any]:
    """A file with ``like = "cz-2f"`` says only in what it differs from that bundled one.

    ``without = ["orbit.period_s"]`` leaves out what the other has and this one has not.
    """
    if "like" not in raw:
        return raw
    name, absent = str(raw.pop("like")), raw.pop("without", [])
    if not isinstance(absent, list):
        raise DataError("`without` is no list", allowed='such as without = ["orbit.period_s"]')
    below = _with_what_it_is_like(read_toml(_bundled_as(folder, name)), folder)
    for path in absent:
        _leave_out(below, path, name)
    return _over(below, raw)


def _leave_out(below: dict[str, Any], path: str, name: str) -> None:
    """Take a dotted path out of a file as read."""
    *tables, key = str(path).split(".")
    for table in tables:
        below = below.get(table, {}) if isinstance(below, dict) else {}
    if not isinstance(below, dict) or key not in below:
        raise DataError(f'`without`: {name} has no "{path}" to leave out')
    del below[key]


def like_of(path: Path_or_package) -> str:
    """The bundled thing that a file differs from; empty where it says everything itself."""
    text = read_text(path)
    return str(parsed_toml(text, str(path)).get("like", "")) if "like" in text else ""


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables are joined; figures and lists are replaced whole."""
    return below | {
        key: _over(below[key], item)
        if isinstance(item, dict) and isinstance(below.get(key), dict) and "v" not in item
        else item
        for key, item in above.items()
    }


def parse(raw: dict[str, Any], model: type[M], *, where: str) -> M:
    """Turn parsed TOML into `model`, or into one sentence about what is wrong with it.

    Raises
    ------
    DataError
        unknown or missing keys, values of another kind, figures without unit or source, or out of bounds.
    """
    try:
        made = model.model_validate(raw)
    except ValidationError as fault:
        raise one_sentence(fault, model, where) from None
    _check_together(made, where)
    for path, datum in figures(made):
        _check_name(path, where)
        _check_source(path, datum, made, where)
        _check_bounds(path, datum, where)
    return made


def figures(thing: Any, prefix: str = "") -> Iterator[tuple[str, Datum]]:
    """Every (dotted path, Datum) inside a model: what a campaign draws and ``--set`` names."""
    if isinstance(thing, Datum):
        yield prefix, thing
        return
    for key, item in _inside(thing):
        yield from figures(item, f"{prefix}.{key}" if prefix and key else prefix or key)


def _inside(thing: Any) -> Iterator[tuple[str, Any]]:
    """(name, part) of a model, a table or a list; the name is empty where paths leave it out."""
    if isinstance(thing, BaseModel):
        unnamed = thing.unnamed if isinstance(thing, Frozen) else ()
        yield from (("" if key in unnamed else key, getattr(thing, key)) for key in type(thing).model_fields)
    elif isinstance(thing, dict):
        yield from ((str(key), item) for key, item in thing.items())
    elif isinstance(thing, (list, tuple)):
        yield from ((str(index), item) for index, item in enumerate(thing))


def _check_together(made: Any, where: str) -> None:
    """Groups name figures that there are, each once."""
    named = [path for group in getattr(made, "together", ()) for path in group.keys]
    known = dict(figures(made)) if named else {}
    for path in named:
        if path not in known:
            raise DataError(f'{where}: together: unknown key "{path}"', cure=f'did you mean "{nearest(path, known)}"?')
        if named.count(path) > 1:
            raise DataError(f'{where}: together: "{path}" stands there twice', allowed="one group for each figure")


def _check_name(path: str, where: str) -> None:
    word = next(p for p in reversed(path.split(".")) if not p.isdigit())
    if not word.endswith(UNITS) and not any(part in DIMENSIONLESS for part in word.split("_")):
        raise DataError(f'{where}: "{path}" carries no unit', allowed="a suffix such as _m _s _kg _N _frac")


def _check_bounds(path: str, datum: Datum, where: str) -> None:
    bounds = datum.bounds(path)
    if not bounds.hold(datum.v):
        raise DataError(f'{where}: "{path}" = {datum.v:g}', allowed=str(bounds))


def _check_source(path: str, datum: Datum, file: Any, where: str) -> None:
    known = getattr(file, "sources", {})
    if datum.src not in known and not datum.src.startswith(_OPEN_SOURCES):
        raise DataError(
            f'{where}: "{path}" has unknown source "{datum.src}"',
            allowed=f"a key of [sources] ({', '.join(known) or 'none'}), estimate, derived, fitted on …",
        )
