"""Copies of a data file with some of its figures replaced, named by their dotted paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from kazbek.base.data import Datum, Frozen, figures
from kazbek.base.errors import DataError, nearest

M = TypeVar("M", bound=Frozen)


def with_value(thing: M, path: str, value: float) -> M:
    """A copy of `thing` with the value of one figure replaced.

    Raises
    ------
    DataError
        when `path` names no figure (the nearest is given), or `value` lies outside its bounds.
    """
    known = dict(figures(thing))
    if path not in known:
        raise DataError(f'unknown key "{path}"', cure=f'did you mean "{nearest(path, known)}"?')
    old = known[path]
    bounds = old.bounds(path)
    if not bounds.hold(value):
        raise DataError(f"{path} = {value:g}", allowed=str(bounds))
    return with_datum(thing, path, old.model_copy(update={"v": float(value)}))


def with_values(thing: M, values: Mapping[str, float]) -> M:
    """A copy of `thing` with the values of some of its own figures replaced at once; nothing is checked."""
    tree: dict[str, Any] = {}
    for path, value in values.items():
        *above, last = path.split(".")
        branch = tree
        for word in above:
            branch = branch.setdefault(word, {})
        branch[last] = value
    found: M = _valued(thing, tree)
    return found


def _valued(thing: Any, tree: Any) -> Any:
    if isinstance(thing, Datum):
        return thing.model_copy(update={"v": tree})
    if isinstance(thing, BaseModel):
        return thing.model_copy(update=_valued_fields(thing, tree))
    if isinstance(thing, dict):
        return {**thing, **{key: _valued(thing[key], below) for key, below in tree.items() if key in thing}}
    return type(thing)(_valued(item, tree[str(k)]) if str(k) in tree else item for k, item in enumerate(thing))


def _valued_fields(thing: BaseModel, tree: dict[str, Any]) -> dict[str, Any]:
    """The fields of a model that change; those without a name in paths take the whole tree."""
    own = {key: below for key, below in tree.items() if key in type(thing).model_fields}
    rest = {key: below for key, below in tree.items() if key not in own}
    changed = {key: _valued(getattr(thing, key), below) for key, below in own.items()}
    unnamed = thing.unnamed if isinstance(thing, Frozen) and rest else ()
    return changed | {key: _valued(getattr(thing, key), rest) for key in unnamed}


def with_datum(thing: M, path: str, datum: Datum) -> M:
    """A copy of `thing` with one of its own figures, as :func:`figures` gives them, replaced; nothing is checked."""
    replaced: M = _replaced(thing, path.split("."), datum)
    return replaced


def _replaced(thing: Any, keys: list[str], new: Datum) -> Any:
    if not keys:
        return new
    key, rest = keys[0], keys[1:]
    if isinstance(thing, Frozen) and key not in type(thing).model_fields:
        field = next(name for name in thing.unnamed if key in getattr(thing, name))
        return thing.model_copy(update={field: _replaced(getattr(thing, field), keys, new)})
    if isinstance(thing, BaseModel):
        return thing.model_copy(update={key: _replaced(getattr(thing, key), rest, new)})
    if isinstance(thing, dict):
        return {**thing, key: _replaced(thing[key], rest, new)}
    index = int(key)
    return type(thing)(_replaced(item, rest, new) if i == index else item for i, item in enumerate(thing))
