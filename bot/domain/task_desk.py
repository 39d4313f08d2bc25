"""What the desk does with a task from the chat: its acts, what each asks, and what waits for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.assigning_forms import (
    BASIS,
    CONTENT,
    COORDINATING,
    DEADLINE,
    LEAD,
    NOTE,
    PRIORITY,
    REPORTS,
    RESOLVES,
    TARGET,
    WATCHING,
    Known,
    deadline_steps,
    step_of,
)
from bot.domain.courses import DOCUMENT, EVENT, TO, WORDS, Course, Lead, Stage, TaskAct, TaskEvent
from bot.domain.day_phrases import Today
from bot.domain.day_steps import last_day
from bot.domain.forms import Draft, Form, Step
from bot.domain.tasks import Task
from bot.domain.texts import N_, Text

TASK_DESK = "task_desk"
"""The kind of drafts that become an act on a task; their subject is `task:act:seat:agency:event`."""
LINKING = "task_linking"
"""The kind of drafts that link a difficulty, their subject, with tasks."""
DIFFICULTY = "difficulty"
"""The key of an event's detail that names the difficulty a task was linked with."""
_ONE_DAY = timedelta(days=1)


class TaskDeskAct(StrEnum):
    """What asks for words before it is done; the value stands in buttons."""

    RETURN = "r"
    OTHER_DAY = "d"
    REFUSE = "x"
    ANSWER = "a"
    SUSPEND = "s"
    RESUME = "u"
    CANCEL = "c"
    CONTENT = "t"
    BASIS = "b"
    LEAD = "l"
    COORDINATING = "o"
    WATCHING = "w"
    DEADLINE = "h"
    REPORTS = "f"
    PRIORITY = "p"
    TARGET = "g"
    NOTE = "n"
    LINK = "k"


CHANGES: Mapping[TaskDeskAct, str] = {
    TaskDeskAct.CONTENT: CONTENT,
    TaskDeskAct.BASIS: BASIS,
    TaskDeskAct.LEAD: LEAD,
    TaskDeskAct.COORDINATING: COORDINATING,
    TaskDeskAct.WATCHING: WATCHING,
    TaskDeskAct.DEADLINE: DEADLINE,
    TaskDeskAct.REPORTS: REPORTS,
    TaskDeskAct.PRIORITY: PRIORITY,
    TaskDeskAct.TARGET: TARGET,
    TaskDeskAct.NOTE: NOTE,
}
"""Acts that change what a task says, and the question that asks for it."""
OF_COURSE: Mapping[TaskDeskAct, TaskAct] = {
    TaskDeskAct.RETURN: TaskAct.RETURNED,
    TaskDeskAct.OTHER_DAY: TaskAct.EXTENSION_GRANTED,
    TaskDeskAct.REFUSE: TaskAct.EXTENSION_REFUSED,
}
"""Decisions on the course of one lead."""
OF_WHOLE: Mapping[TaskDeskAct, TaskAct] = {
    **dict.fromkeys(CHANGES, TaskAct.CHANGED),
    TaskDeskAct.SUSPEND: TaskAct.SUSPENDED,
    TaskDeskAct.RESUME: TaskAct.RESUMED,
    TaskDeskAct.CANCEL: TaskAct.CANCELLED,
}
"""Acts on a task as a whole."""


@dataclass(frozen=True)
class CourseRef:
    """The course of a task as a button names it, and the newest event that its screen shows.

    `seat` is an id, 0 for none; `agency` the place in the list of agencies without a seat from 1, 0 for none.
    """

    task: int
    seat: int
    agency: int
    newest: int

    def lead(self, task: Task) -> Lead:
        """Return whose course is meant; one that is none of the task where the button is of no use any more."""
        if self.agency:
            return Lead(agency=next(iter(task.outside[self.agency - 1 : self.agency]), ""))
        return Lead(self.seat or None)


def ref_of(task: Task, course: Course) -> CourseRef:
    """Return how a button names a course as it stands."""
    lead = course.lead
    agency = task.outside.index(lead.agency) + 1 if lead.agency else 0
    return CourseRef(task.id, lead.seat or 0, agency, course.newest)


def newest_of(task: Task) -> int:
    """Return the id of the newest event of any course of a task."""
    return max((course.newest for course in task.courses), default=0)


class WaitingKind(StrEnum):
    """What waits for the desk."""

    RESULT = "result"
    EXTENSION = "extension"
    QUESTION = "question"


@dataclass(frozen=True)
class TaskWaiting:
    """Something of a task that waits for the desk since `at`: aware, UTC."""

    kind: WaitingKind
    task: Task
    lead: Lead
    event: int
    at: datetime
    words: str = ""
    """Of a question."""


def open_questions(events: Iterable[TaskEvent]) -> list[TaskEvent]:
    """Return the questions that nobody has answered, in order."""
    found = list(events)
    replied = {event.detail[EVENT] for event in found if event.act is TaskAct.REPLIED}
    return [event for event in found if event.act is TaskAct.ASKED and event.id not in replied]


def waiting_of(task: Task, questions: Collection[TaskEvent]) -> list[TaskWaiting]:
    """Return what waits for the desk of a task, with the questions that nobody has answered."""
    found = []
    for course in task.courses:
        if course.stage is Stage.WAITING and course.completion:
            done = course.completion
            found.append(TaskWaiting(WaitingKind.RESULT, task, course.lead, done.event, done.at))
        if course.asked and not course.ended:
            asked = course.asked
            found.append(TaskWaiting(WaitingKind.EXTENSION, task, course.lead, asked.event, asked.at))
    found += [
        TaskWaiting(WaitingKind.QUESTION, task, each.lead or Lead(), each.id, each.at, str(each.detail[WORDS]))
        for each in questions
    ]
    return sorted(found, key=lambda each: each.event)


def desk_form(act: TaskDeskAct, known: Known, draft: Draft) -> Form:
    """Return the form of an act, with what else is asked because of the answers of a draft."""
    steps = _steps(act, known, draft)
    return Form(steps, items_max=1, becomes=lambda changed: desk_form(act, known, changed), keeps=False)


def _steps(act: TaskDeskAct, known: Known, draft: Draft) -> tuple[Step, ...]:
    match act:
        case TaskDeskAct.RETURN:
            return (_words(N_("What is to be completed? Those who lead the task read it.")),)
        case TaskDeskAct.OTHER_DAY:
            return _other_day(known.today), _words(N_("A word on it, if any."), optional=True)
        case TaskDeskAct.REFUSE:
            return (_words(N_("Why is the new deadline not granted? Those who lead the task read it.")),)
        case TaskDeskAct.ANSWER:
            return (_words(N_("What is the answer? The organisation that asked reads it.")),)
        case TaskDeskAct.SUSPEND:
            return (_words(N_("Why is the task suspended? Everybody who has a part in it reads it.")),)
        case TaskDeskAct.RESUME:
            return (_words(N_("Why does the task go on? Everybody who has a part in it reads it.")),)
        case TaskDeskAct.CANCEL:
            document = Text(N_("By which document is it followed no longer, if by one?"))
            return (
                _words(N_("Why is the task followed no longer? Everybody who has a part in it reads it.")),
                Step(DOCUMENT, (document,), optional=True, least=3, most=200),
            )
        case TaskDeskAct.LINK:
            return (step_of(RESOLVES, known, optional=False),)
        case _:
            reason = _words(N_("Why is it changed? Everybody who has a part in the task reads it."))
            name = CHANGES[act]
            asked = deadline_steps(known, draft) if name == DEADLINE else (step_of(name, known),)
            return (*asked, reason)


def _words(asked: str, *, optional: bool = False) -> Step:
    return Step(WORDS, (Text(asked),), optional=optional, least=3, most=1000, extendable=not optional)


def _other_day(today: Today) -> Step:
    asked = Text(N_("Until which day? For example 30/11 or 10 working days (10 ngay lam viec)."))
    return last_day(TO, asked, today, earliest=today.day + _ONE_DAY)
