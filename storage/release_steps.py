"""The step of the schema about papers that wait for the desk's release."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_WAITING = """
CREATE TABLE waiting_papers (
    period TEXT PRIMARY KEY,
    fixed_at TEXT NOT NULL,
    last_report INTEGER NOT NULL,
    last_event INTEGER NOT NULL,
    report_refs TEXT NOT NULL
);
ALTER TABLE digests ADD COLUMN members_told_at TEXT;
UPDATE digests SET members_told_at = taken_at;
"""


def m034_waiting_papers(db: Database) -> None:
    """What belongs to the papers of a period that wait for their release; whether members were told of papers.

    Of what was frozen before nobody is told any more.
    """
    run(db, _WAITING)
