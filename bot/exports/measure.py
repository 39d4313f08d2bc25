"""How much room a text takes in Times New Roman: where its lines end, and how tall they are together.

An office program breaks lines where it likes. What is stated here is rather a line too many than one too few: a row
that is too tall shows a white stripe, one that is too low loses what people wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

_LETTERS = {
    180: "'",
    200: "|",
    250: " .,\u00a0",
    278: "ijlt/:;\\",
    333: "frI()[]!-`‘’\u2011",
    350: "•",
    389: "sJ",
    408: '"',
    444: "acez?“”",
    480: "{}",
    500: "bdghknopquvxy0123456789_$#*–",
    541: "~",
    556: "FPS",
    564: "+=<>",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYw",
    778: "m&",
    833: "%",
    889: "M",
    921: "@",
    944: "W",
    1000: "—…",
}
"""The advance of a character in thousandths of the size of the type (AFM of Times Roman)."""
_ADVANCE = {character: advance / 1000 for advance, characters in _LETTERS.items() for character in characters}
_STROKED = {0x110: 0.722, 0x111: 0.5}
"""D and d with a stroke, which Unicode does not take apart."""
_HORN, _HORN_ADVANCE = "\u031b", 0.09
_SPACES = " \t\n"
_TAB_ADVANCE, _UNKNOWN = 2.0, 1.2
_FAR = re.compile("[^\0-\u21ff]")
"""These characters come out of other fonts, whose lines are taller. Said this way it compiles ten times as fast."""
_TALLER = 1.5
_LINE = 15 / 11
"""The height of a line in parts of the size of the type, as Excel counts; other programs need 1.15."""
_LONGEST = 5_000
"""Characters; nobody can see a longer line, but marks without a letter make one."""
_WORD = re.compile(r"[^ \t\n]*[ \t]*\n?")
"""Lines end at spaces; a no-break space is none."""
_Measures = tuple[float, float, bool]
"""How wide a word is without the spaces behind it and with them, in parts of the size; whether it ends its line."""


@lru_cache(maxsize=1_000)
def wrapped(text: str, room: float, size: float) -> Sequence[str]:
    """Return `text` as the lines it is printed in, `room` points wide, in type of `size` points.

    Nothing is lost: the spaces and line breaks between two lines stand at the end of the first, so that the lines
    one after the other are the text.
    """
    lines, start, end, used, ended = [], 0, 0, 0.0, False
    for word, (bare, whole, ends_line) in _words(text, room, size):
        full = used + bare * size > room or end - start + len(word) > _LONGEST
        if end > start and (full or ended):
            lines.append(text[start:end])
            start, used = end, 0.0
        end += len(word)
        used += whole * size
        ended = ends_line
    return (*lines, text[start:end]) if end > start or not lines else tuple(lines)


def height(lines: Sequence[str], size: float) -> float:
    """Return how many points these lines are tall together."""
    line = _LINE * size
    if not _FAR.search("".join(lines)):
        return sum([line] * len(lines))
    return sum(line * (_TALLER if _FAR.search(each) else 1) for each in lines)


@lru_cache(maxsize=10_000)
def tallness(text: str, room: float, size: float) -> float:
    """Return how many points `text` is tall as it is printed, `room` points wide; kept, as it is asked for twice."""
    return height(wrapped(text, room, size), size)


@lru_cache(maxsize=20_000)
def width(text: str, size: float) -> float:
    """Return how many points `text` is wide in one line, at most."""
    return _width(text) * size


def _words(text: str, room: float, size: float) -> Iterator[tuple[str, _Measures]]:
    """A word, with the space behind it; one that fits in no line is broken anywhere."""
    for word in _WORD.findall(text):
        measures = _measured(word)
        if measures[0] * size <= room and len(word) <= _LONGEST:
            yield word, measures
        else:
            yield from ((piece, _measured(piece)) for piece in _broken(word, room, size))


def _broken(word: str, room: float, size: float) -> Iterator[str]:
    piece, used = "", 0.0
    for character in word:
        advance = _advance(character) * size
        full = (advance and used + advance > room) or len(piece) >= _LONGEST
        if piece and full and character not in _SPACES:
            yield piece
            piece, used = "", 0.0
        piece += character
        used += advance
    yield piece


@lru_cache(maxsize=20_000)
def _measured(word: str) -> _Measures:
    return _width(word.rstrip(_SPACES)), _width(word), word.endswith("\n")


def _width(text: str) -> float:
    return sum(map(_advance, text))


@lru_cache(maxsize=4_000)
def _advance(character: str) -> float:
    """Marks stand on their letter and need no room, except the horn of ơ and ư."""
    if (known := _ADVANCE.get(character) or _STROKED.get(ord(character))) is not None:
        return known
    if character == "\t":
        return _TAB_ADVANCE
    decomposed = unicodedata.normalize("NFD", character)
    letter = decomposed[0]
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Cc", "Mn", "Me"):
        return 0.0
    return _ADVANCE.get(letter, _UNKNOWN) + (_HORN_ADVANCE if _HORN in decomposed else 0.0)
