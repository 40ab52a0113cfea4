"""What-ifs (``--set``): figures of what a flight flies with, changed.

launcher.core.thrust_vac_N = 900000     the prefixes are the names in PREFIXES, the rest is the path in that file
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kazbek.base.data import figures, parse
from kazbek.base.errors import DataError, nearest, unknown
from kazbek.base.figures import with_value
from kazbek.catalogue.launcher import Launcher
from kazbek.mission.equipment import Equipment

PREFIXES = (
    "launcher",
    "ship",
    "station",
    "profile",
    "pad",
    "approach",
    "pilot",
    "capsule",
    "zone",
    "countdown",
    "escape",
)

Changes = Mapping[str, float]  # "launcher.core.thrust_vac_N" -> value


def read_changes(settings: Iterable[str]) -> dict[str, float]:
    """Parse ``key=value`` pairs of ``--set``.

    Raises
    ------
    DataError
        no equals sign, no number, or a prefix nobody knows (the nearest is given).
    """
    changes: dict[str, float] = {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        key = key.strip()
        if not equals or not key:
            raise DataError(
                f'`changes` "{setting}"', allowed="key=value, for example launcher.core.thrust_vac_N=900000"
            )
        try:
            value = float(text)
        except ValueError:
            raise DataError(
                f'`changes` {key}: "{text}" is not a number', allowed="a number in the unit of the key"
            ) from None
        if value != value or abs(value) == float("inf"):
            raise DataError(f"`changes` {key}: {text} is not finite", allowed="a number in the unit of the key")
        prefix = key.partition(".")[0]
        if prefix not in PREFIXES:
            raise unknown("prefix", prefix, PREFIXES, where=f"`changes` {key}")
        changes[key] = value
    return changes


def check_changes(changes: Changes, fitted: Iterable[Equipment]) -> None:
    """Each change names a part of some flight's equipment.

    Raises
    ------
    DataError
        for one that nothing would be flown with.
    """
    parts = {prefix for one in fitted for prefix in one.parts()}
    for key in changes:
        prefix = key.partition(".")[0]
        if prefix not in parts:
            raise DataError(
                f"`changes` {key} changes nothing: no flight of the mission has a {prefix}",
                allowed=f"figures of {', '.join(sorted(parts))}",
            )


def changed(fitted: Equipment, changes: Changes) -> Equipment:
    """The equipment with the figures of `changes` replaced, and a changed launcher checked as a whole again.

    A what-if on a ship changes one figure and leaves its mass at launch as it is.

    Raises
    ------
    DataError
        for a key that is no figure of the equipment (the nearest is given), or a value out of its bounds.
    """
    parts = fitted.parts()
    for key, value in changes.items():
        prefix, _, path = key.partition(".")
        if prefix not in parts:
            continue  # a launcher's figure says nothing about a flight home
        known = [name for name, _ in figures(parts[prefix])]
        if path not in known:
            raise _unknown_key(key, prefix, path, known)
        try:
            parts[prefix] = with_value(parts[prefix], path, value)
        except DataError as fault:
            raise DataError(f"`changes` {prefix}.{fault.what}", allowed=fault.allowed, cure=fault.cure) from None
    if "launcher" in parts and any(key.startswith("launcher.") for key in changes):
        parts["launcher"] = parse(parts["launcher"].model_dump(), Launcher, where="launcher after `changes`")
    return replace(fitted, **parts)  # type: ignore[arg-type]


def _unknown_key(key: str, prefix: str, path: str, known: list[str]) -> DataError:
    """The error for a key that is no figure: the names there are one level below what is right of it, and the nearest.

    A path that is right but for its end (a wrong unit) finds the nearest among its neighbours.
    """
    words = path.split(".") if path else []
    depth = 0
    while depth < len(words) and any(name.startswith(".".join(words[: depth + 1]) + ".") for name in known):
        depth += 1
    stem = "".join(f"{word}." for word in words[:depth])
    beside = [name for name in known if name.startswith(stem)]
    below = dict.fromkeys(name.removeprefix(stem).partition(".")[0] for name in beside)
    return DataError(
        f'unknown key "{key}"',
        allowed=f"{prefix}.{stem} with {', '.join(below)}",
        cure=f'did you mean "{prefix}.{nearest(path, beside)}"?',
    )
