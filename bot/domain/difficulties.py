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


@dataclass(frozen=True)
class DifficultyEvent:
    """What was done to a difficulty: the state it was brought into, when, and by whom, as the audit names them."""

    kind: DifficultyState
    at: datetime
    actor: str
    detail: Mapping[str, object] = field(default_factory=dict)


def current_state(events: Sequence[DifficultyEvent]) -> DifficultyState:
    """Return the state after these events, which are in the order they were written and at least one.

    Whether an act is open to somebody is asked before its event is written, so that the last one always counts.
    """
    return events[-1].kind


def on_new_version(before: Mapping[str, DifficultyState], codes: Collection[str]) -> Mapping[str, DifficultyState]:
    """Return what a version of a report with these difficulties does to difficulties, by code; without any, its end.

    `before` are the states of all that were in an earlier version. One that is still there stays as it is, edited or
    not; one that was taken out is withdrawn; one that is new, or back again, is sent.
    """
    gone = DifficultyState.WITHDRAWN
    sent = {code: DifficultyState.SENT for code in codes if before.get(code, gone) is gone}
    withdrawn = {code: gone for code, state in before.items() if code not in codes and state is not gone}
    return sent | withdrawn
