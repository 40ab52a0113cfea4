"""Data files spoilt as tables and not as text: every key and value of a TOML file, each in turn another kind.

Text that was mutated letter by letter is mostly no TOML any more; these always are, so that what stands behind the
parser is reached.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
import tomllib
from collections.abc import Callable
from typing import Any

Chance = random.Random
Place = tuple[Any, Any]  # a table or list, and the key or index in it

ODD_VALUES: tuple[Any, ...] = (
    *(float("nan"), float("inf"), float("-inf"), 0, -1, 1, 10**18, -(10**18), 10**40, 1e300, -1e300, 1e-300, 0.5, True),
    *(
        "",
        " ",
        "x" * 3000,
        "=1+1",
        "\N{RIGHT-TO-LEFT OVERRIDE}",
        "a\nb",
        "\x1b[31m",
        "\U0001f680",
        "Ünï",
        "../../x",
        "/",
        ".",
    ),
    *("nan", "1", "2021-10-05", "up", "home", "con", "{0.__class__}", "%s%n", "<script>", "*" * 80, "e\u0301" * 40),
    *(
        [],
        {},
        [[]],
        [{}],
        [1, "a"],
        ["a", "a"],
        {"v": 1.0},
        {"v": float("nan"), "sigma": -1.0, "src": ""},
        {"a": {"b": {}}},
    ),
    *(dt.date(2021, 10, 5), dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.datetime(2021, 10, 5, 12, 0), dt.time(12, 0)),
)


def spoilt(text: str, chance: Chance) -> str:
    """The TOML text of some tables after one to four changes."""
    found = tomllib.loads(text)
    for _ in range(min(1 + int(chance.expovariate(0.9)), 4)):
        places = list(_places(found))
        if not places:
            break
        chance.choice(_CHANGES)(chance.choice(places), chance, places)
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in found.items())


def _places(found: Any) -> Any:
    items = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in list(items):
        yield found, key
        yield from _places(value)


def _other_value(place: Place, chance: Chance, places: list[Place]) -> None:
    table, key = place
    table[key] = copy.deepcopy(chance.choice(ODD_VALUES))


def _other_number(place: Place, chance: Chance, places: list[Place]) -> None:
    numbers = [(t, k) for t, k in places if isinstance(t[k], int | float) and not isinstance(t[k], bool)]
    table, key = chance.choice(numbers) if numbers else place
    table[key] = chance.choice((-1, 0, 1e-9, 2, 1e3, 1e9, 1e30)) * (table[key] if numbers else 1)


def _without(place: Place, chance: Chance, places: list[Place]) -> None:
    table, key = place
    del table[key]


def _renamed(place: Place, chance: Chance, places: list[Place]) -> None:
    table, key = place
    if isinstance(table, dict):
        other = chance.choice(
            (f"{key}s", str(key)[:-1] or "k", str(key).upper(), "", "\u00e9", "x" * 300, "v", "__class__")
        )
        table[other] = table.pop(key)


def _doubled(place: Place, chance: Chance, places: list[Place]) -> None:
    table, key = place
    if isinstance(table, list):
        table.insert(chance.randrange(len(table) + 1), copy.deepcopy(table[key]))
    else:
        table[key] = [copy.deepcopy(table[key]) for _ in range(chance.choice((1, 2, 2, 60)))]


def _exchanged(place: Place, chance: Chance, places: list[Place]) -> None:
    (one, a), (other, b) = place, chance.choice(places)
    if not (_holds(one[a], other) or _holds(other[b], one)):
        one[a], other[b] = other[b], one[a]


def _holds(found: Any, table: Any) -> bool:
    return found is table or any(_holds(inner[key], table) for inner, key in _places(found))


_CHANGES: tuple[Callable[[Place, Chance, list[Place]], None], ...] = (
    *(_other_value,) * 4,
    *(_other_number,) * 2,
    *(_without, _renamed, _doubled, _exchanged),
)


def _key(key: Any) -> str:
    return json.dumps(str(key), ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_key(key)} = {_value(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return _key(value)
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
