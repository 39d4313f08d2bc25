"""The step of the schema that keeps what is understood of the law beside the words."""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# The index holds no text of its own, so that it is made anew from the texts.
_LEGAL = """
ALTER TABLE difficulties ADD COLUMN legal_refs TEXT NOT NULL DEFAULT '';
ALTER TABLE difficulties ADD COLUMN procedure_codes TEXT NOT NULL DEFAULT '';
INSERT INTO difficulty_words (difficulty_words) VALUES ('delete-all');
INSERT INTO report_words (report_words) VALUES ('delete-all');
"""


def m029_provisions(db: Database) -> None:
    """Provisions and codes of procedures as they are cited, of what was sent before too; found by these as well."""
    # A base that is up to date needs none of it.
    from bot.domain.citations import normalised
    from bot.domain.procedure_codes import procedure_codes

    run(db, _LEGAL)
    for row, *texts in db.conn.execute(
        "SELECT id, legal, procedure, content, agency, proposal FROM difficulties"
    ).fetchall():
        provisions = [each for n, text in enumerate(texts) for each in normalised(text, asked=n == 0)]
        codes = [each for n, text in enumerate(texts) for each in procedure_codes(text, asked=n == 1)]
        kept = ["\n".join(dict.fromkeys(found)) for found in (provisions, codes)]
        db.conn.execute("UPDATE difficulties SET legal_refs = ?, procedure_codes = ? WHERE id = ?", [*kept, row])
        _index(db, "difficulty_words", row, "\n".join((*texts, *kept)))
    for row, text in db.conn.execute("SELECT id, coalesce(opinion, '') FROM reports").fetchall():
        _index(db, "report_words", row, text)


def _index(db: Database, table: str, row: int, text: str) -> None:
    from bot.domain.searching import indexed

    words = indexed(text)
    db.conn.execute(f"INSERT INTO {table} (rowid, folded, spelt) VALUES (?, ?, ?)", [row, words.folded, words.spelt])
