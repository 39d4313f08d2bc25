"""Notes of the desk on difficulties: rows beside their events, which the desk alone reads."""

from __future__ import annotations

import json

from sqlite_utils import Database

from bot.domain.carrying import WORDS
from bot.domain.handling import Note
from storage.difficulties import NOTE
from storage.rows import insert, instant, iso, rows


def add_note(db: Database, code: str, report: int, note: Note) -> None:
    """Keep a note of the desk on a difficulty."""
    insert(
        db,
        """INSERT INTO difficulty_events (difficulty, report, kind, at, actor, detail)
           VALUES (:code, :report, :kind, :at, :actor, :detail)""",
        code=code,
        report=report,
        kind=NOTE,
        at=iso(note.at),
        actor=note.actor,
        detail=json.dumps({WORDS: note.words}, ensure_ascii=False),
    )


def notes_of(db: Database, code: str) -> list[Note]:
    """Return the notes of the desk on a difficulty, the newest first."""
    found = rows(
        db,
        "SELECT * FROM difficulty_events WHERE difficulty = :code AND kind = :kind ORDER BY id DESC",
        code=code,
        kind=NOTE,
    )
    return [Note(instant(row["at"]), row["actor"], str(json.loads(row["detail"])[WORDS])) for row in found]
