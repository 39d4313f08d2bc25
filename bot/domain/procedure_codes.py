"""Codes of administrative procedures in the national database, such as 1.002755, as they stand in what people type."""

from __future__ import annotations

import re

from bot.domain.aligning import aligned, counts
from bot.domain.characters import unified

# The database numbers procedures from 1.000001 to 3.999999; behind a code may stand the parts of a province.
_CODE = re.compile(
    r"(?<![\w.,/])(?P<series>[1-3])\s?\.\s?(?P<number>\d{6})(?P<local>\.\d{3}\.\d{2}\.\d{2}(?:\.h\d{2})?)?(?!\w|[.,/]\d)"
)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"(?:(?:ma|so|tthc|thu tuc|hanh chinh)[\s:.]*)*(?P<series>[1-3])(?P<number>\d{6})")


def procedure_codes(text: str, *, asked: bool = False) -> tuple[str, ...]:
    """Return the codes in a text, each once, in their order, without the parts of a province.

    Where a procedure was `asked` for, seven digits and nothing else are one whose point was left out.
    """
    typed = unified(text)
    if not _DIGIT.search(typed):
        return ()  # most answers hold none
    folded = aligned(typed)
    found = [
        f"{match['series']}.{match['number']}"
        for match in _CODE.finditer(folded)
        if match["local"] or not (counts(folded, match.end()) or _is_money(folded, match.end()))
    ]
    alone = _DIGITS.fullmatch(folded.strip(" .;,")) if asked and not found else None
    if alone:
        found.append(f"{alone['series']}.{alone['number']}")
    return tuple(dict.fromkeys(found))


def _is_money(folded: str, end: int) -> bool:
    return re.match(r"\s?(?:d|vnd|usd|dong|m2|m3|%)(?![a-z0-9])", folded[end:]) is not None
