"""What happens to a difficulty after it was sent, and the state that this leaves it in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    """It is followed together with another one, its head."""
    UNMERGED = "unmerged"
    """It is followed by itself again, where it stood before."""
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
    REOPENED = "reopened"
    """The desk has it again, and says why: what was closed cannot be taken back any more."""
    WORDED = "worded"
    """The desk worded it for the document; the words of its sender stay, and the state too."""
    WORDING_SENT = "wording_sent"
    """The desk asked its sender whether that wording is right."""
    WORDING_CONFIRMED = "wording_confirmed"
    WORDING_OBJECTED = "wording_objected"
    """Its sender asks for another wording."""
    CORRECTED = "corrected"
    """The desk classifies it otherwise than its sender, or says something of it besides; nothing else comes of it."""
    PROPOSED = "proposed"
    """The desk asks the leader for an opinion and says what it proposes."""
    DIRECTED = "directed"
    """A leader says what is to be done: an opinion in words, an agreement to what was proposed, or to urge."""
    UNDONE = "undone"
    """The desk took back what it had done before anybody was told. What was taken back counts as this as well."""


UNDOES, DONE_AT = "undoes", "done_at"
"""Keys of the detail of what takes an act back: which act, and when that was done, ISO."""


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
    DifficultyAct.REOPENED: DifficultyState.ACCEPTED,
}
"""What is not in here leaves the state as it is."""
_PART = frozenset({DifficultyAct.WITHDRAWN, DifficultyAct.NOT_SOLVED})
"""What takes a difficulty that was merged out of what it was merged into; all else, a result too, leaves it there."""
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
        DifficultyAct.WORDING_CONFIRMED,
        DifficultyAct.WORDING_OBJECTED,
    }
)
"""What its sender says; the others are acts of the desk, or what follows from silence."""

GOES_ON = frozenset(
    {
        DifficultyAct.ACCEPTED,
        DifficultyAct.ASKED,
        DifficultyAct.FORWARDED,
        DifficultyAct.ANSWERED,
        DifficultyAct.RETURNED,
        DifficultyAct.NOT_ACCEPTED,
        DifficultyAct.CLOSED,
        DifficultyAct.REOPENED,
    }
)
"""By which the desk goes on with a difficulty: what was said before it does not wait for the desk any more."""

INTERNAL = frozenset({DifficultyAct.PROPOSED, DifficultyAct.DIRECTED})
"""Between the desk and its leader: it leaves the state as it is, and no member sees it."""

UNRESOLVED = frozenset(DifficultyState) - {
    DifficultyState.NOT_ACCEPTED,
    DifficultyState.MERGED,
    DifficultyState.WITHDRAWN,
    DifficultyState.CLOSED,
}
"""The states in which something is still to be done."""
ENDS = frozenset(act for act, state in _LEADS_TO.items() if state not in UNRESOLVED)
"""Without one of these nothing has ended."""


def as_they_stand(written: Sequence[DifficultyEvent]) -> tuple[DifficultyEvent, ...]:
    """Return events, as they were written, with those that were taken back as `UNDONE`: they change nothing.

    Each keeps its place, since buttons and messages name events by their number. Every rule over events is asked of
    what this returns.
    """
    events = list(written)
    for number, event in enumerate(written):
        taken_back = _taken_back(events[:number], event) if event.act is DifficultyAct.UNDONE else None
        if taken_back is not None:
            events[taken_back] = replace(events[taken_back], act=DifficultyAct.UNDONE)
    return tuple(events)


def _taken_back(before: Sequence[DifficultyEvent], undone: DifficultyEvent) -> int | None:
    """The place of the last event that an event takes back; numbers of events may shift, so none is named."""
    act, at = undone.detail.get(UNDOES), datetime.fromisoformat(str(undone.detail[DONE_AT]))
    found = (number for number in range(len(before) - 1, -1, -1) if before[number].act == act)
    return next((number for number in found if before[number].at == at), None)


def current_state(events: Sequence[DifficultyEvent]) -> DifficultyState:
    """Return the state after these events, which are in the order they were written, the first being that it was sent.

    Whether an act is open to somebody is asked before its event is written, so that the last one always counts. What
    was asked and is answered, or not in time, leaves the difficulty where it stood before. Solved in part means that
    something is left, so that what was closed is not. What was merged is followed with its head,
    whatever it is told, until it is parted from it.
    """
    state = before = apart = DifficultyState.SENT
    for event in events:
        if event.act is DifficultyAct.UNMERGED:
            state = apart if state is DifficultyState.MERGED else state
            continue
        if state is DifficultyState.MERGED and event.act not in _PART:
            continue
        if event.act in _END_A_QUESTION:
            state = before if state is DifficultyState.ASKED else state
            continue
        after = _LEADS_TO.get(event.act, state)
        if event.act is DifficultyAct.PARTLY_SOLVED and state is DifficultyState.CLOSED:
            after = DifficultyState.ANSWERED
        if after is DifficultyState.ASKED and state is not after:
            before = state
        if after is DifficultyState.MERGED:
            apart = state
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
