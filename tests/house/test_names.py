"""One name, one meaning: no two classes of the tree share a name, and arrays are named in one file."""

import ast
from collections import defaultdict
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "kazbek"
ALIASES = {
    "base/types.py",
    "base/leg.py",
    "record/leg.py",
}  # the common names; a column of telemetry, flown and read back


def trees():
    for file in sorted(SRC.rglob("*.py")):
        yield file.relative_to(SRC).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def test_no_two_classes_share_a_name():
    places = defaultdict(list)
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_names_for_arrays_are_given_once():
    given = [
        f"{name}: {ast.unparse(node)}"
        for name, tree in trees()
        for node in tree.body
        if isinstance(node, ast.Assign) and name not in ALIASES and ast.unparse(node.value).startswith("NDArray[")
    ]
    assert given == []
