"""What the desk presses to mark several difficulties of the queue, and to do one thing with all of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.selecting import JointAct
from bot.domain.triage import QueueView


@dataclass(frozen=True)
class SelectInQueue(Verb, wire="jm", access=Access.SECRETARIAT):
    """A page of the queue on which difficulties can be marked."""

    view: QueueView


@dataclass(frozen=True)
class ToggleSelected(Verb, wire="jk", access=Access.SECRETARIAT):
    """A difficulty is marked, or no longer."""

    difficulty: str
    view: QueueView


@dataclass(frozen=True)
class SelectPage(Verb, wire="jp", access=Access.SECRETARIAT):
    """All difficulties of a page are marked."""

    view: QueueView


@dataclass(frozen=True)
class ClearSelected(Verb, wire="jn", access=Access.SECRETARIAT):
    """Nothing is marked any longer."""

    view: QueueView


@dataclass(frozen=True)
class ChooseJointAct(Verb, wire="ja", access=Access.SECRETARIAT):
    """What can be done with all that is marked."""

    view: QueueView


@dataclass(frozen=True)
class OpenJointAct(Verb, wire="jd", access=Access.SECRETARIAT):
    """What an act would do with all that is marked: its form, its preview, or to whom it is handed over."""

    act: JointAct
    view: QueueView


@dataclass(frozen=True)
class AskHandOver(Verb, wire="jh", access=Access.SECRETARIAT):
    """Whether all that is marked is handed over to a colleague."""

    person: int
    view: QueueView


@dataclass(frozen=True)
class DoJointAct(Verb, wire="je", access=Access.SECRETARIAT):
    """An act without words is done with all that is marked, if that is as it was shown.

    `person`: the colleague to whom it is handed over, else 0.
    """

    act: JointAct
    person: int
    fingerprint: int
    view: QueueView


@dataclass(frozen=True)
class UndoJointAct(Verb, wire="jq", access=Access.SECRETARIAT):
    """What was done together is taken back, as far as nobody has been told of it."""

    number: int
