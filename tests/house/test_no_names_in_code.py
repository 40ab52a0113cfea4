"""No vehicle, country or programme stands in the code: they are in `data/`, in the models that draw them, and in prose.

Read are the identifiers and the strings of every module; docstrings and comments may cite whom they follow, and so may
the sources of rules (`_CITES`), which are shown to the user as references.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "kazbek"
NAMES = re.compile(
    r"soyuz|shenzhou|\bprogress[ _-]?ms|dragon|starliner|starlab|long[ _-]?march|\bcz[_-]|\biss\b|_iss\b|tiangong"
    r"|salyut|baikonur|jiuquan|vostochny|kazakh|russia|china|chinese|america|roscosmos|\bnasa\b|energia|zhezkazgan|dongfeng"
    r"|tianhe|rassvet|poisk|zvezda|nauka|prichal",
    re.IGNORECASE,
)
_MODELS = ("pictures/models/", "data/")
_CITES = ("crew/rules/", "crew/timetable/rules.py")  # the references of the crew's rules


def _words(tree: ast.AST) -> Iterator[tuple[int, str]]:
    docs = {id(_doc(node)) for node in ast.walk(tree)}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield line, node.value
        for name in ("id", "attr", "name", "arg", "module"):
            word = getattr(node, name, None)
            if isinstance(word, str):
                yield line, word


def _doc(node: ast.AST) -> ast.AST | None:
    body = getattr(node, "body", None)
    first = body[0] if isinstance(body, list) and body else None
    return first.value if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) else None


def _found() -> list[str]:
    found = []
    for path in sorted(SRC.rglob("*.py")):
        where = path.relative_to(SRC).as_posix()
        if where.startswith((*_MODELS, *_CITES)):
            continue
        for line, word in _words(ast.parse(path.read_text(encoding="utf-8"))):
            if NAMES.search(word):
                found.append(f"{where}:{line}: {word[:60]}")
    return found


def test_no_name_of_a_programme_is_in_the_code() -> None:
    found = _found()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("word", ["soyuz", "SOYUZ_LAUNCHER", "an ISS port", "Long March 2F", "kazakh-steppe"])
def test_the_ear_hears_a_name(word: str) -> None:
    assert NAMES.search(word)
