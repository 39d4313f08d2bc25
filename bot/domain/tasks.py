"""Tasks: who does what by when, and where that stands. What follows from a date is computed, never stored."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar, WorkingDays
from bot.domain.characters import key

# Not the one of `bot.clock`: the domain imports nothing from above it.
_VN = ZoneInfo("Asia/Ho_Chi_Minh")
_ONE_DAY = timedelta(days=1)
_SOON = 3
"""Working days before a deadline from which a task is highlighted."""

_CODE = re.compile("NV-[0-9]{2}-[0-9]{3,6}")
_DAY = re.compile("([0-9]{1,2})/([0-9]{1,2})/(20[0-9]{2})")
_ISO_DAY = re.compile("(20[0-9]{2})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile("([0-9]{1,2})/(20[0-9]{2})")
_ISO_MONTH = re.compile("(20[0-9]{2})-([0-9]{2})")
_QUARTER = re.compile("(IV|I{1,3}|[1-4])/(20[0-9]{2})")
_ISO_QUARTER = re.compile("(20[0-9]{2})-Q([1-4])")
_YEAR = re.compile("20[0-9]{2}")
_DAY_OF_MONTH = re.compile("[0-9]{1,2}")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_LONGEST_MONTH = 31


class DeadlineKind(StrEnum):
    """How a document states a deadline. The rule for each is in `due_on`."""

    DAY = "day"
    BEFORE_DAY = "before_day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RECURRING = "recurring"
    NONE = "none"


class Recurrence(StrEnum):
    """How often a recurring task is due."""

    NONE = ""
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Part(StrEnum):
    """What a seat does in a task, the weightiest first."""

    LEAD = "lead"
    COORDINATING = "coord"
    WATCHING = "watch"


class TaskFilter(StrEnum):
    """Which tasks a list shows; the value stands in buttons."""

    OPEN = "o"
    DONE = "d"
    COORDINATING = "c"


class Bucket(StrEnum):
    """The official breakdown of tasks (as in Report 1270/BC-TCTTTg of 27/12/2017)."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    NO_DEADLINE = "no_deadline"


@dataclass(frozen=True)
class Task:
    """A task as its document assigns it.

    `deadline` is the text as given, `assigned_on` is None where nobody said, `done_on` where it is not done;
    `result` names the document that completed it. `seats` holds the ids of seats by their part.
    """

    id: int
    code: str
    basis: str
    title: str
    deadline_kind: DeadlineKind
    deadline: str
    recurrence: Recurrence
    note: str
    assigned_on: date | None
    done_on: date | None
    result: str
    seats: Mapping[Part, tuple[int, ...]]

    def part_of(self, seats: Collection[int]) -> Part | None:
        """Return the weightiest part one of `seats` has in it."""
        return next((part for part in Part if not set(seats).isdisjoint(self.seats.get(part, ()))), None)


@dataclass(frozen=True)
class TaskStatus:
    """Where a task stands at an instant, which is `today` in Viet Nam. `due_at` is aware, UTC."""

    due_at: datetime | None
    bucket: Bucket
    today: date
    calendar: Calendar = field(repr=False)
    soon: bool = False

    @property
    def due_on(self) -> date | None:
        """The day of the deadline in Viet Nam."""
        return self.due_at.astimezone(_VN).date() if self.due_at else None

    @property
    def overdue(self) -> bool:
        """Whether the deadline has passed and the task is not done."""
        return self.bucket is Bucket.OPEN_OVERDUE

    @property
    def working_days(self) -> WorkingDays:
        """The working days left until the deadline, or past it: the one count that anything shows of a task.

        Counted when asked for: a deadline of years ago is a thousand days to look at.
        """
        return self.calendar.distance(self.today, self.due_on or self.today)


@dataclass(frozen=True)
class Statement:
    """What a seat said of a task beside what is recorded of it: an event of the task, which never changes."""

    event: int
    at: datetime
    """Aware, UTC."""
    answers: Mapping[str, str]
    """By the names of `questions.STATEMENT`, only what was given: at least one."""


@dataclass(frozen=True)
class TaskState:
    """A task as one seat reports it: its part in it, and where it stood at that instant. Days are those of Viet Nam."""

    code: str
    title: str
    part: Part
    due_on: date | None
    done_on: date | None
    bucket: Bucket
    statement: Statement | None = None
    """What the seat said of it by then; None where it said nothing, or took it back."""

    @property
    def late(self) -> bool:
        """Whether it was not done in time, so that there is a cause to ask for."""
        return self.bucket in (Bucket.DONE_LATE, Bucket.OPEN_OVERDUE)


def is_code(text: str) -> bool:
    """Return whether `text` is a task's code, such as NV-26-045."""
    return _CODE.fullmatch(text) is not None


def parse_day(text: str) -> date:
    """Read "30/11/2026" or "2026-11-30". Raises ValueError for anything else, 30 February included."""
    if iso := _ISO_DAY.fullmatch(text):
        return date(*map(int, iso.groups()))
    day, month, year = map(int, _matched(_DAY, text).groups())
    return date(year, month, day)


def due_on(
    kind: DeadlineKind, deadline: str, recurrence: Recurrence = Recurrence.NONE, today: date = date.min
) -> date | None:
    """Return the last day on which a task is in time, or None where it has no deadline.

    A day is itself; "before a day" is the day before it (the cautious reading); a month, quarter or year is its last
    day. A recurring task is due on a day of each month, or of each quarter's last month (the last one where it names
    no day or the month is shorter): the first such day that is not before `today`.
    Raises ValueError for a text that is not a deadline of this kind, years outside 2000-2099 included.
    """
    if recurrence and kind is not DeadlineKind.RECURRING:
        raise ValueError(recurrence)
    match kind:
        case DeadlineKind.DAY:
            return parse_day(deadline)
        case DeadlineKind.BEFORE_DAY:
            return parse_day(deadline) - _ONE_DAY
        case DeadlineKind.MONTH:
            return _last_day(*_month(deadline))
        case DeadlineKind.QUARTER:
            return _last_day(*_quarter(deadline))
        case DeadlineKind.YEAR:
            return date(int(_matched(_YEAR, deadline)[0]), 12, 31)
        case DeadlineKind.RECURRING:
            return _next_occurrence(deadline, recurrence, today)
        case DeadlineKind.NONE:
            if deadline:
                raise ValueError(deadline)
            return None


def task_status(task: Task, now: datetime, hour: time, calendar: Calendar) -> TaskStatus:
    """Return where a task stands at `now`, its day ending at `hour` (Viet Nam time). A day done is a whole day."""
    today = now.astimezone(_VN).date()
    due_at = _due_at(task, now, hour)
    if due_at is None:
        return TaskStatus(None, Bucket.NO_DEADLINE, today, calendar)
    due = due_at.astimezone(_VN).date()
    if task.done_on:
        return TaskStatus(due_at, Bucket.DONE_ON_TIME if task.done_on <= due else Bucket.DONE_LATE, today, calendar)
    if now > due_at:
        return TaskStatus(due_at, Bucket.OPEN_OVERDUE, today, calendar)
    return TaskStatus(due_at, Bucket.OPEN_IN_TIME, today, calendar, soon=due < _no_longer_soon(today, calendar))


def _no_longer_soon(today: date, calendar: Calendar) -> date:
    """The first working day that is more than `_SOON` working days away."""
    for _ in range(_SOON + 1):
        today = calendar.next_working_after(today)
    return today


def _due_at(task: Task, now: datetime, hour: time) -> datetime | None:
    """The instant of the deadline; of a recurring task the first that has not passed when it is asked or done."""
    if task.deadline_kind is not DeadlineKind.RECURRING:
        due = due_on(task.deadline_kind, task.deadline, task.recurrence)
        return _instant(due, hour) if due else None
    local = now.astimezone(_VN)
    # After the hour today's deadline has passed, and the next one counts.
    from_day = task.done_on or local.date() + (_ONE_DAY if local.time() > hour else timedelta())
    due = due_on(task.deadline_kind, task.deadline, task.recurrence, from_day)
    return _instant(due, hour) if due else None


def _instant(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, _VN).astimezone(UTC)


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return found


def _month(text: str) -> tuple[int, int]:
    if iso := _ISO_MONTH.fullmatch(text):
        return int(iso[1]), int(iso[2])
    month, year = map(int, _matched(_MONTH, text).groups())
    return year, month


def _quarter(text: str) -> tuple[int, int]:
    """The year and the last month of a quarter."""
    if iso := _ISO_QUARTER.fullmatch(text.upper()):
        return int(iso[1]), int(iso[2]) * 3
    # As documents write it: "Quý IV/2026", with or without marks.
    number, year = _matched(_QUARTER, key(text).upper().removeprefix("QUY ")).groups()
    return int(year), (_ROMAN.get(number) or int(number)) * 3


def _last_day(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first.replace(day=monthrange(year, month)[1])


def _next_occurrence(deadline: str, recurrence: Recurrence, today: date) -> date:
    if recurrence is Recurrence.NONE:
        raise ValueError(deadline)
    day = int(_matched(_DAY_OF_MONTH, deadline)[0]) if deadline else _LONGEST_MONTH
    if not 1 <= day <= _LONGEST_MONTH:
        raise ValueError(deadline)
    step = 3 if recurrence is Recurrence.QUARTERLY else 1
    months = today.year * 12 + today.month - 1
    months += -(today.month) % step  # the last month of the quarter
    while (found := _clamped(months, day)) < today:
        months += step
    return found


def _clamped(months: int, day: int) -> date:
    last = _last_day(months // 12, months % 12 + 1)
    return min(last, last.replace(day=min(day, last.day)))
