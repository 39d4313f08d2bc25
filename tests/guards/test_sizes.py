"""No file and no function is longer than can be read at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.guards.tree import PROGRAM, ROOT, sources

FILE_MAX = 400
FUNCTION_MAX = 60


def too_long(path: str, text: str, tree: ast.Module) -> Iterator[str]:
    """Yield the file, if it has too many lines, and its functions that have; decorators are not counted."""
    lines = len(text.splitlines())
    if lines > FILE_MAX:
        yield f"{path}: {lines} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_MAX:
                yield f"{path}:{node.lineno}: {node.name}() has {lines} lines"


def probed(text: str) -> list[str]:
    return list(too_long("probe.py", text, ast.parse(text)))


def test_no_file_and_no_function_is_too_long() -> None:
    found = [
        finding
        for path, tree in sources(*PROGRAM, "tests")
        for finding in too_long(path, (ROOT / path).read_text(encoding="utf-8"), tree)
    ]

    assert found == []


def test_a_file_that_is_too_long_would_be_found() -> None:
    assert probed("x = 1\n" * 400) == []
    assert probed("x = 1\n" * 401) == ["probe.py: 401 lines"]


def test_a_function_that_is_too_long_would_be_found_wherever_it_stands() -> None:
    body = "        x = 1\n"

    assert probed("class A:\n    def f(self):\n" + body * 59) == []
    assert probed("class A:\n    async def f(self):\n" + body * 60) == ["probe.py:2: f() has 61 lines"]
    assert probed("def f():\n    def g():\n" + body * 60) == [
        "probe.py:1: f() has 62 lines",
        "probe.py:2: g() has 61 lines",
    ]
