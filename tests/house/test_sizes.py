"""Sizes that keep code readable: no long function, few that branch much, no kernel with many positional arguments."""

import ast
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "kazbek"
MOST_LINES, MOST_ARGUMENTS = 60, 8
MOST_BRANCHES, MOST_BRANCHED = 12, 10  # a number of branches, and how many functions may have more


def functions():
    for file in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{file.relative_to(SRC).as_posix()}:{node.name}", node


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
    assert over == []


def test_few_functions_branch_much():
    """McCabe's number (1976), with each `and`, `or` and condition of a comprehension counted as a branch of its own."""
    over = [name for name, node in functions() if branches(node) > MOST_BRANCHES]
    assert len(over) <= MOST_BRANCHED, over


def branches(function):
    """One, and one more for each way in which a function may part: nested functions count for themselves."""
    number, left = 1, list(ast.iter_child_nodes(function))
    while left:
        node = left.pop()
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.If | ast.IfExp | ast.For | ast.While | ast.ExceptHandler | ast.match_case):
            number += 1
        elif isinstance(node, ast.BoolOp):
            number += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            number += len(node.ifs)
        left += ast.iter_child_nodes(node)
    return number
