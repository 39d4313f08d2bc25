"""The step of the schema that lets messages with a mark of secrecy be held back, and what came through be taken off."""

from __future__ import annotations

import re

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
ALTER TABLE digests ADD COLUMN in_place_of INTEGER;
ALTER TABLE digests ADD COLUMN removed_at TEXT;
ALTER TABLE digests ADD COLUMN told_at TEXT;
"""
_KINDS = "'strip', 'file'"


def m028_secrecy(db: Database) -> None:
    """Messages that were held back, by a keyed hash; papers that were issued again; messages that delete others."""
    run(db, _SECRECY)
    allow_kind(db, _KINDS, "delete")


def allow_kind(db: Database, known: str, *kinds: str) -> None:
    """Let the outbox hold more kinds of messages, or states of them; `known` are the last ones in the CHECK of it.

    The table is made anew, as SQLite cannot change a CHECK; its numbers go on, and its indexes are the same.
    """
    [[table]] = db.conn.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'outbox'").fetchall()
    indexes = db.conn.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'outbox' AND sql IS NOT NULL"
    ).fetchall()
    [counted] = db.conn.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
    assert known in table
    allowed = ", ".join([known, *(f"'{kind}'" for kind in kinds)])
    db.conn.execute(re.sub(r'^CREATE TABLE "?outbox"?', "CREATE TABLE new_outbox", table).replace(known, allowed))
    db.conn.execute("INSERT INTO new_outbox SELECT * FROM outbox")
    db.conn.execute("DELETE FROM sqlite_sequence WHERE name = 'new_outbox'")
    db.conn.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('new_outbox', ?)", [counted])
    db.conn.execute("DROP TABLE outbox")
    db.conn.execute("ALTER TABLE new_outbox RENAME TO outbox")
    for [index] in indexes:
        db.conn.execute(index)
