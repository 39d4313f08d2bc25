"""The step of the schema about the remarks of a period's papers."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# `number` is that of the paper: 0 for the digest, else that of an addendum. The newest row of a paper counts.
_REMARKS = """
CREATE TABLE remarks (
    id INTEGER PRIMARY KEY,
    period TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    at TEXT NOT NULL
);
CREATE INDEX remarks_of_paper ON remarks (period, number);
"""


def m035_remarks(db: Database) -> None:
    """What officers of the desk remark in a period's paper, every version of it."""
    run(db, _REMARKS)
