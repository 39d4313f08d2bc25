"""The sandbox's own base, and what a base of an earlier version still holds."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from bot.sandbox.store.database import Store
from bot.sandbox.store.records import Query

EARLIER = (
    "CREATE TABLE chats (chat_id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE files (file_id TEXT PRIMARY KEY, name TEXT NOT NULL, mime TEXT NOT NULL, content BLOB NOT NULL)",
    """CREATE TABLE queries (
        query_id TEXT PRIMARY KEY, chat_id INTEGER NOT NULL, message_id INTEGER NOT NULL, data TEXT NOT NULL,
        answered INTEGER NOT NULL DEFAULT 0)""",
    "INSERT INTO chats VALUES (7, 'Nguyễn Minh Châu')",
    "INSERT INTO files VALUES ('x', 'a.docx', 'application/octet-stream', 'content')",
    "INSERT INTO queries VALUES ('q', 7, 1, 'a', 0)",
)


def test_a_base_of_an_earlier_version_is_carried_on_once(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.db"
    with sqlite3.connect(path) as db:
        for statement in EARLIER:
            db.execute(statement)
    db.close()

    for _ in range(2):
        store = Store(path, lambda: None)
        chat, file, queries = store.chat(7), store.file("x"), store.open_queries(0)
        store.close()

        assert chat
        assert (chat.name, chat.type, chat.bot) == ("Nguyễn Minh Châu", "private", "member")
        assert file
        assert (file.name, file.kind) == ("a.docx", "document")
        assert queries == [Query("q", 7, 1, "a", user_id=7, asked_at=0)]


def test_ids_are_not_used_again_after_a_deletion(tmp_path: Path) -> None:
    store = Store(tmp_path / "sandbox.db", lambda: None)
    first = store.next_message_id()
    store.add_message_of_bot({"message_id": first, "chat": {"id": 7}}, silent=False)

    store.delete([first])

    assert store.next_message_id() == first + 1
    assert store.messages(7, 10) == []
    store.close()


def test_every_write_counts(tmp_path: Path) -> None:
    changes: list[str] = []
    store = Store(tmp_path / "sandbox.db", lambda: changes.append("changed"))
    before = store.seq

    store.set("a", json.loads("[1]"))
    store.unset("a")

    assert (store.seq - before, len(changes)) == (2, 2)
    store.close()
