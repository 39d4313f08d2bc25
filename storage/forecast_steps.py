"""The step of the schema with which the desk sees ahead what will be sent, and takes something out of it."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# A key may be of an occurrence that is not planned yet.
_FORECASTS = """
CREATE TABLE forecasts (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts,
    until TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    made_at TEXT,
    failed_at TEXT,
    body TEXT
);
CREATE TABLE reminder_overrides (
    key TEXT PRIMARY KEY,
    send_on TEXT,
    person INTEGER NOT NULL REFERENCES persons,
    at TEXT NOT NULL
) WITHOUT ROWID;
"""


def m048_forecasts(db: Database) -> None:
    """Forecasts, as JSON without words, and the reminders that the desk cancelled (no day) or moved."""
    run(db, _FORECASTS)
