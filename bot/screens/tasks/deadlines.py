"""A deadline as the document of a task says it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.periods import Cadence, Period
from bot.domain.tasks import Task
from bot.domain.texts import N_, Text


def as_stated(task: Task, stated_on: date | None) -> Text | None:
    """How the document says it; `stated_on` is the last day that it names, None for a task without a deadline."""
    if stated_on is None:
        return None
    match task.deadline_kind:
        case DeadlineKind.BEFORE_DAY:
            return Text(N_("before {day:date}"), day=stated_on + timedelta(days=1))
        case DeadlineKind.MONTH:
            return Text(N_("in {period}"), period=Period(stated_on.year, stated_on.month))
        case DeadlineKind.QUARTER:
            return Text(N_("in {period}"), period=Period(stated_on.year, stated_on.month // 3, Cadence.QUARTER))
        case DeadlineKind.YEAR:
            return Text(N_("in the year {year}"), year=stated_on.year)
        case DeadlineKind.RECURRING:
            return Text(N_("every month") if task.recurrence is Recurrence.MONTHLY else N_("every quarter"))
    return Text(N_("{day:date}"), day=stated_on)
