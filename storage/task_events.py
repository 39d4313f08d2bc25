"""What happened to tasks, in order: the truth of which their courses are the fold."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.courses import OF_WHOLE, Lead, TaskAct, TaskEvent
from bot.domain.tasks import Statement
from storage.rows import detail_of, insert, instant, iso, listed, rows

_NOBODY = Lead()


def add_event(
    db: Database,
    task: int,
    act: TaskAct,
    at: datetime,
    actor: str,
    detail: Mapping[str, object] | None = None,
    lead: Lead | None = None,
) -> int:
    """Keep what happened to a task, by whom and when, and in whose course if in one; return the event's id.

    `detail` is plain data.
    """
    return insert(
        db,
        """INSERT INTO task_events (task, seat, agency, kind, at, actor, detail)
           VALUES (:task, :seat, :agency, :kind, :at, :actor, :detail)""",
        task=task,
        seat=(lead or _NOBODY).seat,
        agency=(lead or _NOBODY).agency,
        kind=act.value,
        at=iso(at),
        actor=actor,
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True),
    )


def events_of(db: Database, tasks: Collection[int]) -> Mapping[int, list[TaskEvent]]:
    """Return what happened to each of these tasks, in order; one question for all."""
    found: dict[int, list[TaskEvent]] = {task: [] for task in tasks}
    if found:
        sql = "SELECT * FROM task_events WHERE task IN (SELECT value FROM json_each(:tasks)) ORDER BY id"
        for row in rows(db, sql, tasks=listed(found)):
            found[row["task"]].append(_event(row))
    return found


def events_of_task(db: Database, task: int) -> list[TaskEvent]:
    """Return what happened to one task, in order."""
    return events_of(db, [task])[task]


def tasks_with(db: Database, acts: Collection[TaskAct]) -> list[int]:
    """Return the ids of the tasks to which one of these has ever happened, in order."""
    found = rows(
        db,
        "SELECT DISTINCT task FROM task_events WHERE kind IN (SELECT value FROM json_each(:acts)) ORDER BY task",
        acts=listed([act.value for act in acts]),
    )
    return [row["task"] for row in found]


def statements(db: Database, seat: int) -> Mapping[str, Statement]:
    """Return what a seat says of tasks, by their codes: its last word on each; without those it took back."""
    found = rows(
        db,
        """SELECT t.code, e.id, e.at, e.detail FROM task_events e JOIN tasks t ON t.id = e.task
           WHERE e.id IN (SELECT max(id) FROM task_events WHERE seat = :seat AND kind = :kind GROUP BY task)""",
        seat=seat,
        kind=TaskAct.STATED.value,
    )
    said = {row["code"]: Statement(row["id"], instant(row["at"]), detail_of(row["detail"])) for row in found}
    return {code: statement for code, statement in said.items() if statement.answers}


def _event(row: Row) -> TaskEvent:
    act = TaskAct(row["kind"])
    lead = None if act in OF_WHOLE else Lead(row["seat"], row["agency"])
    return TaskEvent(row["id"], act, instant(row["at"]), row["actor"], detail_of(row["detail"]), lead)
