"""How many courses of tasks there are, and how they stand: the one count that papers and chats state.

A task counts once for each agency that leads it. What is cancelled is in no figure, and how much of it there is is
said; what is suspended is among what is not done, and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.courses import Course, Stage
from bot.domain.tasks import Bucket, Task, TaskStatus

_DONE = (Bucket.DONE_ON_TIME, Bucket.DONE_LATE)
_OPEN = (Bucket.OPEN_IN_TIME, Bucket.OPEN_OVERDUE)


@dataclass(frozen=True)
class Followed:
    """A course of a task, and where it stands."""

    task: Task
    course: Course
    at: TaskStatus


@dataclass(frozen=True)
class TaskFigures:
    """The counts: `total` is the sum of `buckets`, and of courses; `tasks` are the tasks behind them."""

    total: int
    tasks: int
    buckets: Mapping[Bucket, int]
    done_without_deadline: int
    """How many of those without a deadline are done."""
    suspended: int
    waiting: int
    """Reported as done, not yet confirmed."""
    soon: int
    extended: int
    """Courses to which a later deadline was granted, and how often that was."""
    extensions: int
    asked: int
    """Courses for which a later deadline is asked for."""
    cancelled: int
    """Courses that are followed no longer: in none of the other counts."""

    @property
    def done(self) -> int:
        """How many with a deadline are done."""
        return sum(self.buckets[bucket] for bucket in _DONE)

    @property
    def open(self) -> int:
        """How many with a deadline are not done."""
        return sum(self.buckets[bucket] for bucket in _OPEN)

    @property
    def under_way(self) -> int:
        """How many are not done, those without a deadline among them."""
        return self.open + self.buckets[Bucket.NO_DEADLINE] - self.done_without_deadline


def count(found: Collection[Followed], cancelled: int = 0) -> TaskFigures:
    """Return the counts of these courses, of which none is cancelled; `cancelled` were left out."""
    buckets = Counter(each.at.bucket for each in found)
    stages = Counter(each.course.stage for each in found)
    no_deadline = [each for each in found if each.at.bucket is Bucket.NO_DEADLINE]
    return TaskFigures(
        total=len(found),
        tasks=len({each.task.id for each in found}),
        buckets={bucket: buckets[bucket] for bucket in Bucket},
        done_without_deadline=sum(each.course.stage is Stage.DONE for each in no_deadline),
        suspended=stages[Stage.SUSPENDED],
        waiting=stages[Stage.WAITING],
        soon=sum(each.at.soon for each in found),
        extended=sum(each.course.extensions > 0 for each in found),
        extensions=sum(each.course.extensions for each in found),
        asked=sum(each.course.asked is not None for each in found),
        cancelled=cancelled,
    )


def plain(figures: TaskFigures) -> dict[str, object]:
    """Return the counts as JSON has them."""
    buckets = {bucket.value: number for bucket, number in figures.buckets.items()}
    return {**asdict(figures), "buckets": buckets}


def of_plain(found: Mapping[str, Any]) -> TaskFigures:
    """Return the counts that JSON has."""
    return TaskFigures(**{**found, "buckets": {bucket: found["buckets"][bucket.value] for bucket in Bucket}})
