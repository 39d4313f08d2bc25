"""The program's own source, as it stands and as it might be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ("main.py", "bot", "handlers", "storage", "scripts")


def sources(*places: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield every module below these places of the repository: its path and its syntax."""
    for place in places or PROGRAM:
        path = ROOT / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield file.relative_to(ROOT).as_posix(), parsed(file)


@cache
def parsed(file: Path) -> ast.Module:
    """Return the syntax of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def called(node: ast.AST) -> str:
    """Return the dotted name of what a node calls, or an empty string; what is no name in it reads `()`."""
    if not isinstance(node, ast.Call):
        return ""
    names, inner = [], node.func
    while isinstance(inner, ast.Attribute):
        names.append(inner.attr)
        inner = inner.value
    names.append(inner.id if isinstance(inner, ast.Name) else "()")
    return ".".join(reversed(names))


def docstrings(tree: ast.AST) -> set[int]:
    """Return the identities of the constants that are docstrings or remarks below an attribute."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
