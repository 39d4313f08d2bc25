"""Bases with up to a million difficulties: those that the program itself stores, copied set-wise into earlier months.

A copy is in all tables and indexes that the program fills, under codes and with a number in its text of its own. All
but the newest have been closed: how much is open does not grow with how much is stored.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

from bot.domain.reports import Difficulty
from bot.domain.searching import indexed
from scripts.bench.corpus import base
from storage import difficulties
from storage.queue_steps import FILL

SEED = 10_000
"""So many are stored as the program stores them; what is more are copies of them."""
OPEN = 1_000
"""So many are open, however many there are."""
_MONTHS = 5
"""The seed begins with January 2020 and takes so many months; each copy of it comes as many months before the last."""

_BULK = ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-400000")
_GATHER = (
    "INSERT INTO difficulty_words (difficulty_words, rank) VALUES ('hashsize', ?)",
    "INSERT INTO alike_words (alike_words, rank) VALUES ('hashsize', ?)",
)
_BULK_BYTES, _USUAL_BYTES = 400_000_000, 1_048_576
"""How much an index of words gathers before it writes: the latter is what SQLite has by itself."""

# How much earlier a copy is, and how far its ids are from those of the seed.
_COPIES = """CREATE TEMP TABLE copies AS
    WITH RECURSIVE numbers (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM numbers WHERE k < :copies)
    SELECT k, '-' || (k * :months) || ' months' AS earlier, k * (SELECT max(id) FROM reports) AS reports,
        k * (SELECT max(id) FROM difficulties) AS difficulties FROM numbers"""
_SEED = (
    "CREATE TEMP TABLE words (id INTEGER PRIMARY KEY, folded TEXT, spelt TEXT, terms TEXT)",
    "CREATE TEMP TABLE seed_reports AS SELECT * FROM reports",
    """CREATE TEMP TABLE seed_difficulties AS
       SELECT d.*, r.sent_at FROM difficulties d JOIN reports r ON r.id = d.report""",
)
# Codes have the month in them, from the fourth letter on: BC-2001-007.
_EARLIER = (
    """CREATE TEMP VIEW earlier_reports AS
       SELECT id + c.reports AS id, strftime('%Y-%m', sent_at, earlier) AS month, *
       FROM copies c CROSS JOIN seed_reports""",
    """CREATE TEMP VIEW earlier_difficulties AS
       SELECT id + c.difficulties AS id, report + c.reports AS report,
           substr(code, 1, 3) || substr(strftime('%Y%m', sent_at, earlier), 3) || substr(code, 8) AS code,
           strftime('%Y-%m', sent_at, earlier) || substr(sent_at, 8) AS at, position, field, procedure, content, legal,
           proposal, agency, agency_code, legal_refs, procedure_codes
       FROM copies c CROSS JOIN seed_difficulties""",
)
_COPIED = (
    """INSERT INTO reports (id, code, version, seat, kind, period, nil, by_person, via, sent_at)
       SELECT id, 'BC-' || substr(month, 3, 2) || substr(month, 6) || substr(code, 8), version, seat, kind, month, nil,
           by_person, via, month || substr(sent_at, 8) FROM earlier_reports""",
    """INSERT INTO difficulties (id, code, report, position, field, procedure, content, legal, proposal, agency,
           agency_code, legal_refs, procedure_codes)
       SELECT id, code, report, position, field, procedure, content || ' Hồ sơ số ' || id || '.', legal, proposal,
           agency, agency_code, legal_refs, procedure_codes FROM earlier_difficulties""",
    """INSERT INTO difficulty_events (difficulty, report, kind, at, actor, detail)
       SELECT code, report, 'sent', at, 'person:P1', '{}' FROM earlier_difficulties""",
    "INSERT INTO report_words (rowid, folded, spelt) SELECT id, '', '' FROM earlier_reports",
    """INSERT INTO difficulty_words (rowid, folded, spelt)
       SELECT id + c.difficulties, folded || ' ho so so ' || (id + c.difficulties),
           spelt || ' hồ sơ số ' || (id + c.difficulties)
       FROM copies c CROSS JOIN words""",
    "INSERT INTO alike_words (rowid, terms) SELECT id + c.difficulties, terms FROM copies c CROSS JOIN words",
    "UPDATE alike_words_counts SET count = count * (1 + (SELECT count(*) FROM copies))",
)
_CLOSED = """INSERT INTO difficulty_events (difficulty, report, kind, at, actor, detail)
    SELECT d.code, d.report, 'closed', r.sent_at, 'person:P1', '{}'
    FROM difficulties d JOIN reports r ON r.id = d.report WHERE d.id NOT BETWEEN :first AND :last"""
_UNENDED = ("DELETE FROM difficulties_unended", FILL)
"""What triggers would have kept."""


def grown(place: Path, many: int, most: int = SEED) -> Path:
    """Return a base with so many difficulties, of which `most` and no more are stored as the program stores them.

    One that is at this place already is used again.

    Raises ValueError where copies do not come to so many.
    """
    file, seed = place / f"grown-{many}.db", min(many, most)
    if many % seed:
        raise ValueError(f"{many} is no multiple of {seed}")
    if file.exists():
        return file
    base(place, seed)[0].close()
    begun = place / f"{file.name}.begun"
    shutil.copy(place / f"bench-{seed}.db", begun)
    with closing(sqlite3.connect(begun, isolation_level=None)) as db, _in_bulk(db):
        if many > seed:
            _copy(db, seed_words(place, seed), many // seed - 1)
        db.execute(_CLOSED, {"first": seed - OPEN + 1, "last": seed})
        for statement in _UNENDED:
            db.execute(statement)
    return begun.rename(file)


@lru_cache(maxsize=1)
def seed_words(place: Path, seed: int = SEED) -> list[tuple[int, str, str, str]]:
    """Return what each of the seed is indexed with, which is kept: the indexes themselves hold no texts."""
    reading, _ = base(place, seed)
    found = difficulties.by_rows(reading, range(1, seed + 1))
    reading.close()
    return [(number, *_indexed(each)) for number, (each, _) in found.items()]


def _indexed(difficulty: Difficulty) -> tuple[str, str, str]:
    words, sketch = indexed(difficulty.searched), difficulties.sketch_of(difficulty)
    return words.folded, words.spelt, " ".join(sorted(sketch.terms | sketch.marks))


def _copy(db: sqlite3.Connection, words: list[tuple[int, str, str, str]], copies: int) -> None:
    for statement in _SEED:
        db.execute(statement)
    db.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", words)
    db.execute(_COPIES, {"copies": copies, "months": _MONTHS})
    for statement in (*_EARLIER, *_COPIED):
        db.execute(statement)


@contextmanager
def _in_bulk(db: sqlite3.Connection) -> Iterator[None]:
    """Write without what makes a base durable, and without the triggers that mark what is to be planned."""
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for statement in (*_BULK, *(f"DROP TRIGGER {name}" for name, _ in triggers), "BEGIN"):
        db.execute(statement)
    _gather(db, _BULK_BYTES)
    yield
    _gather(db, _USUAL_BYTES)
    for statement in (*(sql for _, sql in triggers), "COMMIT", "PRAGMA journal_mode=WAL"):
        db.execute(statement)


def _gather(db: sqlite3.Connection, many: int) -> None:
    for statement in _GATHER:
        db.execute(statement, (many,))
