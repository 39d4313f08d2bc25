"""The text of a notice in pieces: numbered paragraphs with what they stand under, and sentences of the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.characters import fold

_ORDINAL = re.compile(
    r"(?:(?P<word>thu (?:nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)|(?:mot|hai|ba|bon|nam|sau|bay|tam) la)\b\s*[,:]?"
    r"|(?P<roman>[ivx]{1,4})\.|(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)](?!\d)|(?P<letter>[a-z])\)|(?P<dash>[-\u2013+\u2022*])(?=\s))\s*"
)
_LEVELS = ("roman", "number", "word", "letter", "dash")
_SENTENCE_END = re.compile(r"(?<=[.;])\s+(?=[^\W\d_a-z])")
_ABBREVIATED = re.compile(r"(?:\b(?:tp|st|so|dr|ts|gs|pgs|ths)|[|])\.$")
_SMALL = "".join(letter for letter in map(chr, (*range(0x61, 0x1B1), *range(0x1EA0, 0x1EFA))) if letter.islower())
_PARAGRAPH = re.compile(rf"(?:[^\n]|\n(?![a-z\u0111]\))(?=[{_SMALL}]|\d{{1,2}}/\d{{1,2}}\D))+")
"""A line that begins with a small letter or a day goes on with the one before, as in what was copied from a page."""
_MORE_FOLLOWS = re.compile(r"(?:cu the|nhu sau|sau day|sau)\s*:\s*$|:\s*$")


@dataclass(frozen=True)
class Piece:
    """A passage that may be a task: where it stands, how deep, and the passages it stands under, the outermost first.

    `start` is behind the number of a paragraph. The text itself is that of the notice, between `start` and `end`.
    """

    start: int
    end: int
    level: int
    """0 of a sentence of a paragraph without a number, else the depth of the number."""
    paragraph: int
    """Where the paragraph begins."""
    under: tuple[Piece, ...] = ()
    is_heading: bool = False
    """Whether it only says that points follow."""


def flat(text: str) -> str:
    """Return a text in NFC without marks and case, each character in its place."""
    return "".join(" " if character.isspace() else (fold(character) or character)[:1] for character in text)


def tidy(text: str) -> str:
    """Return a text in NFC with ends of lines as one character, which is what every span is counted in."""
    lines = re.sub("\r\n?|\x0b|\x0c|\u2028|\u2029", "\n", text).replace("\u00a0", " ")
    blanks = re.sub(" *\n *", "\n", re.sub(" {2,}", " ", lines))
    return unicodedata.normalize("NFC", blanks)


def pieces(text: str, plain: str) -> Iterator[Piece]:
    """Yield the passages of a tidy text in their order, tables left out; `plain` is the text as `flat` returns it."""
    above: list[Piece] = []
    for start, end in _paragraphs(text):
        if is_table(text[start:end]):
            continue
        found = _ORDINAL.match(plain, start, end)
        if found and found.end() < end:
            level = next(number for number, name in enumerate(_LEVELS, 1) if found[name])
            above = [each for each in above if each.level < level]
            piece = Piece(
                found.end(), end, level, start, tuple(above), _announces(plain, start, end) or text[start:end].isupper()
            )
            above.append(piece)
            yield piece
        elif _announces(plain, start, end):
            above = [Piece(start, end, 0, start, (), is_heading=True)]
            yield above[0]
        else:
            above = [each for each in above if each.level == 0]
            yield from (Piece(*each, 0, start, ()) for each in sentences(text, plain, start, end))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for found in _PARAGRAPH.finditer(text):
        line = found[0]
        if line.strip():
            begin = found.start() + len(line) - len(line.lstrip())
            yield begin, found.start() + len(line.rstrip())


def is_table(line: str) -> bool:
    """Return whether a line is a row of a table, with bars or tabs between its cells."""
    return line.count("|") > 1 or line.count("\t") > 1


def _announces(plain: str, start: int, end: int) -> bool:
    return _MORE_FOLLOWS.search(plain, start, end) is not None


def sentences(text: str, plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each sentence between two places begins and ends."""
    begin = start
    for found in _SENTENCE_END.finditer(text, start, end):
        if text[found.start() - 1] == ";" or _ABBREVIATED.search(plain, max(begin, found.start() - 6), found.start()):
            continue
        yield begin, found.start()
        begin = found.end()
    yield begin, end
