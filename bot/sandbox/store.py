"""What the sandbox remembers, in its own `sandbox.db`. The only module here with SQL.

Every write adds one to `seq`, which says that something a page shows may have changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]

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


@dataclass(frozen=True)
class Kept:
    """A message as Telegram keeps it: `body` is the Bot API's Message object."""

    body: Json
    from_bot: bool
    silent: bool
    changed: int


@dataclass(frozen=True)
class File:
    """A file that was sent."""

    file_id: str
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Query:
    """A pressed button that waits for the bot's answer, or has it."""

    query_id: str
    chat_id: int
    message_id: int
    data: str


@dataclass(frozen=True)
class Toast:
    """A line the bot shows for a moment (or, as an alert, until it is closed)."""

    toast_id: int
    text: str
    alert: bool
    changed: int


class Store:
    """The sandbox's database. `on_change` is called after each write."""

    def __init__(self, path: Path, on_change: Callable[[], None]) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        with self._db:
            for statement in _SCHEMA:
                self._db.execute(statement)
        self._on_change = on_change

    def close(self) -> None:
        self._db.close()

    @property
    def seq(self) -> int:
        """The number of writes so far; survives restarts."""
        return int(self._value("SELECT value FROM counters WHERE name = 'seq'"))

    def touch(self) -> None:
        """Say that something shown has changed which does not stand in the database."""
        with self._write():
            pass

    # Chats

    def know(self, people: Mapping[int, str]) -> None:
        """Keep the chats of these people (id to name)."""
        with self._write() as db:
            db.executemany(
                "INSERT INTO chats VALUES (?, ?) ON CONFLICT (chat_id) DO UPDATE SET name = excluded.name",
                people.items(),
            )

    def chat_name(self, chat_id: int) -> str | None:
        """Return the name of the person behind `chat_id`, None for an unknown chat."""
        row = self._db.execute("SELECT name FROM chats WHERE chat_id = ?", (chat_id,)).fetchone()
        return str(row[0]) if row else None

    # Updates

    def next_update_id(self) -> int:
        return self._next_id("updates")

    def queue(self, update: Json) -> None:
        """Keep `update` until it is confirmed; one with the same id that still waits is replaced."""
        with self._write() as db:
            _queue(db, update)

    def pending(self, offset: int, limit: int) -> list[Json]:
        """Return the oldest updates from `offset` on; reading takes nothing away."""
        rows = self._db.execute(
            "SELECT body FROM updates WHERE update_id >= ? ORDER BY update_id LIMIT ?", (offset, limit)
        )
        return [json.loads(body) for (body,) in rows]

    def confirm_before(self, offset: int) -> None:
        """Forget every update before `offset`."""
        if self._value("SELECT count(*) FROM updates WHERE update_id < ?", offset):
            with self._write() as db:
                db.execute("DELETE FROM updates WHERE update_id < ?", (offset,))

    def offset_from_end(self, count: int) -> int:
        """Return the offset that leaves the newest `count` updates."""
        rows = self._db.execute("SELECT update_id FROM updates ORDER BY update_id DESC LIMIT ?", (count,)).fetchall()
        return int(rows[-1][0]) if rows else 0

    # Messages

    def next_message_id(self) -> int:
        return self._next_id("messages")

    def person_wrote(self, message: Json, update: Json) -> None:
        """Keep a person's message and queue the update that tells the bot."""
        with self._write() as db:
            self._add_message(db, message, from_bot=False, silent=False)
            _queue(db, update)

    def bot_wrote(self, message: Json, *, silent: bool, file: File | None = None) -> None:
        """Keep a message of the bot, with the file it brings."""
        with self._write() as db:
            if file:
                db.execute("INSERT INTO files VALUES (?, ?, ?, ?)", (file.file_id, file.name, file.mime, file.content))
            self._add_message(db, message, from_bot=True, silent=silent)

    def bot_edited(self, message: Json) -> None:
        """Replace a message of the bot by its new state."""
        with self._write() as db:
            db.execute(
                "UPDATE messages SET body = ?, changed = ? WHERE message_id = ?",
                (json.dumps(message), self.seq, message["message_id"]),
            )

    def message(self, chat_id: int, message_id: int) -> Kept | None:
        rows = self._db.execute(
            "SELECT body, from_bot, silent, changed FROM messages WHERE chat_id = ? AND message_id = ?",
            (chat_id, message_id),
        )
        return next(_kept(rows), None)

    def messages(self, chat_id: int, limit: int) -> list[Kept]:
        """Return the newest `limit` messages of a chat, the oldest of them first."""
        rows = self._db.execute(
            "SELECT body, from_bot, silent, changed FROM messages WHERE chat_id = ? ORDER BY message_id DESC LIMIT ?",
            (chat_id, limit),
        )
        return list(_kept(rows))[::-1]

    def file(self, file_id: str) -> File | None:
        row = self._db.execute(
            "SELECT file_id, name, mime, content FROM files WHERE file_id = ?", (file_id,)
        ).fetchone()
        return File(*row) if row else None

    # Pressed buttons and what the bot answers

    def person_tapped(self, query: Query, update: Json) -> None:
        """Keep a pressed button and queue the update that tells the bot."""
        with self._write() as db:
            db.execute(
                "INSERT INTO queries (query_id, chat_id, message_id, data) VALUES (?, ?, ?, ?)",
                (query.query_id, query.chat_id, query.message_id, query.data),
            )
            _queue(db, update)

    def open_query(self, query_id: str) -> Query | None:
        """Return a query that waits for its answer."""
        row = self._db.execute(
            "SELECT query_id, chat_id, message_id, data FROM queries WHERE query_id = ? AND NOT answered", (query_id,)
        ).fetchone()
        return Query(*row) if row else None

    def open_queries(self, chat_id: int) -> list[Query]:
        rows = self._db.execute(
            "SELECT query_id, chat_id, message_id, data FROM queries WHERE chat_id = ? AND NOT answered", (chat_id,)
        )
        return [Query(*row) for row in rows]

    def answer(self, query: Query, text: str, *, alert: bool) -> None:
        """Mark `query` as answered and keep the toast, if there is a text."""
        with self._write() as db:
            db.execute("UPDATE queries SET answered = 1 WHERE query_id = ?", (query.query_id,))
            if text:
                db.execute(
                    "INSERT INTO toasts (chat_id, text, alert, changed) VALUES (?, ?, ?, ?)",
                    (query.chat_id, text, alert, self.seq),
                )

    def toasts(self, chat_id: int, limit: int) -> list[Toast]:
        """Return the newest `limit` toasts of a chat, the oldest of them first."""
        rows = self._db.execute(
            "SELECT toast_id, text, alert, changed FROM toasts WHERE chat_id = ? ORDER BY toast_id DESC LIMIT ?",
            (chat_id, limit),
        ).fetchall()
        return [Toast(toast_id, text, bool(alert), changed) for toast_id, text, alert, changed in reversed(rows)]

    # The bot's own settings and the log

    def set(self, name: str, value: object) -> None:
        with self._write() as db:
            db.execute(
                "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, json.dumps(value)),
            )

    def unset(self, name: str) -> None:
        with self._write() as db:
            db.execute("DELETE FROM settings WHERE name = ?", (name,))

    def setting(self, name: str) -> Any:
        """Return what was set under `name`, None if nothing."""
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def log(self, at: str, method: str) -> None:
        """Note a call of a method that the sandbox does not know."""
        with self._write() as db:
            db.execute("INSERT INTO log (at, method) VALUES (?, ?)", (at, method))

    def log_lines(self, limit: int) -> list[tuple[str, str]]:
        """Return the newest `limit` lines (instant, method), the newest first."""
        return self._db.execute("SELECT at, method FROM log ORDER BY line_id DESC LIMIT ?", (limit,)).fetchall()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._db:
            self._db.execute("UPDATE counters SET value = value + 1 WHERE name = 'seq'")
            yield self._db
        self._on_change()

    def _add_message(self, db: sqlite3.Connection, message: Json, *, from_bot: bool, silent: bool) -> None:
        db.execute(
            "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)",
            (message["message_id"], message["chat"]["id"], from_bot, silent, self.seq, json.dumps(message)),
        )

    def _next_id(self, table: str) -> int:
        """Ids are never used again, also when the row with the largest is gone."""
        return int(self._value("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = ?", table))

    def _value(self, sql: str, *params: object) -> Any:
        return self._db.execute(sql, params).fetchone()[0]


def _queue(db: sqlite3.Connection, update: Json) -> None:
    # ASCII JSON: an unpaired surrogate in a malformed update survives as it is.
    db.execute(
        "INSERT INTO updates VALUES (?, ?) ON CONFLICT (update_id) DO UPDATE SET body = excluded.body",
        (update["update_id"], json.dumps(update)),
    )


def _kept(rows: Iterable[tuple[str, int, int, int]]) -> Iterator[Kept]:
    for body, from_bot, silent, changed in rows:
        yield Kept(json.loads(body), bool(from_bot), bool(silent), changed)
