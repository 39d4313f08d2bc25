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

from bot.domain.aligning import aligned
from bot.domain.characters import fold
from bot.domain.citation_tokens import ARTICLE, CLAUSE, DOCUMENT, PART, POINT, Token, tokens
from bot.domain.legal_documents import Document, NamedAt, documents

_JOINT_MOST = 60
"""What stands between two parts of one breath is short."""
_MARK = "\ue000"
"""Begins what searching compares of a provision: a letter that is in no language."""


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
        return self.is_provision or bool(document and (document.number or document.of_year))

    @property
    def _components(self) -> tuple[str, ...]:
        found = [("a", self.article), ("c", self.clause), ("p", self.point), ("t", self.part)]
        if self.document:
            named = self.document
            identity = f"{named.kind}{named.name}{named.number}"
            found += [("d", identity), ("y", named.year or named.of_year), ("s", named.sign)]
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
    """Provisions that are named in one breath, and from where to where in the text, which is NFC."""

    citations: tuple[Citation, ...]
    start: int
    end: int


@dataclass(frozen=True)
class _Segment:
    tokens: tuple[Token, ...]
    joint: str = ""
    """What stands before it: "," a comma, "&" a word such as and, ";" a line or semicolon."""

    def level(self, level: int) -> Token | None:
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
    def gives_below(self) -> bool:
        """Whether what follows may be of the same document or article."""
        return self.levels == [DOCUMENT] or (self.descends and len(self.tokens) > 1)

    @property
    def descends(self) -> bool:
        """Whether the smaller stands behind the greater."""
        return self.levels == sorted(self.levels, reverse=True)


_TIGHT = re.compile(r"[\s()\[\]:\"“”–/-]*(?:(?:quy dinh|duoc quy dinh|neu|cua|tai|thuoc|theo|trong|o|so)\b[\s:(]*)*")
_LISTED = re.compile(
    r"[\s()\[\]:\"“”•+–-]*[,;\n]?[\s•+–-]*(?:(?:va|hoac|cung|voi|voi ca|cung voi|nhu|tai|theo|cua|thuoc)\b[\s:]*)*"
)


def citations(text: str, *, asked: bool = False) -> tuple[Citation, ...]:
    """Return the provisions that a text names, each once, in their order.

    Where the law was `asked` for, an article stands for itself; elsewhere it counts with its document alone. A document
    of which a provision is named is not named again as a whole.
    """
    if not text:
        return ()  # most questions are skipped
    composed, folded, named = _read(text)
    if not asked and not named:
        return ()  # most answers name none
    found = [each for one in _passages(composed, folded, named) for each in one.citations if asked or each.document]
    within = {each.document for each in found if each.is_provision}
    return tuple(dict.fromkeys(each for each in found if each.is_provision or each.document not in within))


def passages(text: str) -> tuple[Passage, ...]:
    """Return what stands in a text, which is taken as NFC, breath by breath; articles without a document too."""
    return _passages(*_read(text))


def _read(text: str) -> tuple[str, str, list[NamedAt]]:
    """A text as NFC, the same `aligned`, and the documents it names."""
    composed = unicodedata.normalize("NFC", text)
    folded = aligned(composed)
    return composed, folded, documents(composed, folded)


def _passages(text: str, folded: str, named: Sequence[NamedAt]) -> tuple[Passage, ...]:
    found = [(chain, tuple(_citations(chain, text))) for chain in _chains(folded, tokens(text, folded, named))]
    return tuple(Passage(each, chain[0].tokens[0].start, chain[-1].tokens[-1].end) for chain, each in found if each)


def normalised(text: str, *, asked: bool = False) -> tuple[str, ...]:
    """Return the provisions of a text as they are cited, in their order."""
    return tuple(dict.fromkeys(each.text for each in citations(text, asked=asked)))


def _chains(folded: str, found: Sequence[Token]) -> Iterator[list[_Segment]]:
    """Yield what belongs together, in segments: what is in one breath within a list."""
    chain: list[_Segment] = []
    for number, token in enumerate(found):
        joint = _joint(folded[found[number - 1].end : token.start]) if number else None
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
    if len(between) > _JOINT_MOST:
        return None
    if _TIGHT.fullmatch(between) and "\n" not in between:
        return ""
    if not _LISTED.fullmatch(between):
        return None
    if ";" in between or "\n" in between:
        return ";"
    return "," if "," in between and not re.search(r"va|hoac", between) else "&"


def _goes_on(segment: _Segment, token: Token) -> bool:
    levels = [*segment.levels, token.level]
    if len(set(levels)) < len(levels):
        return False
    within = [level for level in levels if level < PART]
    ordered = within in (sorted(within), sorted(within, reverse=True))
    above = [level for level in levels if level >= PART]
    if not ordered or len(within) <= 1:
        return ordered
    # A document stands before all of it or behind all of it.
    return not above or levels[: len(above)] == above or levels[-len(above) :] == above


def _citations(chain: list[_Segment], text: str) -> Iterator[Citation]:
    joined = _merged_upwards(_with_clauses_behind(chain))
    segments = _given_from_left(_merged_downwards(_given_from_right(joined)))
    for segment in segments:
        yield from _of_segment(segment, text)


def _with_clauses_behind(chain: list[_Segment]) -> list[_Segment]:
    """Put "Điều 5, khoản 2 Nghị định …" together: a clause that has no article of its own."""
    merged: list[_Segment] = []
    for segment in chain:
        below = min(segment.levels) < ARTICLE and segment.level(ARTICLE) is None
        if merged and segment.joint == "," and merged[-1].levels == [ARTICLE] and below:
            merged[-1] = _Segment((*merged[-1].tokens, *segment.tokens), merged[-1].joint)
        else:
            merged.append(segment)
    return merged


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
        if before and joined and (segment.level(ARTICLE) is None or before.levels == [DOCUMENT]):
            merged[-1] = _Segment((*before.tokens, *segment.tokens), before.joint)
        else:
            merged.append(segment)
    return merged


def _given_from_left(chain: list[_Segment]) -> list[_Segment]:
    """Complete "Nghị định …: Điều 5, Điều 7" from what goes before."""
    given: list[_Segment] = []
    for segment in chain:
        top, before = max(segment.levels), given[-1].tokens if given and given[-1].gives_below else ()
        taken = tuple(token for token in before if token.level > top)
        given.append(replace(segment, tokens=(*taken, *segment.tokens)))
    return given


def _of_segment(segment: _Segment, text: str) -> Iterator[Citation]:
    named, part = segment.level(DOCUMENT), segment.level(PART)
    base = Citation(named.document if named else None, part.values[0] if part and named else "")
    article = segment.level(ARTICLE)
    if article is None:
        if named:
            yield base
        return
    clause, point = segment.level(CLAUSE), segment.level(POINT)
    if article.short and not (clause or named or text[article.start] in "đĐ"):
        return
    for number, value in enumerate(article.values):
        whole = replace(base, article=value)
        below = article.every or number == (len(article.values) - 1 if segment.descends and not segment.ascends else 0)
        yield from _within(whole, article, clause, point, segment) if below else (whole,)


def _within(
    whole: Citation, article: Token, clause: Token | None, point: Token | None, segment: _Segment
) -> Iterator[Citation]:
    """Yield the clauses and points of an article, or the article where there are none."""
    if article.clause:
        yield replace(whole, clause=str(int(article.clause)), point=article.point)
        return
    if clause is None:
        yield whole
        return
    down = segment.levels.index(CLAUSE) > segment.levels.index(ARTICLE)
    with_points = len(clause.values) - 1 if down else 0
    for number, value in enumerate(clause.values):
        of_clause = replace(whole, clause=value)
        if point is None or number != with_points:
            yield of_clause
            continue
        yield from (replace(of_clause, point=letter) for letter in point.values)
