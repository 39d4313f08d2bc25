"""The parts that a provision is cited by, as they stand in a text: points, clauses, articles, chapters, documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.aligning import aligned, counts
from bot.domain.legal_documents import Document, NamedAt

POINT, CLAUSE, ARTICLE, PART, DOCUMENT = 1, 2, 3, 4, 5
"""The levels, from the smallest."""
_POINTS = "abcdđeghiklmnopqrstuvxy"
"""The letters of points, in their order."""
_RANGE_MOST = 20
"""A longer range is kept as its two ends."""


@dataclass(frozen=True)
class Token:
    """One part and its values, where a list or a range is named; a document has none."""

    level: int
    values: tuple[str, ...]
    start: int
    end: int
    document: Document | None = None
    short: bool = False
    """Whether it is abbreviated, and so may be something else."""
    clause: str = ""
    point: str = ""
    """What stands behind an article in the same breath: 39.2a."""
    every: bool = False
    """Whether what stands before it holds for all of its values: "khoản 1 các Điều 5, 6"."""


_N = r"\d{1,3}(?:[a-z](?![a-z0-9]))?(?!\d|\.\d|,\d{3})"
_L = r"[\"'“‘(]?(?![kd]\d)[a-z]\d?[\"'”’)]?(?![a-z0-9])"
_TO = r"\s*(?:-|–|—|den|toi)\s*"
_AND = r"\s*(?:,|va|hoac|&)\s*"
_BEGIN = r"(?:(?<![a-z0-9])|(?<=[0-9])(?=[kd]\d))"


def _list(element: str, word: str) -> str:
    return rf"{element}(?:(?:{_TO}(?:{word}\s*)?|{_AND}){element})*"


_TOKENS = re.compile(
    rf"(?P<dotted>{_BEGIN}(?:dieu\s*|d\.?\s?)(?P<da>\d{{1,3}}[a-z]?)\.(?P<dk>\d{{1,2}})(?:\.?(?P<dp>[a-z]))?(?![a-z0-9]|\.\d))"
    rf"|(?P<article>{_BEGIN}(?P<all_articles>cac\s+)?dieu\s*(?:thu\s+)?[.:]?\s*(?P<articles>{_list(_N, 'dieu')}))"
    rf"|(?P<short_article>{_BEGIN}d\.?\s?(?P<short_articles>{_list(_N, 'd')}))"
    rf"|(?P<clause>{_BEGIN}(?:cac\s+)?(?:khoan\s*[.:]?\s*|k\.?\s?)(?P<clauses>{_list(_N, 'khoan')}))"
    rf"|(?P<point>{_BEGIN}(?:cac\s+)?diem\s*(?P<points>{_list(_L, 'diem')}))"
    rf"|(?P<short_point>{_BEGIN}d\.\s?(?P<short_points>[a-z](?![a-z0-9])))"
    r"|(?P<part>(?<![a-z0-9])(?:(?:tieu muc|muc|chuong|phu luc|phan)\s+(?:so\s+)?"
    r"(?:[ivx]{1,5}|\d{1,2}[a-z]?)(?![a-z0-9])"
    r"(?:[\s,]+(?:chuong|phan)\s+(?:[ivx]{1,5}|\d{1,2})(?![a-z0-9]))?))"
)
_NUMBER, _LETTER = re.compile(r"\d{1,3}(?:[a-z](?![a-z0-9]))?"), re.compile(rf"(?<![a-z0-9]){_L}")
_WORDS: Mapping[str, str] = {
    "tieu muc": "Tiểu mục",
    "muc": "Mục",
    "chuong": "Chương",
    "phu luc": "Phụ lục",
    "phan": "Phần",
}


def tokens(text: str, folded: str, named: Sequence[NamedAt]) -> list[Token]:
    """Return the parts in a text, in order; `folded` is the same text `aligned`, with the documents it names."""
    found = [Token(DOCUMENT, (), each.start, each.end, each.document) for each in named]
    # What belongs to the name of a document is no provision.
    hidden = list(folded)
    for each in named:
        hidden[each.start : each.end] = "\0" * (each.end - each.start)
    for match in _TOKENS.finditer("".join(hidden)):
        token = _token(match, text, folded)
        if token:
            found.append(token)
    return sorted(found, key=lambda token: token.start)


def _token(match: re.Match[str], text: str, folded: str) -> Token | None:
    kind = next(name for name in _LEVELS if match[name])
    start, end = match.span()
    if kind == "part":
        return Token(PART, (_part(match[0]),), start, end)
    if kind == "dotted":
        short = not match[0].startswith("dieu")
        point = _letter(text, match.end("dp") - 1) if match["dp"] else ""
        article = _spelt(match["da"], text, match.start("da"))
        return Token(ARTICLE, (article,), start, end, None, short, match["dk"], point)
    if kind == "short_point":
        return Token(POINT, (_letter(text, end - 1),), start, end) if text[start] in "đĐ" else None
    group = {"article": "articles", "short_article": "short_articles", "clause": "clauses", "point": "points"}[kind]
    values, end = _values(match, group, text, folded)
    if not values:
        return None
    short = kind == "short_article"
    every = kind == "article" and bool(match["all_articles"])
    return Token(_LEVELS[kind], values, start, end, None, short, every=every)


_LEVELS = {
    "dotted": ARTICLE,
    "article": ARTICLE,
    "short_article": ARTICLE,
    "clause": CLAUSE,
    "point": POINT,
    "short_point": POINT,
    "part": PART,
}


def _part(folded: str) -> str:
    words = re.sub(r"\s+(?:so\s+)?", " ", folded.replace(",", " ")).split(" ")
    written, at = [], 0
    while at < len(words):
        two = " ".join(words[at : at + 2])
        if two in _WORDS:
            written.append(_WORDS[two])
            at += 2
            continue
        written.append(_WORDS.get(words[at]) or words[at].upper())
        at += 1
    return " ".join(written)


def _values(match: re.Match[str], group: str, text: str, folded: str) -> tuple[tuple[str, ...], int]:
    """Return the elements of a list, ranges filled up, and where it ends: not with a number that counts something."""
    elements: list[tuple[str, bool, int]] = []
    start = match.start(group)
    last = 0
    for each in (_LETTER if group == "points" else _NUMBER).finditer(match[group]):
        between = match[group][last : each.start()]
        is_range = re.search(r"-|–|—|den|toi", between) is not None
        elements.append((_spelt(each[0], text, start + each.start()), is_range, start + each.end()))
        last = each.end()
    while elements and group != "points" and counts(folded, elements[-1][2]):
        elements.pop()
    if not elements:
        return (), match.start()
    return tuple(_filled(elements)), elements[-1][2]


def _spelt(element: str, text: str, at: int) -> str:
    """Return a number, or the letter of a point with its stroke as it is spelt."""
    offset = next(index for index, c in enumerate(element) if c.isalnum())
    bare = element.strip("\"'“”‘’()")
    if bare[:1].isdigit():
        number = bare.rstrip("abcdefghijklmnopqrstuvwxyz")
        letter = _letter(text, at + len(number)) if bare != number else ""
        return f"{int(number)}{letter}"
    return _letter(text, at + offset) + bare[1:]


def _letter(text: str, at: int) -> str:
    return "đ" if text[at] in "đĐ" else aligned(text[at])


def _filled(elements: Sequence[tuple[str, bool, int]]) -> Iterator[str]:
    before = ""
    for value, is_range, _ in elements:
        if is_range and before:
            yield from _between(before, value)
        yield value
        before = value


def _between(first: str, last: str) -> Iterator[str]:
    """Yield what lies between two ends of a range; nothing where they are too far apart."""
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _RANGE_MOST:
        yield from map(str, range(int(first) + 1, int(last)))
    elif first in _POINTS and last in _POINTS and _POINTS.index(first) < _POINTS.index(last):
        yield from _POINTS[_POINTS.index(first) + 1 : _POINTS.index(last)]
