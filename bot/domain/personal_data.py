"""Numbers in a text by which a person is known: pointed out before it is sent, and covered on request.

What is looked for is what can be told by its form: the number of a citizen's card (12 digits, Decree 137/2015/NĐ-CP,
Article 13: province, century and sex, year of birth, six digits), of an identity card of before (9 or 12 digits, with
the words for it before them), a telephone number of Viet Nam, and an account at a bank (with the words for it before
it). Amounts, dates, codes of procedures and numbers of documents are none of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Personal(StrEnum):
    """What a number is."""

    CITIZEN = "citizen"
    PHONE = "phone"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Found:
    """A number in a text: what it is, and where it stands."""

    what: Personal
    start: int
    end: int


_SEP = r"[ .\-]?"
# Three digits of a province (001-096), one of century and sex, two of the year, six: grouped in any way or not at all.
_CITIZEN = re.compile(
    rf"(?<![\w.,/-])0{_SEP}(?:0{_SEP}[1-9]|[1-9]{_SEP}\d){_SEP}[0-3]{_SEP}(?:\d{_SEP}){{7}}\d(?![\w/]|[.,-]\d)"
)
# Mobile numbers since 2018 and fixed lines since 2017; in groups of two to four digits.
_PHONE = re.compile(
    rf"(?<![\w.,/-])(?:\(?\+?84\)?{_SEP}|\(?0)(?:[35789]\)?{_SEP}(?:\d{_SEP}){{7}}\d|2\d{{1,2}}\)?{_SEP}(?:\d{_SEP}){{6,7}}\d)"
    r"(?![\w/]|[.,-]\d)"
)
_NAMED_ID = re.compile(
    r"\b(?:cccd|cmnd|cmt|can cuoc(?: cong dan)?|chung minh(?: nhan dan| thu)?|dinh danh(?: ca nhan)?|ho chieu)"
    r"(?:\s+(?:so|la|nhan dan|cua [^\d\n]{1,40}?))*\s*[:.\-]?\s*((?:\d[ .\-]?){8,11}\d|[a-z]\d{7})(?![\d])"
)
_NAMED_ACCOUNT = re.compile(
    r"\b(?:stk|so tk|tk so|tk|so tai khoan|tai khoan(?: ngan hang| so)?|account(?: no\.?| number)?)"
    r"(?:\s+(?:so|la|ngan hang|cua [^\d\n]{1,40}?))*\s*[:.\-]?\s*((?:\d[ .\-]?){5,18}\d)(?![\d])"
)
_GROUPED_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3}){2,}")
_OF_ENTERPRISE = re.compile(
    r"\b(?:mst|msdn|ma so (?:thue|doanh nghiep|dkkd|hop tac xa)|so (?:to khai|van don|hop dong)|to khai)"
    r"(?:\s+(?:so|la))?\s*[:.\-]?\s*$"
)
COVER = "•"
_SHOWN = 2
"""So many digits at each end stay, by which the sender knows the number again."""


def find(text: str) -> tuple[Found, ...]:
    """Return the numbers in a text by which persons are known, in their order, none inside another."""
    folded = "".join(map(_letter, text))
    found = [
        *(Found(Personal.CITIZEN, *match.span(1)) for match in _NAMED_ID.finditer(folded)),
        *(Found(Personal.ACCOUNT, *match.span(1)) for match in _NAMED_ACCOUNT.finditer(folded)),
        *(Found(Personal.CITIZEN, *match.span()) for match in _CITIZEN.finditer(folded)),
        *(Found(Personal.PHONE, *match.span()) for match in _PHONE.finditer(folded)),
    ]
    return tuple(_apart(each for each in found if not _is_public(folded, each)))


@lru_cache(4096)
def _letter(character: str) -> str:
    """Return a letter without its marks and its case: one for one, so that places stay what they are."""
    if character in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def _is_public(folded: str, found: Found) -> bool:
    """Whether a number is an amount, or one that stands for an enterprise and not for a person."""
    number, before = folded[found.start : found.end], folded[: found.start]
    if _GROUPED_AMOUNT.fullmatch(number):
        return True
    return found.what is Personal.PHONE and bool(_OF_ENTERPRISE.search(before))


def _apart(found: Iterable[Found]) -> Iterable[Found]:
    """Leave out what overlaps with a number that was found before it; what has its name before it goes first."""
    taken: list[Found] = []
    for each in found:
        if all(each.end <= other.start or other.end <= each.start for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda each: each.start)


def covered(text: str) -> str:
    """Return a text with every digit of these numbers covered but the first and the last two."""
    # Again, until there is none: where numbers stand side by side, what is left of two can be a third.
    while found := find(text):
        for each in reversed(found):
            text = text[: each.start] + cover(text[each.start : each.end]) + text[each.end :]
    return text


def cover(number: str) -> str:
    """Return a number with its digits covered but the first and the last two; the signs between them stay."""
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    hidden = set(places[_SHOWN:-_SHOWN])
    return "".join(COVER if place in hidden else sign for place, sign in enumerate(number))
