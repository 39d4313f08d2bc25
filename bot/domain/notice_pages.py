"""Pages as a reader of PDF gives them, a line each, put together to the paragraphs that were typed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.domain.encodings import is_syllable
from bot.domain.notice_text import flat

_NUMBER = re.compile(r"(?:trang\s*|[-\u2013]\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-\u2013])?\.?", re.IGNORECASE)
_POINT = re.compile(
    r"(?:[ivx]{1,4}\.|\d{1,2}(?:\.\d{1,2})*[.)](?!\d)|[a-z]\)|[+\u2022*]\s|thu \w+,|(?:so|noi nhan)\s*:)\s*"
)
_DASH = re.compile(r"[-\u2013]\s")
_SENTENCE_END = re.compile(r"[.;:/!?]['\"”)]*$")
_DATED = re.compile(r"20\d\d$")
"""A line that ends with a year and is followed by a capital is that of the place and day, or a title."""
_SOFT = "\u00ad"
_FULL = 0.78
"""Of the usual length of a line; one that is shorter was ended by whoever typed it."""
_EDGE = 2
"""How many lines at the top and the bottom of a page may be its header and its footer."""
_LONGEST_HEADER = 60
_FEW = 3
"""Pages; of fewer nobody can tell what most of them have."""
_BLANK = 40
"""Characters; a page with fewer and with a picture is a picture of a page."""


def has_letters(page: str) -> bool:
    """Return whether a page has letters, and not only signs that a font does not explain."""
    shown = [character for character in page if not character.isspace()]
    letters = _letters(page)
    return letters > 1 and letters >= len(shown) / 3


def is_blank(page: str) -> bool:
    """Return whether a page has next to no text of its own: nothing, a number, a stamp, or signs for no letter."""
    return not has_letters(page) or _letters(page) < _BLANK


def _letters(page: str) -> int:
    return sum(character.isalpha() and unicodedata.category(character) != "Co" for character in page)


def joined(pages: Sequence[str]) -> str:
    """Return the text of pages in NFC, a paragraph a line; numbers and headers of pages are left out.

    Whether a line goes on is seen by how it ends, how the next begins and how long it is beside the others.
    """
    lines = [line for page in _without_edges([_lines(page) for page in pages]) for line in page]
    usual = _usual([len(line) for line in lines])
    paragraphs: list[str] = []
    last = ""
    for line in lines:
        if paragraphs and _goes_on(last, line, usual):
            paragraphs[-1] = _put_together(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        last = line
    return "\n".join(paragraphs)


def _lines(page: str) -> list[str]:
    text = unicodedata.normalize("NFC", page).replace("\u00a0", " ")
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _without_edges(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """What stands at the edge of most pages, but for their number, is no text of the document."""
    counted = pages if len(pages) >= _FEW else []
    often = Counter(_shape(line, at) for at, page in enumerate(counted, 1) for line in {*page[:_EDGE], *page[-_EDGE:]})
    for number, page in enumerate(pages, 1):
        yield [
            line
            for at, line in enumerate(page)
            if _EDGE <= at < len(page) - _EDGE
            or not (
                _NUMBER.fullmatch(line) or (_may_be_header(line) and often[_shape(line, number)] > len(pages) * 0.6)
            )
        ]


def _shape(line: str, page: int) -> str:
    return re.sub(rf"\b{page}\b", "#", line)


def _may_be_header(line: str) -> bool:
    return len(line) <= _LONGEST_HEADER and not _POINT.match(flat(line))


def _usual(lengths: Sequence[int]) -> float:
    """The length of a full line: of the longer half the middle one."""
    longest = sorted(lengths, reverse=True)
    return longest[len(longest) // 4] if longest else 0


def _goes_on(last: str, line: str, usual: float) -> bool:
    full = len(last) >= usual * _FULL
    ended = _SENTENCE_END.search(last) is not None or _DATED.search(last) is not None
    if _POINT.match(flat(line)):
        return False
    if _DASH.match(line):
        return full and not ended
    if line[0].islower():
        return True
    if last.isupper() or line.isupper():
        return last.isupper() and line.isupper() and full
    return full and not ended


def _put_together(text: str, line: str) -> str:
    if text.endswith((_SOFT, "\u2010")):
        return text[:-1] + line
    if re.search(r"\w-$", text) and line[0].islower():
        word = re.search(r"[^\W\d_]+$", text[:-1])
        rest = re.match(r"[^\W\d_]+", line)
        # One syllable that was divided; where it is none, two words that have a hyphen.
        whole = (word[0] + rest[0]).lower() if word and rest else ""
        return (text[:-1] if is_syllable(whole) else text) + line
    return f"{text} {line}"
