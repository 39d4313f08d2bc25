"""The step of the schema that lets messages with a mark of secrecy be held back, and what came through be taken off."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

_SECRECY = """
CREATE TABLE refused_texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts,
    hash TEXT NOT NULL,
    mark TEXT NOT NULL,
    refused_at TEXT NOT NULL,
    confirmed_at TEXT,
    UNIQUE (account, hash)
);
"""


def m028_secrecy(db: Database) -> None:
    """Messages that were held back, by a keyed hash."""
    run(db, _SECRECY)
