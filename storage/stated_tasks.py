"""What quarterly reports say of tasks, frozen as it was when they were sent.

What a member said of a task itself is not copied: the report names the event of the task that holds it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.tasks import Bucket, Part, Statement, TaskState
from storage.rows import change, instant, listed, maybe_day, maybe_iso_day, rows


def add_task(db: Database, report: int, position: int, task: TaskState) -> None:
    """Store what a report says of a task, at its place in the report."""
    change(
        db,
        """INSERT INTO report_tasks (report, position, code, title, part, due_on, done_on, bucket, event)
           VALUES (:report, :position, :code, :title, :part, :due_on, :done_on, :bucket, :event)""",
        report=report,
        position=position,
        code=task.code,
        title=task.title,
        part=task.part.value,
        due_on=maybe_iso_day(task.due_on),
        done_on=maybe_iso_day(task.done_on),
        bucket=task.bucket.value,
        event=task.statement.event if task.statement else None,
    )


def tasks_of(db: Database, reports: Collection[int]) -> Mapping[int, tuple[TaskState, ...]]:
    """Return what each of these reports says of tasks, in its order; one question for all."""
    tasks: dict[int, tuple[TaskState, ...]] = dict.fromkeys(reports, ())
    for row in rows(
        db,
        """SELECT r.*, e.at AS stated_at, e.detail FROM report_tasks r LEFT JOIN task_events e ON e.id = r.event
           WHERE r.report IN (SELECT value FROM json_each(:reports)) ORDER BY r.report, r.position""",
        reports=listed(reports),
    ):
        state = TaskState(
            code=row["code"],
            title=row["title"],
            part=Part(row["part"]),
            due_on=maybe_day(row["due_on"]),
            done_on=maybe_day(row["done_on"]),
            bucket=Bucket(row["bucket"]),
            statement=_statement(row),
        )
        tasks[row["report"]] += (state,)
    return tasks


def _statement(row: Row) -> Statement | None:
    if row["event"] is None:
        return None
    return Statement(row["event"], instant(row["stated_at"]), json.loads(row["detail"]))


def tasks_told_done(db: Database, seat: int, before: str) -> frozenset[str]:
    """Return the codes of the tasks that a seat's reports for periods before this one stated as done."""
    found = rows(
        db,
        """SELECT t.code FROM report_tasks t JOIN reports r ON r.id = t.report
            WHERE r.seat = :seat AND r.period < :before AND t.done_on IS NOT NULL
                AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL""",
        seat=seat,
        before=before,
    )
    return frozenset(row["code"] for row in found)
