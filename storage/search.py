"""Finding rows by words, as far as they may be seen; what each account looked for last.

Difficulties and reports have full-text indexes (FTS5) that hold no text of their own. They hold every version: what a
row says is never changed or deleted, and which version is live is asked of `reports` when it is read. Organisations,
persons and tasks are few and are compared as they stand, so that a new name is found at once and the old one no more.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from bot.domain.searching import FoundKind, Hit, Term, indexed, matched, words_of
from storage.rows import change, iso, listed, rows, value

_SEEN = """r.superseded_at IS NULL AND r.withdrawn_at IS NULL
    AND (:seats IS NULL OR r.seat IN (SELECT value FROM json_each(:seats)))"""
_SEEN_IDS = """seen(id) AS MATERIALIZED (SELECT d.id FROM reports r CROSS JOIN difficulties d ON d.report = r.id
    WHERE r.seat IN (SELECT value FROM json_each(:seats))),"""
"""The difficulties of these seats, as what a statement begins with."""


@dataclass(frozen=True)
class Scope:
    """What somebody may find: what is of these seats, or of all for None; what a person sent; the persons themselves.

    `today` decides who is a person of the roster: those who hold a duty.
    """

    seats: Collection[int] | None
    senders: bool
    persons: bool
    today: date

    @property
    def seat_list(self) -> str | None:
        """The seats as a parameter."""
        return None if self.seats is None else listed(self.seats)


def index_difficulty(db: Database, difficulty: int, text: str) -> None:
    """Let a difficulty be found that has just been stored; in the same transaction."""
    _index(db, "difficulty_words", difficulty, text)


def index_report(db: Database, report: int, text: str) -> None:
    """Let a version of a report be found that has just been stored; in the same transaction."""
    _index(db, "report_words", report, text)


def unindex_difficulty(db: Database, difficulty: int, text: str) -> None:
    """Let a difficulty be found no more by a text, which is the very one it was indexed with."""
    words = indexed(text)
    # An index without contents takes a row out by what was put in.
    change(
        db,
        """INSERT INTO difficulty_words (difficulty_words, rowid, folded, spelt)
           VALUES ('delete', :row, :folded, :spelt)""",
        row=difficulty,
        folded=words.folded,
        spelt=words.spelt,
    )


def _index(db: Database, table: str, row: int, text: str) -> None:
    words = indexed(text)
    change(
        db,
        f"INSERT INTO {table} (rowid, folded, spelt) VALUES (:row, :folded, :spelt)",
        row=row,
        folded=words.folded,
        spelt=words.spelt,
    )


@dataclass(frozen=True)
class Names:
    """Which terms stand in the names of fields, seats and persons, by code or id, as far as any do."""

    fields: Mapping[str, int]
    organisations: Mapping[int, int]
    senders: Mapping[int, int]


def names_of(db: Database, terms: Sequence[Term], fields: Mapping[str, Sequence[str]], scope: Scope) -> Names:
    """Compare every name with these terms; `fields` are the names of each field by its code."""
    return Names(
        {code: bits for code, names in fields.items() if (bits := matched(names, terms))},
        _named(db, "SELECT id, organisation FROM seats", terms),
        _named(db, "SELECT id, full_name FROM persons", terms) if scope.senders else {},
    )


def hits(db: Database, terms: Sequence[Term], fields: Mapping[str, Sequence[str]], scope: Scope) -> list[Hit]:
    """Return every row within `scope` that has one of `terms`, which are those of a `Query`.

    `fields` are the names of each field by its code.
    """
    names = names_of(db, terms, fields, scope)
    return [
        *_difficulties(db, terms, names, scope),
        *_reports(db, terms, names, scope),
        *of_tasks(db, terms, names, scope),
        *(of_persons(db, terms, scope) if scope.persons else ()),
    ]


def asked_of(term: Term) -> str:
    """Return what the index is asked for a term. Words are letters and digits alone, within quotes no operators."""
    return f'spelt : ("{term.spelt}" OR "{term.folded}")' if term.is_accented else f'folded : "{term.folded}"'


def _asked(terms: Sequence[Term]) -> str:
    return listed(map(asked_of, terms))


def _named(db: Database, sql: str, terms: Sequence[Term]) -> dict[int, int]:
    """Which terms each of these names has, by id, as far as it has any."""
    asked = {word for term in terms for word in term.folded.split()}
    # Most names have none of the words: they are known by their words, which are kept.
    likely = [(number, name) for number, name in db.conn.execute(sql) if not asked.isdisjoint(words_of(name))]
    return {number: bits for number, name in likely if (bits := matched([name], terms))}


def _difficulties(db: Database, terms: Sequence[Term], names: Names, scope: Scope) -> Iterator[Hit]:
    """Those that have a term in their own texts or field, and then those of their sender besides."""
    # What is of no seat in scope goes before anything is read of it. `+`: else the index would be asked anew for each.
    seen, within = ("", "") if scope.seats is None else (_SEEN_IDS, "AND {id} IN (SELECT id FROM seen)")
    # CROSS JOIN: the index can be asked for a term only once the term is known.
    found = rows(
        db,
        f"""WITH {seen} own(id, bits) AS (
                SELECT difficulty_words.rowid, 1 << key FROM json_each(:terms) CROSS JOIN difficulty_words
                    WHERE difficulty_words MATCH value {within.format(id="+difficulty_words.rowid")}
                UNION ALL SELECT id, 0 FROM difficulties
                    WHERE field IN (SELECT value FROM json_each(:fields)) {within.format(id="id")})
            SELECT d.id, d.field, r.seat, r.by_person, r.sent_at, sum(own.bits) AS bits
            FROM own JOIN difficulties d ON d.id = own.id JOIN reports r ON r.id = d.report
            WHERE {_SEEN} GROUP BY d.id""",
        terms=_asked(terms),
        fields=listed(names.fields),
        seats=scope.seat_list,
    )
    for row in found:
        own = row["bits"] | names.fields.get(row["field"], 0)
        sender = names.organisations.get(row["seat"], 0) | names.senders.get(row["by_person"], 0)
        # A difficulty of that sender only if it says something more: else the report is what is looked for.
        yield Hit(FoundKind.DIFFICULTY, row["id"], row["sent_at"], own | sender if own & ~sender else own)


def _reports(db: Database, terms: Sequence[Term], names: Names, scope: Scope) -> Iterator[Hit]:
    found = rows(
        db,
        f"""WITH own(id, bits) AS (
                SELECT report_words.rowid, 1 << key FROM json_each(:terms) CROSS JOIN report_words
                    WHERE report_words MATCH value
                UNION ALL SELECT id, 0 FROM reports WHERE seat IN (SELECT value FROM json_each(:organisations))
                    OR by_person IN (SELECT value FROM json_each(:senders)))
            SELECT r.id, r.seat, r.by_person, r.sent_at, sum(own.bits) AS bits
            FROM own JOIN reports r ON r.id = own.id WHERE {_SEEN} GROUP BY r.id""",
        terms=_asked(terms),
        organisations=listed(names.organisations),
        senders=listed(names.senders),
        seats=scope.seat_list,
    )
    for row in found:
        bits = row["bits"] | names.organisations.get(row["seat"], 0) | names.senders.get(row["by_person"], 0)
        yield Hit(FoundKind.REPORT, row["id"], row["sent_at"], bits)


def of_tasks(db: Database, terms: Sequence[Term], names: Names, scope: Scope) -> Iterator[Hit]:
    """Yield the tasks that have a term in their title, their document, or who takes part."""
    found = rows(
        db,
        """SELECT t.id, t.title, t.basis, (SELECT json_group_array(seat) FROM task_seats WHERE task = t.id) AS with_part
           FROM tasks t WHERE (:seats IS NULL AND t.parent IS NULL) OR t.id IN
               (SELECT task FROM task_seats WHERE seat IN (SELECT value FROM json_each(:seats)))""",
        seats=scope.seat_list,
    )
    for row in found:
        bits = matched((row["title"], row["basis"]), terms)
        for seat in json.loads(row["with_part"]):
            bits |= names.organisations.get(seat, 0)
        if bits:
            yield Hit(FoundKind.TASK, row["id"], "", bits)


def of_persons(db: Database, terms: Sequence[Term], scope: Scope) -> Iterator[Hit]:
    """Yield the persons of the roster that have a term in their name."""
    found = rows(
        db,
        """SELECT id, full_name FROM persons WHERE id IN
               (SELECT person FROM duties WHERE valid_from <= :today AND (valid_to IS NULL OR valid_to > :today))""",
        today=scope.today.isoformat(),
    )
    for row in found:
        if bits := matched([row["full_name"]], terms):
            yield Hit(FoundKind.PERSON, row["id"], "", bits)


def put_query(db: Database, account: int, query: str, now: datetime) -> None:
    """Keep what an account looks for, in the place of what it looked for before."""
    change(
        db,
        """INSERT INTO searches (account, query, at) VALUES (:account, :query, :now)
           ON CONFLICT (account) DO UPDATE SET query = excluded.query, at = excluded.at""",
        account=account,
        query=query,
        now=iso(now),
    )


def query_of(db: Database, account: int) -> str | None:
    """Return what an account looked for last, as long as it is kept."""
    found = value(db, "SELECT query FROM searches WHERE account = :account", account=account)
    return None if found is None else str(found)


def purge_queries(db: Database, before: datetime) -> int:
    """Forget what was looked for before an instant; return how many that were."""
    return change(db, "DELETE FROM searches WHERE at < :before", before=iso(before))
