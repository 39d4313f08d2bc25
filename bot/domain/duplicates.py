"""How much two difficulties are about one thing, for the desk: by procedure, provision and words, with the reasons."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.domain.alike import Reason
from bot.domain.characters import key
from bot.domain.procedure_codes import procedure_codes

THRESHOLD = 0.425
"""From here on a likeness is named on the page of a difficulty; below it only where the desk asks for the nearest."""
SHOWN = 5
"""So many are named."""

_ARTICLE = re.compile(r"\bdieu \w+ \w")
"""An article of a document, folded, as provisions are written: a document as a whole is in too many."""
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_folded = lru_cache(maxsize=16384)(key)
# What people write short, by its folded letters: none of them is a syllable of its own.
_ABBREVIATIONS: Mapping[str, str] = {
    "attp": "an toan thuc pham",
    "bhtn": "bao hiem that nghiep",
    "bhxh": "bao hiem xa hoi",
    "bhyt": "bao hiem y te",
    "bvmt": "bao ve moi truong",
    "cntt": "cong nghe thong tin",
    "csdl": "co so du lieu",
    "dkkd": "dang ky kinh doanh",
    "dn": "doanh nghiep",
    "dnnvv": "doanh nghiep nho va vua",
    "dtm": "danh gia tac dong moi truong",
    "dvc": "dich vu cong",
    "gcn": "giay chung nhan",
    "gplx": "giay phep lai xe",
    "gpmt": "giay phep moi truong",
    "gpxd": "giay phep xay dung",
    "gtgt": "gia tri gia tang",
    "hdnd": "hoi dong nhan dan",
    "htx": "hop tac xa",
    "kcn": "khu cong nghiep",
    "lltp": "ly lich tu phap",
    "noxh": "nha o xa hoi",
    "pccc": "phong chay chua chay",
    "qsdd": "quyen su dung dat",
    "tncn": "thu nhap ca nhan",
    "tndn": "thu nhap doanh nghiep",
    "tthc": "thu tuc hanh chinh",
    "ubnd": "uy ban nhan dan",
    "vat": "gia tri gia tang",
    "vbqppl": "van ban quy pham phap luat",
}
_USUAL = frozenset(
    """
    va cua la cac cho khong duoc co trong tai theo tu den voi phai da de nghi o mot so nhung nay do khi ma thi bi con
    chua ra vao len hon ve hay lai nhu rat moi cung nen neu tren duoi sau truoc dang se vi day ho chi nao nhieu
    doanh nghiep thu tuc hanh chinh co quan giai quyet thoi gian so quy dinh thuc hien dia phuong vuong mac kho khan
    yeu cau to chuc ca nhan ngay lam viec nop cong ty van ban nha nuoc tham quyen kien xuat thong
    """.split()  # noqa: SIM905 - read as lines
)
"""Syllables that stand in most difficulties, whatever they are about."""
_VIRTUAL, _SHARE_OF_USUAL, _LEAST_SHARE = 50, 0.1, 0.02
"""Counted besides what the base holds, so that the first difficulties of a base are compared as the thousandth is."""
_FOR_PROCEDURE, _FOR_PROVISION = 0.3, 0.3
"""How much of what is still missing from certainty each of these adds."""


@dataclass(frozen=True)
class Sketch:
    """What of a difficulty is compared: its syllables and the pairs of them, its procedures, its provisions."""

    terms: frozenset[str]
    procedures: frozenset[str]
    provisions: frozenset[str]

    @property
    def marks(self) -> frozenset[str]:
        """One word for each procedure and provision; none of them is a term."""
        named = (("p", self.procedures), ("l", self.provisions))
        return frozenset(f"{kind}_{'_'.join(_WORD.findall(each))}" for kind, found in named for each in found)


@dataclass(frozen=True)
class Duplicate:
    """How likely two difficulties are about one thing, from 0 to 1, and why."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def percent(self) -> int:
        """The likeness as it is told; sums of weights are not exact to the last digit, and the same is the same."""
        return int(round(self.score * 100, 6))


def sketch(words: Iterable[str], procedure: str, understood: Sequence[str]) -> Sketch:
    """Return what is compared of a difficulty: its texts, its procedure, what is understood of its words."""
    codes = {each for each in understood if _is_code(each)}
    provisions = frozenset(each for each in map(_folded, understood) if _ARTICLE.search(each))
    terms = frozenset(term for text in words for term in _terms(text))
    return Sketch(terms, frozenset({_folded(procedure), *codes} - {""}), provisions)


@lru_cache(maxsize=4096)
def _is_code(understood: str) -> bool:
    return bool(procedure_codes(understood))


def _terms(text: str) -> Iterable[str]:
    syllables: list[str] = []
    for word in _WORD.findall(text):
        folded = _folded(word)
        syllables += _ABBREVIATIONS.get(folded, folded).split()
    yield from syllables
    yield from map("_".join, pairwise(syllables))


class Weights(dict[str, float]):
    """How much each term tells, squared, as it is reckoned with: the more, the fewer difficulties have it."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        """`counts`: in how many of `total` difficulties each term stands; what is not counted is rare."""
        super().__init__()
        self._counts, self._total = counts, total

    def __missing__(self, term: str) -> float:
        share = (self._counts.get(term, 0) + _VIRTUAL * _usual_share(term)) / (self._total + _VIRTUAL)
        weight = self[term] = math.log(1 + 1 / max(share, _LEAST_SHARE)) ** 2
        return weight

    def of(self, terms: Iterable[str]) -> float:
        """Return what these terms tell together."""
        return sum(map(self.__getitem__, terms))


@lru_cache(maxsize=65536)
def _usual_share(term: str) -> float:
    if not all(each in _USUAL for each in term.split("_")):
        return 0.0
    # Two together are a fourth as common.
    return _SHARE_OF_USUAL / 4 if "_" in term else _SHARE_OF_USUAL


def compare(one: Sketch, other: Sketch, weights: Weights) -> Duplicate:
    """Return how much two difficulties are about one thing.

    Words count by the cosine of their weights; its root, so that a half of what two texts say is much already.
    """
    length = math.sqrt(weights.of(one.terms) * weights.of(other.terms))
    words = math.sqrt(weights.of(one.terms & other.terms) / length) if length else 0.0
    found = {
        Reason.PROCEDURE: bool(one.procedures & other.procedures),
        Reason.PROVISION: bool(one.provisions & other.provisions),
        Reason.WORDS: words >= THRESHOLD,
    }
    missing = 1 - min(1.0, words)
    missing *= 1 - _FOR_PROCEDURE * found[Reason.PROCEDURE]
    missing *= 1 - _FOR_PROVISION * found[Reason.PROVISION]
    return Duplicate(1 - missing, tuple(reason for reason, is_so in found.items() if is_so))
