"""Whether anything has changed that papers are made of."""

from __future__ import annotations

from sqlite_utils import Database

from storage.rows import change, value


def changes(db: Database) -> int:
    """Return how often anything has changed that papers are made of: the same number, the same papers."""
    return int(value(db, "SELECT changes FROM paper_basis WHERE id = 1") or 0)


def removals(db: Database) -> int:
    """Return how often words or names were removed wherever they are: what was read before must not be kept since."""
    return int(value(db, "SELECT removals FROM paper_basis WHERE id = 1") or 0)


def removed(db: Database) -> None:
    """Words or names are removed in this transaction."""
    change(db, "UPDATE paper_basis SET removals = removals + 1 WHERE id = 1")


def size(db: Database) -> int:
    """Return about how many rows papers are made of: every difficulty there has been, every seat, every task."""
    numbers = "(SELECT coalesce(max(id), 0) FROM {})"
    return int(value(db, f"SELECT {' + '.join(map(numbers.format, ('difficulties', 'seats', 'tasks')))}") or 0)


def tasks(db: Database) -> int:
    """Return about how many tasks there have been."""
    return int(value(db, "SELECT coalesce(max(id), 0) FROM tasks") or 0)
