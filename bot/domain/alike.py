"""Which difficulties look alike, and why: the same procedure, the same provision, the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from bot.domain.characters import key
from bot.domain.citations import citations
from bot.domain.procedure_codes import procedure_codes

_SHARED_LEAST, _SHARE_LEAST = 4, 0.5
"""So many pairs of syllables, and this part of the shorter text, make words alike."""
_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset(
    {
        "doanh nghiep", "thu tuc", "hanh chinh", "co quan", "giai quyet", "thoi gian", "ho so", "quy dinh", "thuc hien",
        "theo quy", "de nghi", "dia phuong", "vuong mac", "kho khan", "yeu cau", "to chuc", "ca nhan", "ngay lam",
        "lam viec", "phai nop", "cong ty", "van ban", "nha nuoc", "tham quyen", "nghiep phai", "co tham",
    }
)  # fmt: skip
"""Pairs that stand in most difficulties and tell nothing."""


class Reason(StrEnum):
    """Why two difficulties look alike, the strongest first."""

    PROCEDURE = "procedure"
    PROVISION = "provision"
    WORDS = "words"


@dataclass(frozen=True)
class Compared:
    """What of a difficulty is compared."""

    procedures: frozenset[str]
    """The procedure as it was typed, by its key, and the codes that are named."""
    provisions: frozenset[str]
    """Articles, clauses and points of documents; a document as a whole is in too many."""
    pairs: frozenset[str]
    """Two syllables in a row, folded."""


@dataclass(frozen=True)
class Likeness:
    """Why two difficulties look alike; the greater the score, the more they do."""

    reasons: tuple[Reason, ...]
    score: float


def compared(words: Iterable[str], procedure: str, understood: Sequence[str]) -> Compared:
    """Return what is compared of a difficulty: its texts, its procedure, what is understood of its words."""
    provisions = {each for each in understood if _is_specific(each)}
    codes = {each for each in understood if procedure_codes(each)}
    pairs = {pair for text in words for pair in _pairs(text)}
    return Compared(frozenset({key(procedure), *codes} - {""}), frozenset(provisions), frozenset(pairs))


# The same few provisions are named over and over.
@lru_cache(maxsize=4096)
def _is_specific(provision: str) -> bool:
    found = citations(provision, asked=True)
    return len(found) == 1 and found[0].is_provision and found[0].document is not None


def _pairs(text: str) -> set[str]:
    words = _WORD.findall(key(text))
    return {f"{first} {second}" for first, second in pairwise(words)} - _COMMON


def likeness(one: Compared, other: Compared) -> Likeness | None:
    """Return why two difficulties look alike, or None where they do not."""
    shared = len(one.pairs & other.pairs)
    share = shared / min(len(one.pairs), len(other.pairs)) if shared else 0.0
    found = {
        Reason.PROCEDURE: bool(one.procedures & other.procedures),
        Reason.PROVISION: bool(one.provisions & other.provisions),
        Reason.WORDS: shared >= _SHARED_LEAST and share >= _SHARE_LEAST,
    }
    reasons = tuple(reason for reason, is_so in found.items() if is_so)
    return Likeness(reasons, len(reasons) + share) if reasons else None
