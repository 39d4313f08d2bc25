"""What an officer presses to call somebody and to record what came of it. A person is 0 where nobody holds the seat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb
from bot.domain.calls import Outcome


@dataclass(frozen=True)
class OpenCall(Verb, wire="ko", access=Access.SECRETARIAT):
    """Whom to call for a seat, and why."""

    seat: int
    person: int


@dataclass(frozen=True)
class RecordCall(Verb, wire="kr", access=Access.SECRETARIAT):
    """What came of a call; `last` is the call that was shown as the last one, 0 where there was none."""

    outcome: Outcome
    seat: int
    person: int
    last: int


@dataclass(frozen=True)
class NoteCall(Verb, wire="kn", access=Access.SECRETARIAT):
    """The form in which whoever made a call notes something of it."""

    call: int
