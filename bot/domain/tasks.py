"""Tasks: who does what by when, and where that stands. What follows from a date is computed, never stored."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar, WorkingDays
from bot.domain.courses import ENDED, Course, Lead, Stage, stage_of_all
from bot.domain.deadlines import DeadlineKind, Recurrence, counted_on, due_on
from bot.domain.stated_courses import Went

# Not the one of `bot.clock`: the domain imports nothing from above it.
_VN = ZoneInfo("Asia/Ho_Chi_Minh")
_ONE_DAY = timedelta(days=1)
_SOON = 3
"""Working days before a deadline from which a task is highlighted."""

_LONGEST_WAY_OFF = timedelta(days=14)
"""By no more than this is a day off followed by a working day."""

_CODE = re.compile("NV-[0-9]{2}-[0-9]{3,6}")


class Part(StrEnum):
    """What a seat does in a task, the weightiest first."""

    LEAD = "lead"
    COORDINATING = "coord"
    WATCHING = "watch"


class TaskFilter(StrEnum):
    """Which tasks a list shows; the value stands in buttons."""

    OPEN = "o"
    LEADING = "l"
    COORDINATING = "c"
    OVERDUE = "v"
    SOON = "s"
    DONE = "d"


class Bucket(StrEnum):
    """The official breakdown of tasks (as in Report 1270/BC-TCTTTg of 27/12/2017)."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    NO_DEADLINE = "no_deadline"


@dataclass(frozen=True)
class Task:
    """A task as its document assigns it, and the courses that it takes.

    `deadline` is the text as given, `assigned_on` is None where nobody said. `seats` holds the ids of seats by their
    part, `outside` the names of agencies that lead and have no seat. `done_on` and `result` say how it ended: the fold
    of its courses, or what an import is to record; `done_on` is None where it is not done.
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
    outside: tuple[str, ...] = ()
    priority: bool = False
    target: int | None = None
    """How many of `unit` are to be reached, such as 342 recommendations or 20 %; None where nothing is counted."""
    unit: str = ""
    courses: tuple[Course, ...] = ()
    """One for each lead, in the order of `leads`; none before it is stored."""
    fulfilled_by: str = ""
    """What else fulfils the occurrences of a series (`series.BY_REPORT`); empty where nothing does."""
    series: int | None = None
    """Of an occurrence the id of the recurring task that made it."""
    period: str = ""
    """Of an occurrence its period, ISO: 2026-11 or 2026-Q4."""
    parent: int | None = None
    """Of a sub-task the id of the task that it is a part of."""
    person: int | None = None
    """Of a sub-task the person whose it is; None where it is its seat's."""
    assigned_by: int | None = None
    """Of a sub-task the seat that assigned it, which leads the parent."""

    @property
    def recurs(self) -> bool:
        """Whether it is a series: its occurrences are due and counted, it is not."""
        return self.deadline_kind is DeadlineKind.RECURRING

    def part_of(self, seats: Collection[int]) -> Part | None:
        """Return the weightiest part one of `seats` has in it."""
        return next((part for part in Part if not set(seats).isdisjoint(self.seats.get(part, ()))), None)

    @property
    def leads(self) -> tuple[Lead, ...]:
        """Who leads: its seats by rank, then agencies without one."""
        return leads_of(self.seats, self.outside)

    def course_of(self, lead: Lead) -> Course | None:
        """Return the course of a lead; None for who does not lead."""
        return next((course for course in self.courses if course.lead == lead), None)

    @property
    def stage(self) -> Stage:
        """Where it stands as a whole."""
        return stage_of_all(self.courses) if self.courses else Stage.DONE if self.done_on else Stage.NEW

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected of anybody."""
        return self.stage in ENDED


def leads_of(seats: Mapping[Part, tuple[int, ...]], outside: Sequence[str]) -> tuple[Lead, ...]:
    """Return who leads a task of these seats and agencies: seats by rank, then agencies without one."""
    return (*map(Lead, seats.get(Part.LEAD, ())), *(Lead(agency=name) for name in outside))


def outcome(courses: Collection[Course]) -> tuple[date | None, str]:
    """Return the day on which the last course of a task was done, and the results; no day unless all are done."""
    if any(course.stage is not Stage.DONE for course in courses):
        return None, ""
    results = dict.fromkeys(course.result for course in courses if course.result)
    return max((course.done_on for course in courses if course.done_on), default=None), "; ".join(results)


@dataclass(frozen=True)
class TaskStatus:
    """Where a task, or one course of it, stands at an instant, which is `today` in Viet Nam. `due_at` is aware, UTC."""

    due_at: datetime | None
    counted: Bucket | None
    """None for a series, which is in no figure; see `bucket`."""
    today: date
    calendar: Calendar = field(repr=False)
    soon: bool = False
    stage: Stage = Stage.NEW
    stated_on: date | None = None
    """The last day as the document names it; `due_at` is on another one where that is a day off.

    None where a later one was granted.
    """

    @property
    def bucket(self) -> Bucket:
        """The place of a task in the breakdown. Raises ValueError for a series, whose occurrences have theirs."""
        if self.counted is None:
            raise ValueError("a series is in no figure")
        return self.counted

    @cached_property
    def due_on(self) -> date | None:
        """The day of the deadline in Viet Nam."""
        return self.due_at.astimezone(_VN).date() if self.due_at else None

    @property
    def overdue(self) -> bool:
        """Whether the deadline has passed and the task is not done."""
        return self.counted is Bucket.OPEN_OVERDUE

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
    went: Went | None = None
    """How it went by then; None in reports of before that was in them."""

    @property
    def late(self) -> bool:
        """Whether it was not done in time, so that there is a cause to ask for."""
        return self.bucket in (Bucket.DONE_LATE, Bucket.OPEN_OVERDUE)


def is_code(text: str) -> bool:
    """Return whether `text` is a task's code, such as NV-26-045."""
    return _CODE.fullmatch(text) is not None


@dataclass(frozen=True)
class Rule:
    """By what deadlines are counted: `hour` is when a day ends for offices, Viet Nam time."""

    now: datetime
    hour: time
    calendar: Calendar

    @property
    def today(self) -> date:
        """The day in Viet Nam."""
        return self.now.astimezone(_VN).date()


def task_status(task: Task, now: datetime, hour: time, calendar: Calendar) -> TaskStatus:
    """Return where a task stands at `now`, its day ending at `hour` (Viet Nam time): the fold of its courses.

    It is overdue where one course is, done where all are, and late where one of them was. Its deadline is that of the
    course that is worst off, the nearest where several are. That of a series is the day of its next occurrence.
    """
    rule = Rule(now, hour, calendar)
    if task.recurs:
        return _status(task, Course(Lead(), task.stage), rule)
    courses = task.courses or (Course(Lead(), Stage.DONE if task.done_on else Stage.NEW, done_on=task.done_on),)
    found = [_status(task, course, rule) for course in courses]
    worst = min(found, key=lambda each: (_WORST.index(each.bucket), each.due_at or _NEVER))
    return replace(worst, stage=task.stage, soon=any(each.soon for each in found))


def course_status(task: Task, course: Course, now: datetime, hour: time, calendar: Calendar) -> TaskStatus:
    """Return where one course of a task stands; what is asked of the others does not touch it."""
    return _status(task, course, Rule(now, hour, calendar))


_WORST = (
    Bucket.OPEN_OVERDUE,
    Bucket.OPEN_IN_TIME,
    Bucket.NO_DEADLINE,
    Bucket.DONE_LATE,
    Bucket.DONE_ON_TIME,
)
_NEVER = datetime.max.replace(tzinfo=UTC)


def _status(task: Task, course: Course, rule: Rule) -> TaskStatus:
    stated = _stated_on(task, course, rule)
    if stated is None:
        return TaskStatus(None, Bucket.NO_DEADLINE, rule.today, rule.calendar, stage=course.stage)
    # What was granted is a working day already, and "before" was said of the first deadline alone.
    due = course.due_on or counted_on(task.deadline_kind, stated, rule.calendar)
    due_at = _instant(due, rule.hour)
    if task.recurs:
        return TaskStatus(due_at, None, rule.today, rule.calendar, stage=course.stage, stated_on=stated)
    bucket = _bucket(course, due, due_at, rule)
    soon = bucket is Bucket.OPEN_IN_TIME and _is_at_work(course) and _is_soon(due, rule)
    named = None if course.due_on else stated
    return TaskStatus(due_at, bucket, rule.today, rule.calendar, soon, course.stage, named)


def due_at(task: Task, course: Course, hour: time, calendar: Calendar) -> datetime | None:
    """Return the instant (aware, UTC) of the deadline of a course, None where it has none; of no series."""
    day = course.due_on or due_on(task.deadline_kind, task.deadline, task.recurrence)
    if day is None:
        return None
    return _instant(course.due_on or counted_on(task.deadline_kind, day, calendar), hour)


def _is_at_work(course: Course) -> bool:
    return course.stage not in (Stage.WAITING, Stage.SUSPENDED)


def _bucket(course: Course, due: date, due_at: datetime, rule: Rule) -> Bucket:
    """Of a day done the whole day counts. Where a result waits to be confirmed, the day it was reported on counts."""
    if course.done_on:
        return Bucket.DONE_ON_TIME if course.done_on <= due else Bucket.DONE_LATE
    if course.stage is Stage.WAITING and course.completion:
        late = course.completion.at.astimezone(_VN).date() > due
    else:
        late = rule.now > due_at and course.stage is not Stage.SUSPENDED
    return Bucket.OPEN_OVERDUE if late else Bucket.OPEN_IN_TIME


def _stated_on(task: Task, course: Course, rule: Rule) -> date | None:
    """The last day that is named; of a recurring task the first that has not passed when it is asked or done."""
    if course.due_on:
        return course.due_on
    if task.deadline_kind is not DeadlineKind.RECURRING:
        return due_on(task.deadline_kind, task.deadline, task.recurrence)
    local = rule.now.astimezone(_VN)
    # After the hour today's deadline has passed, and the next one counts.
    from_day = course.done_on or local.date() + (_ONE_DAY if local.time() > rule.hour else timedelta())
    day = from_day - _LONGEST_WAY_OFF
    while True:
        stated = due_on(task.deadline_kind, task.deadline, task.recurrence, day)
        assert stated is not None
        if counted_on(task.deadline_kind, stated, rule.calendar) >= from_day:
            return stated
        day = stated + _ONE_DAY


def _is_soon(due: date, rule: Rule) -> bool:
    """Whether it is no more than `_SOON` working days away: counted, not walked through, as thousands are asked for."""
    return rule.calendar.working_days_between(rule.today, due) <= _SOON


def _instant(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, _VN).astimezone(UTC)
