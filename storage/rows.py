"""Plain SQL with `:name` parameters, and instants as ISO-8601 UTC text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

Value = str | int | float | bytes | None

_ENCODED = json.JSONEncoder(ensure_ascii=False).encode


def rows(db: Database, sql: str, **params: Value) -> list[Row]:
    """Return all rows of a query."""
    return db.conn.execute(sql, params).fetchall()


def one(db: Database, sql: str, **params: Value) -> Row | None:
    """Return the first row of a query, or None."""
    found: Row | None = db.conn.execute(sql, params).fetchone()
    return found


def value(db: Database, sql: str, **params: Value) -> Value:
    """Return the first column of the first row, or None."""
    row = one(db, sql, **params)
    return row[0] if row else None


def change(db: Database, sql: str, **params: Value) -> int:
    """Run a statement that writes; return how many rows it changed."""
    return db.conn.execute(sql, params).rowcount


def insert(db: Database, sql: str, **params: Value) -> int:
    """Run an INSERT; return the new row's id."""
    row_id = db.conn.execute(sql, params).lastrowid
    assert row_id is not None
    return row_id


def listed(values: Iterable[int | str]) -> str:
    """Return values as the one parameter of `IN (SELECT value FROM json_each(:name))`, however many there are."""
    return _ENCODED(list(values))


def as_json(value: object) -> str:
    """Return a value as JSON whose letters stand as they are."""
    return _ENCODED(value)


def detail_of(text: str) -> dict[str, Any]:
    """Return what is kept beside an event; of most it is nothing."""
    found: dict[str, Any] = {} if text == "{}" else json.loads(text)
    return found


@lru_cache(64)
def iso(at: datetime) -> str:
    """Return an aware instant as text that sorts in order of time."""
    # Always six digits: left to itself it leaves out zero microseconds, and such texts do not sort with the others.
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def instant(text: str) -> datetime:
    """Return the instant that `iso` wrote."""
    return datetime.fromisoformat(text)


def maybe_instant(text: str | None) -> datetime | None:
    """Return the instant, or None where there is none."""
    return instant(text) if text else None


def maybe_iso_day(day: date | None) -> str | None:
    """Return a day as text that sorts in order of time, or None where there is none."""
    return day.isoformat() if day else None


def maybe_day(text: str | None) -> date | None:
    """Return the day, or None where there is none."""
    return date.fromisoformat(text) if text else None
