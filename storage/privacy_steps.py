"""The step of the schema about what people set for themselves."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_PREFERENCES = """
CREATE TABLE preferences (
    person INTEGER PRIMARY KEY REFERENCES persons,
    morning_at TEXT NOT NULL,
    quiet TEXT NOT NULL,
    paused_until TEXT
);
ALTER TABLE persons ADD COLUMN language_chosen INTEGER NOT NULL DEFAULT 0 CHECK (language_chosen IN (0, 1));
ALTER TABLE persons ADD COLUMN erased_at TEXT;
"""


def m031_preferences(db: Database) -> None:
    """When people are written to, whether they chose their language, and when their personal data were erased."""
    run(db, _PREFERENCES)
