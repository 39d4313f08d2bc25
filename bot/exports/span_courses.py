"""The tasks of a span: as the last of its frozen papers has them, which is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.task_counts import TaskCounts, of_plain
from bot.domain.texts import N_, Text
from bot.exports.cells import Cell
from bot.exports.courses import buckets
from bot.exports.sentences import listed
from bot.exports.tasks import BUCKETS
from bot.exports.wording import instant, vietnamese


def figures(body: Mapping[str, Any]) -> TaskCounts | None:
    """Return the figures of tasks at the end of a span; None where no paper has any."""
    found = body.get("courses")
    return of_plain(found["figures"]) if found else None


def sentences(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield how the tasks stood by the last paper of the span; nothing where no paper has any."""
    found = figures(body)
    if found is None:
        return
    head = N_(
        "By the paper of {at:stamp}: {n:count} tasks assigned, counted by lead agency (different tasks: {tasks:count}):"
    )
    yield vietnamese(Text(head, at=instant(body["courses"]["at"]), n=found.total, tasks=found.tasks))
    yield from listed(map(vietnamese, buckets(found)))
    more = N_("Suspended: {suspended:count}; extensions: {extensions:count}; cancelled and not counted: {gone:count}.")
    if found.suspended or found.extensions or found.cancelled:
        said = {"suspended": found.suspended, "extensions": found.extensions, "gone": found.cancelled}
        yield vietnamese(Text(more, **said))


def totals(body: Mapping[str, Any]) -> Iterator[tuple[str, Cell, bool]]:
    """Yield the lines of the list of totals."""
    found = figures(body)
    if found is None:
        return
    yield vietnamese(Text(N_("Tasks assigned, by lead agency (totals)"))), found.total, True
    for bucket, msgid in BUCKETS.items():
        label = Text(N_("Tasks by lead agency: {state} (totals)"), state=Text(msgid))
        yield vietnamese(label), found.buckets[bucket], False
