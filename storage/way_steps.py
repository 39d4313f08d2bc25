"""The steps of the schema with which one person has several ways, and a message may be with its channel unopened."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run
from storage.secrecy_steps import allow_kind

_WAYS = """
CREATE TABLE ways (
    person INTEGER NOT NULL REFERENCES persons,
    channel TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (person, channel)
) WITHOUT ROWID;
INSERT INTO ways (person, channel, place)
    SELECT id, preferred_channel, 0 FROM persons WHERE preferred_channel IS NOT NULL;
ALTER TABLE persons DROP COLUMN preferred_channel;
ALTER TABLE invitations ADD COLUMN adds INTEGER NOT NULL DEFAULT 0;
"""
_HELD = "CREATE INDEX outbox_held ON outbox (next_at) WHERE state = 'held';"


def m064_held(db: Database) -> None:
    """Messages that a channel keeps until they are opened, and those that the next way of their reader took over."""
    allow_kind(db, "'expired', 'superseded'", "held", "passed")
    run(db, _HELD)


def m065_ways(db: Database) -> None:
    """In which order the ways to a person are tried, in place of the one that was preferred; codes that add a way."""
    run(db, _WAYS)
