"""The step of the schema about groups that are places of the desk."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run
from storage.secrecy_steps import allow_kind

_PLACES = """
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    kind TEXT NOT NULL,
    bound_by INTEGER NOT NULL REFERENCES persons,
    bound_at TEXT NOT NULL,
    followed INTEGER NOT NULL,
    delivered_at TEXT,
    left_at TEXT,
    left_how TEXT
);
CREATE UNIQUE INDEX places_living ON places (kind) WHERE left_at IS NULL;
CREATE TABLE place_codes (
    id INTEGER PRIMARY KEY,
    code_hash TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
);
"""


def m036_places(db: Database) -> None:
    """Groups that are places of the desk, the last entry of the audit that their cards know of, and the codes by which
    they become so; messages that make the bot leave a group."""
    run(db, _PLACES)
    allow_kind(db, "'file', 'delete'", "leave")
