"""What leaders press on tasks: how they stand, what is behind each figure, that one be urged, what is to be done."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.task_figures import TaskView


@dataclass(frozen=True)
class ShowTaskFigures(Verb, wire="ra", access=Access.LEADER):
    """How the tasks stand, by bucket, and what waits for a decision."""


@dataclass(frozen=True)
class ListTaskLines(Verb, wire="rb", access=Access.LEADER):
    """A page of the courses behind a figure, or of one lead."""

    view: TaskView


@dataclass(frozen=True)
class ListTaskLeads(Verb, wire="rc", access=Access.LEADER):
    """A page of the leads with the figures of each."""

    page: int


@dataclass(frozen=True)
class OpenTaskLine(Verb, wire="rd", access=Access.LEADER):
    """A task, and the list to go back to."""

    task: int
    view: TaskView


@dataclass(frozen=True)
class AskTaskUrged(Verb, wire="re", access=Access.LEADER):
    """What is overdue of a task is to be urged by the desk."""

    task: int


@dataclass(frozen=True)
class DirectTask(Verb, wire="rf", access=Access.LEADER):
    """The form in which a leader says what is to be done about a task."""

    task: int


@dataclass(frozen=True)
class UrgeTask(Verb, wire="rg", access=Access.SECRETARIAT):
    """Those whose course of a task is overdue are urged."""

    task: int
