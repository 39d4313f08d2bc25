"""Which reminders follow from what is due: a pure plan of occurrences, each with a key of its own.

Texts and sending are elsewhere; whether an occurrence is still wanted is asked again when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from bot.domain.calendars import Calendar
from bot.domain.reminder_rules import ON_THE_DAY, Kind, Mark, Rule, Ruleset, Side

_ASKED = frozenset({Kind.QUESTION, Kind.CONFIRMATION, Kind.APPROVAL})
"""What somebody was asked for by a message, on the day `opening_on`."""
_TOLD_DESK_AFTER = (1, 3, 7)
"""Working days after a deadline on which the desk is told of what is overdue, then every week."""


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
    FOLDED = "folded"
    """It was not sent by itself: a nearer mark of the same matter took its place, or a card named it beside others."""
    SKIPPED = "skipped"
    """It was not sent and will not be; `SkipReason` says why."""
    SUPERSEDED = "superseded"
    """It no longer follows from what is due, or nothing was owed any more when its message was to leave."""


class SkipReason(StrEnum):
    """Why an occurrence was skipped."""

    LATE = "late"
    """The time in which it may be sent late was over before anything could be sent."""
    PLANNED_LATE = "planned_late"
    """Its day had passed before it followed from anything."""
    CLOSED = "closed"
    """The period closed without it."""
    UNREACHABLE = "unreachable"
    """Nobody could be written to."""
    DESK = "desk"
    """The desk cancelled it."""
    BUDGET = "budget"
    """Its reader or its subject had had as many pushes as may be, and no other card came in its time."""
    PAUSED = "paused"
    """Its reader had paused reminders, and its time ended before the pause."""


@dataclass(frozen=True)
class Due:
    """Something one person owes for one seat: `subject` is a period as `Period.iso` writes it, or a task's code.

    Of a difficulty `subject` is its code, of an approval the period, of a draft its number. Of a receipt `due_on` is
    the day of the assignment, which never moves, and `opening_on` the day it is counted from; of what somebody was
    asked for it is the day of that, of a draft the day on which it was touched last.
    """

    kind: Kind
    subject: str
    person: int
    seat: int
    due_on: date
    opening_on: date | None = None

    @property
    def tail(self) -> str:
        """How the keys of its occurrences end; how they begin, `Days.marks` knows."""
        return f":{self.subject}:{self.person}:{self.seat}:{self.due_on.isoformat()}"


@dataclass(frozen=True)
class Occurrence:
    """One reminder to one person, to be sent on a working day, or on the day of the deadline whatever that is."""

    mark: Mark
    due: Due
    send_on: date

    @property
    def key(self) -> str:
        """What makes it the same however often it is planned."""
        return _head(self.due.kind, self.mark) + self.due.tail


def _head(kind: Kind, mark: Mark) -> str:
    return f"{kind.value}-{mark.code}"


def plan(dues: Iterable[Due], rules: Ruleset, calendar: Calendar) -> list[Occurrence]:
    """Return every occurrence that follows from what is due, in order of the day.

    A mark on a day that is or may be off moves to the last sure working day before it; the mark of the day of the
    deadline never moves, and one after the deadline never before it. Of two marks of one matter that fall on the same
    day only the later one is left.
    """

    days = Days(rules, calendar)
    found = [occurrence for due in dues for occurrence in days.occurrences(due)]
    return sorted(found, key=lambda o: (o.send_on, o.due.person, o.due.due_on, o.key))


class Days:
    """The days on which the rules remind of what is due by some day, each worked out once: many owe by one day."""

    def __init__(self, rules: Ruleset, calendar: Calendar) -> None:
        self._rules = rules
        self._calendar = calendar
        self._found: dict[tuple[Kind, date, date | None], Sequence[tuple[str, Mark, date]]] = {}

    def occurrences(self, due: Due) -> list[Occurrence]:
        """Return every occurrence that follows from something due (see `plan`), in no order."""
        return [Occurrence(mark, due, day) for _, mark, day in self.marks(due)]

    def marks(self, due: Due) -> Sequence[tuple[str, Mark, date]]:
        """Return how the key begins, the mark and the day of every occurrence that follows from something due.

        Most are there already, so that nothing but their keys is ever wanted of them.
        """
        by = (due.kind, due.due_on, due.opening_on)
        found = self._found.get(by)
        if found is None:
            found = self._found[by] = self._marks(*by)
        return found

    def _marks(self, kind: Kind, due_on: date, opening_on: date | None) -> Sequence[tuple[str, Mark, date]]:
        marks = self._rules.of(kind).marks
        by_day = {_day(mark, due_on, opening_on, self._calendar): mark for mark in marks}  # a later mark takes the day
        days = [(_head(kind, mark), mark, day) for day, mark in by_day.items() if day is not None]
        if kind not in _ASKED or opening_on is None:
            return days
        # On the day on which somebody is asked they are not reminded of it as well.
        return [each for each in days if each[-1] > opening_on]


def _day(mark: Mark, due_on: date, opening_on: date | None, calendar: Calendar) -> date | None:
    match mark.side:
        case Side.OPENING:
            return calendar.last_sure(opening_on) if opening_on else None
        case Side.WAITED:
            waited_from = opening_on or due_on
            return _after(waited_from, calendar.working_day_after(waited_from, mark.number), calendar)
        case Side.AFTER:
            return _after(due_on, calendar.working_day_after(due_on, mark.number), calendar)
        case Side.BEFORE_WORKING:
            return calendar.last_sure(calendar.working_day_before(due_on, mark.number))
        case Side.BEFORE:
            return calendar.last_sure(due_on - timedelta(days=mark.number)) if mark.number else due_on
    return None  # minutes belong to no day


def _after(deadline: date, day: date, calendar: Calendar) -> date:
    """The last sure working day up to `day`; where there is none after the deadline, `day` as it was computed."""
    sure = calendar.last_sure(day)
    return sure if sure > deadline else day


def desk_told_on(due_on: date, today: date, calendar: Calendar) -> date | None:
    """Return the last day up to today on which the desk is told of a task that is overdue, None before the first.

    The days are those of the marks of its members, then the first working day of every week.
    """
    days = sorted(_after(due_on, calendar.working_day_after(due_on, n), calendar) for n in _TOLD_DESK_AFTER)
    worked = calendar.previous_working(today)
    first_of_week = calendar.next_working_after(worked - timedelta(days=worked.weekday() + 1))
    if first_of_week > days[-1]:
        return first_of_week
    return max((day for day in days if day <= today), default=None)


def last_day(occurrence: Occurrence, rule: Rule, calendar: Calendar) -> date:
    """Return the last day on which an occurrence may be sent; what belongs before a deadline never after it."""
    return _last_day(occurrence, calendar.working_day_after(occurrence.send_on, rule.late_days))


def _last_day(occurrence: Occurrence, late_until: date) -> date:
    return min(late_until, occurrence.due.due_on) if occurrence.mark.is_ahead else late_until


@dataclass(frozen=True)
class Morning:
    """What to do with unsent occurrences on a morning: sent, folded into a nearer one, or too late to be sent."""

    send: tuple[Occurrence, ...]
    folded: tuple[Occurrence, ...] = ()
    late: tuple[Occurrence, ...] = ()


def this_morning(unsent: Sequence[Occurrence], today: date, rules: Ruleset, calendar: Calendar) -> Morning:
    """Divide the occurrences whose day has come.

    One that was missed is sent late within the time of its rule, as long as no nearer one of the same matter has come.
    """
    latest: dict[tuple[str | int | date, ...], Occurrence] = {}
    come = sorted((o for o in unsent if o.send_on <= today), key=lambda o: (o.send_on, o.due.due_on))
    for occurrence in come:
        # Whatever its mark, a later one of the same matter takes the place of an earlier one.
        latest[_matter(occurrence.due)] = occurrence
    nearest = frozenset(latest.values())
    folded = tuple(o for o in come if o not in nearest)
    # Of an officer thousands of one day may have come.
    until = cache(lambda kind, day: calendar.working_day_after(day, rules.of(kind).late_days))
    late = [today > _last_day(o, until(o.due.kind, o.send_on)) for o in latest.values()]
    send, missed = (
        tuple(o for o, is_late in zip(latest.values(), late, strict=True) if is_late is of) for of in (False, True)
    )
    return Morning(send, folded, missed)


def _matter(due: Due) -> tuple[str | int | date, ...]:
    """What of two reminders only the nearer is sent: that a period closes stands for that its report is overdue."""
    if due.kind in (Kind.REPORT, Kind.CLOSING):
        return due.subject, due.person, due.seat
    return due.kind, due.subject, due.person, due.seat, due.due_on


def day_off(unsent: Sequence[Occurrence], today: date) -> Morning:
    """Return what is sent on a day off: that today is the deadline. Everything else waits for a working morning."""
    return Morning(tuple(o for o in unsent if o.mark == ON_THE_DAY and o.send_on == today))
