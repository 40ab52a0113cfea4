"""Which figures of data files are read while things fly: an ear on every `Datum`, for a test to listen with.

A figure is named by its model and path, places in lists and names in tables left out: ``Profile brake.*.range_m``. It
counts as read when its value or its sigma is asked for, by whatever flies, searches or draws, or by a check that holds
a file's figures against one another. What only walks over all figures (bounds, draws, sums of sigmas) does not count.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from kazbek.base import data
from kazbek.base.data import Datum, Frozen, figures

_WALKERS = ("_sane", "bounds", "_check_bounds", "drawn_equipment")


def path_of(model: type[Frozen], path: str) -> str:
    """A figure's name without the places in lists and the names in tables."""
    kept: list[str] = []
    current: Any = model
    for word in path.split("."):
        known = getattr(current, "model_fields", {})
        if word in known:
            kept.append(word)
            current = _inner(known[word].annotation)
        else:
            if not kept or kept[-1] != "*":
                kept.append("*")
            for field in getattr(current, "unnamed", ()):
                current = _inner(known[field].annotation)
    return f"{model.__name__} {'.'.join(kept)}"


def _inner(annotation: Any) -> Any:
    """The model inside ``tuple[Model, ...]``, ``dict[str, Model]`` or ``Model | None``."""
    if hasattr(annotation, "model_fields"):
        return annotation
    found = [inner for argument in getattr(annotation, "__args__", ()) if (inner := _inner(argument)) is not None]
    return found[0] if found else None


@contextlib.contextmanager
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The names of the figures read inside the block, of files loaded inside it; whole when the block has ended."""
    asked: dict[int, Datum] = {}  # holding them, so that no other figure takes an id
    loaded: list[tuple[type[Frozen], Frozen]] = []
    heard: set[str] = set()
    parse, ask = data.parse, Datum.__getattribute__

    def parsed(raw: Any, model: Any, *, where: str) -> Any:
        made = parse(raw, model, where=where)
        loaded.append((model, made))
        return made

    def hear(self: Datum, name: str) -> Any:
        if name in ("v", "sigma") and sys._getframe(1).f_code.co_name not in _WALKERS:
            asked[id(self)] = self
        return ask(self, name)

    with monkeypatch.context() as patch:
        patch.setattr(data, "parse", parsed)
        patch.setattr(Datum, "__getattribute__", hear)
        yield heard
    for model, made in loaded:
        heard.update(path_of(model, path) for path, datum in figures(made) if id(datum) in asked)
