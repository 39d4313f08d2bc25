"""The step of the schema about difficulties that are followed together."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# An index without contents: the texts are in the tables already. One word is a syllable or a pair of them.
_ALIKE = """
CREATE VIRTUAL TABLE alike_words USING fts5 (
    terms, content = '', detail = none, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'");
CREATE TABLE alike_words_counts (
    term TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX difficulty_events_merged ON difficulty_events (json_extract(detail, '$.into')) WHERE kind = 'merged';
"""


def m033_alike(db: Database) -> None:
    """What difficulties have in common, indexed; which were merged into one is found by that one's code."""
    # A base that is up to date needs none of it.
    from bot.domain.duplicates import sketch
    from storage.alike_index import index_sketch

    run(db, _ALIKE)
    found = db.conn.execute(
        "SELECT id, procedure, content, legal_refs, procedure_codes FROM difficulties ORDER BY id"
    ).fetchall()
    for row, procedure, content, provisions, codes in found:
        understood = [each for each in (*provisions.split("\n"), *codes.split("\n")) if each]
        index_sketch(db, row, sketch((procedure, content), procedure, understood))
