"""The step of the schema with which files that members send are kept, not only known by their identifier."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# Numbers are never given out again: drafts name files by them, and no table could keep such a name true.
_KEPT_FILES = """
CREATE TABLE kept_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'stored', 'refused', 'lost')),
    why TEXT,
    sha256 TEXT REFERENCES files,
    altered INTEGER NOT NULL DEFAULT 0,
    received_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX kept_files_of_hash ON kept_files (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX kept_files_waiting ON kept_files (received_at) WHERE state = 'waiting';
ALTER TABLE fetches ADD COLUMN file INTEGER REFERENCES kept_files ON DELETE SET NULL;
CREATE INDEX fetches_of_file ON fetches (file) WHERE file IS NOT NULL;
ALTER TABLE attachments ADD COLUMN file INTEGER REFERENCES kept_files;
CREATE INDEX attachments_of_file ON attachments (file) WHERE file IS NOT NULL;
"""


def m027_kept_files(db: Database) -> None:
    """The bytes of attachments: whether they are here, under which hash, or why not. NULL: known by identifier only."""
    run(db, _KEPT_FILES)
