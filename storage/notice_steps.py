"""The step of the schema with which notices are imported in the chat."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_NOTICES = """
CREATE TABLE notice_imports (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons,
    name TEXT NOT NULL,
    sign TEXT NOT NULL,
    stated TEXT,
    basis TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    supplements INTEGER NOT NULL DEFAULT 0,
    begun_at TEXT NOT NULL,
    touched_at TEXT NOT NULL,
    ended_at TEXT,
    forgotten_at TEXT
);
CREATE INDEX notice_imports_of_hash ON notice_imports (sha256);
CREATE TABLE notice_lines (
    id INTEGER PRIMARY KEY,
    notice INTEGER NOT NULL REFERENCES notice_imports ON DELETE CASCADE,
    place INTEGER NOT NULL,
    passage TEXT NOT NULL,
    mark TEXT NOT NULL,
    chosen TEXT NOT NULL,
    decision TEXT NOT NULL,
    rev INTEGER NOT NULL DEFAULT 1,
    settled INTEGER NOT NULL DEFAULT 0,
    task TEXT NOT NULL DEFAULT '',
    fault TEXT NOT NULL DEFAULT '',
    decided_at TEXT,
    reports INTEGER,
    UNIQUE (notice, place)
);
"""


def m041_notices(db: Database) -> None:
    """Notices that officers turn into tasks: what was read, and what was decided of each line."""
    run(db, _NOTICES)
