"""The step that gave messages topics and guards of their own, from what their keys had meant until then."""

from __future__ import annotations

import json
from sqlite3 import Row

from sqlite_utils import Database

# Tables are made anew, as SQLite changes neither the type of a column nor a UNIQUE; the old outbox stays until
# `translate` has read it. The inbox counts on from where it was: keys were made from its numbers. The outbox counts
# without repeating too, since notices take their keys from its rows, which are deleted in time.
TABLES = """
ALTER TABLE inbox RENAME TO old_inbox;
DROP INDEX inbox_new;
DROP INDEX inbox_ended;
CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    update_id TEXT NOT NULL,
    raw_hash TEXT NOT NULL,
    user_key TEXT,
    raw TEXT,
    received_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'quarantined')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    ended_at TEXT,
    incident TEXT,
    UNIQUE (channel, update_id, raw_hash)
);
INSERT INTO inbox (seq, channel, update_id, raw_hash, user_key, raw, received_at, state, attempts, next_at, ended_at,
                   incident)
    SELECT seq, channel, CAST(update_id AS TEXT), '', user_key, raw, received_at, state, attempts, next_at, ended_at,
           incident FROM old_inbox;
DELETE FROM sqlite_sequence WHERE name = 'inbox';
INSERT INTO sqlite_sequence (name, seq) SELECT 'inbox', seq FROM sqlite_sequence WHERE name = 'old_inbox';
DROP TABLE old_inbox;
CREATE INDEX inbox_new ON inbox (user_key, seq) WHERE state = 'new';
CREATE INDEX inbox_ended ON inbox (ended_at) WHERE state <> 'new';

ALTER TABLE outbox RENAME TO old_outbox;
DROP INDEX outbox_open;
DROP INDEX outbox_ended;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dedupe_key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    address TEXT,
    account INTEGER REFERENCES accounts,
    lane TEXT NOT NULL CHECK (lane IN ('interactive', 'bulk')),
    kind TEXT NOT NULL CHECK (kind IN ('send', 'replace', 'strip', 'file')),
    anchor TEXT,
    topic TEXT,
    topic_arguments TEXT,
    body TEXT,
    guard TEXT,
    guard_arguments TEXT,
    expires_at TEXT,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN
        ('queued', 'sending', 'sent', 'retry', 'failed', 'unknown', 'cancelled', 'expired', 'superseded')),
    attempts INTEGER NOT NULL DEFAULT 0,
    failing_since TEXT,
    rests_until TEXT,
    next_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    message_id TEXT,
    error TEXT
);
INSERT INTO outbox (id, dedupe_key, channel, address, account, lane, kind, anchor, body, expires_at, state, attempts,
                    next_at, created_at, ended_at, message_id, error)
    SELECT id, dedupe_key, channel, address, account, lane, kind, anchor, body, expires_at, state, attempts,
           next_at, created_at, ended_at, CAST(message_id AS TEXT), error FROM old_outbox;
CREATE INDEX outbox_open ON outbox (channel, address, id) WHERE state IN ('queued', 'sending', 'retry', 'unknown');
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

ALTER TABLE anchors RENAME TO old_anchors;
CREATE TABLE anchors (
    anchor TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    message_id TEXT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO anchors (anchor, channel, address, message_id, body)
    SELECT anchor, channel, address, CAST(message_id AS TEXT), body FROM old_anchors;
DROP TABLE old_anchors;
"""
_TOPICS = {"card": "reminder", "escalated": "escalation", "sender": "handling", "backup_failed": "backup",
           "incident": "incident", "account-left": "membership", "invitation-locked": "membership",
           "codes-paused": "membership", "unreachable": "undelivered", "file": "undelivered"}  # fmt: skip
_ARGUMENT_AT = {"escalated": 1, "sender": 2, "incident": 1}
"""Where in a key of theirs the code stood."""


def translate(db: Database) -> None:
    """Write what the old rows' keys, subjects and guards meant into the new ones; drop the old."""
    for row in db.conn.execute("SELECT * FROM old_outbox").fetchall():
        topic, guard = _topic_of_key(db, row), _guard_of_text(row["guard"])
        db.conn.execute(
            "UPDATE outbox SET topic = ?, topic_arguments = ?, guard = ?, guard_arguments = ? WHERE id = ?",
            (*(topic or (None, None)), *(guard or (None, None)), row["id"]),
        )
    db.conn.execute("DROP TABLE old_outbox")


def _topic_of_key(db: Database, row: Row) -> tuple[str, str] | None:
    """Until now a key said what its message was about, a subject what its screen showed."""
    first, *others = row["dedupe_key"].split(":")
    kind, _, shown = (row["subject"] or "").partition(":")
    if kind in ("draft", "task"):
        return kind, json.dumps({"draft": int(shown)} if kind == "draft" else {"code": shown})
    if first == "desk" and others:
        return ("attachment" if "file" in others else "desk_copy"), json.dumps({"code": others[0]})
    if first == "digest" and len(others) > 1:
        return "aggregate", json.dumps({"period": others[0], "number": int(others[1])})
    if first == "card" and len(others) > 1:
        return "reminder", json.dumps({"day": others[1]})
    if first in _TOPICS:
        at = _ARGUMENT_AT.get(first, 0)
        return _TOPICS[first], json.dumps({"code": others[at - 1]} if at else {})
    return _receipt(db, row) if row["kind"] == "send" else None


def _receipt(db: Database, row: Row) -> tuple[str, str] | None:
    """An answer queued in the instant of a report of the same person was its receipt."""
    found = db.conn.execute(
        """SELECT r.code FROM reports r JOIN accounts a ON a.person = r.by_person
           WHERE a.id = ? AND r.sent_at = ? ORDER BY r.id DESC LIMIT 1""",
        (row["account"], row["created_at"]),
    ).fetchone()
    return ("receipt", json.dumps({"code": found[0]})) if found else None


def _guard_of_text(guard: str | None) -> tuple[str, str] | None:
    """`still_owed:2026-11.3,NV-1` named reports by period and seat, and tasks by code."""
    name, _, arguments = (guard or "").partition(":")
    if not name:
        return None
    owed = [one.partition(".") for one in arguments.split(",")]
    reports = [[period, int(seat)] for period, _, seat in owed if seat]
    return name, json.dumps({"reports": reports, "tasks": [code for code, _, seat in owed if not seat]})
