"""What the page of a recurring task says of its occurrences, and that of an occurrence of its series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.courses import Stage
from bot.domain.periods import Period
from bot.domain.series import BY_REPORT
from bot.domain.tasks import Task, TaskFilter, TaskStatus
from bot.domain.texts import BLANK, N_, Choice, Row, Text
from bot.domain.verbs.tasks import ShowTask
from bot.screens.names import BUCKET_NAMES
from bot.screens.tasks.courses import how_often, stage_name
from bot.screens.tasks.listing import how_far

_SHOWN = 4
"""Of the occurrences, the latest; the others are counted."""


def title(said: str, period: Period) -> Text:
    """The title of an occurrence."""
    return Text(N_("{title} ({period})"), title=said, period=period)


def lines(
    task: Task, found: Sequence[tuple[Task, Text]], upcoming: Period | None, begins: date | None
) -> Sequence[Text]:
    """What is said of the occurrences of a series: how each stands, the latest first, and when the next one comes."""
    shown = [
        Text(N_("• {code}, {period}: {state}"), code=each.code, period=Period.parse(each.period), state=state)
        for each, state in found[:_SHOWN]
    ]
    heading = Text(N_("Occurrences: {count:count}"), count=len(found))
    more = Text(N_("• and {count:count} earlier ones"), count=len(found) - _SHOWN)
    following = Text(N_("Next occurrence: {period}, made on {day:date}."), period=upcoming, day=begins)
    return [
        BLANK,
        *([Text(N_("It is done by the periodic report of each lead."))] if task.fulfilled_by == BY_REPORT else []),
        *([heading, *shown] if found else []),
        *([more] if len(found) > _SHOWN else []),
        following if upcoming else Text(N_("No further occurrence is made.")),
    ]


def reports_counted() -> Text:
    """Periodic reports are the results of each period."""
    return Text(N_("The periodic report of each member counts as the result of each period."))


def reports_not_counted() -> Text:
    """Periodic reports are not the results of each period, though they could be."""
    return Text(N_("The periodic reports of the members do not count as the results of each period."))


def rows(found: Sequence[tuple[Task, Text]]) -> Sequence[Row]:
    """The choices that lead to the latest occurrences, two in a row."""
    views = [_view(each) for each, _ in found[:_SHOWN]]
    return [tuple(views[i : i + 2]) for i in range(0, len(views), 2)]


def of_series(series: Task) -> tuple[Text, Row]:
    """Which series an occurrence is of, with the choice that leads to it."""
    said = Text(N_("Occurrence of the recurring task {code}, {often}."), code=series.code, often=how_often(series))
    return said, (Choice(Text(N_("View recurring task")), ShowTask(series.id, TaskFilter.OPEN, 0)),)


def _view(task: Task) -> Choice:
    return Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, TaskFilter.OPEN, 0))


def stands(task: Task, standing: TaskStatus) -> Text:
    """How an occurrence or a sub-task stands, in a list: by its deadline as long as somebody works on it."""
    if task.stage in (Stage.SUSPENDED, Stage.CANCELLED, Stage.WAITING):
        return stage_name(task.stage)
    if task.done_on:
        return Text(N_("{bucket}, {day:date}"), bucket=Text(BUCKET_NAMES[standing.bucket]), day=task.done_on)
    return how_far(standing) if standing.due_at else Text(N_("no deadline"))
