"""Sizes that keep code readable: no long function, and no kernel with a row of positional arguments."""

import ast
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "kazbek"
MOST_LINES, MOST_ARGUMENTS = 60, 8
# Kernels that still take more; the list may only get shorter.
MORE_ARGUMENTS = 26


def functions():
    for file in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{file.relative_to(SRC)}:{node.name}", node


def lines_of_code(node):
    """Lines of a function without its docstring."""
    told = node.body[0].end_lineno - node.body[0].lineno + 1 if ast.get_docstring(node) else 0
    return node.end_lineno - node.lineno + 1 - told


def is_kernel(node):
    return any(isinstance(mark, ast.Name) and mark.id == "kernel" for mark in node.decorator_list)


def test_no_function_is_long():
    assert [name for name, node in functions() if lines_of_code(node) > MOST_LINES] == []


def test_kernels_take_named_tuples_instead_of_many_arguments():
    over = [name for name, node in functions() if is_kernel(node) and len(node.args.args) > MOST_ARGUMENTS]
    assert len(over) <= MORE_ARGUMENTS, over
    assert not [name for name in over if name.startswith(("flight/ascent", "flight/descent"))]
