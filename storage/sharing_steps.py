"""The step of the schema about what is shared of difficulties, and who adds their weight to one."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_SHARING = """
CREATE TABLE shared_headlines (
    id INTEGER PRIMARY KEY,
    difficulty TEXT NOT NULL,
    headline TEXT NOT NULL,
    answer TEXT NOT NULL,
    shared_by INTEGER NOT NULL REFERENCES persons,
    shared_at TEXT NOT NULL,
    revoked_by INTEGER REFERENCES persons,
    revoked_at TEXT
);
CREATE UNIQUE INDEX shared_headlines_live ON shared_headlines (difficulty) WHERE revoked_at IS NULL;
CREATE TABLE cosigns (
    id INTEGER PRIMARY KEY,
    difficulty TEXT NOT NULL,
    seat INTEGER NOT NULL REFERENCES seats,
    person INTEGER NOT NULL REFERENCES persons,
    at TEXT NOT NULL,
    example TEXT NOT NULL,
    UNIQUE (difficulty, seat)
);
CREATE INDEX cosigns_of_seat ON cosigns (seat);
"""


def m030_sharing(db: Database) -> None:
    """Headlines and answers that the desk lets everybody read; seats that co-sign a difficulty of another."""
    run(db, _SHARING)
