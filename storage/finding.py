"""Finding what has every word of a query, the newest first, without reading all that has any of them.

For whoever may see everything. The words of a row may stand in its own text, or in the names of its field and sender:
each way to cover them is one question to the index, which gives its newest answers and no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import or_
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.difficulties import DifficultyState, current_state
from bot.domain.searching import FoundKind, Hit, Term
from storage.difficulties import events_of
from storage.rows import Value, listed, rows
from storage.search import Names, Scope, asked_of, of_persons, of_tasks

MOST = 50
"""So many rows of each way are read."""
_WAYS = 40
"""With more ways to cover the words, all that has any of them is read instead."""
_LIVE = "r.superseded_at IS NULL AND r.withdrawn_at IS NULL"


@dataclass(frozen=True)
class Narrowed:
    """What else is asked of difficulties: the period that their codes name, what must have happened, whose they are."""

    period: str = ""
    """As codes have it, such as 2611; empty for any."""
    acts: tuple[str, ...] = ()
    """One of these must have been done; empty for any."""
    seat: str = ""
    """The code of whose it is; empty for any."""


@dataclass(frozen=True)
class _Cover:
    """Rows whose names have these words: the bits of the terms, and the condition with its parameter."""

    bits: int
    where: str = ""
    values: tuple[int | str, ...] = ()


def every_word(
    db: Database, terms: Sequence[Term], words: int, names: Names, scope: Scope, narrowed: Narrowed | None = None
) -> list[Hit] | None:
    """Return the newest rows that have each of the first `words` of these terms that any row has.

    None where there are none, or where it takes too many questions: then `search.hits` answers. With `narrowed`,
    difficulties alone, and those of a sender without any word of their own too.
    """
    every = (1 << words) - 1
    found = _having(db, terms, words, every, names, scope, narrowed)
    if found or found is None or not words:
        return found or None
    # No row has all of them: is there a word that none has at all?
    wanted = _known(db, terms[:words], names, scope, narrowed)
    if wanted.bit_count() * 2 < words:
        return []  # less than half of the words is nothing
    return _having(db, terms, words, wanted, names, scope, narrowed) or None if wanted != every else None


def _having(
    db: Database,
    terms: Sequence[Term],
    words: int,
    wanted: int,
    names: Names,
    scope: Scope,
    narrowed: Narrowed | None,
) -> list[Hit] | None:
    """The newest rows that have each of these words; None where that takes too many questions."""
    fields, senders = _covers("d.field", names.fields, wanted), _senders(names, wanted)
    if len(fields) * len(senders) > _WAYS:
        return None
    found = dict.fromkeys(_difficulties(db, terms, words, wanted, names, narrowed))
    if narrowed is None:
        found |= dict.fromkeys(_reports(db, terms, words, wanted, senders))
        others = [*of_tasks(db, terms, names, scope), *(of_persons(db, terms, scope) if scope.persons else ())]
        found |= dict.fromkeys(hit for hit in others if hit.matched & wanted == wanted)
    return _joined(found)


def _joined(hits: Iterable[Hit]) -> list[Hit]:
    """Each row once, with all that was found of it."""
    once: dict[tuple[FoundKind, int], Hit] = {}
    for hit in hits:
        before = once.get((hit.kind, hit.id))
        matched = hit.matched | (before.matched if before else 0)
        once[hit.kind, hit.id] = Hit(hit.kind, hit.id, hit.at, matched)
    return list(once.values())


def _known(db: Database, words: Sequence[Term], names: Names, scope: Scope, narrowed: Narrowed | None) -> int:
    """Which words any row has, by itself or by a name."""
    known = 0
    named = 0
    for bits in (*names.fields.values(), *names.organisations.values(), *names.senders.values()):
        named |= bits
    if narrowed is None:
        for hit in (*of_tasks(db, words, names, scope), *(of_persons(db, words, scope) if scope.persons else ())):
            named |= hit.matched
    for number, term in enumerate(words):
        if named >> number & 1 or _stands_anywhere(db, term):
            known |= 1 << number
    return known


def _stands_anywhere(db: Database, term: Term) -> bool:
    match = asked_of(term)
    difficulty = f"""SELECT 1 FROM difficulty_words JOIN difficulties d ON d.id = difficulty_words.rowid
        JOIN reports r ON r.id = d.report WHERE difficulty_words MATCH :match AND {_LIVE} LIMIT 1"""
    report = f"""SELECT 1 FROM report_words JOIN reports r ON r.id = report_words.rowid
        WHERE report_words MATCH :match AND {_LIVE} LIMIT 1"""
    return bool(rows(db, difficulty, match=match) or rows(db, report, match=match))


def _covers(column: str, names: Mapping[str, int] | Mapping[int, int], wanted: int) -> list[_Cover]:
    """The ways to be covered by names of one kind: by none, or by those that have the same words."""
    groups: dict[int, list[int | str]] = {}
    for number, bits in names.items():
        if bits & wanted:
            groups.setdefault(bits, []).append(number)
    return [_Cover(0), *(_Cover(bits, column, tuple(each)) for bits, each in groups.items())]


def _senders(names: Names, wanted: int) -> list[tuple[_Cover, _Cover]]:
    organisations = _covers("r.seat", names.organisations, wanted)
    return list(product(organisations, _covers("r.by_person", names.senders, wanted)))


def _difficulties(
    db: Database,
    terms: Sequence[Term],
    words: int,
    wanted: int,
    names: Names,
    narrowed: Narrowed | None,
) -> Iterator[Hit]:
    own = _of_own(db, terms, words, wanted, narrowed)
    yield from own
    if len(own) >= MOST:
        return  # there are more than are listed of those that say all of it themselves
    fields, senders = _covers("d.field", names.fields, wanted), _senders(names, wanted)
    for covers in ((field, *sender) for field, sender in product(fields, senders)):
        of_sender = covers[1].bits | covers[2].bits
        by_names = covers[0].bits | of_sender
        is_of_sender = narrowed is None and of_sender and not wanted & ~of_sender
        if not by_names or is_of_sender or _is_idle(covers):
            continue
        for row in _rows_of_difficulties(db, _match(terms, wanted & ~by_names), covers, narrowed):
            sender = names.organisations.get(row["seat"], 0) | names.senders.get(row["by_person"], 0)
            if narrowed is None and of_sender and not wanted & ~sender:
                continue  # what its sender's names say, it need not say: the report is what is looked for
            yield Hit(FoundKind.DIFFICULTY, row["id"], row["sent_at"], wanted | by_names)


def _of_own(db: Database, terms: Sequence[Term], words: int, wanted: int, narrowed: Narrowed | None) -> list[Hit]:
    """Those that have all words in their own text: with the whole phrase, as these come first, and then without."""
    found: list[Hit] = []
    for phrase in _phrases(terms, words, wanted):
        if len(found) < MOST:
            rows_of = _rows_of_difficulties(db, _match(terms, wanted | phrase), (), narrowed)
            found += [Hit(FoundKind.DIFFICULTY, row["id"], row["sent_at"], wanted | phrase) for row in rows_of]
    return found


def _is_idle(covers: Sequence[_Cover]) -> bool:
    """Whether one of these covers nothing that the others do not."""
    named = [cover.bits for cover in covers if cover.bits]
    return any(not bits & ~_union(named[:at] + named[at + 1 :]) for at, bits in enumerate(named))


def _union(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def _phrases(terms: Sequence[Term], words: int, left: int) -> Sequence[int]:
    """The whole phrase where there is one, as what has it comes first, and without it."""
    has_phrase = len(terms) > words and left == (1 << words) - 1
    return (1 << words, 0) if has_phrase else (0,)


def _match(terms: Sequence[Term], bits: int) -> str:
    """What the index is asked: all of these at once."""
    return " AND ".join(f"({asked_of(term)})" for number, term in enumerate(terms) if bits >> number & 1)


def _rows_of_difficulties(db: Database, match: str, covers: Sequence[_Cover], narrowed: Narrowed | None) -> list[Row]:
    where, params = _conditions(covers)
    order = "w.rowid" if match else "d.id"
    if narrowed and narrowed.period:
        # A period's difficulties are stored in its own weeks: from the first to the last of them is not far.
        where.append(f"{order} BETWEEN :first AND :last AND d.code LIKE :period")
        params |= _stored(db, narrowed.period)
    if narrowed and narrowed.acts:
        where.append(
            """EXISTS (SELECT 1 FROM difficulty_events e WHERE e.difficulty = d.code
               AND e.kind IN (SELECT value FROM json_each(:acts)))"""
        )
        params["acts"] = listed(narrowed.acts)
    if narrowed and narrowed.seat:
        where.append("r.seat IN (SELECT id FROM seats WHERE code = :seat)")
        params["seat"] = narrowed.seat
    # CROSS JOIN: from the newest of the index on, so that the rest is never read.
    source = "difficulty_words AS w CROSS JOIN difficulties d ON d.id = w.rowid" if match else "difficulties d"
    if match:
        where.append("difficulty_words MATCH :match")
        params["match"] = match
    return rows(
        db,
        f"""SELECT d.id, r.sent_at, r.seat, r.by_person FROM {source}
            CROSS JOIN reports r ON r.id = d.report
            WHERE {" AND ".join([*where, _LIVE])} ORDER BY {order} DESC LIMIT {MOST}""",
        **params,
    )


def _stored(db: Database, period: str) -> dict[str, Value]:
    """The first and the last row of a period, by the codes that name it."""
    # From the code with "-" on to what sorts just behind it: the index on codes finds them.
    found = rows(
        db,
        "SELECT min(id) AS first, max(id) AS last FROM difficulties WHERE code >= :begin AND code < :end",
        begin=f"VM-{period}-",
        end=f"VM-{period}.",
    )
    return {"first": found[0]["first"] or 0, "last": found[0]["last"] or 0, "period": f"VM-{period}-%"}


def _reports(
    db: Database, terms: Sequence[Term], words: int, wanted: int, senders: Sequence[tuple[_Cover, _Cover]]
) -> Iterator[Hit]:
    for covers in senders:
        by_names = covers[0].bits | covers[1].bits
        left = wanted & ~by_names
        for phrase in _phrases(terms, words, left):
            match = _match(terms, left | phrase)
            where, params = _conditions(covers)
            source, order = "reports r", "r.id"
            if match:
                source, order = "report_words AS w CROSS JOIN reports r ON r.id = w.rowid", "w.rowid"
                where.append("report_words MATCH :match")
                params["match"] = match
            found = rows(
                db,
                f"""SELECT r.id, r.sent_at FROM {source} WHERE {" AND ".join([*where, _LIVE])}
                    ORDER BY {order} DESC LIMIT {MOST}""",
                **params,
            )
            for row in found:
                yield Hit(FoundKind.REPORT, row["id"], row["sent_at"], wanted | by_names | phrase)


def _conditions(covers: Iterable[_Cover]) -> tuple[list[str], dict[str, Value]]:
    where, params = [], dict[str, Value]()
    for number, cover in enumerate(each for each in covers if each.where):
        where.append(f"{cover.where} IN (SELECT value FROM json_each(:names{number}))")
        params[f"names{number}"] = listed(cover.values)
    return where, params


def in_states(db: Database, hits: Sequence[Hit], states: Collection[DifficultyState]) -> list[Hit]:
    """Return those of these difficulties that stand so."""
    found = rows(
        db,
        "SELECT id, code FROM difficulties WHERE id IN (SELECT value FROM json_each(:ids))",
        ids=listed(hit.id for hit in hits),
    )
    codes = {row["id"]: row["code"] for row in found}
    events = events_of(db, set(codes.values()))
    return [hit for hit in hits if current_state(events[codes[hit.id]]) in states]
