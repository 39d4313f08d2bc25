"""The tables of `sandbox.db`, and how a base of an earlier version gets them."""

from __future__ import annotations

import sqlite3

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO counters VALUES ('seq', 0) ON CONFLICT DO NOTHING",
    "CREATE TABLE IF NOT EXISTS chats (chat_id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS updates (update_id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS messages (
        message_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL, from_bot INTEGER NOT NULL,
        silent INTEGER NOT NULL, changed INTEGER NOT NULL, body TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS messages_of_chat ON messages (chat_id, message_id)",
    """CREATE TABLE IF NOT EXISTS files (
        file_id TEXT PRIMARY KEY, name TEXT NOT NULL, mime TEXT NOT NULL, content BLOB NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS queries (
        query_id TEXT PRIMARY KEY, chat_id INTEGER NOT NULL, message_id INTEGER NOT NULL, data TEXT NOT NULL,
        answered INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE IF NOT EXISTS toasts (
        toast_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL, text TEXT NOT NULL,
        alert INTEGER NOT NULL, changed INTEGER NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS log (
        line_id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, method TEXT NOT NULL)""",
)
_CHANGES = (
    (
        "ALTER TABLE chats ADD COLUMN body TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE files ADD COLUMN kind TEXT NOT NULL DEFAULT 'document'",
        "ALTER TABLE files ADD COLUMN width INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE files ADD COLUMN height INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE queries ADD COLUMN user_id INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE queries ADD COLUMN asked_at REAL NOT NULL DEFAULT 0",
        "UPDATE queries SET user_id = chat_id",
        "CREATE INDEX queries_open ON queries (answered, asked_at)",
    ),
)
"""What came to the schema later, step by step; `user_version` counts the steps a base has taken."""


def migrate(db: sqlite3.Connection) -> None:
    """Bring a base, new or of an earlier version, to the present schema. Runs in the transaction of the caller."""
    for statement in _SCHEMA:
        db.execute(statement)
    steps_taken = db.execute("PRAGMA user_version").fetchone()[0]
    for step in _CHANGES[steps_taken:]:
        for statement in step:
            db.execute(statement)
    db.execute(f"PRAGMA user_version = {len(_CHANGES)}")
