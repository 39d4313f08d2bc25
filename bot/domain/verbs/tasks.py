"""What is pressed on tasks and on what a seat says of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.tasks import TaskFilter


@dataclass(frozen=True)
class ListReportTasks(Verb, wire="tr", access=Access.MEMBER):
    """A page of the tasks that the draft of a quarterly report states."""

    draft: int
    page: int


@dataclass(frozen=True)
class StateTask(Verb, wire="ts", access=Access.MEMBER):
    """What a seat says of a task."""

    seat: int
    task: int


@dataclass(frozen=True)
class ShowStatement(Verb, wire="te", access=Access.READER):
    """What a version of a report, by its code, says of the task at this place in it, the first being 1."""

    report: str
    place: int
    version: int


@dataclass(frozen=True)
class ListTasks(Verb, wire="tl", access=Access.READER):
    """A page of tasks; `basis` is the mark of the document that assigns them, where they are those of one."""

    which: TaskFilter
    page: int
    basis: int | None = None


@dataclass(frozen=True)
class ShowTask(Verb, wire="ta", access=Access.READER):
    """One task, and the page to go back to; `basis` as above."""

    task: int
    which: TaskFilter
    page: int
    basis: int | None = None
