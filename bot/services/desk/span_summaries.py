"""Half a year or a year as it is told in a chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.periods import Period
from bot.domain.texts import Screen
from bot.exports import span, span_courses
from bot.screens import spans as wording
from bot.screens.spans import OfBody
from storage.rows import instant
from storage.snapshots import Frozen


def screen_of(frozen: Frozen) -> Screen:
    """Return what is said of a span that was released."""
    by = frozen.snapshot["released"]
    release = wording.Release(instant(by["at"]), by["by"])
    return wording.released(Period.parse(frozen.period), bodies_of(frozen.snapshot), release)


def bodies_of(snapshot: Mapping[str, Any]) -> list[OfBody]:
    """Return what is told of each body in a chat."""
    return [_of_body(body) for body in snapshot["bodies"]]


def _of_body(body: span.Body) -> OfBody:
    turns, runs = span.turns(body), span.runs(body)
    there = {run.period for run in runs}
    return OfBody(
        name=body["short"],
        there=len(runs),
        missing=[part for part in span.parts(body) if part not in there],
        due=turns.due,
        sent=turns.sent,
        sum=span.sum_of(body),
        fields=span.counted(body, "fields"),
        tasks=span_courses.figures(body),
    )
