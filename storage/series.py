"""Which tasks are series, occurrences of one, and parts of another task."""

from __future__ import annotations

from collections.abc import Collection

from sqlite_utils import Database

from storage.rows import listed, rows, value


def series_ids(db: Database) -> list[int]:
    """Return the ids of all recurring tasks, by code, also of those that have ended."""
    return [row["id"] for row in rows(db, "SELECT id FROM tasks WHERE deadline_kind = 'recurring' ORDER BY code")]


def occurrence_ids(db: Database, series: int) -> list[int]:
    """Return the ids of the occurrences of a series, the latest first."""
    return [
        row["id"] for row in rows(db, "SELECT id FROM tasks WHERE series = :series ORDER BY id DESC", series=series)
    ]


def last_period(db: Database, series: int) -> str:
    """Return the period of the latest occurrence of a series, ISO; empty where it has none yet."""
    found = value(db, "SELECT period FROM tasks WHERE series = :series ORDER BY id DESC LIMIT 1", series=series)
    return str(found or "")


def fulfilled_by_report(db: Database, seat: int, period: str) -> list[int]:
    """Return the occurrences of a period that the report of a seat fulfils, which leads them."""
    found = rows(
        db,
        """SELECT o.id FROM tasks o JOIN tasks s ON s.id = o.series JOIN task_seats t ON t.task = o.id
           WHERE s.fulfilled_by = 'report' AND o.period = :period AND t.seat = :seat AND t.part = 'lead'
           ORDER BY o.code""",
        seat=seat,
        period=period,
    )
    return [row["id"] for row in found]


def those_fulfilled_by_report(db: Database, tasks: Collection[int]) -> frozenset[int]:
    """Return those of these tasks that are occurrences which a report fulfils."""
    if not tasks:
        return frozenset()
    found = rows(
        db,
        """SELECT o.id FROM tasks o JOIN tasks s ON s.id = o.series
           WHERE o.id IN (SELECT value FROM json_each(:tasks)) AND s.fulfilled_by = 'report'""",
        tasks=listed(tasks),
    )
    return frozenset(row["id"] for row in found)


def part_ids(db: Database, parent: int) -> list[int]:
    """Return the ids of the sub-tasks of a task, by code."""
    found = rows(db, "SELECT id FROM tasks WHERE parent = :parent ORDER BY code", parent=parent)
    return [row["id"] for row in found]


def parts_of_seats(db: Database, seats: Collection[int]) -> list[int]:
    """Return the sub-tasks that are assigned to these seats or to persons of them, by code."""
    found = rows(
        db,
        """SELECT DISTINCT t.id, t.code FROM tasks t JOIN task_seats s ON s.task = t.id
           WHERE t.parent IS NOT NULL AND s.seat IN (SELECT value FROM json_each(:seats)) ORDER BY t.code""",
        seats=listed(seats),
    )
    return [row["id"] for row in found]
