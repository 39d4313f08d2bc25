"""What happens to a difficulty after it was sent, and the state that this leaves it in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DifficultyState(StrEnum):
    """Where a difficulty stands. Closed is not solved: the one is an act of the desk, the other a fact outside."""

    SENT = "sent"
    ACCEPTED = "accepted"
    ASKED = "asked"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class DifficultyAct(StrEnum):
    """What was done to a difficulty; the value stands in the base."""

    SENT = "sent"
    ACCEPTED = "accepted"
    ASKED = "asked"
    SUPPLEMENTED = "supplemented"
    """Its sender answered what was asked, or added something unasked."""
    LAPSED = "lapsed"
    """What was asked was not answered in time: the desk goes by what there is."""
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    RAISED_AGAIN = "raised_again"
    """A later report says that it is still there."""
    PARTLY_SOLVED = "partly_solved"
    """Its sender says so, in a later report or after an answer."""
    SOLVED = "solved"
    """Its sender says so."""
    NOT_SOLVED = "not_solved"
    """Its sender says so after an answer: the desk has it again."""


@dataclass(frozen=True)
class DifficultyEvent:
    """What was done to a difficulty, when, and by whom, as the audit names them; `detail` has the words."""

    act: DifficultyAct
    at: datetime
    actor: str
    detail: Mapping[str, object] = field(default_factory=dict)
    report: str = field(default="", compare=False)
    """The code of the report it was said in, known of what is read from the base."""


_LEADS_TO: Mapping[DifficultyAct, DifficultyState] = {
    DifficultyAct.SENT: DifficultyState.SENT,
    DifficultyAct.ACCEPTED: DifficultyState.ACCEPTED,
    DifficultyAct.ASKED: DifficultyState.ASKED,
    DifficultyAct.FORWARDED: DifficultyState.FORWARDED,
    DifficultyAct.ANSWERED: DifficultyState.ANSWERED,
    DifficultyAct.RETURNED: DifficultyState.RETURNED,
    DifficultyAct.NOT_ACCEPTED: DifficultyState.NOT_ACCEPTED,
    DifficultyAct.MERGED: DifficultyState.MERGED,
    DifficultyAct.WITHDRAWN: DifficultyState.WITHDRAWN,
    DifficultyAct.CLOSED: DifficultyState.CLOSED,
    DifficultyAct.SOLVED: DifficultyState.CLOSED,
    DifficultyAct.NOT_SOLVED: DifficultyState.ACCEPTED,
}
"""What is not in here leaves the state as it is."""
_END_A_QUESTION = frozenset({DifficultyAct.SUPPLEMENTED, DifficultyAct.LAPSED})

OF_MEMBERS = frozenset(
    {
        DifficultyAct.SENT,
        DifficultyAct.SUPPLEMENTED,
        DifficultyAct.WITHDRAWN,
        DifficultyAct.RAISED_AGAIN,
        DifficultyAct.PARTLY_SOLVED,
        DifficultyAct.SOLVED,
        DifficultyAct.NOT_SOLVED,
    }
)
"""What its sender says; the others are acts of the desk, or what follows from silence."""

UNRESOLVED = frozenset(DifficultyState) - {
    DifficultyState.NOT_ACCEPTED,
    DifficultyState.MERGED,
    DifficultyState.WITHDRAWN,
    DifficultyState.CLOSED,
}
"""The states in which something is still to be done."""


def current_state(events: Sequence[DifficultyEvent]) -> DifficultyState:
    """Return the state after these events, which are in the order they were written, the first being that it was sent.

    Whether an act is open to somebody is asked before its event is written, so that the last one always counts. What
    was asked and is answered, or not in time, leaves the difficulty where it stood before. Solved in part means that
    something is left, so that what was closed is not.
    """
    state = before = DifficultyState.SENT
    for event in events:
        if event.act in _END_A_QUESTION:
            state = before if state is DifficultyState.ASKED else state
            continue
        after = _LEADS_TO.get(event.act, state)
        if event.act is DifficultyAct.PARTLY_SOLVED and state is DifficultyState.CLOSED:
            after = DifficultyState.ANSWERED
        if after is DifficultyState.ASKED and state is not after:
            before = state
        state = after
    return state


def on_new_version(before: Mapping[str, DifficultyState], codes: Collection[str]) -> Mapping[str, DifficultyAct]:
    """Return what a version of a report with these difficulties does to difficulties, by code; without any, its end.

    `before` are the states of all that were in an earlier version. One that is still there stays as it is, edited or
    not; one that was taken out is withdrawn; one that is new, or back again, is sent.
    """
    gone = DifficultyState.WITHDRAWN
    sent = {code: DifficultyAct.SENT for code in codes if before.get(code, gone) is gone}
    taken = [code for code, state in before.items() if code not in codes and state is not gone]
    return sent | dict.fromkeys(taken, DifficultyAct.WITHDRAWN)
