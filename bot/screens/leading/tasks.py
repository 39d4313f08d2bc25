"""How the tasks stand, as a leader reads it, and the lists behind each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.characters import cut
from bot.domain.courses import Stage
from bot.domain.task_figures import DECIDED_WITHIN, CourseLine, TaskBy, TaskFigures, TaskView
from bot.domain.tasks import Bucket
from bot.domain.texts import N_, NP_, Choice, Excerpt, Row, Screen, Text, joined
from bot.domain.verbs.leading_tasks import ListTaskLeads, ListTaskLines, OpenTaskLine, ShowTaskFigures
from bot.screens.leading.lists import SITUATION
from bot.screens.lookup import by_number, page_of
from bot.screens.names import BUCKET_NAMES
from bot.screens.tasks.courses import stage_name
from bot.screens.tasks.listing import TITLE_LENGTH, how_far

LINES_SHOWN, LEADS_SHOWN = 5, 6
_LEADS_NAMED = 5
"""Of those with something overdue; the others are counted."""
FIGURES = Choice(Text(N_("Task situation")), ShowTaskFigures())


@dataclass(frozen=True)
class OfLead:
    """The figures of one lead; `value` is what a button calls it, an empty `name` that nobody is named."""

    name: str
    value: int
    figures: TaskFigures


def task_line(found: TaskFigures) -> Text:
    """The tasks by where they stand, in one line, counted by their courses."""
    if not found.courses:
        return Text(N_("Tasks: none is recorded."))
    return Text(
        N_("Tasks: {total:count} assigned{courses}; {done:count} completed{of_done}; {open:count} not{of_open}."),
        total=found.tasks,
        courses=_of_several(found),
        done=found.done,
        of_done=_within(
            (N_("{count:count} on time"), found.buckets[Bucket.DONE_ON_TIME]),
            (N_("{count:count} late"), found.buckets[Bucket.DONE_LATE]),
            (N_("{count:count} without a deadline"), found.done_untimed),
        ),
        open=found.open,
        of_open=_within(
            (N_("{count:count} in time"), found.buckets[Bucket.OPEN_IN_TIME]),
            (N_("{count:count} overdue"), found.overdue),
            (N_("{count:count} without a deadline"), found.open_untimed),
        ),
    )


def _of_several(found: TaskFigures) -> Text | None:
    """That a task of several leads counts once for each, where there is one."""
    if found.courses == found.tasks:
        return None
    return Text(N_(", counted for each lead {count:count}"), count=found.courses)


def _within(*parts: tuple[str, int]) -> Text | None:
    named = [Text(msgid, count=count) for msgid, count in parts if count]
    return Text(N_(" ({parts})"), parts=joined(named, ", ")) if named else None


def waiting_line(count: int) -> Text:
    """How many later deadlines wait for the desk longer than they should."""
    msgid = N_("Requests for a later deadline undecided for more than {days:count} working days: {count:count}.")
    return Text(msgid, count=count, days=DECIDED_WITHIN)


def figures(found: TaskFigures, late: Sequence[OfLead], waiting: int, now: datetime) -> Screen:
    """How the tasks stand, who leads what is overdue, and what waits for a decision; a button for each."""
    lines = [
        Text(N_("<b>Tasks</b> – up to {now:stamp}"), now=now),
        task_line(found),
        *_late_lines(late),
        waiting_line(waiting),
    ]
    counts = {
        TaskBy.OVERDUE: found.overdue,
        TaskBy.IN_TIME: found.buckets[Bucket.OPEN_IN_TIME],
        TaskBy.ON_TIME: found.buckets[Bucket.DONE_ON_TIME],
        TaskBy.LATE: found.buckets[Bucket.DONE_LATE],
        TaskBy.UNTIMED: found.buckets[Bucket.NO_DEADLINE],
        TaskBy.WAITING: waiting,
    }
    choices = [Choice(Text(_BEHIND[by]), ListTaskLines(TaskView(by))) for by, count in counts.items() if count]
    rows: list[Row] = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    leads: list[Row] = [(Choice(Text(N_("View by lead")), ListTaskLeads(0)),)] if found.courses else []
    return Screen(tuple(lines), (*rows, *leads, (SITUATION,)))


_BEHIND: Mapping[TaskBy, str] = {
    TaskBy.OVERDUE: N_("View overdue"),
    TaskBy.IN_TIME: N_("View in time"),
    TaskBy.ON_TIME: N_("View done on time"),
    TaskBy.LATE: N_("View done late"),
    TaskBy.UNTIMED: N_("View undated"),
    TaskBy.WAITING: N_("View undecided"),
}


def _late_lines(late: Sequence[OfLead]) -> list[Text]:
    if not late:
        return []
    named = [
        Text(N_("• {name}: {count:count}"), name=lead_name(each.name), count=each.figures.overdue)
        for each in late[:_LEADS_NAMED]
    ]
    others = len(late) - len(named)
    more = Text(NP_("• and {count:count} other lead", "• and {count:count} other leads", by="count"), count=others)
    return [Text(N_("Overdue by lead:")), *named, *([more] if others else [])]


def lead_name(name: str) -> Text:
    """The name of a lead, or that none is named."""
    return Text(N_("{name}"), name=Excerpt(name)) if name else Text(N_("no lead named"))


def lines(view: TaskView, heading: Text, found: Sequence[tuple[CourseLine, str]], pages: int, total: int) -> Screen:
    """A page of courses, each with the name of its lead."""
    title = Text(
        N_("<b>{heading}</b> ({total:count}{page})"), heading=heading, total=total, page=page_of(view.page, pages)
    )
    listed = [_line(number, line, name, view) for number, (line, name) in enumerate(found, 1)]
    none = [] if found else [Text(N_("There is nothing here at present."))]
    choices = by_number([OpenTaskLine(line.task.id, view) for line, _ in found])
    back = Choice(Text(N_("‹ Back")), ListTaskLeads(0)) if view.by is TaskBy.LEAD else FIGURES
    return Screen((title, *listed, *none), (*choices, *_turning(view, pages), (back, SITUATION)))


def heading_of(by: TaskBy) -> Text:
    """What a list of one bucket is called."""
    return Text(_HEADINGS[by])


_HEADINGS: Mapping[TaskBy, str] = {
    TaskBy.OVERDUE: N_("Tasks not done, overdue"),
    TaskBy.IN_TIME: N_("Tasks not done, in time"),
    TaskBy.ON_TIME: N_("Tasks done on time"),
    TaskBy.LATE: N_("Tasks done late"),
    TaskBy.UNTIMED: N_("Tasks without a deadline"),
    TaskBy.WAITING: N_("Later deadlines undecided"),
}


def _turning(view: TaskView, pages: int) -> list[Row]:
    before = [replace(view, page=view.page - 1)] if view.page else []
    after = [replace(view, page=view.page + 1)] if view.page + 1 < pages else []
    row = (
        *(Choice(Text(N_("Previous page")), ListTaskLines(each)) for each in before),
        *(Choice(Text(N_("Next page")), ListTaskLines(each)) for each in after),
    )
    return [row] if row else []


def _line(number: int, line: CourseLine, name: str, view: TaskView) -> Text:
    return Text(
        N_("{number}. {code} – {name} – {how} – {title}"),
        number=number,
        code=line.task.code,
        name=lead_name(name),
        how=_asked(line) if view.by is TaskBy.WAITING else _how(line),
        title=cut(line.task.title, TITLE_LENGTH),
    )


def _how(line: CourseLine) -> Text:
    if line.course.stage is Stage.DONE:
        return Text(BUCKET_NAMES[line.bucket]) if line.standing.due_at else stage_name(Stage.DONE)
    if line.standing.due_at is None or line.course.stage in (Stage.WAITING, Stage.SUSPENDED):
        return stage_name(line.course.stage)
    return how_far(line.standing)


def _asked(line: CourseLine) -> Text:
    asked = line.course.asked
    assert asked is not None  # else nothing waits
    return Text(N_("to {day:date}, asked on {at:date}"), day=asked.to, at=asked.at)


def back_to(view: TaskView) -> Choice:
    """The way from a task back to its list."""
    return Choice(Text(N_("‹ Back to the list")), ListTaskLines(view))


def leads(found: Sequence[OfLead], page: int, pages: int, total: int) -> Screen:
    """A page of the leads, those with most that is overdue first."""
    title = Text(N_("<b>Tasks by lead</b> ({total:count}{page})"), total=total, page=page_of(page, pages))
    listed = [
        Text(
            N_("{number}. {name}: {total:count}, completed {done:count}, overdue {overdue:count}"),
            number=number,
            name=lead_name(each.name),
            total=each.figures.courses,
            done=each.figures.done,
            overdue=each.figures.overdue,
        )
        for number, each in enumerate(found, 1)
    ]
    choices = by_number([ListTaskLines(TaskView(TaskBy.LEAD, each.value)) for each in found])
    turning = (
        *((Choice(Text(N_("Previous page")), ListTaskLeads(page - 1)),) if page else ()),
        *((Choice(Text(N_("Next page")), ListTaskLeads(page + 1)),) if page + 1 < pages else ()),
    )
    rows: list[Row] = [turning] if turning else []
    return Screen((title, *listed), (*choices, *rows, (FIGURES, SITUATION)))
