"""The database of the floor and the peers, which use nothing of the program's: states of chats, and reports."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS states (chat INTEGER PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS reports (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, content TEXT NOT NULL)",
)
_KEEP = "INSERT INTO states VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET state = excluded.state"
_REPORT = "INSERT INTO reports (chat, content) VALUES (?, ?)"


class FloorBase:
    """A database that is durable after each commit."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", *_SCHEMA):
            self._db.execute(statement)

    def keep(self, states: Iterable[tuple[int, object]], reports: Iterable[tuple[int, object]]) -> None:
        """Keep what chats have come to, and reports that are complete, in one commit."""
        self._db.execute("BEGIN IMMEDIATE")
        for chat, state in states:
            self._db.execute(_KEEP, (chat, json.dumps(state)))
        for chat, content in reports:
            self._db.execute(_REPORT, (chat, json.dumps(content)))
        self._db.execute("COMMIT")

    def report(self, chat: int, content: object) -> None:
        """Keep a report that is complete."""
        self._db.execute(_REPORT, (chat, json.dumps(content)))
