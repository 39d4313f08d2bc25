"""What a frozen paper says of tasks without words that were removed: how they went, in the words of who leads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.traces import Traces

_WORDED = ("result", "document", "confirmed")
"""What a course, or what a report states of one, holds of words beside its progress."""


def without(paper: Mapping[str, Any], traces: Traces, instead: str) -> dict[str, Any]:
    """Return what a paper says of tasks with `instead` in the place of every text that was removed.

    A course names no report, so that what is removed is known by the words: those that repeat it, however short, and
    those that hold it.
    """
    found: dict[str, Any] = {}
    if "tasks" in paper:
        found["tasks"] = [_cleared(each, traces, instead) for each in paper["tasks"]]
    if courses := paper.get("courses"):
        found["courses"] = {**courses, "rows": [_cleared(each, traces, instead) for each in courses["rows"]]}
    return found


def _cleared(each: Mapping[str, Any], traces: Traces, instead: str) -> dict[str, Any]:
    worded: dict[str, object] = {name: instead for name in _WORDED if _is_removed(each.get(name), traces)}
    progress = each.get("progress")
    if progress and _is_removed(progress["words"], traces):
        worded["progress"] = {**progress, "words": instead}
    return {**each, **worded}


def _is_removed(text: str | None, traces: Traces) -> bool:
    if not text:
        return False
    # As a part of what was removed and the other way round: short words are known where all of them stands.
    return traces.are_in(text) or (traces.hold(text, 1) and traces.stand_in(text))
