"""Tasks: the list, one task, and the lines that other screens show of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain import questions
from bot.domain.calendars import WorkingDays
from bot.domain.characters import cut
from bot.domain.courses import Stage
from bot.domain.deadlines import DeadlineKind
from bot.domain.tasks import Part, Statement, Task, TaskFilter, TaskStatus
from bot.domain.texts import N_, NP_, Choice, Excerpt, Row, Screen, Text, joined
from bot.domain.triage import mark
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.task_work import ChooseTasks, ListBases
from bot.domain.verbs.tasks import ListTasks, ShowTask
from bot.screens.names import BUCKET_NAMES, PART_NAMES
from bot.screens.tasks.courses import series_state, stage_name
from bot.screens.tasks.deadlines import as_stated

TASKS = Choice(Text(N_("View tasks")), ListTasks(TaskFilter.OPEN, 0))
HOME = Choice(Text(N_("Main screen")), ShowHome())

TITLE_LENGTH = 90
"""In lists, in UTF-16 units."""
_NAME_LENGTH = 40
"""Of an agency without a code, in lists."""
_NAMES_SHOWN = 3
"""Of the organisations that share a part; the others are counted."""

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
    TaskFilter.LEADING: N_("<b>Tasks under way, leading</b> ({first}–{last}/{total})"),
    TaskFilter.OVERDUE: N_("<b>Tasks overdue</b> ({first}–{last}/{total})"),
    TaskFilter.SOON: N_("<b>Tasks due soon</b> ({first}–{last}/{total})"),
}
_OF_BASIS = N_("<b>Tasks under way of {basis}</b> ({first}–{last}/{total})")
_NOTHING = {
    TaskFilter.OPEN: N_("At present {you} have no tasks under way."),
    TaskFilter.DONE: N_("No task has been recorded as done so far."),
    TaskFilter.COORDINATING: N_("At present {you} coordinate in no task under way."),
    TaskFilter.LEADING: N_("At present {you} lead no task under way."),
    TaskFilter.OVERDUE: N_("At present no task is overdue."),
    TaskFilter.SOON: N_("At present no task is due soon."),
}
_NOTHING_AT_DESK = N_("At present no task is under way.")
_FILTER_CHOICES = {
    TaskFilter.OPEN: N_("View tasks under way"),
    TaskFilter.DONE: N_("View tasks done"),
}
_COUNTED = {
    TaskFilter.OPEN: N_("Under way ({count:count})"),
    TaskFilter.LEADING: N_("Leading ({count:count})"),
    TaskFilter.COORDINATING: N_("Coordinating ({count:count})"),
    TaskFilter.OVERDUE: N_("Overdue ({count:count})"),
    TaskFilter.SOON: N_("Due soon ({count:count})"),
    TaskFilter.DONE: N_("Done ({count:count})"),
}
OF_PARTS = frozenset({TaskFilter.LEADING, TaskFilter.COORDINATING})
"""Lists of those who have a part in tasks."""


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


def task_list(which: TaskFilter, page: Page, *, sees_all: bool, basis: str = "") -> Screen:
    """A page of tasks; `basis` is the document that assigns all of them, where they are those of one."""
    other = TaskFilter.OPEN if which is TaskFilter.DONE else TaskFilter.DONE
    narrow = Choice(Text(N_("Choose a list")), ChooseTasks())
    below: tuple[Row, ...] = ((Choice(Text(_FILTER_CHOICES[other]), ListTasks(other, 0)), narrow), (HOME,))
    if not page.total:
        at_desk = sees_all and which is TaskFilter.OPEN
        return Screen((Text(_NOTHING_AT_DESK if at_desk else _NOTHING[which]),), below)
    shown = {"first": page.first, "last": page.last, "total": page.total}
    heading = Text(_OF_BASIS, basis=cut(basis, TITLE_LENGTH), **shown) if basis else Text(_HEADINGS[which], **shown)
    lines = [entry_line(number, entry) for number, entry in enumerate(page.entries, page.first)]
    place = ListTasks(which, page.number, mark(basis) or None)
    views = [_view(entry.task, place) for entry in page.entries]
    pairs: list[Row] = [tuple(views[i : i + 2]) for i in range(0, len(views), 2)]
    turning = _turning(place, page)
    return Screen((heading, *lines), (*pairs, *((turning,) if turning else ()), *below))


def choose_tasks(counts: Mapping[TaskFilter, int], bases: int) -> Screen:
    """Which tasks to list, with how many there are of each."""
    choices = [Choice(Text(_COUNTED[which], count=count), ListTasks(which, 0)) for which, count in counts.items()]
    choices.append(Choice(Text(N_("By document ({count:count})"), count=bases), ListBases(0)))
    rows: list[Row] = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    return Screen((Text(N_("<b>Tasks</b> – which are to be listed?")),), (*rows, (HOME,)))


BASES_PER_PAGE = 6


def choose_basis(bases: Sequence[tuple[str, int]], page: int) -> Screen:
    """Which document that assigns tasks, each with how many of its tasks are under way."""
    pages = max(1, -(-len(bases) // BASES_PER_PAGE))
    page = min(page, pages - 1)
    first = page * BASES_PER_PAGE
    shown = list(enumerate(bases[first : first + BASES_PER_PAGE], first + 1))
    line = N_("{number}. {basis}: {count:count}")
    lines = [Text(line, number=n, basis=cut(basis, TITLE_LENGTH), count=count) for n, (basis, count) in shown]
    chosen = [
        Choice(Text(N_("Choose {number}"), number=n), ListTasks(TaskFilter.OPEN, 0, mark(basis)))
        for n, (basis, _) in shown
    ]
    turning = tuple(
        Choice(Text(label), ListBases(to))
        for label, to in ((N_("Previous page"), page - 1), (N_("Next page"), page + 1))
        if 0 <= to < pages
    )
    rows = [tuple(chosen[i : i + 3]) for i in range(0, len(chosen), 3)]
    heading = Text(N_("<b>Tasks under way by the document that assigns them</b>"))
    back = Choice(Text(N_("Choose a list")), ChooseTasks())
    return Screen((heading, *lines), (*rows, *([turning] if turning else []), (back,), (HOME,)))


def _view(task: Task, place: ListTasks) -> Choice:
    return Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, place.which, place.page, place.basis))


def _turning(place: ListTasks, page: Page) -> Row:
    turned = [
        Choice(Text(label), replace(place, page=to))
        for label, to, there in (
            (N_("Previous page"), page.number - 1, page.number > 0),
            (N_("Next page"), page.number + 1, page.last < page.total),
        )
        if there
    ]
    return tuple(turned)


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
        return Text(N_("lead {name}"), name=cut(entry.leads[0], _NAME_LENGTH))
    if not entry.leads:
        return Text(N_("lead outside the member list"))
    return Text(N_("lead {count:count} organisations"), count=len(entry.leads))


def _how_it_stands(task: Task, standing: TaskStatus) -> Text:
    if standing.stage in (Stage.WAITING, Stage.SUSPENDED, Stage.CANCELLED):
        return stage_name(standing.stage)
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


def statement_lines(statement: Statement, view: Choice | None = None) -> Sequence[Text]:
    """What a seat said of a task; `view` is the choice offered where it was cut."""
    return [
        Text(question.line, **{question.name: Excerpt(answer, view)})
        for question in questions.STATEMENT
        if (answer := statement.answers.get(question.name))
    ]


def back_to_list(which: TaskFilter, page: int, basis: int | None = None) -> Choice:
    """Return the choice that leads from a task to the page it was chosen on."""
    return Choice(Text(N_("‹ Back to the list")), ListTasks(which, page, basis))


def parts(names: Mapping[Part, Sequence[str]]) -> list[Text]:
    """Who has which part in it."""
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
    stated = standing.stated_on
    if task.deadline_kind is not DeadlineKind.DAY or stated is None:
        return as_stated(task, stated)
    return Text(N_("{day:date}, a day off"), day=stated) if stated != standing.due_on else None


def state(task: Task, standing: TaskStatus) -> Text:
    """Whether it is done and in time, or that nobody works on it now."""
    if task.recurs:
        return Text(N_("State: {state}"), state=series_state(task))
    if standing.stage in (Stage.WAITING, Stage.SUSPENDED, Stage.CANCELLED):
        return Text(N_("State: {state}"), state=stage_name(standing.stage))
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
