"""The codes people say, in whatever spelling they are typed."""

from __future__ import annotations

import re

from bot.domain.characters import fold

_SEPARATOR = r"[\W_]*"
_WRITTEN = re.compile(
    rf"(?:(nv){_SEPARATOR}([0-9]{{2}})|(bc|dx|vm){_SEPARATOR}([0-9]{{2}}(?:[0-9]{{2}}|q[1-4]))){_SEPARATOR}([0-9]{{1,6}})"
)
_LONGEST = 40
"""A longer text is no code in any spelling, and is not worth folding."""


def read_code(typed: str) -> str | None:
    """Return the code of a task, report or difficulty that was typed, or None.

    "nv 26 045", "NV26045" and "nv-26-45" are NV-26-045; "bc2611007" is BC-2611-007.
    """
    match = _WRITTEN.fullmatch(fold(typed)) if len(typed) <= _LONGEST else None
    if match is None:
        return None
    task, year, other, period, number = match.groups()
    return f"{task or other}-{year or period}-{int(number):03}".upper()


def squeezed(code: str) -> str:
    """Return a code as a button can carry it; `read_code` reads it back."""
    return code.replace("-", "").lower()
