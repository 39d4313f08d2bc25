"""The index by which difficulties that may be about one thing are found; kept by whatever indexes their words."""

from __future__ import annotations

from sqlite_utils import Database

from bot.domain.duplicates import Sketch
from storage.rows import change, listed


def index_sketch(db: Database, difficulty: int, found: Sketch) -> None:
    """Let a difficulty be found by what it has in common with others; in the transaction that stores it."""
    terms = sorted(found.terms | found.marks)
    change(
        db,
        "INSERT INTO alike_words (rowid, terms) VALUES (:row, :terms)",
        row=difficulty,
        terms=" ".join(terms),
    )
    change(
        db,
        """INSERT INTO alike_words_counts (term, count) SELECT value, 1 FROM json_each(:terms) WHERE true
           ON CONFLICT (term) DO UPDATE SET count = count + 1""",
        terms=listed(terms),
    )


def unindex_sketch(db: Database, difficulty: int, found: Sketch) -> None:
    """Let a difficulty be found no more by a sketch, which is the very one it was indexed with."""
    terms = sorted(found.terms | found.marks)
    change(
        db,
        "INSERT INTO alike_words (alike_words, rowid, terms) VALUES ('delete', :row, :terms)",
        row=difficulty,
        terms=" ".join(terms),
    )
    change(
        db,
        "UPDATE alike_words_counts SET count = count - 1 WHERE term IN (SELECT value FROM json_each(:terms))",
        terms=listed(terms),
    )


def forget_sketches(db: Database) -> None:
    """Empty the index, to be filled anew: words whose texts are gone cannot be taken out of it one by one."""
    change(db, "INSERT INTO alike_words (alike_words) VALUES ('delete-all')")
    change(db, "DELETE FROM alike_words_counts")
