"""What the desk has to do about difficulties: for whom each waits, which are late, who has taken one on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.classifying import AFTER, SAID, Matter
from bot.domain.correcting import corrections
from bot.domain.difficulties import (
    ENDS,
    GOES_ON,
    UNRESOLVED,
    DifficultyAct,
    DifficultyEvent,
    DifficultyState,
    current_state,
)
from bot.domain.directing import awaits_desk
from bot.domain.handling import AGENCY, UNTIL, asked_until
from bot.domain.people import Seat
from bot.domain.reports import Urgency
from bot.domain.wordings import awaits_wording

PAGE = 5
"""Difficulties on one screen."""
CHOICES = 6
"""Values of a filter on one screen."""
_VN = ZoneInfo("Asia/Ho_Chi_Minh")


class QueueGroup(StrEnum):
    """A part of the queue; the value stands in buttons. What is overdue is in another part as well."""

    ALL = "a"
    NEW = "n"
    OURS = "o"
    """The desk has to do the next thing."""
    MEMBER = "m"
    FORWARDED = "f"
    OVERDUE = "v"


class QueueFilter(StrEnum):
    """By what the queue is narrowed down; the value stands in buttons."""

    FIELD = "f"
    SEAT = "s"
    AGENCY = "a"
    URGENCY = "u"


URGENCIES = (Urgency.URGENT, Urgency.SOON)
"""In the order in which they are handled; what is neither comes behind them."""


@dataclass(frozen=True)
class QueueView:
    """Which part of the queue a screen shows; 0 stands for no filter. What has a code is named by its mark."""

    group: QueueGroup = QueueGroup.ALL
    page: int = 0
    field: int = 0
    seat: int = 0
    agency: int = 0
    urgency: int = 0
    mine: int = 0
    conflicting: int | None = None
    """1 for only those whose difficulty is a rule itself, by any criterion."""

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the group narrows it down."""
        return bool(self.field or self.seat or self.agency or self.urgency or self.mine or self.conflicting)

    def narrowed(self, which: QueueFilter, value: int) -> QueueView:
        """Return this view with one filter set, from its first page; 0 takes the filter away."""
        match which:
            case QueueFilter.FIELD:
                return replace(self, page=0, field=value)
            case QueueFilter.SEAT:
                return replace(self, page=0, seat=value)
            case QueueFilter.AGENCY:
                return replace(self, page=0, agency=value)
            case QueueFilter.URGENCY:
                return replace(self, page=0, urgency=value)


@dataclass(frozen=True)
class Claim:
    """Somebody has taken on a difficulty; it holds while the duty does by which that was done."""

    id: int
    difficulty: str
    person: int
    full_name: str
    at: datetime

    def holds(self, events: Sequence[DifficultyEvent]) -> bool:
        """Return whether the difficulty has not ended since, be it open again by now."""
        return self.outlasts(ended_at(events))

    def outlasts(self, ended: datetime | None) -> bool:
        """Return whether a difficulty that ended last at this instant (`ended_at`) has not ended since."""
        return ended is None or ended < self.at


@dataclass(frozen=True)
class QueueItem:
    """A difficulty of which something is still to be done."""

    code: str
    field: str
    seat: Seat
    agency: str
    """Who is in charge, see `in_charge`; may be empty."""
    urgency: Urgency | None
    since: datetime
    """When it was first sent."""
    group: QueueGroup
    overdue: bool
    claim: Claim | None = None
    conflicting: bool = False
    """Whether the desk has marked any criterion by which a rule itself is the difficulty."""
    directed: bool = False
    """Whether a leader has said something that the desk has done nothing about yet."""
    asks_leader: bool = False
    """Whether the desk waits for a leader's opinion."""
    reply_missed: date | None = None
    """The day by which the authority was asked to reply and has not."""

    def value(self, which: QueueFilter) -> int:
        """Return what a filter compares; 0 where there is nothing to compare."""
        match which:
            case QueueFilter.FIELD:
                return mark(self.field)
            case QueueFilter.SEAT:
                return self.seat.id
            case QueueFilter.AGENCY:
                return mark(self.agency)
            case QueueFilter.URGENCY:
                return URGENCIES.index(self.urgency) + 1 if self.urgency else 0


def mark(name: str) -> int:
    """Return the number by which a button names what has no number of its own; 0 for an empty name."""
    return crc32(name.encode()) if name else 0


_AFTER_RESULT = frozenset({DifficultyAct.SUPPLEMENTED, DifficultyAct.PARTLY_SOLVED, DifficultyAct.RAISED_AGAIN})
_SAID = frozenset({DifficultyAct.SUPPLEMENTED, DifficultyAct.PARTLY_SOLVED, DifficultyAct.NOT_SOLVED})
"""What a sender says that the desk has to read."""


def ended_at(events: Sequence[DifficultyEvent]) -> datetime | None:
    """Return the last instant after which a difficulty had ended, whatever came then; None where it never has."""
    if not any(event.act in ENDS for event in events):
        return None
    ends = (e.at for number, e in enumerate(events, 1) if current_state(events[:number]) not in UNRESOLVED)
    return max(ends, default=None)


def group_of(events: Sequence[DifficultyEvent]) -> QueueGroup | None:
    """Return for whom a difficulty waits; None where nothing is left to be done.

    What its sender has said since the desk did something last waits for the desk, wherever the difficulty stands; so
    does what a leader has said. One that is new waits for it as new.
    """
    group = _group_of(events)
    waits_elsewhere = group in (QueueGroup.MEMBER, QueueGroup.FORWARDED)
    return QueueGroup.OURS if waits_elsewhere and awaits_desk(events) else group


def _group_of(events: Sequence[DifficultyEvent]) -> QueueGroup | None:
    state = current_state(events)
    if state in UNRESOLVED and state is not DifficultyState.SENT and awaits_wording(events):
        return QueueGroup.OURS
    match state:
        case DifficultyState.SENT:
            return QueueGroup.NEW
        case DifficultyState.ASKED:
            return QueueGroup.MEMBER
        case DifficultyState.ACCEPTED:
            return QueueGroup.OURS
        case DifficultyState.FORWARDED:
            return QueueGroup.OURS if _has_said(events, _SAID) else QueueGroup.FORWARDED
        case DifficultyState.ANSWERED | DifficultyState.RETURNED:
            return QueueGroup.OURS if _has_said(events, _AFTER_RESULT) else QueueGroup.MEMBER
        case _:
            return None


def _has_said(events: Sequence[DifficultyEvent], said: frozenset[DifficultyAct]) -> bool:
    last = next(event.act for event in reversed(events) if event.act in said | GOES_ON)
    return last in said


def is_overdue(events: Sequence[DifficultyEvent], now: datetime, take_up_within: int, calendar: Calendar) -> bool:
    """Return whether what a difficulty waits for is late.

    The desk, where it is new for longer than so many working days; the sender, past the hour that was named; the
    authority it was forwarded to, after the day that was named.
    """
    match current_state(events):
        case DifficultyState.SENT:
            return age(events, now, calendar) > take_up_within
        case DifficultyState.ASKED:
            until = asked_until(events)
            return until is not None and now > until
        case DifficultyState.FORWARDED:
            return reply_missed(events, now) is not None
        case _:
            return False


def reply_missed(events: Sequence[DifficultyEvent], now: datetime) -> date | None:
    """Return the day by which an authority was asked to reply and has not; None where it has, or has time."""
    until = reply_by(events)
    return until if until is not None and now.astimezone(_VN).date() > until else None


def reply_by(events: Sequence[DifficultyEvent]) -> date | None:
    """Return the day by which an authority is to reply; None where none is waited for, or no day was named."""
    if current_state(events) is not DifficultyState.FORWARDED:
        return None
    until = _last_forward(events).detail.get(UNTIL)
    if not isinstance(until, str):
        return None
    # An instant is written with its hour, in UTC.
    at = datetime.fromisoformat(until)
    return at.astimezone(_VN).date() if at.tzinfo else at.date()


def _last_forward(events: Sequence[DifficultyEvent]) -> DifficultyEvent:
    return next(event for event in reversed(events) if event.act is DifficultyAct.FORWARDED)


def in_charge(events: Sequence[DifficultyEvent], said: str, named: str) -> str:
    """Return the authority in charge: what the desk did last, forwarding it or correcting the authority, says which.

    Else it is the one its sender `said`, by its name in the list (`named`) where it is there. A correction of what
    the sender says no more does not count.
    """
    last = corrections(events).get(Matter.AGENCY)
    for event in reversed(events):
        if event.act is DifficultyAct.FORWARDED:
            return str(event.detail.get(AGENCY, named))
        if event is last and event.detail[SAID] == said:
            return str(event.detail[AFTER])
    return named


def age(events: Sequence[DifficultyEvent], now: datetime, calendar: Calendar) -> int:
    """Return the working days since a difficulty was first sent."""
    return working_days(events[0].at, now, calendar)


def working_days(since: datetime, now: datetime, calendar: Calendar) -> int:
    """Return the working days from one instant to another, by days of Viet Nam."""
    return calendar.working_days_between(since.astimezone(_VN).date(), now.astimezone(_VN).date())


def is_in(item: QueueItem, group: QueueGroup) -> bool:
    """Return whether a difficulty is in a part of the queue."""
    return group is QueueGroup.ALL or (item.overdue if group is QueueGroup.OVERDUE else item.group is group)


def counts(items: Iterable[QueueItem]) -> dict[QueueGroup, int]:
    """Return how many difficulties each part of the queue has."""
    found = list(items)
    return {group: sum(is_in(item, group) for item in found) for group in QueueGroup}


def pages(count: int, of: int = PAGE) -> int:
    """Return how many screens a list takes, at least one."""
    return max(1, -(-count // of))
