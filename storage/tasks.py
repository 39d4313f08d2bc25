"""Tasks, the seats that have a part in them, and what happened to them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.tasks import DeadlineKind, Part, Recurrence, Statement, Task
from storage.rows import change, insert, instant, iso, listed, maybe_day, maybe_iso_day, one, rows


class TaskEvent(StrEnum):
    """What can happen to a task."""

    CREATED = "created"
    IMPORTED = "imported"
    """Changed by a later import."""
    DONE = "done"
    STATED = "stated"
    """A seat said what became of it, or took that back: the last one of each seat counts."""


def task_by_code(db: Database, code: str) -> Task | None:
    """Return the task with this code."""
    row = one(db, "SELECT * FROM tasks WHERE code = :code", code=code)
    return _tasks(db, [row])[0] if row else None


def task_by_id(db: Database, task: int) -> Task | None:
    """Return the task with this id."""
    row = one(db, "SELECT * FROM tasks WHERE id = :id", id=task)
    return _tasks(db, [row])[0] if row else None


def tasks_by_id(db: Database, tasks: Collection[int]) -> dict[int, Task]:
    """Return the tasks with these ids, by id."""
    found = rows(db, "SELECT * FROM tasks WHERE id IN (SELECT value FROM json_each(:tasks))", tasks=listed(tasks))
    return {task.id: task for task in _tasks(db, found)}


def ids_by_code(db: Database, codes: Collection[str]) -> Mapping[str, int]:
    """Return the ids of the tasks with these codes."""
    found = rows(
        db, "SELECT code, id FROM tasks WHERE code IN (SELECT value FROM json_each(:codes))", codes=listed(codes)
    )
    return {row["code"]: row["id"] for row in found}


def all_tasks(db: Database, *, done: bool) -> list[Task]:
    """Return every task that is done, or every one that is not, by code."""
    return _tasks(db, rows(db, f"SELECT * FROM tasks WHERE {_doneness(done)} ORDER BY code"))


def tasks_of_seats(db: Database, seats: Collection[int], *, done: bool) -> list[Task]:
    """Return the tasks in which one of `seats` has a part, each once, by code; done or not done."""
    found = rows(
        db,
        f"""SELECT * FROM tasks WHERE {_doneness(done)} AND id IN
                (SELECT task FROM task_seats WHERE seat IN (SELECT value FROM json_each(:seats))) ORDER BY code""",
        seats=listed(seats),
    )
    return _tasks(db, found)


def put_task(db: Database, task: Task) -> int:
    """Add the task with this code, or bring it and its seats to this state; return its id."""
    task_id = int(
        rows(
            db,
            """INSERT INTO tasks (code, basis, title, deadline_kind, deadline, recurrence, note,
                   assigned_on, done_on, result)
               VALUES (:code, :basis, :title, :deadline_kind, :deadline, :recurrence, :note,
                   :assigned_on, :done_on, :result)
               ON CONFLICT (code) DO UPDATE SET basis = excluded.basis, title = excluded.title,
                   deadline_kind = excluded.deadline_kind, deadline = excluded.deadline,
                   recurrence = excluded.recurrence, note = excluded.note, assigned_on = excluded.assigned_on,
                   done_on = excluded.done_on, result = excluded.result
               RETURNING id""",
            code=task.code,
            basis=task.basis,
            title=task.title,
            deadline_kind=task.deadline_kind.value,
            deadline=task.deadline,
            recurrence=task.recurrence.value,
            note=task.note,
            assigned_on=maybe_iso_day(task.assigned_on),
            done_on=maybe_iso_day(task.done_on),
            result=task.result,
        )[0]["id"]
    )
    # Written anew: a seat may have another part now, or none, and nothing else hangs on these rows.
    change(db, "DELETE FROM task_seats WHERE task = :task", task=task_id)
    for part, seats in task.seats.items():
        for seat in seats:
            change(
                db,
                "INSERT INTO task_seats (task, seat, part) VALUES (:task, :seat, :part)",
                task=task_id,
                seat=seat,
                part=part.value,
            )
    return task_id


def add_event(
    db: Database,
    task: int,
    kind: TaskEvent,
    at: datetime,
    actor: str,
    detail: Mapping[str, object] | None = None,
    seat: int | None = None,
) -> int:
    """Keep what happened to a task, by whom and when, and for which seat if for one; return the event's id.

    `detail` is plain data.
    """
    return insert(
        db,
        """INSERT INTO task_events (task, seat, kind, at, actor, detail)
           VALUES (:task, :seat, :kind, :at, :actor, :detail)""",
        task=task,
        seat=seat,
        kind=kind.value,
        at=iso(at),
        actor=actor,
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True),
    )


def statements(db: Database, seat: int) -> Mapping[str, Statement]:
    """Return what a seat says of tasks, by their codes: its last word on each; without those it took back."""
    found = rows(
        db,
        """SELECT t.code, e.id, e.at, e.detail FROM task_events e JOIN tasks t ON t.id = e.task
           WHERE e.id IN (SELECT max(id) FROM task_events WHERE seat = :seat AND kind = :kind GROUP BY task)""",
        seat=seat,
        kind=TaskEvent.STATED.value,
    )
    said = {row["code"]: Statement(row["id"], instant(row["at"]), json.loads(row["detail"])) for row in found}
    return {code: statement for code, statement in said.items() if statement.answers}


def _doneness(done: bool) -> str:
    return f"done_on IS {'NOT ' if done else ''}NULL"


def _tasks(db: Database, found: list[Row]) -> list[Task]:
    seats = _seats(db, [row["id"] for row in found])
    return [_task(row, seats[row["id"]]) for row in found]


def _seats(db: Database, tasks: list[int]) -> Mapping[int, Mapping[Part, tuple[int, ...]]]:
    """The seats of each task by part, in order of rank; one question for all tasks."""
    found: dict[int, dict[Part, tuple[int, ...]]] = {task: {} for task in tasks}
    for row in rows(
        db,
        """SELECT t.task, t.part, t.seat FROM task_seats t JOIN seats s ON s.id = t.seat
           WHERE t.task IN (SELECT value FROM json_each(:tasks)) ORDER BY s.rank, s.id""",
        tasks=listed(tasks),
    ):
        parts, part = found[row["task"]], Part(row["part"])
        parts[part] = (*parts.get(part, ()), row["seat"])
    return found


def _task(row: Row, seats: Mapping[Part, tuple[int, ...]]) -> Task:
    return Task(
        id=row["id"],
        code=row["code"],
        basis=row["basis"],
        title=row["title"],
        deadline_kind=DeadlineKind(row["deadline_kind"]),
        deadline=row["deadline"],
        recurrence=Recurrence(row["recurrence"]),
        note=row["note"],
        assigned_on=maybe_day(row["assigned_on"]),
        done_on=maybe_day(row["done_on"]),
        result=row["result"],
        seats=seats,
    )
