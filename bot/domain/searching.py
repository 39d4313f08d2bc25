"""Finding by words: what a query asks for, which of the hits are the best, and what is shown of their texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, reduce
from operator import or_

from bot.domain.characters import clean, cut_at_word, fold

QUERY_LENGTH = 200
"""In UTF-16 units; what stands behind it is not looked for."""
SNIPPET_LENGTH = 90
"""In characters, without the ellipses."""
PAGE = 5
"""Entries of a list that stand on one screen."""
_MOST_WORDS = 12
_BEFORE = 25
"""So much of a text is shown before the first word that was found."""
# With marks that stand alone, for texts that never went through `clean`.
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_ISOLATES = "\u2068\u2069"
# A few thousand different syllables make up all texts in Vietnamese.
_folded = lru_cache(maxsize=8192)(fold)


class FoundKind(StrEnum):
    """What can be found, in the order in which equally good hits are listed."""

    PERSON = "person"
    DIFFICULTY = "difficulty"
    REPORT = "report"
    TASK = "task"


class LookupList(StrEnum):
    """A list that entries are opened from; the value stands in buttons."""

    RESULTS = "q"
    """What the last search of the account finds."""
    SENT = "s"
    """The reports that somebody may see."""
    ADHOC = "a"
    """The ad hoc ones among them."""


@dataclass(frozen=True)
class Query:
    """What is looked for: a text as it was typed, and its words, each folded and as typed, each once."""

    text: str
    words: Mapping[str, str]

    @property
    def terms(self) -> tuple[str, ...]:
        """The words, and behind them the whole phrase where it is more than one word."""
        return (*self.words, " ".join(self.words)) if len(self.words) > 1 else tuple(self.words)


@dataclass(frozen=True)
class Hit:
    """A row that has some of the terms of a query: bit N of `matched` stands for term N, `at` sorts by time."""

    kind: FoundKind
    id: int
    at: str
    matched: int


@dataclass(frozen=True)
class Findings:
    """The best hits of a query, the best first; which of its words any hit has, and which none has, as typed."""

    hits: Sequence[Hit]
    known: Sequence[str]
    unknown: Sequence[str]
    all_words: bool
    """Whether every hit has all of the known words."""


Piece = tuple[str, bool]
"""A part of a text, and whether it was looked for."""


def pages(count: int) -> int:
    """Return how many screens a list takes, at least one."""
    return max(1, -(-count // PAGE))


def matched(texts: Iterable[str], terms: Sequence[str]) -> int:
    """Return which of `terms` stand in any of these texts, as whole words one behind the other: bit N for term N."""
    spaced = [f" {' '.join(map(_folded, _WORD.findall(text)))} " for text in texts]
    return sum(1 << number for number, term in enumerate(terms) if any(f" {term} " in text for text in spaced))


def read_query(typed: str) -> Query:
    """Return what is looked for; a query without letters or digits has no words."""
    whole = clean(typed)
    kept, end = cut_at_word(whole, QUERY_LENGTH)
    text = whole[:kept] + end
    words: dict[str, str] = {}
    for word in _WORD.findall(text):
        words.setdefault(_folded(word), word)
    return Query(text, dict(list(words.items())[:_MOST_WORDS]))


def best(query: Query, hits: Collection[Hit]) -> Findings:
    """Return the hits that have the most words: those with the whole phrase first, then by kind, the newest first.

    A word that no hit has is left out; so all the others are asked for, and only where no hit has all of them, most.
    Less than half of the words is nothing: most syllables stand in many words.
    """
    of_words, phrase = (1 << len(query.words)) - 1, 1 << len(query.words)
    counts = [(hit.matched & of_words).bit_count() for hit in hits]
    seen = reduce(or_, (hit.matched & of_words for hit in hits), 0)
    most = max((count for count in counts if count * 2 >= len(query.words)), default=-1)
    kept = [hit for hit, count in zip(hits, counts, strict=True) if count == most]
    # Two sorts, as times are texts: the second leaves the order of the first where it finds no difference.
    kept.sort(key=lambda hit: (hit.at, hit.id), reverse=True)
    kinds = list(FoundKind)
    kept.sort(key=lambda hit: (not hit.matched & phrase, kinds.index(hit.kind)))
    as_typed = list(query.words.values())
    return Findings(
        kept,
        [word for number, word in enumerate(as_typed) if seen >> number & 1],
        [word for number, word in enumerate(as_typed) if not seen >> number & 1],
        most == seen.bit_count(),
    )


def snippet(texts: Sequence[str], words: Collection[str]) -> tuple[Piece, ...]:
    """Return the part of these texts where the most of `words` stand near each other, in the letters of the text.

    Without any of them it is the beginning of the first text. What is left out at either end is an ellipsis.
    """
    lines = [line for line in (_one_line(text) for text in texts) if line]
    if not lines:
        return ()
    marked = [(line, _spans(line, words)) for line in lines]
    line, spans = max(marked, key=lambda each: _variety(each[1], _first(each[1])))
    begin, end = _window(line, spans)
    pieces = list(_pieces(line, spans, begin, end))
    if begin:
        pieces.insert(0, ("…", False))
    if end < len(line):
        pieces.append(("…", False))
    # A text that runs the other way must not turn round what stands beside it; see `clean`.
    if any(_ISOLATES[0] in text for text in texts):
        return ((_ISOLATES[0], False), *pieces, (_ISOLATES[1], False))
    return tuple(pieces)


Span = tuple[int, int, str]
"""Where a word that was looked for begins and ends, and the word."""


def _one_line(text: str) -> str:
    return " ".join(text.translate({ord(each): None for each in _ISOLATES}).split())


def _spans(line: str, words: Collection[str]) -> list[Span]:
    found = ((match.start(), match.end(), _folded(match[0])) for match in _WORD.finditer(line))
    return [span for span in found if span[2] in words]


def _variety(spans: Sequence[Span], first: int) -> int:
    """How many different words would be shown if the span number `first` were the first one."""
    if not spans:
        return 0
    last = spans[first][0] + SNIPPET_LENGTH - _BEFORE
    # No more words than characters fit into it.
    return len({word for _, end, word in spans[first : first + SNIPPET_LENGTH] if end <= last})


def _first(spans: Sequence[Span]) -> int:
    # The first of equally good ones.
    return max(range(len(spans)), key=lambda number: _variety(spans, number), default=0)


def _window(line: str, spans: Sequence[Span]) -> tuple[int, int]:
    """Where to begin and to end, between two words where there is a place between them."""
    at = spans[_first(spans)][0] if spans else 0
    begin = max(0, min(at - _BEFORE, len(line) - SNIPPET_LENGTH))
    if begin:
        space = line.find(" ", begin - 1, at)
        begin = space + 1 if space >= 0 else at
    end = begin + SNIPPET_LENGTH
    if end < len(line):
        space = line.rfind(" ", begin, end + 1)
        end = space if space > at else end
    return begin, min(end, len(line))


def _pieces(line: str, spans: Sequence[Span], begin: int, end: int) -> Iterator[Piece]:
    for start, stop, _ in spans:
        if begin <= start and stop <= end:
            yield line[begin:start], False
            yield line[start:stop], True
            begin = stop
    yield line[begin:end], False
