"""What is to be planned anew of the reminders: put down by triggers (`storage.plan_steps`), taken off by a plan."""

from __future__ import annotations

from collections.abc import Collection

from sqlite_utils import Database

from storage.due_rows import fitting
from storage.rows import change, listed, rows, value


def basis(db: Database) -> str:
    """Return what everything was planned by last; empty where everything is to be planned anew."""
    return str(value(db, "SELECT basis FROM plan_basis WHERE id = 1"))


def put_basis(db: Database, basis: str) -> None:
    """Keep what everything that is not marked is planned by; what is waited for of others is marked with it."""
    change(db, "UPDATE plan_basis SET basis = :basis, waited = 1 WHERE id = 1", basis=basis)


def forget_basis(db: Database) -> None:
    """Have everything planned anew next time."""
    change(db, "UPDATE plan_basis SET basis = '' WHERE id = 1")


_ASKED = "asked"
"""In place of what everything was planned by."""


def ask(db: Database) -> None:
    """Have everything planned anew as soon as can be."""
    change(db, "UPDATE plan_basis SET basis = :asked WHERE id = 1", asked=_ASKED)


def is_asked(db: Database) -> bool:
    """Return whether everything is to be planned anew as soon as can be."""
    return basis(db) == _ASKED


def size(db: Database) -> int:
    """Return about how many tasks and seats a plan of everything looks at."""
    numbers = "(SELECT coalesce(max(id), 0) FROM {})"
    return int(value(db, f"SELECT {' + '.join(map(numbers.format, ('seats', 'tasks')))}") or 0)


def mark_tasks(db: Database, after: int, most: int) -> int | None:
    """Mark the next tasks by id, at most so many; return the last of them, None where there are no more."""
    return _mark(db, "tasks", "task", after, most)


def mark_seats(db: Database, after: int, most: int) -> int | None:
    """Mark the next seats by id, as `mark_tasks` does."""
    return _mark(db, "seats", "seat", after, most)


def _mark(db: Database, table: str, column: str, after: int, most: int) -> int | None:
    within = f"SELECT id FROM {table} WHERE id > :after ORDER BY id LIMIT :most"
    change(db, f"INSERT OR IGNORE INTO {table}_to_plan ({column}) {within}", after=after, most=most)
    last = value(db, f"SELECT max(id) FROM ({within})", after=after, most=most)
    return None if last is None else int(last)


def tasks_after(db: Database, after: int, most: int, most_parts: int) -> list[int]:
    """Return the next marked tasks by id: at most so many, in which seats have at most so many parts, or one alone."""
    found = rows(
        db,
        """SELECT t.task AS id, (SELECT count(*) FROM task_seats s WHERE s.task = t.task) AS parts
           FROM tasks_to_plan t WHERE t.task > :after ORDER BY t.task LIMIT :most""",
        after=after,
        most=most,
    )
    return fitting(found, most_parts)


def seats_after(db: Database, after: int, most: int) -> list[int]:
    """Return the next marked seats by id, at most so many."""
    sql = "SELECT seat FROM seats_to_plan WHERE seat > :after ORDER BY seat LIMIT :most"
    return [row["seat"] for row in rows(db, sql, after=after, most=most)]


def waited(db: Database) -> bool:
    """Return whether what is waited for of difficulties and drafts is marked."""
    return bool(value(db, "SELECT waited FROM plan_basis WHERE id = 1"))


def take_tasks(db: Database, tasks: Collection[int]) -> None:
    """Take the marks off these tasks."""
    # Before they are planned: what the plan itself changes may mark them again.
    change(db, "DELETE FROM tasks_to_plan WHERE task IN (SELECT value FROM json_each(:ids))", ids=listed(tasks))


def take_seats(db: Database, seats: Collection[int]) -> None:
    """Take the marks off these seats, before they are planned."""
    change(db, "DELETE FROM seats_to_plan WHERE seat IN (SELECT value FROM json_each(:ids))", ids=listed(seats))


_UNDER_WAY = " under way"
"""Behind what everything was planned by, as long as what is waited for is planned piece by piece."""


def begin_waited(db: Database) -> None:
    """Take the mark off what is waited for; where its pieces are cut off, everything is planned anew next time."""
    change(db, "UPDATE plan_basis SET waited = 0, basis = basis || :end WHERE id = 1", end=_UNDER_WAY)


def end_waited(db: Database, *, all_done: bool) -> None:
    """All pieces of what is waited for were gone through; it is marked again where one of them failed."""
    # What everything is to be planned anew for has taken the place of the basis meanwhile, and stays.
    change(
        db,
        """UPDATE plan_basis SET basis = substr(basis, 1, length(basis) - length(:end)), waited = max(waited, :again)
           WHERE id = 1 AND substr(basis, -length(:end)) = :end""",
        end=_UNDER_WAY,
        again=int(not all_done),
    )


def take_waited(db: Database) -> None:
    """Take the mark off what is waited for, before it is planned."""
    change(db, "UPDATE plan_basis SET waited = 0 WHERE id = 1")
