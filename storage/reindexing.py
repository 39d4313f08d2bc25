"""The full-text indexes built anew from what the rows say now."""

from __future__ import annotations

from sqlite_utils import Database

from bot.domain.correcting import corrected
from storage.alike_index import forget_sketches
from storage.difficulties import difficulties_of, events_of, index
from storage.rows import change, rows
from storage.search import index_report


def index_anew(db: Database) -> None:
    """An index without contents cannot take out words: what was deleted would stay in it until it is merged."""
    for table in ("difficulty_words", "report_words"):
        change(db, f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    forget_sketches(db)
    for row in rows(db, "SELECT id, opinion FROM reports ORDER BY id"):
        index_report(db, row["id"], row["opinion"] or "")
        found = difficulties_of(db, [row["id"]])[row["id"]]
        events = events_of(db, [difficulty.code for difficulty in found])
        for difficulty in found:
            index(db, difficulty.id, corrected(difficulty, events.get(difficulty.code, ())))
