"""The figures of tasks in words: the same sentence for leaders, the desk and the summary of a paper."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.task_figures import TaskFigures
from bot.domain.tasks import Bucket
from bot.domain.texts import N_, Text, joined


def line(found: TaskFigures) -> Text:
    """How all courses of tasks stand, those that are done among them."""
    if not found.total and not found.cancelled:
        return Text(N_("Tasks: none is recorded."))
    by_lead = found.total != found.tasks
    head = N_("Tasks, counted by lead agency: {parts}.") if by_lead else N_("Tasks: {parts}.")
    return Text(head, parts=joined(_parts(found), "; "))


def _parts(found: TaskFigures) -> Sequence[Text]:
    b = found.buckets
    done = N_("{n:count} completed ({in_time:count} on time, {late:count} late)")
    open_ = N_("{n:count} not completed ({in_time:count} in time, {late:count} overdue)")
    without = N_("{n:count} without a deadline")
    without_done = N_("{n:count} without a deadline, of them {done:count} completed")
    none = b[Bucket.NO_DEADLINE]
    return [
        Text(N_("{n:count} assigned"), n=found.total),
        Text(done, n=found.done, in_time=b[Bucket.DONE_ON_TIME], late=b[Bucket.DONE_LATE]),
        Text(open_, n=found.open, in_time=b[Bucket.OPEN_IN_TIME], late=b[Bucket.OPEN_OVERDUE]),
        *(
            [Text(without_done if found.done_without_deadline else without, n=none, done=found.done_without_deadline)]
            if none
            else []
        ),
        *([Text(N_("suspended {n:count}"), n=found.suspended)] if found.suspended else []),
        *([Text(N_("cancelled and not counted {n:count}"), n=found.cancelled)] if found.cancelled else []),
    ]
