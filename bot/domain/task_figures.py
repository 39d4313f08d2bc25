"""How the tasks stand, counted by their courses: a task of three leads is three, each in one bucket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.courses import Course, Lead, Stage
from bot.domain.tasks import Bucket, Task, TaskStatus

# Not the one of `bot.clock`: the domain imports nothing from above it.
_VN = ZoneInfo("Asia/Ho_Chi_Minh")
DECIDED_WITHIN = 2
"""Working days within which the desk decides on a later deadline; what waits longer is named to the leader."""


class TaskBy(StrEnum):
    """Which courses a list of a leader holds; the value stands in buttons."""

    OVERDUE = "o"
    IN_TIME = "i"
    ON_TIME = "d"
    LATE = "l"
    UNTIMED = "n"
    WAITING = "w"
    """Those whose later deadline waits for the desk longer than it should."""
    LEAD = "s"
    """Those of one lead: `TaskView.value` is the mark of its name."""


BUCKETS: Mapping[TaskBy, Bucket] = {
    TaskBy.OVERDUE: Bucket.OPEN_OVERDUE,
    TaskBy.IN_TIME: Bucket.OPEN_IN_TIME,
    TaskBy.ON_TIME: Bucket.DONE_ON_TIME,
    TaskBy.LATE: Bucket.DONE_LATE,
    TaskBy.UNTIMED: Bucket.NO_DEADLINE,
}


@dataclass(frozen=True)
class TaskView:
    """A page of such a list; `value` is 0 but for one lead."""

    by: TaskBy
    value: int = 0
    page: int = 0


@dataclass(frozen=True)
class CourseLine:
    """One course of a task, and where it stands. What is cancelled is in no figure and no line."""

    task: Task
    course: Course
    standing: TaskStatus

    @property
    def lead(self) -> Lead:
        """Whose course it is."""
        return self.course.lead

    @property
    def bucket(self) -> Bucket:
        """The one bucket it counts in."""
        return self.standing.bucket


@dataclass(frozen=True)
class TaskFigures:
    """How many courses stand in each bucket, of how many tasks, and how many of them are done.

    `soon` are those whose deadline is near. Every bucket has a number; that of what has no deadline holds what is done
    and what is not.
    """

    tasks: int
    buckets: Mapping[Bucket, int]
    done: int
    soon: int = 0

    @property
    def courses(self) -> int:
        """How many there are in all."""
        return sum(self.buckets.values())

    @property
    def open(self) -> int:
        """How many are not done."""
        return self.courses - self.done

    @property
    def done_untimed(self) -> int:
        """How many are done that have no deadline."""
        return self.done - self.buckets[Bucket.DONE_ON_TIME] - self.buckets[Bucket.DONE_LATE]

    @property
    def open_untimed(self) -> int:
        """How many are not done that have no deadline."""
        return self.buckets[Bucket.NO_DEADLINE] - self.done_untimed

    @property
    def overdue(self) -> int:
        """How many are not done and overdue."""
        return self.buckets[Bucket.OPEN_OVERDUE]


def lines_of(found: Iterable[Task], at: Callable[[Task, Course], TaskStatus]) -> list[CourseLine]:
    """Return every course of these tasks but those that are cancelled; `at` tells where one stands."""
    return [
        CourseLine(task, course, at(task, course))
        for task in found
        for course in task.courses
        if course.stage is not Stage.CANCELLED
    ]


def figures_of(lines: Sequence[CourseLine]) -> TaskFigures:
    """Count courses by their bucket."""
    counted = Counter(line.bucket for line in lines)
    return TaskFigures(
        tasks=len({line.task.id for line in lines}),
        buckets={bucket: counted[bucket] for bucket in Bucket},
        done=sum(line.course.stage is Stage.DONE for line in lines),
        soon=sum(line.standing.soon for line in lines),
    )


def by_lead(lines: Iterable[CourseLine]) -> dict[Lead, list[CourseLine]]:
    """Return the courses of each lead, those with most that is overdue first, then with most that is open."""
    found: dict[Lead, list[CourseLine]] = {}
    for line in lines:
        found.setdefault(line.lead, []).append(line)

    def weight(lead: Lead) -> tuple[int, int]:
        figures = figures_of(found[lead])
        return -figures.overdue, -figures.open

    return {lead: found[lead] for lead in sorted(found, key=weight)}


def waiting_decisions(lines: Iterable[CourseLine], calendar: Calendar) -> list[CourseLine]:
    """Return the courses whose later deadline has waited for the desk longer than it should, the longest first."""
    asked = [(line.course.asked.at, line) for line in lines if line.course.asked]
    late = [
        (at, line)
        for at, line in asked
        if calendar.working_days_between(at.astimezone(_VN).date(), line.standing.today) > DECIDED_WITHIN
    ]
    return [line for _, line in sorted(late, key=lambda pair: pair[0])]
