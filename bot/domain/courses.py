"""The course of a task with each lead, folded from what happened to the task: receipt, progress, result, extensions.

Events are the truth and never change; what is undone stays among them and counts no more. Deadlines and whether they
were met are no part of this: they are computed from the day (`bot.domain.tasks`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from typing import Any

PERCENT, FIGURE, WORDS = "percent", "figure", "words"
"""Keys of an event's detail: how far it is, 0 to 100; the number reached of what is counted; what was said."""
RESULT, DOCUMENT, DATED, FILES = "result", "document", "dated", "files"
"""What was achieved; the document that shows it and its day, ISO; the numbers of the files that go with it."""
PERSON = "person"
"""The id of the person who is the contact from then on; 0 where everybody who holds the seat is."""
TO, EVENT, DONE_ON, IN_NAME = "to", "event", "done_on", "in_name"
"""The day that is asked for or granted, ISO; the id of the event an act is about; the day it was done on, ISO; whether
somebody acts in the name of an agency that has no seat."""
URGE = "urge"
"""Whether a leader asks that what is overdue be urged, and says no more."""


class TaskAct(StrEnum):
    """What can happen to a task; the value is kept in the base and the audit."""

    CREATED = "created"
    IMPORTED = "imported"
    """Changed by a later import."""
    CHANGED = "changed"
    """By the desk, with a reason."""
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    LINKED = "linked"
    UNLINKED = "unlinked"
    """Difficulties that it resolves."""
    DONE = "done"
    """Recorded as done by an import, for every lead."""
    STATED = "stated"
    """A seat said in its report what became of it, or took that back: the last one of each seat counts."""
    RECEIVED = "received"
    PROGRESSED = "progressed"
    REPORTED = "reported"
    """The lead reports it as done; nothing is done by that."""
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    ASKED = "asked"
    REPLIED = "replied"
    """A question about it, and the answer."""
    DIRECTED = "directed"
    """A leader said what is to be done, in words, or that it be urged."""
    URGED = "urged"
    """The desk urged a lead."""
    UNDONE = "undone"
    FULFILLED = "fulfilled"
    """Done by the periodic report of its lead."""
    PASSED = "passed"
    """Given to another person of the seat to be told of."""


class Stage(StrEnum):
    """Where a course stands. Whether it is overdue is no stage: that is computed."""

    NEW = "new"
    RECEIVED = "received"
    WORKING = "working"
    WAITING = "waiting"
    """Reported as done, not yet confirmed."""
    AGAIN = "again"
    """Returned by the desk to be completed."""
    SUSPENDED = "suspended"
    DONE = "done"
    CANCELLED = "cancelled"


AT_WORK = frozenset({Stage.NEW, Stage.RECEIVED, Stage.WORKING, Stage.AGAIN})
"""The lead is expected to do something."""
ENDED = frozenset({Stage.DONE, Stage.CANCELLED})
OF_WHOLE = frozenset(
    {
        TaskAct.CREATED,
        TaskAct.IMPORTED,
        TaskAct.CHANGED,
        TaskAct.SUSPENDED,
        TaskAct.RESUMED,
        TaskAct.CANCELLED,
        TaskAct.LINKED,
        TaskAct.UNLINKED,
        TaskAct.DONE,
        TaskAct.DIRECTED,
    }
)
"""Acts on a task as a whole: they stand in every course."""
_BESIDE = frozenset({TaskAct.STATED, TaskAct.DIRECTED, TaskAct.URGED})
"""What is said of a task and moves none of its courses, nor is a reason to look again before one is decided."""


@dataclass(frozen=True)
class Lead:
    """Who leads: a seat by its id, or by name an agency that has none; neither where nobody is named."""

    seat: int | None = None
    agency: str = ""


@dataclass(frozen=True)
class TaskEvent:
    """Something that happened to a task. `at` is aware, UTC.

    `lead` says whose course it is of: None for the whole task. What a seat stated in its report has that seat, which
    need not lead.
    """

    id: int
    act: TaskAct
    at: datetime
    actor: str
    detail: Mapping[str, object]
    lead: Lead | None = None


@dataclass(frozen=True)
class Progress:
    """How far a lead said it is. `figure` counts towards the task's target where it has one."""

    at: datetime
    percent: int | None
    figure: int | None
    words: str
    event: int = 0
    """The id of the event that says so."""


@dataclass(frozen=True)
class Completion:
    """A result as its lead reported it; `dated` is the day of the document that shows it."""

    event: int
    at: datetime
    result: str
    document: str
    dated: date | None
    files: tuple[int, ...]


@dataclass(frozen=True)
class Extension:
    """A later deadline that is asked for and not decided: until then the old one is in force."""

    event: int
    at: datetime
    to: date
    words: str


@dataclass(frozen=True)
class Course:
    """How a task stands with one lead. Instants are aware, UTC; days are those of Viet Nam."""

    lead: Lead
    stage: Stage = Stage.NEW
    received_at: datetime | None = None
    progress: Progress | None = None
    completion: Completion | None = None
    """The last one that was reported, also where it was returned."""
    returned: str = ""
    """Why it was returned, as long as it is."""
    done_on: date | None = None
    """The day the confirmed result was reported on."""
    result: str = ""
    """What it ended with."""
    ended_by: int = 0
    """The id of the event in which that was said; 0 where it has not ended with a result."""
    due_on: date | None = None
    """The deadline that was granted to it; None where that of the task is in force."""
    extensions: int = 0
    """How often a later deadline was granted."""
    asked: Extension | None = None
    contact: int | None = None
    """The person who alone is told of it, of those who hold the seat; None where all are."""
    newest: int = 0
    """The id of the newest event that concerns it."""

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected of anybody."""
        return self.stage in ENDED


def in_force(events: Iterable[TaskEvent]) -> list[TaskEvent]:
    """Return the events that count, in order: without what was undone, and without the undoing."""
    found = list(events)
    undone = {event.detail[EVENT] for event in found if event.act is TaskAct.UNDONE}
    return [event for event in found if event.act is not TaskAct.UNDONE and event.id not in undone]


def courses_of(leads: Collection[Lead], events: Iterable[TaskEvent]) -> tuple[Course, ...]:
    """Return the course of each lead, in the order of `leads`; one without a name where there are none."""
    counted = in_force(events)
    return tuple(_course(lead, counted) for lead in leads or (Lead(),))


def _course(lead: Lead, events: Sequence[TaskEvent]) -> Course:
    own = of_course(lead, events)
    course = reduce(_after, own, Course(lead, newest=own[-1].id) if own else Course(lead))
    held = [event.act for event in own if event.act in _HOLDING]
    if TaskAct.CANCELLED in held:
        return _with(course, stage=Stage.CANCELLED, asked=None)
    suspended = held[-1:] == [TaskAct.SUSPENDED] and course.stage is not Stage.DONE
    return _with(course, stage=Stage.SUSPENDED) if suspended else course


def of_course(lead: Lead, events: Iterable[TaskEvent]) -> list[TaskEvent]:
    """What concerns the course of a lead, without what is said beside it."""
    return [event for event in events if (event.lead is None or event.lead == lead) and event.act not in _BESIDE]


_HOLDING = (TaskAct.SUSPENDED, TaskAct.RESUMED, TaskAct.CANCELLED)


def _after(course: Course, event: TaskEvent) -> Course:
    after = _BECOMES.get(event.act)
    return after(course, event) if after else course


def _with(course: Course, **changed: Any) -> Course:
    """As `replace` does, which asks each field for what it is: thousands of courses are folded at once."""
    return Course(**{**vars(course), **changed})


def _received(course: Course, event: TaskEvent) -> Course:
    return _with(course, stage=Stage.RECEIVED, received_at=event.at)


def _progressed(course: Course, event: TaskEvent) -> Course:
    said = event.detail
    progress = Progress(event.at, _number(said, PERCENT), _number(said, FIGURE), _text(said, WORDS), event.id)
    stage = course.stage if course.stage is Stage.AGAIN else Stage.WORKING
    return _with(course, stage=stage, received_at=course.received_at or event.at, progress=progress)


def _confirmed(course: Course, event: TaskEvent) -> Course:
    reported = course.completion
    result = ", ".join(filter(None, (reported.document, reported.result))) if reported else ""
    return _with(
        course,
        stage=Stage.DONE,
        done_on=_day(event.detail, DONE_ON),
        result=result,
        ended_by=reported.event if reported else event.id,
        returned="",
        asked=None,
    )


def _reported(course: Course, event: TaskEvent) -> Course:
    received = course.received_at or event.at
    return _with(course, stage=Stage.WAITING, received_at=received, completion=_completion(event))


def _returned(course: Course, event: TaskEvent) -> Course:
    return _with(course, stage=Stage.AGAIN, returned=_text(event.detail, WORDS))


def _done(course: Course, event: TaskEvent) -> Course:
    done_on, result = _day(event.detail, DONE_ON), _text(event.detail, RESULT)
    return _with(course, stage=Stage.DONE, done_on=done_on, result=result, ended_by=event.id, asked=None)


def _passed(course: Course, event: TaskEvent) -> Course:
    return _with(course, contact=_number(event.detail, PERSON) or None)


def _extension_asked(course: Course, event: TaskEvent) -> Course:
    to = _day(event.detail, TO)
    assert to is not None  # nobody asks for a later day without naming it
    return _with(course, asked=Extension(event.id, event.at, to, _text(event.detail, WORDS)))


def _extension_granted(course: Course, event: TaskEvent) -> Course:
    return _with(course, asked=None, due_on=_day(event.detail, TO), extensions=course.extensions + 1)


def _extension_refused(course: Course, _event: TaskEvent) -> Course:
    return _with(course, asked=None)


def _changed(course: Course, event: TaskEvent) -> Course:
    # A deadline that is set for all is newer than what one of them was granted.
    return _with(course, due_on=None) if {"deadline", "deadline_kind"} & event.detail.keys() else course


_BECOMES: Mapping[TaskAct, Callable[[Course, TaskEvent], Course]] = {
    TaskAct.IMPORTED: _changed,
    TaskAct.CHANGED: _changed,
    TaskAct.DONE: _done,
    TaskAct.FULFILLED: _done,
    TaskAct.PASSED: _passed,
    TaskAct.RECEIVED: _received,
    TaskAct.PROGRESSED: _progressed,
    TaskAct.REPORTED: _reported,
    TaskAct.CONFIRMED: _confirmed,
    TaskAct.RETURNED: _returned,
    TaskAct.EXTENSION_ASKED: _extension_asked,
    TaskAct.EXTENSION_GRANTED: _extension_granted,
    TaskAct.EXTENSION_REFUSED: _extension_refused,
}


def _completion(event: TaskEvent) -> Completion:
    said = event.detail
    files = said.get(FILES)
    return Completion(
        event=event.id,
        at=event.at,
        result=_text(said, RESULT),
        document=_text(said, DOCUMENT),
        dated=_day(said, DATED),
        files=tuple(files) if isinstance(files, list) else (),
    )


def stage_of_all(courses: Collection[Course]) -> Stage:
    """Return the state of a task with several leads: the fold of its courses."""
    stages = {course.stage for course in courses}
    if len(stages) == 1:
        return next(iter(stages))
    if stages <= {Stage.WAITING, Stage.DONE}:
        return Stage.WAITING
    if Stage.SUSPENDED in stages:  # the others are done
        return Stage.SUSPENDED
    if Stage.AGAIN in stages:
        return Stage.AGAIN
    return Stage.NEW if stages == {Stage.NEW, Stage.RECEIVED} else Stage.WORKING


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name, "")
    return value if isinstance(value, str) else ""


def _number(said: Mapping[str, object], name: str) -> int | None:
    value = said.get(name)
    return value if isinstance(value, int) else None


def _day(said: Mapping[str, object], name: str) -> date | None:
    text = _text(said, name)
    return date.fromisoformat(text) if text else None
