"""What of what has come due is pushed, how often in one day, and in which order it stands: pure rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.domain.preferences import Preferences
from bot.domain.profiles import Budget
from bot.domain.reminder_rules import ON_THE_DAY, Kind
from bot.domain.reminders import Due, Occurrence

HALF_HOUR = 30
SEND_UNTIL = time(17)
"""Reminders go out before this hour, Viet Nam time; what could not is sent on the next working morning."""


class Held(StrEnum):
    """Why a reminder whose day has come waits for a later card; the value stands in rows."""

    BUDGET = "budget"
    """Its reader, or its subject, had had as many pushes as may be."""
    PAUSE = "pause"
    """Its reader paused reminders."""


@dataclass(frozen=True)
class Push:
    """One message. Of `told` it tells by itself; `beside` stands in it because it goes anyway."""

    told: tuple[Occurrence, ...] = ()
    beside: tuple[Occurrence, ...] = ()

    @property
    def everything(self) -> tuple[Occurrence, ...]:
        """All that stands in it."""
        return (*self.told, *self.beside)


def is_of_the_day(occurrence: Occurrence, today: date) -> bool:
    """Whether it tells that today is the deadline: no budget and no pause holds it back."""
    return occurrence.mark == ON_THE_DAY and occurrence.send_on == today


_OF_PERIOD = frozenset({Kind.REPORT, Kind.CLOSING, Kind.APPROVAL})


def about(due: Due) -> str:
    """Return what pushes are counted of: what one seat owes for a period, or anything else with its deadline."""
    return of_period(due.subject, due.seat) if due.kind in _OF_PERIOD else f"{due.subject}:{due.due_on.isoformat()}"


def of_period(period: str, seat: int) -> str:
    """Return the same of the report of a seat for a period."""
    return f"{period}:{seat}"


def within_budget(
    come: Sequence[Occurrence],
    today: date,
    *,
    budget: Budget,
    pushed: int,
    told_of: Mapping[str, int],
    held: Collection[str] = (),
) -> Push:
    """Return what one person is pushed now of what has come due; nothing where everything waits for the next card.

    `pushed` is how many pushes the person has had today, `told_of` how many of each subject (`about`), `held` the keys
    of what was held back before: beside anything else it only stands in the card.
    """
    causes = [
        o
        for o in come
        if is_of_the_day(o, today) or (pushed < budget.per_day and told_of.get(about(o.due), 0) < budget.per_subject)
    ]
    told = [o for o in causes if o.key not in held] or causes
    # By their keys: of an officer there may be thousands.
    in_front = {o.key for o in told}
    return Push(tuple(told), tuple(o for o in come if o.key not in in_front) if told else ())


_ORDER = (
    frozenset({Kind.TASK, Kind.JOINT}),
    frozenset({Kind.RECEIPT, Kind.RECEIPT_PRINCIPAL, Kind.UNANSWERED, Kind.UNANSWERED_PRINCIPAL}),
    frozenset({Kind.QUESTION}),
    frozenset({Kind.APPROVAL}),
    frozenset({Kind.CONFIRMATION}),
    frozenset({Kind.DRAFT}),
    frozenset({Kind.REPORT, Kind.CLOSING}),
    frozenset({Kind.RECEIPT_DESK, Kind.UNANSWERED_DESK}),
)
_DUE_TODAY, _OVERDUE = 0, 1
_DATED = frozenset({Kind.TASK, Kind.JOINT, Kind.REPORT, Kind.CLOSING, Kind.QUESTION, Kind.APPROVAL, Kind.CONFIRMATION})


def urgency(due: Due, today: date) -> tuple[int, date, str, int]:
    """Return by what the matters of a card are sorted: due today, overdue, tasks, then what others wait for."""
    if due.kind in _DATED and due.due_on <= today:
        return (_DUE_TODAY if due.due_on == today else _OVERDUE, due.due_on, due.subject, due.seat)
    rank = next(number for number, kinds in enumerate(_ORDER, 2) if due.kind in kinds)
    return (rank, due.due_on, due.subject, due.seat)


def without_closed(found: Sequence[Occurrence]) -> list[Occurrence]:
    """Leave out that a report is missing where it is said as well that its period closes."""
    closing = {(o.due.subject, o.due.seat) for o in found if o.due.kind is Kind.CLOSING}
    return [o for o in found if o.due.kind is not Kind.REPORT or (o.due.subject, o.due.seat) not in closing]


def is_pressing(due: Due, today: date) -> bool:
    """Whether a matter stands with what is due today or overdue."""
    return urgency(due, today)[0] <= _OVERDUE


def hour_of(hour: time | None, chosen: Preferences) -> time:
    """Return when a rule of an hour sends to one person: not in their quiet hours; without one in their morning."""
    if hour is None:
        return chosen.morning_at
    # The day is of no account, the hours are the same on all of them.
    ends = chosen.quiet_until(datetime.combine(date.min, hour))
    return ends.time() if ends else hour


def slot_of(clock: time) -> time:
    """Return the half hour that a time of day lies in."""
    return time(clock.hour, clock.minute - clock.minute % HALF_HOUR)
