"""Which reminders follow from what is due: a pure plan of occurrences, each with a key of its own.

Texts and sending are elsewhere; whether an occurrence is still wanted is asked again when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from bot.domain.calendars import Calendar


class Kind(StrEnum):
    """What is due, or waited for."""

    REPORT = "report"
    TASK = "task"
    """A course that a seat leads, or follows in the name of an agency without a seat."""
    JOINT = "joint"
    """A task that a seat takes part in, whose lead is not done."""
    RECEIPT = "receipt"
    """That a task was received: asked of those who report for its lead,"""
    RECEIPT_PRINCIPAL = "receipt_principal"
    """of the principal of its lead,"""
    RECEIPT_DESK = "receipt_desk"
    """and told to an officer."""


class Mark(StrEnum):
    """Which moment before or after the deadline a reminder belongs to."""

    OPEN = "open"
    D7 = "d7"
    D3 = "d3"
    D1 = "d1"
    D0 = "d0"
    O1 = "o1"
    O3 = "o3"
    O7 = "o7"
    R1 = "r1"
    R2 = "r2"
    R3 = "r3"


_DAYS_BEFORE = {Mark.D7: 7, Mark.D3: 3, Mark.D1: 1}
_WORKING_DAYS_AFTER = {Mark.O1: 1, Mark.O3: 3, Mark.O7: 7}
"""The one rule of what is overdue: whoever owes it and the desk are told on these days, the desk then every week."""
_UNRECEIVED_FOR = {Mark.R1: 1, Mark.R2: 2, Mark.R3: 3}
"""Working days after which who is asked or told that a task was not received."""
MARKS = {
    Kind.REPORT: (Mark.OPEN, Mark.D7, Mark.D3, Mark.D1, Mark.D0, Mark.O1),
    Kind.TASK: (Mark.D7, Mark.D3, Mark.D1, Mark.D0, Mark.O1, Mark.O3, Mark.O7),
    Kind.JOINT: (Mark.D3, Mark.D0),
    Kind.RECEIPT: (Mark.R1,),
    Kind.RECEIPT_PRINCIPAL: (Mark.R2,),
    Kind.RECEIPT_DESK: (Mark.R3,),
}
"""The rules: which marks remind of what, in order of time."""

RULES_VERSION = 3
"""Grows with every change of the rules; occurrences that were sent keep the version they were planned by."""


class OccurrenceState(StrEnum):
    """What has become of an occurrence: planned -> queued -> sent or expired; what expired is queued again."""

    PLANNED = "planned"
    """Its day has not come, or nothing could be sent on it."""
    QUEUED = "queued"
    """A message of a morning holds it, and it is not known yet whether that arrives."""
    SENT = "sent"
    """The channel took the message, for one of the person's accounts at least."""
    EXPIRED = "expired"
    """The message did not arrive: it goes out on the next working morning, as if it had been missed."""
    SKIPPED = "skipped"
    """It was not sent and will not be: a nearer mark came first, the period closed, nobody could be written to."""
    SUPERSEDED = "superseded"
    """It no longer follows from what is due, or nothing was owed any more when its message was to leave."""


@dataclass(frozen=True)
class Due:
    """Something one person owes for one seat: `subject` is a period as `Period.iso` writes it, or a task's code.

    Of a receipt `due_on` is the day of the assignment, which never moves, and `opening_on` the day it is counted from.
    """

    kind: Kind
    subject: str
    person: int
    seat: int
    due_on: date
    opening_on: date | None = None


@dataclass(frozen=True)
class Occurrence:
    """One reminder to one person, to be sent on a working day, or on the day of the deadline whatever that is."""

    mark: Mark
    due: Due
    send_on: date

    @property
    def key(self) -> str:
        """What makes it the same however often it is planned."""
        due = self.due
        return f"{due.kind}-{self.mark}:{due.subject}:{due.person}:{due.seat}:{due.due_on.isoformat()}"


def plan(dues: Iterable[Due], calendar: Calendar) -> list[Occurrence]:
    """Return every occurrence that follows from what is due, in order of the day.

    A mark on a day that is or may be off moves to the last sure working day before it; the mark of the day of the
    deadline never moves, and one after the deadline never before it. Of two marks of one matter that fall on the same
    day only the later one is left.
    """

    @cache  # many people owe what is due on one day
    def by_day(kind: Kind, due_on: date, opening_on: date | None) -> Mapping[date | None, Mark]:
        return {_day(mark, due_on, opening_on, calendar): mark for mark in MARKS[kind]}  # a later mark takes the day

    found = [
        Occurrence(mark, due, day)
        for due in dues
        for day, mark in by_day(due.kind, due.due_on, due.opening_on).items()
        if day is not None
    ]
    return sorted(found, key=lambda o: (o.send_on, o.due.person, o.due.due_on, o.key))


def _day(mark: Mark, due_on: date, opening_on: date | None, calendar: Calendar) -> date | None:
    if mark is Mark.OPEN:
        return calendar.last_sure(opening_on) if opening_on else None
    if mark is Mark.D0:
        return due_on
    if mark in _UNRECEIVED_FOR:
        waited_from = opening_on or due_on
        return _after(waited_from, calendar.working_day_after(waited_from, _UNRECEIVED_FOR[mark]), calendar)
    if mark in _WORKING_DAYS_AFTER:
        return _after(due_on, calendar.working_day_after(due_on, _WORKING_DAYS_AFTER[mark]), calendar)
    return calendar.last_sure(due_on - timedelta(days=_DAYS_BEFORE[mark]))


def _after(deadline: date, day: date, calendar: Calendar) -> date:
    """The last sure working day up to `day`; where there is none after the deadline, `day` as it was computed."""
    sure = calendar.last_sure(day)
    return sure if sure > deadline else day


def desk_told_on(due_on: date, today: date, calendar: Calendar) -> date | None:
    """Return the last day up to today on which the desk is told of a task that is overdue, None before the first.

    The days are those of the marks of its members, then the first working day of every week.
    """
    days = sorted(_after(due_on, calendar.working_day_after(due_on, n), calendar) for n in _WORKING_DAYS_AFTER.values())
    worked = calendar.previous_working(today)
    first_of_week = calendar.next_working_after(worked - timedelta(days=worked.weekday() + 1))
    if first_of_week > days[-1]:
        return first_of_week
    return max((day for day in days if day <= today), default=None)


@dataclass(frozen=True)
class Morning:
    """What to do with unsent occurrences on a morning."""

    send: tuple[Occurrence, ...]
    skip: tuple[Occurrence, ...]


def this_morning(unsent: Sequence[Occurrence], today: date) -> Morning:
    """Divide the occurrences whose day has come.

    One that was missed is sent late as long as no nearer one of the same matter has come; the others are skipped.
    """
    latest: dict[tuple[Kind, str, int, int, date], Occurrence] = {}
    come = sorted((o for o in unsent if o.send_on <= today), key=lambda o: o.send_on)
    for occurrence in come:
        due = occurrence.due
        # Whatever its mark, a later one of the same matter takes the place of an earlier one.
        latest[due.kind, due.subject, due.person, due.seat, due.due_on] = occurrence
    send = tuple(latest.values())
    return Morning(send, tuple(o for o in come if o not in send))


def day_off(unsent: Sequence[Occurrence], today: date) -> Morning:
    """Return what is sent on a day off: that today is the deadline. Everything else waits for a working morning."""
    return Morning(tuple(o for o in unsent if o.mark is Mark.D0 and o.send_on == today), ())
