"""Tasks: the list, one task, and the lines that other screens show of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import questions
from bot.domain.calendars import WorkingDays
from bot.domain.characters import cut
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.people import Seat
from bot.domain.periods import Cadence, Period
from bot.domain.tasks import Bucket, Part, Statement, Task, TaskFilter, TaskStatus
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text, joined
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.tasks import ListTasks, ShowTask, StateTask
from bot.screens.tasks.papers import dossier_row

TASKS = Choice(Text(N_("View tasks")), ListTasks(TaskFilter.OPEN, 0))
_HOME = Choice(Text(N_("Main screen")), ShowHome())

TITLE_LENGTH = 90
"""In lists, in UTF-16 units."""
_NAMES_SHOWN = 3
"""Of the organisations that share a part; the others are counted."""

BUCKET_NAMES: Mapping[Bucket, str] = {
    Bucket.DONE_ON_TIME: N_("done on time"),
    Bucket.DONE_LATE: N_("done late"),
    Bucket.OPEN_IN_TIME: N_("not done, in time"),
    Bucket.OPEN_OVERDUE: N_("not done, overdue"),
    Bucket.NO_DEADLINE: N_("no deadline"),
}
PART_NAMES = {
    Part.LEAD: N_("lead"),
    Part.COORDINATING: N_("coordinating"),
    Part.WATCHING: N_("watching"),
}
_PART_HEADINGS = {
    Part.LEAD: N_("Lead: {name}"),
    Part.COORDINATING: N_("Coordinating: {name}"),
    Part.WATCHING: N_("Watching: {name}"),
}
_PART_HEADINGS_OF_SEVERAL = {
    Part.LEAD: N_("Lead:"),
    Part.COORDINATING: N_("Coordinating:"),
    Part.WATCHING: N_("Watching:"),
}
_HEADINGS = {
    TaskFilter.OPEN: N_("<b>Tasks under way</b> ({first}–{last}/{total})"),
    TaskFilter.DONE: N_("<b>Tasks done</b> ({first}–{last}/{total})"),
    TaskFilter.COORDINATING: N_("<b>Tasks under way, coordinating</b> ({first}–{last}/{total})"),
}
_NOTHING = {
    TaskFilter.OPEN: N_("At present {you} have no tasks under way."),
    TaskFilter.DONE: N_("No task has been recorded as done so far."),
    TaskFilter.COORDINATING: N_("At present {you} coordinate in no task under way."),
}
_NOTHING_AT_DESK = N_("At present no task is under way.")
_FILTER_CHOICES = {
    TaskFilter.OPEN: N_("View tasks under way"),
    TaskFilter.DONE: N_("View tasks done"),
    TaskFilter.COORDINATING: N_("View coordinating"),
}


@dataclass(frozen=True)
class Entry:
    """A task as a list shows it: the reader's own part, or None for the desk, which sees who leads."""

    task: Task
    standing: TaskStatus
    part: Part | None
    leads: Sequence[str]


@dataclass(frozen=True)
class Page:
    """What of a list is shown: five entries at most, the first of them number `first` of `total`."""

    entries: Sequence[Entry]
    number: int
    first: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last entry shown."""
        return self.first + len(self.entries) - 1


def task_list(which: TaskFilter, page: Page, filters: Sequence[TaskFilter]) -> Screen:
    """A page of tasks; `filters` are those this reader may choose."""
    others = tuple(Choice(Text(_FILTER_CHOICES[f]), ListTasks(f, 0)) for f in filters if f is not which)
    below: tuple[Row, ...] = (others, (_HOME,))
    if not page.total:
        at_desk = TaskFilter.COORDINATING not in filters and which is TaskFilter.OPEN
        return Screen((Text(_NOTHING_AT_DESK if at_desk else _NOTHING[which]),), below)
    heading = Text(_HEADINGS[which], first=page.first, last=page.last, total=page.total)
    lines = [entry_line(number, entry) for number, entry in enumerate(page.entries, page.first)]
    views = [_view(entry.task, which, page.number) for entry in page.entries]
    pairs: list[Row] = [tuple(views[i : i + 2]) for i in range(0, len(views), 2)]
    turning = _turning(which, page)
    return Screen((heading, *lines), (*pairs, *((turning,) if turning else ()), *below))


def _view(task: Task, which: TaskFilter, page: int) -> Choice:
    return Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, which, page))


def _turning(which: TaskFilter, page: Page) -> Row:
    before = Choice(Text(N_("Previous page")), ListTasks(which, page.number - 1)) if page.number else None
    after = Choice(Text(N_("Next page")), ListTasks(which, page.number + 1)) if page.last < page.total else None
    return tuple(choice for choice in (before, after) if choice)


def entry_line(number: int, entry: Entry) -> Text:
    """One task of a list."""
    urgent = entry.standing.overdue or entry.standing.soon
    return Text(
        N_("{number}. {code} – {part}, <b>{standing}</b> – {title}")
        if urgent
        else N_("{number}. {code} – {part}, {standing} – {title}"),
        number=number,
        code=entry.task.code,
        part=_part(entry),
        standing=_how_it_stands(entry.task, entry.standing),
        title=cut(entry.task.title, TITLE_LENGTH),
    )


def _part(entry: Entry) -> Text:
    if entry.part:
        return Text(PART_NAMES[entry.part])
    if len(entry.leads) == 1:
        return Text(N_("lead {name}"), name=entry.leads[0])
    if not entry.leads:
        return Text(N_("lead outside the member list"))
    return Text(N_("lead {count:count} members"), count=len(entry.leads))


def _how_it_stands(task: Task, standing: TaskStatus) -> Text:
    if task.done_on:
        return Text(
            N_("{bucket}, {day:date}") if standing.due_at else N_("done, {day:date}"),
            bucket=Text(BUCKET_NAMES[standing.bucket]),
            day=task.done_on,
        )
    if standing.due_at is None:
        return Text(N_("no deadline"))
    return how_far(standing)


def how_far(standing: TaskStatus) -> Text:
    """How far the deadline of a task is away or behind, in the unit that every screen shows of it."""
    left = standing.working_days
    if standing.overdue:
        return Text(N_("overdue by {days}"), days=days_overdue(standing))
    return _marked(days_left(left.count), left) if left.count else Text(N_("due {due:full}"), due=standing.due_at)


def days_overdue(standing: TaskStatus) -> Text:
    """The working days by which a task is overdue."""
    span = standing.working_days
    if span.count == 0:
        return Text(N_("less than one working day"))
    counted = NP_("{days:count} working day", "{days:count} working days", by="days")
    return _marked(Text(counted, days=span.count), span)


def days_left(count: int) -> Text:
    """The working days that are left until a deadline."""
    return Text(NP_("{days:count} working day left", "{days:count} working days left", by="days"), days=count)


def _marked(counted: Text, span: WorkingDays) -> Text:
    return Text(N_("{days} (provisional)"), days=counted) if span.provisional else counted


def detail(
    task: Task,
    standing: TaskStatus,
    names: Mapping[Part, Sequence[str]],
    said: Sequence[tuple[Seat, Statement | None]],
    back: Choice,
) -> Screen:
    """One task; `names` are the organisations by their part, `said` the reader's seats that may say what became of it.

    What they said is shown to them alone: others read it in a report.
    """
    lines = [
        Text(N_("<b>{code}</b> – {title}"), code=task.code, title=Excerpt(task.title)),
        Text(N_("Assigned by: {basis}"), basis=Excerpt(task.basis)),
        *_parts(names),
        *([Text(N_("Assigned on: {day:date}"), day=task.assigned_on)] if task.assigned_on else []),
        due_line(task, standing),
        _state(task, standing),
        *([Text(N_("Result: {result}"), result=Excerpt(task.result))] if task.result else []),
        *([BLANK, Text(N_("Note: {note}"), note=Excerpt(task.note))] if task.note else []),
        *(line for seat, statement in said if statement for line in _said(seat, statement)),
    ]
    return Screen(
        tuple(lines),
        (*(_state_row(task, *each, several=len(said) > 1) for each in said), dossier_row(task), (back,), (_HOME,)),
    )


def _said(seat: Seat, statement: Statement) -> Sequence[Text]:
    msgid = N_("Entered by {organisation} at {at:stamp}:")
    heading = Text(msgid, organisation=seat.organisation, at=statement.at)
    return (BLANK, heading, *statement_lines(statement))


def _state_row(task: Task, seat: Seat, statement: Statement | None, *, several: bool) -> Row:
    label = N_("Change the result{member}") if statement else N_("Give the result{member}")
    member = Text(N_(" – {member}"), member=seat.code) if several else None
    return (Choice(Text(label, member=member), StateTask(seat.id, task.id)),)


def statement_lines(statement: Statement, view: Choice | None = None) -> Sequence[Text]:
    """What a seat said of a task; `view` is the choice offered where it was cut."""
    return [
        Text(question.line, **{question.name: Excerpt(answer, view)})
        for question in questions.STATEMENT
        if (answer := statement.answers.get(question.name))
    ]


def back_to_list(which: TaskFilter, page: int) -> Choice:
    """Return the choice that leads from a task to the page it was chosen on."""
    return Choice(Text(N_("‹ Back to the list")), ListTasks(which, page))


def _parts(names: Mapping[Part, Sequence[str]]) -> list[Text]:
    lead = [] if names.get(Part.LEAD) else [Text(N_("Lead: outside the member list"))]
    return lead + [line for part in Part if names.get(part) for line in _with_part(part, names[part])]


def named(names: Sequence[str]) -> Text:
    """Return organisations in one line: a few by name, the others by how many there are."""
    shown = [Text(N_("{name}"), name=name) for name in names[:_NAMES_SHOWN]]
    others = len(names) - _NAMES_SHOWN
    if others > 0:
        shown.append(Text(NP_("{count:count} other member", "{count:count} other members", by="count"), count=others))
    return joined(shown, "; ")


def _with_part(part: Part, names: Sequence[str]) -> list[Text]:
    """Who shares a part: one beside its name, several below it, for names have commas of their own."""
    if len(names) == 1:
        return [Text(_PART_HEADINGS[part], name=names[0])]
    others = len(names) - _NAMES_SHOWN
    more = Text(NP_("• and {count:count} other member", "• and {count:count} other members", by="count"), count=others)
    listed = [Text(N_("• {name}"), name=name) for name in names[:_NAMES_SHOWN]]
    return [Text(_PART_HEADINGS_OF_SEVERAL[part]), *listed, *([more] if others > 0 else [])]


def due_line(task: Task, standing: TaskStatus) -> Text:
    """The deadline of a task, with how the document says it where that is not simply the day."""
    if standing.due_at is None:
        return Text(N_("Deadline: none"))
    stated = _stated(task, standing)
    if stated is None:
        return Text(N_("Deadline: {due:full}"), due=standing.due_at)
    return Text(N_("Deadline: {due:full} (stated: {stated})"), due=standing.due_at, stated=stated)


def _stated(task: Task, standing: TaskStatus) -> Text | None:
    """How the document says it, where that is not simply the day."""
    due = standing.stated_on
    if due is None:
        return None
    match task.deadline_kind:
        case DeadlineKind.DAY if due != standing.due_on:
            return Text(N_("{day:date}, a day off"), day=due)
        case DeadlineKind.BEFORE_DAY:
            return Text(N_("before {day:date}"), day=due + timedelta(days=1))
        case DeadlineKind.MONTH:
            return Text(N_("in {period}"), period=Period(due.year, due.month))
        case DeadlineKind.QUARTER:
            return Text(N_("in {period}"), period=Period(due.year, due.month // 3, Cadence.QUARTER))
        case DeadlineKind.YEAR:
            return Text(N_("in the year {year}"), year=due.year)
        case DeadlineKind.RECURRING:
            return Text(N_("every month") if task.recurrence is Recurrence.MONTHLY else N_("every quarter"))
    return None


def _state(task: Task, standing: TaskStatus) -> Text:
    if task.done_on or standing.due_at is None:
        return Text(N_("State: {state}"), state=_how_it_stands(task, standing))
    bucket, how = Text(BUCKET_NAMES[standing.bucket]), _how_it_stands(task, standing)
    if standing.overdue:  # the bucket says that it is
        return Text(N_("State: {bucket} by {days}"), bucket=bucket, days=days_overdue(standing))
    if standing.soon:
        return Text(N_("State: {bucket}, <b>due soon</b>, {how}"), bucket=bucket, how=how)
    return Text(N_("State: {bucket}, {how}"), bucket=bucket, how=how)


def summary(total: int, soon: int, overdue: int) -> Text:
    """How many tasks are under way, for the main screen."""
    marked = [
        Text(msgid, count=count)
        for msgid, count in ((N_("{count:count} due soon"), soon), (N_("{count:count} overdue"), overdue))
        if count
    ]
    if not marked:
        return Text(N_("Tasks: {total:count} under way."), total=total)
    return Text(N_("Tasks: {total:count} under way, of them {marked}."), total=total, marked=joined(marked, ", "))


def imported(code: str, title: str, due: date | None) -> Text:
    """A task as an import prints it, with the day that follows from its deadline."""
    if due is None:
        return Text(N_("{code}: no deadline – {title}"), code=code, title=cut(title, TITLE_LENGTH))
    return Text(N_("{code}: {due:day} – {title}"), code=code, due=due, title=cut(title, TITLE_LENGTH))
