"""The approval of reports by the head of a member: who may approve, what waits, and when it is reminded of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.forms import At, Done, Draft
from bot.domain.people import Person
from bot.domain.tasks import TaskState

DELEGATION, RETURNING = "delegation", "returning"
"""The kinds of the drafts in which approval is delegated, and in which it is said why a report is returned."""
DELEGATE, SINCE, UNTIL, REASON = "delegate", "since", "until", "reason"
"""What these two forms ask."""
REMIND_AFTER = timedelta(hours=4)
"""So long after it was submitted, or reminded of, may whoever submitted a report have its approval reminded of."""
_HOURS_BEFORE = timedelta(hours=3)
_SHOWN_DIGITS = 15
_ASIDE = frozenset(
    {
        "id", "person", "subject", "rev", "position", "updated_at", "hint", "turn", "burst", "kept", "long", "sources",
        "closing_sources", "closed_at", "result_code", "refs", "refused", "surplus",
    }
)  # fmt: skip
"""What a draft holds beside what is sent; whatever it may hold one day besides is content."""


@dataclass(frozen=True)
class Requirement:
    """A seat's reports need approval, since an instant, by the decision of a person."""

    seat: int
    since: datetime
    by: int


@dataclass(frozen=True)
class Delegation:
    """A person approves in the place of a principal, from a day to before another, unless it is stopped."""

    id: int
    seat: int
    person: int
    by: int
    since: date
    until: date
    """The first day on which it is over."""

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.until - timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """Somebody who may approve for a seat on a day: a principal, or whoever a principal delegated it to."""

    person: Person
    delegation: Delegation | None = None


class SubmissionEnd(StrEnum):
    """What became of a report that was submitted for approval."""

    APPROVED = "approved"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    """Whoever submitted it took it back."""
    TAKEN_OVER = "taken_over"
    """Who approves goes on writing it."""
    UNAPPROVED = "unapproved"
    """It was sent without approval, since nobody who approves could be reached."""
    OVERTAKEN = "overtaken"
    """The seat has reported otherwise."""
    CLOSED = "closed"
    """Its period closed."""


@dataclass(frozen=True)
class Submission:
    """A draft that waits, or waited, for approval; while it waits nobody writes on it."""

    id: int
    draft: int
    seat: int
    kind: str
    subject: str
    person: int
    """Who submitted it."""
    nil: bool
    at: datetime
    content: str
    """The fingerprint of what was submitted."""
    reminded_at: datetime | None = None
    stranded_at: datetime | None = None
    """When it was told that nobody who approves can be reached; None while somebody can."""
    end: SubmissionEnd | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    reason: str = ""

    @property
    def done(self) -> Done:
        """How its form is sent."""
        return Done.SEND_NIL if self.nil else Done.SEND

    @property
    def remind_from(self) -> datetime:
        """When its approval may be reminded of by whoever submitted it."""
        return (self.reminded_at or self.at) + REMIND_AFTER


def sent_from(draft: Draft) -> Done | None:
    """Return how a draft is sent from where it stands, None where it cannot be."""
    return {At.REVIEW: Done.SEND, At.NIL: Done.SEND_NIL}.get(draft.position.at)


def fingerprint(draft: Draft, *, nil: bool, stated: Sequence[TaskState] = ()) -> str:
    """Return the SHA-256 of what would be sent of a draft, with what is `stated` of tasks beside it.

    How far a task is by the calendar is no content: it changes without anybody's doing.
    """
    content = {each.name: _plain(getattr(draft, each.name)) for each in fields(draft) if each.name not in _ASIDE}
    said = [(task.code, dict(task.statement.answers) if task.statement else {}) for task in stated]
    text = json.dumps([nil, content, said], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def shown(content: str) -> int:
    """Return the part of a fingerprint that a button carries: whoever has it was shown that content."""
    return int(content[:_SHOWN_DIGITS], 16)


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


class Reminder(StrEnum):
    """When whoever approves is reminded of a report that waits."""

    DAY_BEFORE = "day_before"
    HOURS_BEFORE = "hours_before"
    OVERDUE = "overdue"


def reminder_due(submitted_at: datetime, now: datetime, due_at: datetime) -> Reminder | None:
    """Return the last reminder of an hour that has come, if the report was submitted before that."""
    moments = ((Reminder.HOURS_BEFORE, due_at - _HOURS_BEFORE), (Reminder.OVERDUE, due_at))
    come = [reminder for reminder, at in moments if submitted_at < at <= now]
    return come[-1] if come else None
