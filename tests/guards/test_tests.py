"""Rules about the tests themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.guards.tree import sources


def private_parts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield where something reaches into the running program past what it shows: `app._x`, `world.app.ticker._x`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
            owner = ast.unparse(node.value)
            if "app" in owner.split("."):
                yield node.lineno, f"{owner}.{node.attr}"


def test_no_test_reaches_into_the_running_program() -> None:
    found = [(path, *part) for path, tree in sources("tests") for part in private_parts(tree)]

    assert found == []


@pytest.mark.parametrize(
    "snippet",
    ["world.app._sender.wake()", "app._pace = x", "patch(world.app.worker, world.app.ticker._ticks)", "a.b.app._c._d"],
)
def test_reaching_into_it_would_be_noticed(snippet: str) -> None:
    assert list(private_parts(ast.parse(snippet)))


@pytest.mark.parametrize("snippet", ["world.app.wake()", "self._app.run()", "world.app.__class__", "world._writing"])
def test_what_only_looks_like_it_is_let_pass(snippet: str) -> None:
    assert list(private_parts(ast.parse(snippet))) == []
