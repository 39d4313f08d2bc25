"""What the sandbox remembers, in its own `sandbox.db`. SQL stands in this folder alone.

Every write adds one to `seq`, which says that something a page shows may have changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bot.sandbox.store.records import Chat, File, Json, Query, StoredMessage, Toast
from bot.sandbox.store.schema import migrate

_FILE = "file_id, name, mime, content, kind, width, height"
_QUERY = "query_id, chat_id, message_id, data, user_id, asked_at"
_MESSAGE = "SELECT message_id, body, from_bot, silent, changed FROM messages"


_KEPT = ("chats", "updates", "messages", "settings", "log")
"""The tables of which any has a row as soon as anything has happened."""


def is_used(path: Path) -> bool:
    """Return whether a sandbox's database is there and anything has happened in it. It is not changed."""
    if not path.exists():
        return False
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return any(db.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() for name in _KEPT if name in there)  # noqa: S608


class Store:
    """The sandbox's database. `on_change` is called after each write."""

    def __init__(self, path: Path, on_change: Callable[[], None]) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        # A power cut may take the last writes of a trial; FULL would wait for the disk at every key that is pressed.
        self._db.execute("PRAGMA synchronous=NORMAL")
        with self._db:
            migrate(self._db)
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

    def put_private_chats(self, people: Mapping[int, str]) -> None:
        """Keep the private chats of these people (id to name)."""
        with self._write() as db:
            db.executemany(
                "INSERT INTO chats (chat_id, name) VALUES (?, ?)"
                " ON CONFLICT (chat_id) DO UPDATE SET name = excluded.name",
                people.items(),
            )

    def put_chat(self, chat: Chat) -> None:
        """Keep a chat's new state."""
        body = {"type": chat.type, "members": chat.members, "bot": chat.bot, "moved_to": chat.moved_to}
        with self._write() as db:
            db.execute(
                "INSERT INTO chats VALUES (?, ?, ?)"
                " ON CONFLICT (chat_id) DO UPDATE SET name = excluded.name, body = excluded.body",
                (chat.chat_id, chat.name, json.dumps(body)),
            )

    def chat(self, chat_id: int) -> Chat | None:
        """Return a chat, None if there is none of that id."""
        rows = self._db.execute("SELECT chat_id, name, body FROM chats WHERE chat_id = ?", (chat_id,))
        return next(map(_chat, rows), None)

    def groups(self) -> list[Chat]:
        """Return every group there is or was, the newest last."""
        return [_chat(row) for row in self._db.execute(
            "SELECT chat_id, name, body FROM chats WHERE chat_id < 0 ORDER BY chat_id DESC"
        )]  # fmt: skip

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

    def pending_count(self) -> int:
        return int(self._value("SELECT count(*) FROM updates"))

    def forget_update(self, update_id: int) -> None:
        """Forget one update, which was taken."""
        with self._write() as db:
            db.execute("DELETE FROM updates WHERE update_id = ?", (update_id,))

    def requeue(self, update: Json) -> None:
        """Give an update that waits a new id, behind all others."""
        new = update | {"update_id": self.next_update_id()}
        with self._write() as db:
            db.execute("DELETE FROM updates WHERE update_id = ?", (update["update_id"],))
            _queue(db, new)

    def offset_from_end(self, count: int) -> int:
        """Return the offset that leaves the newest `count` updates."""
        rows = self._db.execute("SELECT update_id FROM updates ORDER BY update_id DESC LIMIT ?", (count,)).fetchall()
        return int(rows[-1][0]) if rows else 0

    # Messages

    def next_message_id(self) -> int:
        return self._next_id("messages")

    def add_message_of_person(self, message: Json, update: Json | None, file: File | None = None) -> None:
        """Keep a person's message with the file it brings, and queue the update that tells the bot, if it is told."""
        with self._write() as db:
            if file:
                _add_file(db, file)
            self._add_message(db, message, from_bot=False, silent=False)
            _queue(db, update)

    def add_message_of_bot(self, message: Json, *, silent: bool, file: File | None = None) -> None:
        """Keep a message of the bot, with the file it brings."""
        with self._write() as db:
            if file:
                _add_file(db, file)
            self._add_message(db, message, from_bot=True, silent=silent)

    def replace_message(self, message: Json, update: Json | None = None) -> None:
        """Replace a message by its new state; queue the update that tells the bot of a person's edit."""
        with self._write() as db:
            db.execute(
                "UPDATE messages SET body = ?, changed = ? WHERE message_id = ?",
                (json.dumps(message), self.seq, message["message_id"]),
            )
            _queue(db, update)

    def delete(self, message_ids: Iterable[int]) -> None:
        """Forget messages, on every phone."""
        with self._write() as db:
            db.executemany("DELETE FROM messages WHERE message_id = ?", [(message_id,) for message_id in message_ids])

    def message(self, message_id: int) -> StoredMessage | None:
        """Return a message; ids are unique over all chats."""
        return next(_messages(self._db.execute(f"{_MESSAGE} WHERE message_id = ?", (message_id,))), None)

    def messages(self, chat_id: int, limit: int) -> list[StoredMessage]:
        """Return the newest `limit` messages of a chat, the oldest of them first."""
        sql = f"{_MESSAGE} WHERE chat_id = ? ORDER BY message_id DESC LIMIT ?"
        return list(_messages(self._db.execute(sql, (chat_id, limit))))[::-1]

    def file(self, file_id: str) -> File | None:
        row = self._db.execute(f"SELECT {_FILE} FROM files WHERE file_id = ?", (file_id,)).fetchone()  # noqa: S608
        return File(*row) if row else None

    # Pressed buttons and what the bot answers

    def add_query(self, query: Query, update: Json | None) -> None:
        """Keep a pressed button and queue the update that tells the bot."""
        with self._write() as db:
            db.execute(
                f"INSERT INTO queries ({_QUERY}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
                (query.query_id, query.chat_id, query.message_id, query.data, query.user_id, query.asked_at),
            )
            _queue(db, update)

    def open_queries(self, since: float) -> list[Query]:
        """Return the pressed buttons that wait for an answer and were pressed after `since`."""
        sql = f"SELECT {_QUERY} FROM queries WHERE NOT answered AND asked_at >= ?"  # noqa: S608
        return [Query(*row) for row in self._db.execute(sql, (since,))]

    def answer(self, query: Query, text: str, *, alert: bool) -> None:
        """Mark `query` as answered and keep the toast for whoever pressed, if there is a text."""
        with self._write() as db:
            db.execute("UPDATE queries SET answered = 1 WHERE query_id = ?", (query.query_id,))
            if text:
                db.execute(
                    "INSERT INTO toasts (chat_id, text, alert, changed) VALUES (?, ?, ?, ?)",
                    (query.user_id, text, alert, self.seq),
                )

    def toasts(self, user_id: int, limit: int) -> list[Toast]:
        """Return the newest `limit` toasts of a person, the oldest of them first."""
        rows = self._db.execute(
            "SELECT toast_id, text, alert, changed FROM toasts WHERE chat_id = ? ORDER BY toast_id DESC LIMIT ?",
            (user_id, limit),
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
            # Counted first, so that what the block writes can bear the number under which pages will find it.
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


def _queue(db: sqlite3.Connection, update: Json | None) -> None:
    if update is None:
        return
    # ASCII JSON: an unpaired surrogate in a malformed update survives as it is.
    db.execute(
        "INSERT INTO updates VALUES (?, ?) ON CONFLICT (update_id) DO UPDATE SET body = excluded.body",
        (update["update_id"], json.dumps(update)),
    )


def _add_file(db: sqlite3.Connection, file: File) -> None:
    values = (file.file_id, file.name, file.mime, file.content, file.kind, file.width, file.height)
    db.execute(f"INSERT INTO files ({_FILE}) VALUES (?, ?, ?, ?, ?, ?, ?)", values)  # noqa: S608


def _chat(row: tuple[int, str, str]) -> Chat:
    chat_id, name, body = row
    found = json.loads(body)
    return Chat(
        chat_id, name, found.get("type", "private"), tuple(found.get("members", ())), found.get("bot", "member"),
        found.get("moved_to"),
    )  # fmt: skip


def _messages(rows: Iterable[tuple[int, str, int, int, int]]) -> Iterator[StoredMessage]:
    for message_id, json_text, from_bot, silent, changed in rows:
        yield StoredMessage(message_id, json_text, bool(from_bot), bool(silent), changed)
