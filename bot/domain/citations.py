"""Provisions of the law as people type them: read, and written the way Decree 30/2020/NĐ-CP cites them.

"Đ39.2", "k2 đ5 NĐ 9/2019" and "Nghị định 09/2019/NĐ-CP, Điều 5, khoản 2" are understood, with lists and ranges, with
and without accents. Nothing is added that was not typed: an article without a document stays one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from bot.domain.characters import fold, unified
from bot.domain.legal_documents import Document, aligned, counts, documents

_POINTS = "abcdđeghiklmnopqrstuvxy"
"""The letters of points, in their order."""
_RANGE_MOST = 20
"""A longer range is kept as its two ends."""
_MARK = "\ue000"
"""Begins what searching compares of a provision: a letter that is in no language."""
_POINT, _CLAUSE, _ARTICLE, _PART, _DOCUMENT = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Citation:
    """One provision, or a document as a whole. `part` is a chapter, section or appendix."""

    document: Document | None = None
    part: str = ""
    article: str = ""
    clause: str = ""
    point: str = ""

    @property
    def text(self) -> str:
        """How it is cited: "điểm a khoản 2 Điều 5 Nghị định số 09/2019/NĐ-CP"."""
        parts = (
            self.point and f"điểm {self.point}",
            self.clause and f"khoản {self.clause}",
            self.article and f"Điều {self.article}",
            self.part,
            self.document.text if self.document else "",
        )
        return " ".join(part for part in parts if part)

    @property
    def is_provision(self) -> bool:
        """Whether it names more than a document."""
        return bool(self.article or self.part)

    @property
    def has_number(self) -> bool:
        """Whether it names more than a law, which words find as well."""
        document = self.document
        return self.is_provision or bool(document and (document.number or document.year))

    @property
    def _components(self) -> tuple[str, ...]:
        found = [("a", self.article), ("c", self.clause), ("p", self.point), ("t", self.part)]
        if self.document:
            named = self.document
            identity = f"{named.kind}{named.name}{named.number}"
            found += [("d", identity), ("y", named.year), ("s", named.sign)]
        return tuple(tag + re.sub(r"[\W_]", "", fold(value)) for tag, value in found if value)

    @property
    def key(self) -> str:
        """One word for all that was said of it, as `keys` has them."""
        return _word(self._components)

    @property
    def keys(self) -> tuple[str, ...]:
        """A word for everything it may be looked for by: whatever is left out of it."""
        components = self._components
        sizes = range(1, len(components) + 1)
        return tuple(_word(each) for size in sizes for each in combinations(components, size) if _is_enough(each))


def _word(components: Iterable[str]) -> str:
    return _MARK + _MARK.join(components)


def _is_enough(components: Sequence[str]) -> bool:
    """Whether a provision can be looked for by this: a document, an article, or a part of a document."""
    tags = {each[0] for each in components}
    return "a" in tags or "d" in tags


@dataclass(frozen=True)
class Passage:
    """Provisions that are named in one breath, and from where to where in the text, as it is `unified`."""

    citations: tuple[Citation, ...]
    start: int
    end: int


@dataclass(frozen=True)
class _Token:
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


@dataclass(frozen=True)
class _Segment:
    tokens: tuple[_Token, ...]
    joint: str = ""
    """What stands before it: "," a comma, "&" a word such as and, ";" a line or semicolon."""

    def level(self, level: int) -> _Token | None:
        """Return its token of a level, or None."""
        return next((token for token in self.tokens if token.level == level), None)

    @property
    def levels(self) -> list[int]:
        """Its levels, in the order they stand."""
        return [token.level for token in self.tokens]

    @property
    def ascends(self) -> bool:
        """Whether the greater stands behind the smaller, as in Vietnamese it should."""
        return self.levels == sorted(self.levels)

    @property
    def descends(self) -> bool:
        """Whether the smaller stands behind the greater."""
        return self.levels == sorted(self.levels, reverse=True)


_N = r"\d{1,3}(?:[a-z](?![a-z0-9]))?(?!\d|[.,]\d)"
_L = r"[\"'“‘(]?(?![kd]\d)[a-z]\d?[\"'”’)]?(?![a-z0-9])"
_TO = r"\s*(?:-|–|—|den|toi)\s*"
_AND = r"\s*(?:,|va|hoac|&)\s*"
_BEGIN = r"(?:(?<![a-z0-9])|(?<=[0-9])(?=[kd]\d))"


def _list(element: str, word: str) -> str:
    return rf"{element}(?:(?:{_TO}(?:{word}\s*)?|{_AND}){element})*"


_TOKENS = re.compile(
    rf"(?P<dotted>{_BEGIN}(?:dieu\s*|d\.?\s?)(?P<da>\d{{1,3}}[a-z]?)\.(?P<dk>\d{{1,2}})(?:\.?(?P<dp>[a-z]))?(?![a-z0-9]|\.\d))"
    rf"|(?P<article>{_BEGIN}(?P<all_articles>cac\s+)?dieu\s*[.:]?\s*(?P<articles>{_list(_N, 'dieu')}))"
    rf"|(?P<short_article>{_BEGIN}d\.?\s?(?P<short_articles>{_list(_N, 'd')}))"
    rf"|(?P<clause>{_BEGIN}(?:cac\s+)?(?:khoan\s*[.:]?\s*|k\.?\s?)(?P<clauses>{_list(_N, 'khoan')}))"
    rf"|(?P<point>{_BEGIN}(?:cac\s+)?diem\s*(?P<points>{_list(_L, 'diem')}))"
    r"|(?P<part>(?<![a-z0-9])(?:(?:tieu muc|muc|chuong|phu luc|phan)\s+(?:so\s+)?(?:[ivx]{1,5}|\d{1,2}[a-z]?)(?![a-z0-9])"
    r"(?:[\s,]+(?:chuong|phan)\s+(?:[ivx]{1,5}|\d{1,2})(?![a-z0-9]))?))"
)
_TIGHT = re.compile(r"[\s()\[\]:\"“”–/-]*(?:(?:quy dinh|duoc quy dinh|neu|cua|tai|thuoc|theo|trong|o|so)\b[\s:(]*)*")
_LISTED = re.compile(
    r"[\s()\[\]:\"“”•+–-]*[,;\n]?[\s•+–-]*(?:(?:va|hoac|cung|voi|voi ca|cung voi|nhu|tai|theo|cua|thuoc)\b[\s:]*)*"
)
_WORDS: dict[str, str] = {
    "tieu muc": "Tiểu mục",
    "muc": "Mục",
    "chuong": "Chương",
    "phu luc": "Phụ lục",
    "phan": "Phần",
}


def citations(text: str, *, asked: bool = False) -> tuple[Citation, ...]:
    """Return the provisions that a text names, each once, in their order.

    Where the law was `asked` for, an article stands for itself; elsewhere it counts with its document alone. A document
    of which a provision is named is not named again as a whole.
    """
    found = [each for passage in passages(text) for each in passage.citations if asked or each.document]
    within = {each.document for each in found if each.is_provision}
    return tuple(dict.fromkeys(each for each in found if each.is_provision or each.document not in within))


def passages(text: str) -> tuple[Passage, ...]:
    """Return what stands in a text, as `unified` writes it, part by part; articles without a document too."""
    text = unicodedata.normalize("NFC", text)
    folded = aligned(text)
    found = [(chain, tuple(_citations(chain, text))) for chain in _chains(folded, _tokens(text, folded))]
    return tuple(
        Passage(each, chain[0].tokens[0].start, chain[-1].tokens[-1].end) for chain, each in found if each and chain
    )


def normalised(text: str, *, asked: bool = False) -> tuple[str, ...]:
    """Return the provisions of a text as they are cited, in their order."""
    return tuple(dict.fromkeys(each.text for each in citations(text, asked=asked)))


def _tokens(text: str, folded: str) -> list[_Token]:
    named = documents(text, folded)
    tokens = [_Token(_DOCUMENT, (), each.start, each.end, each.document) for each in named]
    # What belongs to the name of a document is no provision.
    hidden = list(folded)
    for each in named:
        hidden[each.start : each.end] = "\0" * (each.end - each.start)
    for match in _TOKENS.finditer("".join(hidden)):
        token = _token(match, text, folded)
        if token:
            tokens.append(token)
    return sorted(tokens, key=lambda token: token.start)


def _token(match: re.Match[str], text: str, folded: str) -> _Token | None:
    kind = match.lastgroup and next(name for name in _LEVELS if match[name])
    assert kind
    start, end = match.span()
    if kind == "part":
        return _Token(_PART, (_part(match[0]),), start, end)
    if kind == "dotted":
        short = not match[0].startswith("dieu")
        point = _letter(text, match.end("dp") - 1) if match["dp"] else ""
        return _Token(_ARTICLE, (match["da"],), start, end, None, short, match["dk"], point)
    group = {"article": "articles", "short_article": "short_articles", "clause": "clauses", "point": "points"}[kind]
    values, end = _values(match, group, text, folded)
    if not values:
        return None
    short = kind == "short_article"
    every = kind == "article" and bool(match["all_articles"])
    return _Token(_LEVELS[kind], values, start, end, None, short, every=every)


_LEVELS = {
    "dotted": _ARTICLE,
    "article": _ARTICLE,
    "short_article": _ARTICLE,
    "clause": _CLAUSE,
    "point": _POINT,
    "part": _PART,
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
    element = re.compile(_L if group == "points" else r"\d{1,3}(?:[a-z](?![a-z0-9]))?")
    last = 0
    for each in element.finditer(match[group]):
        between = match[group][last : each.start()]
        if group == "points" and between.strip(" \"'“”‘’()") in ("v", "de", "to", "ho"):
            continue
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
    return "đ" if text[at] in "đĐ" else _folded_letter(text[at])


def _folded_letter(character: str) -> str:
    return aligned(character)


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


def _chains(folded: str, tokens: Sequence[_Token]) -> Iterator[list[_Segment]]:
    """Yield what belongs together, in segments: what is in one breath within a list."""
    chain: list[_Segment] = []
    for number, token in enumerate(tokens):
        joint = _joint(folded[tokens[number - 1].end : token.start]) if number else None
        if chain and joint == "" and _goes_on(chain[-1], token):
            chain[-1] = replace(chain[-1], tokens=(*chain[-1].tokens, token))
        elif chain and joint is not None:
            chain.append(_Segment((token,), joint or "&"))
        else:
            if chain:
                yield chain
            chain = [_Segment((token,))]
    if chain:
        yield chain


def _joint(between: str) -> str | None:
    """Return what joins two tokens: nothing but a preposition is "", and None where they are not joined."""
    if _TIGHT.fullmatch(between) and "\n" not in between:
        return ""
    if not _LISTED.fullmatch(between):
        return None
    if ";" in between or "\n" in between:
        return ";"
    return "," if "," in between and not re.search(r"va|hoac", between) else "&"


def _goes_on(segment: _Segment, token: _Token) -> bool:
    levels = [*segment.levels, token.level]
    if len(set(levels)) < len(levels):
        return False
    within = [level for level in levels if level < _PART]
    ordered = within in (sorted(within), sorted(within, reverse=True))
    above = [level for level in levels if level >= _PART]
    if not ordered or len(within) <= 1:
        return ordered
    # A document stands before all of it or behind all of it.
    return not above or levels[: len(above)] == above or levels[-len(above) :] == above


def _citations(chain: list[_Segment], text: str) -> Iterator[Citation]:
    segments = _given_from_left(_merged_downwards(_given_from_right(_merged_upwards(chain))))
    for segment in segments:
        yield from _of_segment(segment, text)


def _merged_upwards(chain: list[_Segment]) -> list[_Segment]:
    """Put "khoản 2, Điều 5, Nghị định …" together: commas within one provision."""
    merged = list(chain)
    for number in range(len(merged) - 2, -1, -1):
        here, following = merged[number], merged[number + 1]
        if following.joint == "," and max(here.levels) < min(following.levels) and here.ascends:
            merged[number : number + 2] = [_Segment((*here.tokens, *following.tokens), here.joint)]
    return merged


def _given_from_right(chain: list[_Segment]) -> list[_Segment]:
    """Complete "khoản 1 và khoản 2 Điều 5" from what follows."""
    given = list(chain)
    for number in range(len(given) - 2, -1, -1):
        here, following = given[number], given[number + 1]
        top = max(here.levels)
        taken = tuple(token for token in following.tokens if token.level > top)
        own = [token.level for token in following.tokens if token.level <= top]
        behind = not own or following.levels[: len(own)] == own
        if following.joint in (",", "&") and taken and own and behind:
            given[number] = replace(here, tokens=(*here.tokens, *taken))
    return given


def _merged_downwards(chain: list[_Segment]) -> list[_Segment]:
    """Put "Nghị định …, Điều 5, khoản 2" together."""
    merged: list[_Segment] = []
    for segment in chain:
        before = merged[-1] if merged else None
        joined = before is not None and segment.joint == "," and min(before.levels) > max(segment.levels)
        if before and joined and (segment.level(_ARTICLE) is None or before.levels == [_DOCUMENT]):
            merged[-1] = _Segment((*before.tokens, *segment.tokens), before.joint)
        else:
            merged.append(segment)
    return merged


def _given_from_left(chain: list[_Segment]) -> list[_Segment]:
    """Complete "Nghị định …: Điều 5, Điều 7" from what goes before."""
    given: list[_Segment] = []
    for segment in chain:
        before = given[-1] if given else None
        if before is not None and before.descends and len(before.tokens) > 1 or before and before.levels == [_DOCUMENT]:
            assert before is not None
            top = max(segment.levels)
            taken = tuple(token for token in before.tokens if token.level > top)
            if segment.joint == ";" and before.levels == [_DOCUMENT] and len(given) > 1:
                taken = ()
            segment = replace(segment, tokens=(*taken, *segment.tokens)) if top < _DOCUMENT else segment
        given.append(segment)
    return given


def _of_segment(segment: _Segment, text: str) -> Iterator[Citation]:
    named, part = segment.level(_DOCUMENT), segment.level(_PART)
    base = Citation(named.document if named else None, part.values[0] if part and named else "")
    article = segment.level(_ARTICLE)
    if article is None:
        if named:
            yield base
        return
    clause, point = segment.level(_CLAUSE), segment.level(_POINT)
    if article.short and not (clause or named or text[article.start] in "đĐ"):
        return
    for number, value in enumerate(article.values):
        whole = replace(base, article=value)
        below = article.every or number == (len(article.values) - 1 if segment.descends and not segment.ascends else 0)
        yield from _within(whole, article, clause, point, segment) if below else (whole,)


def _within(
    whole: Citation, article: _Token, clause: _Token | None, point: _Token | None, segment: _Segment
) -> Iterator[Citation]:
    """Yield the clauses and points of an article, or the article where there are none."""
    if article.clause:
        yield replace(whole, clause=str(int(article.clause)), point=article.point)
        return
    if clause is None:
        yield whole
        return
    down = segment.levels.index(_CLAUSE) > segment.levels.index(_ARTICLE)
    with_points = len(clause.values) - 1 if down else 0
    for number, value in enumerate(clause.values):
        of_clause = replace(whole, clause=value)
        if point is None or number != with_points:
            yield of_clause
            continue
        yield from (replace(of_clause, point=letter) for letter in point.values)
