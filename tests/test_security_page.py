"""The page on security names for each threat the tests that show its control, and they are there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.test_docs import ROOT, rows, text

_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PAGE = text("docs", "bao-mat.md")
NAMED = sorted(set(_NAMED.findall(PAGE)))
THREATS = [row for row in rows(PAGE) if row[0] != "Nguy cơ"]


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_that_is_named_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))

    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert name in {node.name for node in functions}


@pytest.mark.parametrize("row", THREATS, ids=lambda row: row[0])
def test_every_threat_has_a_control_and_a_test(row: list[str]) -> None:
    threat, control, tests = row

    assert threat
    assert control
    assert _NAMED.search(tests)


def test_there_are_threats_to_look_at() -> None:
    assert len(THREATS) > 25
