"""What is said of a paper's tasks in a chat: the figures that every screen states, and what is in none of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.task_counts import TaskCounts
from bot.domain.texts import N_, Text, joined
from bot.screens.leading.tasks import task_line


def lines(found: TaskCounts) -> Sequence[Text]:
    """Return how the tasks stand, and below it what is suspended, put off or cancelled, where anything is."""
    parts = [
        Text(msgid, n=n)
        for msgid, n in (
            (N_("suspended {n:count}"), found.suspended),
            (N_("waiting for confirmation {n:count}"), found.waiting),
            (N_("extensions {n:count}"), found.extensions),
            (N_("cancelled and not counted {n:count}"), found.cancelled),
        )
        if n
    ]
    return (
        task_line(found.figures),
        *([Text(N_("Of the tasks: {parts}."), parts=joined(parts, "; "))] if parts else []),
    )
