"""The step of the schema with which an office sets days of the calendar itself."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_DAYS = """
CREATE TABLE calendar_days (
    version INTEGER PRIMARY KEY CHECK (version > 0),
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
);
"""


def m044_calendar_days(db: Database) -> None:
    """The days that an office has set, whole, by version; what ships and what is computed stands in no table."""
    run(db, _DAYS)
