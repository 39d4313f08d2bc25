"""What a paper counts of tasks beside the buckets of their courses: what is suspended, put off, cancelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.courses import Stage
from bot.domain.task_figures import CourseLine, TaskFigures, figures_of
from bot.domain.tasks import Bucket

_DONE = (Bucket.DONE_ON_TIME, Bucket.DONE_LATE)
_OPEN = (Bucket.OPEN_IN_TIME, Bucket.OPEN_OVERDUE)


@dataclass(frozen=True)
class TaskCounts:
    """The counts of a paper. `total` is the sum of `buckets`: that of the courses. `tasks` are those behind them."""

    total: int
    tasks: int
    buckets: Mapping[Bucket, int]
    done: int
    """Those without a deadline among them."""
    suspended: int
    """Of what is not done."""
    waiting: int
    """Of what is not done: reported as done, not yet confirmed."""
    extended: int
    """Courses to which a later deadline was granted, and how often that was."""
    extensions: int
    asked: int
    """Courses for which a later deadline is asked for."""
    cancelled: int = 0
    """Courses that are followed no longer: in none of the other counts."""

    @property
    def done_in_buckets(self) -> int:
        """How many with a deadline are done."""
        return sum(self.buckets[bucket] for bucket in _DONE)

    @property
    def open_in_buckets(self) -> int:
        """How many with a deadline are not done."""
        return sum(self.buckets[bucket] for bucket in _OPEN)

    @property
    def done_without_deadline(self) -> int:
        """How many are done that have none."""
        return self.done - self.done_in_buckets

    @property
    def figures(self) -> TaskFigures:
        """The figures as screens state them."""
        return TaskFigures(self.tasks, self.buckets, self.done)


def count(found: Sequence[CourseLine], cancelled: int = 0) -> TaskCounts:
    """Return the counts of these courses, of which none is cancelled; `cancelled` were left out."""
    figures, stages = figures_of(found), Counter(line.course.stage for line in found)
    return TaskCounts(
        total=figures.courses,
        tasks=figures.tasks,
        buckets=figures.buckets,
        done=figures.done,
        suspended=stages[Stage.SUSPENDED],
        waiting=stages[Stage.WAITING],
        extended=sum(line.course.extensions > 0 for line in found),
        extensions=sum(line.course.extensions for line in found),
        asked=sum(line.course.asked is not None for line in found),
        cancelled=cancelled,
    )


def plain(counts: TaskCounts) -> dict[str, object]:
    """Return the counts as JSON has them."""
    buckets = {bucket.value: number for bucket, number in counts.buckets.items()}
    return {**asdict(counts), "buckets": buckets}


def of_plain(found: Mapping[str, Any]) -> TaskCounts:
    """Return the counts that JSON has."""
    return TaskCounts(**{**found, "buckets": {bucket: found["buckets"][bucket.value] for bucket in Bucket}})
