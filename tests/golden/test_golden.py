"""Screens and papers are what they were, letter by letter; `python -m tests.golden --update` makes them so anew."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.golden.golden import screens
from tests.golden.papers import PAPERS, dumps, kept

HERE = Path(__file__).parent
_SHOWN = 200


def difference(path: Path, now: str) -> str:
    """Return how a text differs from its golden file, the first lines of it."""
    golden = path.read_text(encoding="utf-8").splitlines()
    lines = difflib.unified_diff(golden, now.splitlines(), f"golden {path.name}", "now", lineterm="")
    return "\n".join(line for _, line in zip(range(_SHOWN), lines, strict=False))


async def test_every_message_of_the_story_is_what_it_was(tmp_path: Path) -> None:
    for name, text in (await screens(tmp_path)).items():
        assert not (found := difference(HERE / name, text)), found


@pytest.mark.parametrize("name", kept())
def test_the_papers_say_what_they_said(name: str) -> None:
    for file, text in dumps(name).items():
        assert not (found := difference(PAPERS / file, text)), found


def test_there_are_papers_to_compare() -> None:
    assert len(kept()) >= 6
