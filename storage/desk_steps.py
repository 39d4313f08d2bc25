"""The step of the schema with which results have files."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# Numbers are never given out again: events name files by them.
_RESULT_FILES = """
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
"""


def m038_result_files(db: Database) -> None:
    """The files that go with the result of a difficulty."""
    run(db, _RESULT_FILES)
