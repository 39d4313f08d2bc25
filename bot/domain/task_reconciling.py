"""Whether the figures of tasks in a paper are those of the courses it lists, one for each agency that leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.reconciling import Fault, Mismatch
from bot.domain.task_counts import TaskCounts
from bot.domain.tasks import Bucket

TOTAL, TASKS, EXTENSIONS, AGENCIES = "task_total", "task_codes", "task_extensions", "task_agencies"
"""What a fault is of, beside a bucket."""


@dataclass(frozen=True)
class CourseRow:
    """A course as a paper lists it."""

    code: str
    lead: str
    bucket: Bucket
    extensions: int


def reconcile_tasks(
    figures: TaskCounts, rows: Sequence[CourseRow], agencies: Sequence[Mapping[Bucket, int]]
) -> Iterator[Fault]:
    """Yield everything that does not add up; `agencies` are the counts of each agency that leads."""
    twice = [code for (code, _), n in Counter((row.code, row.lead) for row in rows).items() if n > 1]
    if twice:
        yield Fault(Mismatch.TASK_TWICE, rows=twice)
    for bucket, stated in figures.buckets.items():
        found = [row.code for row in rows if row.bucket is bucket]
        if len(found) != stated:
            yield Fault(Mismatch.TASKS, bucket.value, stated, len(found), found)
        of_agencies = sum(each[bucket] for each in agencies)
        if of_agencies != stated:
            yield Fault(Mismatch.TASKS, AGENCIES, stated, of_agencies, [bucket.value])
    sums = (
        (TOTAL, figures.total, len(rows)),
        (TASKS, figures.tasks, len({row.code for row in rows})),
        (EXTENSIONS, figures.extensions, sum(row.extensions for row in rows)),
    )
    yield from (Fault(Mismatch.TASKS, of, stated, counted) for of, stated, counted in sums if stated != counted)
