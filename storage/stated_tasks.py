"""What quarterly reports say of tasks, frozen as it was when they were sent.

What a member said of a task itself is not copied: the report names the event of the task that holds it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.courses import Stage
from bot.domain.stated_courses import Went, extension_of, progress_of, result_text
from bot.domain.tasks import Bucket, Part, Statement, TaskState
from storage.rows import change, instant, listed, maybe_day, maybe_iso_day, rows

_COLUMNS = (
    "report", "position", "code", "title", "part", "due_on", "done_on", "bucket", "event", "stage", "progress",
    "target", "unit", "extensions", "first_due_on", "asked", "result_refs",
)  # fmt: skip
_ADD = f"INSERT INTO report_tasks ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
_Events = Mapping[int, Row]


def add_task(db: Database, report: int, position: int, task: TaskState) -> None:
    """Store what a report says of a task, at its place in the report."""
    went = task.went
    change(
        db,
        _ADD,
        report=report,
        position=position,
        code=task.code,
        title=task.title,
        part=task.part.value,
        due_on=maybe_iso_day(task.due_on),
        done_on=maybe_iso_day(task.done_on),
        bucket=task.bucket.value,
        event=task.statement.event if task.statement else None,
        stage=went.stage.value if went else None,
        progress=went.progress.event if went and went.progress else None,
        target=went.target if went else None,
        unit=went.unit if went else "",
        extensions=went.extensions if went else 0,
        first_due_on=maybe_iso_day(went.first_due_on) if went else None,
        asked=went.asked.event if went and went.asked else None,
        result_refs=listed(went.results if went else ()),
    )


def tasks_of(db: Database, reports: Collection[int]) -> Mapping[int, tuple[TaskState, ...]]:
    """Return what each of these reports says of tasks, in its order; two questions for all."""
    tasks: dict[int, tuple[TaskState, ...]] = dict.fromkeys(reports, ())
    found = rows(
        db,
        """SELECT * FROM report_tasks WHERE report IN (SELECT value FROM json_each(:reports))
           ORDER BY report, position""",
        reports=listed(reports),
    )
    events = _events(db, found)
    for row in found:
        state = TaskState(
            code=row["code"],
            title=row["title"],
            part=Part(row["part"]),
            due_on=maybe_day(row["due_on"]),
            done_on=maybe_day(row["done_on"]),
            bucket=Bucket(row["bucket"]),
            statement=_statement(row, events),
            went=_went(row, events),
        )
        tasks[row["report"]] += (state,)
    return tasks


def _events(db: Database, found: Collection[Row]) -> _Events:
    """The events that these rows name, by their ids."""
    named = {row[name] for row in found for name in ("event", "progress", "asked") if row[name] is not None}
    named |= {event for row in found for event in json.loads(row["result_refs"])}
    if not named:
        return {}
    stored = rows(
        db,
        "SELECT id, at, detail FROM task_events WHERE id IN (SELECT value FROM json_each(:events))",
        events=listed(sorted(named)),
    )
    return {row["id"]: row for row in stored}


def _statement(row: Row, events: _Events) -> Statement | None:
    if row["event"] is None:
        return None
    said = events[row["event"]]
    return Statement(said["id"], instant(said["at"]), json.loads(said["detail"]))


def _went(row: Row, events: _Events) -> Went | None:
    if row["stage"] is None:
        return None
    results = tuple(json.loads(row["result_refs"]))
    progress, asked = (events[row[name]] if row[name] is not None else None for name in ("progress", "asked"))
    said = [result_text(json.loads(events[each]["detail"])) for each in results]
    return Went(
        stage=Stage(row["stage"]),
        progress=progress_of(progress["id"], instant(progress["at"]), json.loads(progress["detail"]))
        if progress
        else None,
        target=row["target"],
        unit=row["unit"],
        extensions=row["extensions"],
        first_due_on=maybe_day(row["first_due_on"]),
        asked=extension_of(asked["id"], instant(asked["at"]), json.loads(asked["detail"])) if asked else None,
        results=results,
        result="; ".join(dict.fromkeys(said)),
    )


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
