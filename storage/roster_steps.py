"""The step of the schema that lets the roster be changed from the chat: drafts of no seat, requests, files."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# A column cannot be made to take NULL, so the table is made anew; `accounts.open_draft` goes by its name. Two drafts
# of no seat are the same where person, kind and subject are, which NULL alone would not say.
_DIRECTORY = """
CREATE TABLE new_drafts (
    id INTEGER PRIMARY KEY,
    seat INTEGER REFERENCES seats,
    person INTEGER NOT NULL REFERENCES persons,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    rev INTEGER NOT NULL,
    step TEXT NOT NULL,
    answers TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    closed_at TEXT,
    result_code TEXT
);
INSERT INTO new_drafts (id, seat, person, kind, subject, rev, step, answers, updated_at, closed_at, result_code)
    SELECT id, seat, person, kind, subject, rev, step, answers, updated_at, closed_at, result_code FROM drafts;
DROP TABLE drafts;
ALTER TABLE new_drafts RENAME TO drafts;
CREATE UNIQUE INDEX drafts_live ON drafts (person, coalesce(seat, 0), kind, subject) WHERE closed_at IS NULL;

CREATE TABLE files (
    sha256 TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    mime TEXT NOT NULL,
    stored_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE fetches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    purpose TEXT NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts,
    channel TEXT NOT NULL,
    file_ref TEXT NOT NULL,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'fetching', 'stored', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    sha256 TEXT
);
CREATE INDEX fetches_open ON fetches (next_at) WHERE state IN ('queued', 'fetching');
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('duty', 'roster')),
    body TEXT NOT NULL,
    file TEXT REFERENCES files,
    by_person INTEGER NOT NULL REFERENCES persons,
    made_at TEXT NOT NULL,
    asked_at TEXT,
    expires_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT,
    ended_by INTEGER REFERENCES persons
);
CREATE INDEX requests_open ON requests (expires_at) WHERE ended_at IS NULL;
"""


def m020_directory(db: Database) -> None:
    """Drafts of no seat; files that were fetched and how far that is; requests that a second person answers."""
    run(db, _DIRECTORY)
