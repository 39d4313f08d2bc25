"""What is pressed on parts of a task that its lead gives to others, and on who of a seat is told of a task."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.buttons import Access, Verb


class SubtaskAct(StrEnum):
    """What whoever assigned a sub-task does to it with a reason; the value stands in buttons and drafts."""

    RETURN = "r"
    CANCEL = "x"


@dataclass(frozen=True)
class ListSubtasks(Verb, wire="za", access=Access.MEMBER):
    """The sub-tasks of a task that a seat leads."""

    task: int


@dataclass(frozen=True)
class OpenSubtask(Verb, wire="zb", access=Access.MEMBER):
    """The form in which a seat that leads a task assigns a sub-task."""

    task: int
    seat: int


@dataclass(frozen=True)
class ConfirmSubtask(Verb, wire="zc", access=Access.MEMBER):
    """The result of a sub-task is enough; `newest` is the newest event that was shown."""

    task: int
    newest: int


@dataclass(frozen=True)
class OpenSubtaskAct(Verb, wire="zd", access=Access.MEMBER):
    """The form of an act that needs a reason; `newest` is the newest event that was shown."""

    task: int
    act: SubtaskAct
    newest: int


@dataclass(frozen=True)
class AskContact(Verb, wire="ze", access=Access.MEMBER):
    """Who of a seat is to be told of a task."""

    task: int
    seat: int


@dataclass(frozen=True)
class PassContact(Verb, wire="zf", access=Access.MEMBER):
    """This person is; 0 stands for everybody who holds the seat."""

    task: int
    seat: int
    person: int
