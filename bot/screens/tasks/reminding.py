"""Reminders of tasks: of a deadline, to who leads, follows or takes part; of a receipt that nobody has confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.characters import cut
from bot.domain.courses import Progress
from bot.domain.profiles import Profile
from bot.domain.reminder_rules import ON_THE_DAY, Mark, after, before
from bot.domain.task_forms import TaskForm
from bot.domain.tasks import Part, Task, TaskFilter, TaskStatus
from bot.domain.texts import N_, NP_, Choice, Excerpt, Row, Text, joined
from bot.domain.urging import Arrival
from bot.domain.urging import arrival as of_all
from bot.domain.verbs.tasks import ShowTask
from bot.screens.names import PART_NAMES
from bot.screens.tasks.courses import far
from bot.screens.tasks.listing import days_overdue, how_far, named
from bot.screens.tasks.page import open_form, receive

_TITLE_UNITS = 90
"""A longer title is cut; the task itself shows it whole."""
_OVERDUE_NAMED = 3
"""Of the overdue tasks that stand beside today's matters; the others are counted."""
_UNCONFIRMED_NAMED = 3
"""Of the leads of one task that have not confirmed it; the others are counted."""


@dataclass(frozen=True)
class TaskDue:
    """A course that is owed, as a reminder shows it: where it stands, and the reader's part in the task.

    `mark` is None beside today's matters. `names` are the agencies in whose name it is, or who leads what the reader
    takes part in.
    """

    task: Task
    standing: TaskStatus
    part: Part
    missed_on: date | None
    mark: Mark | None = None
    progress: Progress | None = None
    names: Sequence[str] = ()


@dataclass(frozen=True)
class ReceiptDue:
    """A task assigned at `at` whose receipt is waited for, as those of its lead are asked for it."""

    task: Task
    standing: TaskStatus
    at: datetime
    organisation: str
    of_principal: bool


@dataclass(frozen=True)
class Unconfirmed:
    """A lead that has not confirmed a task: when its people were reminded, and how they were told of it at all."""

    organisation: str
    focal_on: date | None
    principal_on: date | None
    arrivals: Sequence[Arrival]


@dataclass(frozen=True)
class UnreceivedAtDesk:
    """A task whose receipt these leads have not confirmed for three working days, as an officer is told."""

    task: Task
    leads: Sequence[Unconfirmed]


OfTask = TaskDue | ReceiptDue | UnreceivedAtDesk


def rows(item: OfTask) -> tuple[Row, ...]:
    """The choices under a matter by itself: what whoever leads it can do with it, and its page."""
    task = item.task
    match item:
        case TaskDue(part=Part.LEAD):
            acts = (open_form(task, TaskForm.PROGRESS), open_form(task, TaskForm.RESULT))
            return (acts, (open_form(task, TaskForm.EXTENSION), view(task)))
        case ReceiptDue():
            return ((receive(task), view(task)),)
    return ((view(task),),)


def view(task: Task) -> Choice:
    """The way to a task."""
    return Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, TaskFilter.OPEN, 0))


def short(item: OfTask) -> Text:
    """A matter inside a card of several."""
    match item:
        case TaskDue():
            return joined([_deadline(item), *_progress(item)], " ")
        case ReceiptDue():
            return _receipt(item)
        case UnreceivedAtDesk():
            return joined(_unconfirmed(item), " ")


def lines(item: OfTask, profile: Profile) -> list[Text]:
    """A matter by itself."""
    match item:
        case TaskDue():
            return [short(item), *_asked(item, profile)]
        case ReceiptDue():
            return [*([Text(N_("Dear {dear},"))] if item.of_principal else []), _receipt(item)]
        case UnreceivedAtDesk():
            return _unconfirmed(item)


def _deadline(item: TaskDue) -> Text:
    standing = item.standing
    if standing.overdue:
        msgid = N_('Task {code} "{title}" ({part}): {how}. Deadline: {due:full}.')
    elif standing.due_on == standing.today:
        msgid = N_('Task {code} "{title}" ({part}) is due today, before {due:clock}.')
    elif standing.working_days.count:
        msgid = N_('Task {code} "{title}" ({part}): {how}, due {due:full}.')
    else:  # the days until then are off
        msgid = N_('Task {code} "{title}" ({part}) is due {due:full}.')
    return Text(
        msgid,
        code=item.task.code,
        title=cut(item.task.title, _TITLE_UNITS),
        part=_part(item),
        how=how_far(standing),
        due=standing.due_at,
    )


def _part(item: TaskDue) -> Text:
    if not item.names:
        return Text(PART_NAMES[item.part])
    if item.part is Part.COORDINATING:
        return Text(N_("coordinating, lead: {names}"), names=named(item.names))
    return Text(N_("in the name of {names}"), names=named(item.names))


def _progress(item: TaskDue) -> list[Text]:
    said = item.progress
    how = far(item.task, said.percent, said.figure) if said else None
    return [Text(N_("Progress recorded: {far}."), far=how)] if how else []


_ASKED: Mapping[Mark, str] = {
    before(3): N_(
        "Please update the progress; where there are difficulties, please name them early or ask for a later deadline"
        " before it falls."
    ),
    ON_THE_DAY: N_("Please report it as completed or update the progress."),
    after(1): N_("Please report the result, or say what the cause of the delay is and when it will be completed."),
}
_STATED = N_("This is stated in the aggregate of how tasks are carried out. For help please contact {unit}, {phone}.")
"""From the third working day on."""


def _asked(item: TaskDue, profile: Profile) -> list[Text]:
    """What is asked of the reader by this mark; one that comes late says what is true now."""
    if item.part is Part.COORDINATING:
        return [Text(N_("Please work with the lead so that it is completed in time."))]
    mark = item.mark if item.standing.overdue or item.mark in (before(3), ON_THE_DAY) else None
    if mark and mark in _ASKED:
        return [Text(_ASKED[mark])]
    if item.standing.overdue:
        return [Text(_STATED, unit=profile.office.department, phone=profile.office.phone)]
    return []


def _receipt(item: ReceiptDue) -> Text:
    if not item.of_principal:
        msgid = N_(
            "Task {code}, assigned at {at:stamp}, has not been confirmed as received. {You} are asked to confirm it or"
            " to give an opinion."
        )
        return Text(msgid, code=item.task.code, at=item.at)
    due = Text(N_(" Deadline: {due:full}."), due=item.standing.due_at) if item.standing.due_at else None
    return Text(
        N_(
            "Task {code}, assigned to {organisation} on {at:date}, has not been confirmed as received by anybody.{due}"
            " {You} are asked to assign somebody to it."
        ),
        code=item.task.code,
        organisation=item.organisation,
        at=item.at,
        due=due,
    )


def _unconfirmed(item: UnreceivedAtDesk) -> list[Text]:
    shown = [_of_lead(item.task, each) for each in item.leads[:_UNCONFIRMED_NAMED]]
    others = len(item.leads) - len(shown)
    more = NP_(
        "{code}: {count:count} other lead has not confirmed receipt either.",
        "{code}: {count:count} other leads have not confirmed receipt either.",
        by="count",
    )
    return [*shown, *([Text(more, code=item.task.code, count=others)] if others else [])]


def _of_lead(task: Task, each: Unconfirmed) -> Text:
    reminded = [
        *([Text(N_("focal person reminded on {day:date}"), day=each.focal_on)] if each.focal_on else []),
        *([Text(N_("principal on {day:date}"), day=each.principal_on)] if each.principal_on else []),
    ]
    return Text(
        N_(
            "{code}: {organisation} has not confirmed receipt after 03 working days ({reminded}). Message to the focal"
            " person: {delivery}."
        ),
        code=task.code,
        organisation=Excerpt(each.organisation),
        reminded=joined(reminded, ", ") if reminded else Text(N_("nobody could be reminded")),
        delivery=Text(_DELIVERY[of_all(each.arrivals)]),
    )


_DELIVERY: Mapping[Arrival, str] = {
    Arrival.SENT: N_("sent, not answered"),
    Arrival.WAITING: N_("not sent yet"),
    Arrival.UNOPENED: N_("sent, not opened"),
    Arrival.GONE: N_("not sent, the account cannot be reached"),
    Arrival.LOST: N_("not sent"),
    Arrival.NOT_NEEDED: N_("not sent"),
}


def overdue_line(items: Sequence[TaskDue]) -> Text:
    """What is overdue besides today's matters."""
    listed = [
        Text(N_("{code} ({part}, {how})"), code=i.task.code, part=_part(i), how=days_overdue(i.standing))
        for i in items[:_OVERDUE_NAMED]
    ]
    found, others = joined(listed, ", "), len(items) - len(listed)
    if not others:
        return Text(N_("Overdue: {tasks}."), tasks=found)
    return Text(
        NP_(
            "Overdue: {tasks} and {count:count} other task.",
            "Overdue: {tasks} and {count:count} other tasks.",
            by="count",
        ),
        tasks=found,
        count=others,
    )
