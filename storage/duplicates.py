"""What may be about one thing with a difficulty, among all of them: found by the rarest of what it says.

An index without contents (FTS5) has a word for every syllable, every pair of syllables, every procedure and provision
of each difficulty, in every version; beside it is counted in how many each stands, so that the rare ones are known
before they are looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from sqlite_utils import Database

from bot.domain.correcting import corrected
from bot.domain.difficulties import DifficultyState, current_state
from bot.domain.duplicates import Duplicate, Sketch, Weights, compare
from bot.domain.reports import Difficulty
from storage.difficulties import events_of, sketch_of, without_files
from storage.rows import instant, listed, rows, value

_LOOKED_THROUGH = 6_000
"""So many places of terms are read for one question, the rarest terms first; a few are read whatever they come to."""
_OF_EACH = 1_000
"""Of a term the newest places."""
_COMPARED = 24
"""So many are compared as a whole."""


@dataclass(frozen=True)
class Found:
    """A difficulty that may be about the same thing, of whatever seat and period."""

    difficulty: Difficulty
    seat: int
    report: str
    sent_at: datetime
    state: DifficultyState
    likeness: Duplicate


def nearest(db: Database, asked: Difficulty, most: int) -> list[Found]:
    """Return the live difficulties most like one, in whatever period and state, itself not among them."""
    one = sketch_of(asked)
    counts = _counts(db, one.terms | one.marks)
    total = int(value(db, "SELECT max(id) FROM difficulties") or 0)
    likely = _likely(db, one, counts, total)
    others = _live(db, likely, asked.code)
    events = events_of(db, [each.code for each, *_ in others])
    others = [(corrected(each, events[each.code]), seat, report, at) for each, seat, report, at in others]
    sketches = {each.code: sketch_of(each) for each, *_ in others}
    weights = Weights(_counts(db, one.terms.union(*(each.terms for each in sketches.values()))), total)
    likeness = {code: compare(one, other, weights) for code, other in sketches.items()}
    best = sorted(others, key=lambda each: -likeness[each[0].code].score)[:most]
    return [
        Found(each, seat, report, at, current_state(events[each.code]), likeness[each.code])
        for each, seat, report, at in best
    ]


def _likely(db: Database, one: Sketch, counts: Mapping[str, int], total: int) -> list[int]:
    """The rows that share the most of what is rare."""
    weights, shared = Weights(counts, total), defaultdict[int, float](float)
    marks, read = one.marks, 0
    for number, term in enumerate(sorted(counts, key=lambda each: (counts[each], each))):
        if read >= _LOOKED_THROUGH and number > 2:
            break
        # A term is letters, digits and underscores alone: within quotes no operator.
        places = db.conn.execute(
            "SELECT rowid FROM alike_words WHERE alike_words MATCH ? ORDER BY rowid DESC LIMIT ?",
            [f'"{term}"', _OF_EACH],
        ).fetchall()
        weight = weights[term] * (3 if term in marks else 1)
        for row in places:
            shared[row[0]] += weight
        read += len(places)
    return nlargest(_COMPARED * 2, shared, key=shared.__getitem__)


def _counts(db: Database, terms: Iterable[str]) -> dict[str, int]:
    found = db.conn.execute(
        "SELECT term, count FROM alike_words_counts WHERE term IN (SELECT value FROM json_each(?))", [listed(terms)]
    )
    return {row[0]: row[1] for row in found}


def _live(db: Database, likely: Collection[int], asked: str) -> list[tuple[Difficulty, int, str, datetime]]:
    """The live ones among these rows, the likeliest first and each once: one may stand in several reports."""
    found = rows(
        db,
        """SELECT d.*, r.seat, r.code AS in_report, r.sent_at FROM difficulties d JOIN reports r ON r.id = d.report
           WHERE d.id IN (SELECT value FROM json_each(:ids)) AND d.code <> :asked
               AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL""",
        ids=listed(likely),
        asked=asked,
    )
    places = {row: place for place, row in enumerate(likely)}
    once = {row["code"]: row for row in sorted(found, key=lambda row: -places[row["id"]])}
    best = sorted(once.values(), key=lambda row: places[row["id"]])[:_COMPARED]
    return [(without_files(row), row["seat"], row["in_report"], instant(row["sent_at"])) for row in best]
