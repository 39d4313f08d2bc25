"""A copy of the base in memory, to try on it what would happen to the base."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database


@contextmanager
def copy_in_memory(db: Database) -> Iterator[Database]:
    """Copy a base into memory; what is done to the copy is forgotten at the end."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.conn.backup(connection)
        connection.row_factory = sqlite3.Row
        yield Database(connection)
    finally:
        connection.close()
