"""A deadline as the document of a task says it, and as it was read from there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.notices import Confidence
from bot.domain.periods import Cadence, Period
from bot.domain.tasks import Task
from bot.domain.texts import N_, Text
from bot.screens.tasks.courses import how_often


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
            return how_often(task)
    return Text(N_("{day:date}"), day=stated_on)


HOW_SURE: Mapping[Confidence, str] = {
    Confidence.CLEAR: N_("clear"),
    Confidence.LIKELY: N_("likely"),
    Confidence.DOUBTFUL: N_("to be checked"),
}
_SAID = {
    DeadlineKind.DAY: N_("{deadline}"),
    DeadlineKind.BEFORE_DAY: N_("before the day {deadline}"),
    DeadlineKind.MONTH: N_("in the month {deadline}"),
    DeadlineKind.QUARTER: N_("in the quarter {deadline}"),
    DeadlineKind.YEAR: N_("in the year {deadline}"),
    DeadlineKind.NONE: N_("without a deadline"),
}
_RECURRING = {
    (Recurrence.MONTHLY, False): N_("every month"),
    (Recurrence.MONTHLY, True): N_("on day {day} of every month"),
    (Recurrence.QUARTERLY, False): N_("every quarter"),
    (Recurrence.QUARTERLY, True): N_("on day {day} of every quarter"),
}


def as_read(kind: DeadlineKind, deadline: str, recurrence: Recurrence) -> Text:
    """Return how a deadline was understood, in words that mean the same when they are read."""
    if kind is DeadlineKind.RECURRING:
        return Text(_RECURRING[recurrence, bool(deadline)], day=deadline)
    return Text(_SAID[kind], deadline=deadline)
