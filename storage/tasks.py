"""Tasks and the seats that have a part in them; how they go is the fold of what happened to them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.courses import Course, Lead, Stage, TaskAct, TaskEvent, courses_of
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.series import with_receipt
from bot.domain.tasks import Part, Task, leads_of, outcome
from storage.rows import change, listed, maybe_day, maybe_iso_day, one, rows, value
from storage.task_events import events_of

_COLUMNS = (
    "code", "basis", "title", "deadline_kind", "deadline", "recurrence", "note", "assigned_on", "outside", "priority",
    "target", "unit", "fulfilled_by", "series", "period", "parent", "person", "assigned_by",
)  # fmt: skip
_ROW = f"SELECT id, {', '.join(_COLUMNS)} FROM tasks"
"""A row as `_task` takes it apart."""


def task_by_code(db: Database, code: str) -> Task | None:
    """Return the task with this code."""
    row = one(db, f"{_ROW} WHERE code = :code", code=code)
    return _tasks(db, [row])[0] if row else None


def task_by_id(db: Database, task: int) -> Task | None:
    """Return the task with this id."""
    row = one(db, f"{_ROW} WHERE id = :id", id=task)
    return _tasks(db, [row])[0] if row else None


def tasks_by_id(db: Database, tasks: Collection[int]) -> dict[int, Task]:
    """Return the tasks with these ids, by id."""
    return {task.id: task for task, _ in with_events(db, tasks)}


def with_events(db: Database, tasks: Collection[int]) -> list[tuple[Task, Sequence[TaskEvent]]]:
    """Return the tasks with these ids, each with what happened to it, in order."""
    if not tasks:
        return []
    found = rows(db, f"{_ROW} WHERE id IN (SELECT value FROM json_each(:tasks))", tasks=listed(tasks))
    return _read(db, found)


def ids_by_code(db: Database, codes: Collection[str]) -> Mapping[str, int]:
    """Return the ids of the tasks with these codes."""
    found = rows(
        db, "SELECT code, id FROM tasks WHERE code IN (SELECT value FROM json_each(:codes))", codes=listed(codes)
    )
    return {row["code"]: row["id"] for row in found}


def every_task(db: Database) -> list[Task]:
    """Return every task, whatever became of it, by code."""
    return _tasks(db, rows(db, f"{_ROW} ORDER BY code"))


def all_tasks(db: Database, *, done: bool) -> list[Task]:
    """Return every task that is done, or every one that is under way, by code; neither series nor sub-tasks."""
    return _standing(_tasks(db, rows(db, f"{_ROW} WHERE {_COUNTED} ORDER BY code")), done)


def tasks_of_seats(db: Database, seats: Collection[int], *, done: bool) -> list[Task]:
    """Return the tasks in which one of `seats` has a part, each once, by code; done or under way.

    Neither series nor sub-tasks, which are in no figure.
    """
    found = rows(
        db,
        f"""{_ROW} WHERE {_COUNTED} AND id IN
               (SELECT task FROM task_seats WHERE seat IN (SELECT value FROM json_each(:seats))) ORDER BY code""",
        seats=listed(seats),
    )
    return _standing(_tasks(db, found), done)


def cancelled(db: Database) -> list[Task]:
    """Return the tasks that nobody follows any more, by code: they are in no figure."""
    found = _tasks(
        db,
        rows(db, f"{_ROW} WHERE {_CANCELLED} AND {_COUNTED} ORDER BY code", act=TaskAct.CANCELLED.value),
    )
    return [task for task in found if task.stage is Stage.CANCELLED]


def last_number(db: Database, year: int) -> int:
    """Return the highest number that a task of a year has, 0 where there is none; `year` has two digits."""
    found = value(
        db, "SELECT max(CAST(substr(code, 7) AS INTEGER)) FROM tasks WHERE code LIKE :like", like=f"NV-{year:02}-%"
    )
    return int(found or 0)


def latest_bases(db: Database, most: int) -> list[str]:
    """Return the documents that tasks were assigned by last, each once, the newest first."""
    found = rows(
        db,
        "SELECT basis FROM tasks WHERE basis != '' GROUP BY basis ORDER BY max(id) DESC LIMIT :most",
        most=most,
    )
    return [row["basis"] for row in found]


def put_task(db: Database, task: Task) -> int:
    """Add the task with this code, or bring it and its seats to this state; return its id. How it goes is no part."""
    values = {
        "code": task.code,
        "basis": task.basis,
        "title": task.title,
        "deadline_kind": task.deadline_kind.value,
        "deadline": task.deadline,
        "recurrence": task.recurrence.value,
        "note": task.note,
        "assigned_on": maybe_iso_day(task.assigned_on),
        "outside": json.dumps(task.outside, ensure_ascii=False),
        "priority": task.priority,
        "target": task.target,
        "unit": task.unit,
        "fulfilled_by": task.fulfilled_by,
        "series": task.series,
        "period": task.period,
        "parent": task.parent,
        "person": task.person,
        "assigned_by": task.assigned_by,
    }
    task_id = int(rows(db, _PUT, **values)[0]["id"])
    _put_seats(db, task_id, task.seats)
    return task_id


_PUT = f"""INSERT INTO tasks ({", ".join(_COLUMNS)}) VALUES ({", ".join(f":{name}" for name in _COLUMNS)})
    ON CONFLICT (code) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])} RETURNING id"""
_COUNTED = "deadline_kind <> 'recurring' AND parent IS NULL"
"""What is in lists and figures: a series is neither due nor done, and a sub-task is its lead's own affair."""
_CANCELLED = "id IN (SELECT task FROM task_events WHERE kind = :act)"


def _put_seats(db: Database, task: int, seats: Mapping[Part, tuple[int, ...]]) -> None:
    # Written anew: a seat may have another part now, or none, and nothing else hangs on these rows.
    change(db, "DELETE FROM task_seats WHERE task = :task", task=task)
    for part, of_part in seats.items():
        for seat in of_part:
            change(
                db,
                "INSERT INTO task_seats (task, seat, part) VALUES (:task, :seat, :part)",
                task=task,
                seat=seat,
                part=part.value,
            )


def _standing(found: Iterable[Task], done: bool) -> list[Task]:
    """Those that are done, or those under way; what was cancelled is neither."""
    return [task for task in found if (task.stage is Stage.DONE if done else not task.ended)]


def _tasks(db: Database, found: list[Row]) -> list[Task]:
    return [task for task, _ in _read(db, found)]


def _read(db: Database, found: list[Row]) -> list[tuple[Task, Sequence[TaskEvent]]]:
    ids = [row["id"] for row in found]
    seats, events = _seats(db, ids), events_of(db, ids)
    of_series = events_of(db, {row["series"] for row in found if row["series"]})
    return [
        (_task(row, seats[task], events[task], of_series.get(row["series"], ())), events[task])
        for task, row in zip(ids, found, strict=True)
    ]


def _courses(leads: Sequence[Lead], events: Iterable[TaskEvent], of_series: Sequence[TaskEvent]) -> tuple[Course, ...]:
    courses = courses_of(leads, events)
    if not of_series:
        return courses
    received = {course.lead: course for course in courses_of(leads, of_series)}
    return tuple(with_receipt(course, received.get(course.lead)) for course in courses)


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


def _task(
    row: Row, seats: Mapping[Part, tuple[int, ...]], events: Iterable[TaskEvent], of_series: Sequence[TaskEvent]
) -> Task:
    # All at once: thousands are read to plan, and to fill in a task that is there copies it. Taken apart by their
    # order, as a row looks for each name that it is asked for.
    (
        task, code, basis, title, deadline_kind, deadline, recurrence, note, assigned_on, outside_json, priority,
        target, counted, fulfilled_by, series, period, parent, person, assigned_by,
    ) = row  # fmt: skip
    outside = () if outside_json == "[]" else tuple(json.loads(outside_json))
    courses = _courses(leads_of(seats, outside), events, of_series)
    done_on, result = outcome(courses)
    return Task(
        id=task,
        code=code,
        basis=basis,
        title=title,
        deadline_kind=DeadlineKind(deadline_kind),
        deadline=deadline,
        recurrence=Recurrence(recurrence),
        note=note,
        assigned_on=maybe_day(assigned_on),
        done_on=done_on,
        result=result,
        seats=seats,
        outside=outside,
        courses=courses,
        priority=bool(priority),
        target=target,
        unit=counted,
        fulfilled_by=fulfilled_by,
        series=series,
        period=period,
        parent=parent,
        person=person,
        assigned_by=assigned_by,
    )
