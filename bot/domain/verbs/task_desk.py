"""What the desk presses on tasks: to assign one, to decide on one, to change it, to link it with difficulties."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.task_desk import CourseRef, TaskDeskAct


@dataclass(frozen=True)
class OpenAssigning(Verb, wire="ca", access=Access.SECRETARIAT):
    """The form in which a task is assigned; from a difficulty or a task, with what a leader said of it.

    `source` is its code, `number` that of the event: in a difficulty the how manieth, of a task its id.
    """

    source: str | None = None
    number: int | None = None


@dataclass(frozen=True)
class ListWaitingTasks(Verb, wire="cb", access=Access.SECRETARIAT):
    """A page of what waits for the desk on tasks."""

    page: int


@dataclass(frozen=True)
class ShowWaitingTask(Verb, wire="cc", access=Access.SECRETARIAT):
    """Something that waits for the desk, by the event with which it began to."""

    task: int
    event: int


@dataclass(frozen=True)
class OpenNextWaiting(Verb, wire="cd", access=Access.SECRETARIAT):
    """What waits for the desk after an event; behind the last comes the first."""

    event: int


@dataclass(frozen=True)
class ConfirmResult(Verb, wire="ce", access=Access.SECRETARIAT):
    """A result is what was asked for."""

    course: CourseRef


@dataclass(frozen=True)
class GrantExtension(Verb, wire="cf", access=Access.SECRETARIAT):
    """The later deadline that is asked for."""

    course: CourseRef


@dataclass(frozen=True)
class OpenTaskAct(Verb, wire="cg", access=Access.SECRETARIAT):
    """The form of an act on a task; of an answer `course.newest` is the event that asked."""

    act: TaskDeskAct
    course: CourseRef


@dataclass(frozen=True)
class ShowTaskMenu(Verb, wire="ch", access=Access.SECRETARIAT):
    """What of a task can be changed, and how it is suspended or ended."""

    task: int


@dataclass(frozen=True)
class ShowReceipts(Verb, wire="ci", access=Access.SECRETARIAT):
    """Who has confirmed that they have a task; a page of its leads."""

    task: int
    page: int


@dataclass(frozen=True)
class ListReceipts(Verb, wire="cj", access=Access.SECRETARIAT):
    """A page of the tasks that not all who lead them have confirmed to have."""

    page: int


@dataclass(frozen=True)
class ShowTaskLinks(Verb, wire="ck", access=Access.SECRETARIAT):
    """The difficulties that a task resolves."""

    task: int


@dataclass(frozen=True)
class UnlinkDifficulty(Verb, wire="cl", access=Access.SECRETARIAT):
    """A difficulty that a task does not resolve after all."""

    task: int
    difficulty: str


@dataclass(frozen=True)
class ShowTasksOfDifficulty(Verb, wire="cm", access=Access.SECRETARIAT):
    """The tasks that resolve a difficulty."""

    difficulty: str


@dataclass(frozen=True)
class OpenLinking(Verb, wire="cn", access=Access.SECRETARIAT):
    """The form that links a difficulty with tasks that are assigned already."""

    difficulty: str
