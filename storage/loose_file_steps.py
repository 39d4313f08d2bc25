"""The step of the schema with which nobody has to look at every file to find those that nothing needs any more."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# A trigger, since it is left to many to let a file go, and one who forgot to say so would leave it lying.
_LET_GO = """
CREATE TRIGGER {name} AFTER {event} ON {table} WHEN OLD.{column} IS NOT NULL
BEGIN UPDATE files SET loose = 1 WHERE sha256 = OLD.{column}; END;
"""
_LOOSE = """
ALTER TABLE files ADD COLUMN loose INTEGER NOT NULL DEFAULT 1;
CREATE INDEX files_loose ON files (sha256) WHERE loose = 1;
"""
_TRIGGERS = (
    ("kept_files_changed", "UPDATE OF sha256", "kept_files", "sha256"),
    ("kept_files_deleted", "DELETE", "kept_files", "sha256"),
    ("requests_ended", "UPDATE OF ended_at, file", "requests", "file"),
    ("requests_deleted", "DELETE", "requests", "file"),
)


def m054_loose_files(db: Database) -> None:
    """Files that something let go, or that came since they were last looked at; only these can be needed no more."""
    run(db, _LOOSE)
    for name, event, table, column in _TRIGGERS:
        db.conn.execute(_LET_GO.format(name=name, event=event, table=table, column=column))
