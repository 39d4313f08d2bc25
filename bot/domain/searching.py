"""Finding by words: what a query asks for, which of the hits are the best, and what is shown of their texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, reduce
from operator import or_

from bot.domain.characters import clean, cut_at_word, key, unified
from bot.domain.citations import passages

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
_folded = lru_cache(maxsize=8192)(key)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


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
class Indexed:
    """The words of a text as they are compared, with single spaces between them: folded, and as they are spelt.

    Behind them stand those that a provision is found by, which nobody types (`Citation.keys`).
    """

    folded: str
    spelt: str


@dataclass(frozen=True)
class Term:
    """Words that are looked for, one or several in a row: folded, and as they are spelt (see `spelt`).

    A word with accents stands for itself and for the same letters without any, as some people type; a word without
    for every word of these letters; several in a row for every word of their letters.
    """

    folded: str
    spelt: str

    @property
    def is_accented(self) -> bool:
        """Whether the accents of a word are to be those of the text."""
        return self.spelt != self.folded and " " not in self.folded

    def stands_in(self, text: Indexed) -> bool:
        """Return whether these words stand in a text."""
        if not self.is_accented:
            return f" {self.folded} " in f" {text.folded} "
        return any(f" {word} " in f" {text.spelt} " for word in (self.spelt, self.folded))


@dataclass(frozen=True)
class Query:
    """What is looked for: a text as it was typed, and its words, each as it is spelt and as it was typed, each once.

    A provision is one word, spelt by its key: "NĐ 9/2019 điều 5" is looked for as what it means, however it was typed.
    """

    text: str
    words: Mapping[str, str]
    provisions: frozenset[str] = frozenset()
    """Those of the words that are provisions."""

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words, and behind them all of them in a row where there are several."""
        words = tuple(
            Term(word if word in self.provisions else _folded(typed), word) for word, typed in self.words.items()
        )
        if len(words) < 2:
            return words
        return (*words, Term(" ".join(word.folded for word in words), " ".join(self.words)))

    @property
    def loosely(self) -> Query:
        """The same words, whatever their accents; a provision is no more than its words."""
        return Query(self.text, {_folded(word): word for word in _WORD.findall(self.text)[:_MOST_WORDS]})

    @property
    def shown(self) -> Query:
        """The words that are marked where they stand: those of a provision too."""
        if not self.provisions:
            return self
        found = {
            word: [word] if key not in self.provisions else _WORD.findall(word) for key, word in self.words.items()
        }
        return Query(self.text, {_spelt(word): word for words in found.values() for word in words})


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

    def page(self, number: int) -> FoundPage:
        """Return a page of them; of one that is not there the last."""
        number = min(number, pages(len(self.hits)) - 1)
        here = tuple(self.hits[number * PAGE : (number + 1) * PAGE])
        return FoundPage(here, number, len(self.hits), self.known, self.unknown, self.all_words)


@dataclass(frozen=True)
class FoundPage:
    """A page of findings: its hits and number, how many there are on all pages, and what is said of their words."""

    hits: Sequence[Hit]
    number: int
    total: int
    known: Sequence[str]
    unknown: Sequence[str]
    all_words: bool


Piece = tuple[str, bool]
"""A part of a text, and whether it was looked for."""


def pages(count: int) -> int:
    """Return how many screens a list takes, at least one."""
    return max(1, -(-count // PAGE))


def spelt(word: str) -> str:
    """Return a word as it is compared where its accents count: in small letters, with its tone behind it.

    So the old and the new place of a tone are one ("hoà", "hòa"); a word without accents is as it is folded.
    """
    parts = unicodedata.normalize("NFD", unified(word).casefold())
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return letters + "".join(str(_TONES.index(part)) for part in parts if part in _TONES)


_spelt = lru_cache(maxsize=8192)(spelt)


def indexed(text: str) -> Indexed:
    """Return the words of a text."""
    words, keys = _WORD.findall(text), _keys(text)
    return Indexed(" ".join((*map(_folded, words), *keys)), " ".join((*map(_spelt, words), *keys)))


def _keys(text: str) -> Iterable[str]:
    """What the provisions in a text are found by; without a digit there is none that its words would not find."""
    if not any(map(str.isdigit, text)):
        return ()
    return dict.fromkeys(each for passage in passages(text) for one in passage.citations for each in one.keys)


# The same few hundred names are compared with every query.
_name_indexed = lru_cache(maxsize=8192)(indexed)


@lru_cache(maxsize=8192)
def words_of(name: str) -> frozenset[str]:
    """Return the words of a name, folded."""
    return frozenset(_name_indexed(name).folded.split())


def matched(texts: Iterable[str], terms: Sequence[Term]) -> int:
    """Return which of `terms` stand in any of these texts: bit N for term N."""
    found = [_name_indexed(text) for text in texts]
    return sum(1 << number for number, term in enumerate(terms) if any(term.stands_in(text) for text in found))


def read_query(typed: str) -> Query:
    """Return what is looked for; a query without letters or digits has no words."""
    whole = clean(typed)
    kept, end = cut_at_word(whole, QUERY_LENGTH)
    text = whole[:kept] + end
    words: dict[str, str] = {}
    found, rest = _provisions(text)
    for word in _WORD.findall(rest):
        words.setdefault(_spelt(word), word)
    return Query(text, {**found, **dict(list(words.items())[:_MOST_WORDS])}, frozenset(found))


def _provisions(text: str) -> tuple[Mapping[str, str], str]:
    """Return the provisions that are looked for, by key, as they were typed, and the text without them.

    A law that only its name tells is found by its words.
    """
    found: dict[str, str] = {}
    rest, text = "", unicodedata.normalize("NFC", text)
    begin = 0
    for passage in passages(text):
        if all(each.has_number for each in passage.citations):
            found |= {each.key: text[passage.start : passage.end] for each in passage.citations}
            rest += text[begin : passage.start] + " "
            begin = passage.end
    return dict(list(found.items())[:_MOST_WORDS]), rest + text[begin:]


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


def snippet(texts: Sequence[str], query: Query) -> tuple[Piece, ...]:
    """Return the part of these texts where most words of a query stand near each other, in the letters of the text.

    Without any of them it is the beginning of the first text. What is left out at either end is an ellipsis.
    """
    lines = [line for line in (_one_line(text) for text in texts) if line]
    if not lines:
        return ()
    marked = [(line, _spans(line, query.shown)) for line in lines]
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
"""Where a word that was looked for begins and ends, and its letters."""


def _one_line(text: str) -> str:
    return " ".join(text.translate({ord(each): None for each in _ISOLATES}).split())


def _spans(line: str, query: Query) -> list[Span]:
    words = [term for term in query.terms if " " not in term.folded]
    as_spelt = {spelling for term in words if term.is_accented for spelling in (term.spelt, term.folded)}
    any_accents = {term.folded for term in words if not term.is_accented}
    return [
        (match.start(), match.end(), _folded(match[0]))
        for match in _WORD.finditer(line)
        if _spelt(match[0]) in as_spelt or _folded(match[0]) in any_accents
    ]


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
