"""What a lead presses on its task. A lead is a seat by its id and an agency by its place in the task, 0 for none; where
both are 0 it is the one that whoever presses moves."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.task_forms import TaskForm


@dataclass(frozen=True)
class ReceiveTask(Verb, wire="va", access=Access.READER):
    """A lead confirms that it has its task."""

    task: int
    seat: int
    agency: int


@dataclass(frozen=True)
class OpenTaskForm(Verb, wire="vb", access=Access.READER):
    """A form about a task: progress, a result, a later deadline, a question."""

    task: int
    form: TaskForm
    seat: int
    agency: int


@dataclass(frozen=True)
class UndoTaskAct(Verb, wire="vc", access=Access.READER):
    """What whoever presses did last is taken back."""

    task: int
    seat: int
    agency: int


@dataclass(frozen=True)
class ChooseCourse(Verb, wire="vd", access=Access.READER):
    """Which of several leads it is about; a page of them."""

    task: int
    page: int


@dataclass(frozen=True)
class ShowCourse(Verb, wire="ve", access=Access.READER):
    """The page of a task, with what one of its leads can do."""

    task: int
    seat: int
    agency: int


@dataclass(frozen=True)
class ShowTaskWay(Verb, wire="vf", access=Access.READER):
    """A page of what happened in the course of a lead, or to what a seat that takes part asked."""

    task: int
    seat: int
    agency: int
    page: int


@dataclass(frozen=True)
class SendTaskFiles(Verb, wire="vg", access=Access.READER):
    """The files of a result, by the event that reported it."""

    task: int
    event: int


@dataclass(frozen=True)
class ChooseTasks(Verb, wire="vh", access=Access.READER):
    """Which tasks to list, and how many there are of each."""


@dataclass(frozen=True)
class ListBases(Verb, wire="vi", access=Access.READER):
    """A page of the documents that assign the tasks under way."""

    page: int
