"""What is shown while a task is assigned, and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.series import BY_REPORT
from bot.domain.tasks import Part, Task, TaskStatus
from bot.domain.texts import N_, NP_, Choice, Excerpt, Screen, Text
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.task_desk import OpenAssigning, ShowReceipts
from bot.screens.tasks.courses import PRIORITY
from bot.screens.tasks.listing import TASKS, Entry, due_line, entry_line, named
from bot.screens.tasks.series import reports_counted

HEADING = Text(N_("<b>Assign a task</b>"))
SEND = Text(N_("Assign task"))
_TASKS_SHOWN = 10
_HOME = Choice(Text(N_("Main screen")), ShowHome())


@dataclass(frozen=True)
class Told:
    """How many persons are told of a task, and the organisations of which nobody can be reached."""

    persons: int
    unreachable: Sequence[str]


def checked(
    task: Task,
    at: TaskStatus,
    leads: Sequence[str],
    others: Sequence[tuple[Text, Sequence[str]]],
    codes: Sequence[str],
    told: Told,
) -> list[Text]:
    """A task as it is about to be assigned; `others`: who has which other part."""
    counted = Text(N_("Counted: {target:number} {unit}"), target=task.target, unit=task.unit)
    return [
        Text(N_("Content: {answer}"), answer=Excerpt(task.title)),
        Text(N_("Assigned by: {answer}"), answer=Excerpt(task.basis)),
        *([Text(N_("Lead: {name}"), name=named(leads))] if leads else []),
        *_outside(task.outside),
        *(Text(N_("{part}: {names}"), part=part, names=named(names)) for part, names in others if names),
        due_line(task, at),
        *([reports_counted()] if task.fulfilled_by == BY_REPORT else []),
        *([PRIORITY] if task.priority else []),
        *([counted] if task.target is not None else []),
        *([Text(N_("Note: {answer}"), answer=Excerpt(task.note))] if task.note else []),
        *([Text(N_("Difficulties: {answer}"), answer=", ".join(codes))] if codes else []),
        *_told(told),
    ]


def _outside(names: Sequence[str]) -> list[Text]:
    return [Text(N_("Without a seat, followed in its name: {names}"), names=named(names))] if names else []


def _told(told: Told) -> list[Text]:
    who = NP_("{count:count} person will be told.", "{count:count} persons will be told.", by="count")
    lines = [Text(who, count=told.persons)]
    if told.unreachable:
        said = N_("Nobody can be reached through the System at present of: {names}.")
        lines.append(Text(said, names=named(told.unreachable)))
    return lines


COORDINATING, WATCHING = Text(N_("Coordinating")), Text(N_("Watching"))


def past(day: object) -> Text:
    """The deadline has passed while the form lay."""
    return Text(N_("The deadline {day:date} has passed meanwhile. Please change it."), day=day)


def sent(task: Task, at: datetime, told: int) -> Screen:
    """A task is assigned, and everybody who has a part in it is told."""
    said = Text(
        N_(
            "{code} was assigned at {at:stamp}. Messages sent: {told:count}; receipt confirmed:"
            " {confirmed:count}/{leads:count}."
        ),
        code=task.code,
        at=at,
        told=told,
        confirmed=0,
        leads=len(task.courses),
    )
    receipts = Choice(Text(N_("View receipts")), ShowReceipts(task.id, 0))
    another = Choice(Text(N_("Assign another")), OpenAssigning())
    return Screen((said,), ((receipts, another), (_HOME,)))


def done_before(code: str, _at: object) -> Text:
    """A second press of the last button."""
    return Text(N_("{code} was assigned already. It need not be chosen again."), code=code)


def left() -> Text:
    """The form was left; what was entered is kept."""
    return Text(N_("The draft of the task is kept; choose to assign a task to go on with it."))


def basis_of_opinion(who: str, at: datetime) -> Text:
    """How a direction of a leader is named as what a task is assigned by."""
    return Text(N_("Opinion of {who} of {day:date}"), who=who, day=at)


def of_difficulty(code: str) -> Text:
    """The basis that a task has which is begun from a difficulty."""
    return Text(N_("Handling of difficulty {code}"), code=code)


def several(found: Sequence[tuple[Task, TaskStatus, Part]]) -> Screen:
    """Tells somebody of several tasks that were assigned at once, with the part they have in each."""
    heading = Text(
        NP_(
            "The Standing Body assigns {count:count} task.",
            "The Standing Body assigns {count:count} tasks.",
            by="count",
        ),
        count=len(found),
    )
    lines = [entry_line(number, Entry(task, at, part, ())) for number, (task, at, part) in enumerate(found, 1)]
    others = len(found) - _TASKS_SHOWN
    more = NP_("and {count:count} other task", "and {count:count} other tasks", by="count")
    shown = [*lines[:_TASKS_SHOWN], *([Text(more, count=others)] if others > 0 else [])]
    ask = [Text(N_("Please confirm that the tasks {you} lead have been received."))]
    leads = any(part is Part.LEAD for _, _, part in found)
    return Screen((Text(N_("Dear {dear},")), heading, *shown, *(ask if leads else [])), ((TASKS,),))


def told_of_import(persons: int, tasks: int) -> Text:
    """How many persons an import tells of how many new tasks, for the operator."""
    said = N_("To be told of new tasks: {persons:number} persons of {tasks:number} tasks.")
    return Text(said, persons=persons, tasks=tasks)
