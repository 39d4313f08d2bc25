"""The step of the schema with which results have files, and the desk keeps words."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# Numbers are never given out again: events name files by them.
_DESK = """
CREATE TABLE result_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    difficulty TEXT NOT NULL,
    channel TEXT NOT NULL,
    file_ref TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mime TEXT NOT NULL,
    caption TEXT NOT NULL,
    file INTEGER REFERENCES kept_files
);
CREATE INDEX result_files_of_difficulty ON result_files (difficulty);
CREATE INDEX result_files_of_file ON result_files (file) WHERE file IS NOT NULL;
CREATE TABLE saved_replies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    act TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    by_person INTEGER NOT NULL REFERENCES persons,
    saved_at TEXT NOT NULL
);
CREATE TABLE selected (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons,
    difficulty TEXT NOT NULL,
    UNIQUE (person, difficulty)
);
CREATE TABLE done_together (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES persons,
    act TEXT NOT NULL,
    at TEXT NOT NULL,
    codes TEXT NOT NULL
);
CREATE INDEX done_together_at ON done_together (at);
ALTER TABLE reports ADD COLUMN origin_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN origin_number TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN origin_on TEXT;
"""


def m037_desk(db: Database) -> None:
    """The files that go with the result of a difficulty, the words that the desk keeps to use again, and what
    officers have marked and do together, and how reports came that the desk entered."""
    run(db, _DESK)
