"""Notebooks run: every cell of code, in order, and what a cell ends in can be shown."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))


def run_cell(source: str, words: dict[str, Any]) -> Any:
    """What a notebook would show: the value of the last line, where that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), words)
    return None if last is None else eval(compile(ast.Expression(last.value), "<cell>", "eval"), words)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words: dict[str, Any] = {}
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        shown = run_cell("".join(cell["source"]), words)
        told = capsys.readouterr().out
        html = shown._repr_html_() if hasattr(shown, "_repr_html_") else ""
        kinds = {kind for output in cell["outputs"] for kind in output.get("data", {"stream": ""})}
        assert bool(told) == ("stream" in kinds), cell["source"]
        assert bool(html) == ("text/html" in kinds), cell["source"]
        assert bool(kinds), "a cell that shows nothing"


def test_there_is_a_notebook_and_it_is_small() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["first-flight", "how-often"]
    assert all(path.stat().st_size < 400_000 for path in NOTEBOOKS)
