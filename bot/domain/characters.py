"""What people type: cleaned once at intake, folded for searching, compared by its key, counted in two ways."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

# C0 and C1 controls except tab and newline; U+FFFE and U+FFFF cannot stand in XML.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_NEWLINES = re.compile("\r\n?|\u2028|\u2029|\x85")
_BIDI_OPENERS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_BIDI = re.compile(f"[{_BIDI_OPENERS}\u202c\u2069\u200e\u200f\u061c]")
_ISOLATES = "\u2066\u2067\u2068"
_ZERO_WIDTH_JOINER = "\u200d"
_VISIBLE_FORMATS = re.compile("[\u0600-\u0605\u06dd\u0890\u0891\u08e2\U000110bd\U000110cd]")
"""Signs of Arabic and Kaithi numbers and verses: among the controls of Unicode, and yet they are seen."""
# What Unicode calls ignorable, as far as it is no control, and two letters that are drawn as a blank.
_BLANK_LETTERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001d159\U000e0000-\U000e0fff]"
)
_PLAIN = re.compile("[\\t\\n -~\u00a0-\u00ac\u00ae-\u024f\u0300-\u034e\u1ea0-\u1ef9\u2010-\u2027]*")
"""Texts in Vietnamese: of these characters each is seen, or white space."""
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
"""The marks of letters in Vietnamese, and of most others."""
_LOOK_ALIKES = {"\u00d0": "\u0110", "\u0189": "\u0110", "\u00f0": "\u0111", "\u0256": "\u0111"}
"""Letters of other languages that old fonts and keyboards put for Đ and đ."""
_LETTERS = 4096
"""So many single characters are known for what they are; of texts nothing is kept."""
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def clean(raw: str) -> str:
    """Return `raw` in NFC, without control characters or unpaired surrogates, trimmed; empty where nothing is seen.

    A text with bidirectional controls loses them and is wrapped in one isolate,
    so that it cannot turn round the words that stand after it.
    """
    # Ends of lines first: one of them is a control character.
    text = _UNPRINTABLE.sub("", _NEWLINES.sub("\n", raw))
    plain = _BIDI.sub("", text)
    # A space at either end would shield the isolate from strip(); trim first.
    plain = unicodedata.normalize("NFC", plain).strip()
    if not any(map(is_visible, plain)):
        return ""
    if _BIDI.search(text):
        return f"{_FIRST_STRONG_ISOLATE}{plain}{_POP_ISOLATE}"
    return plain


def fold(text: str) -> str:
    """Return the form that is searched: no marks, `đ` as `d`, no case, single spaces.

    "dat dai" finds "Đất đai"; old and new tone placement ("hoà", "hòa") are equal.
    """
    # `đ` does not decompose: its stroke is no mark.
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d").replace("Đ", "d")
    if not bare.isascii():
        bare = "".join(filterfalse(_is_mark, bare))
    return " ".join(bare.casefold().split())


def unified(text: str) -> str:
    """Return a text as it looks: nothing unseen, one width of letters, one Đ, white space as single blanks."""
    composed = unicodedata.normalize("NFKC", text)
    for alike, letter in _LOOK_ALIKES.items():
        composed = composed.replace(alike, letter)
    return _seen(composed)


def key(text: str) -> str:
    """Return the form in which what was typed or imported is compared; it is never stored as a text."""
    return fold(unified(text))


def marks(word: str) -> frozenset[str]:
    """Return the marks of a word that `fold` leaves out, wherever in it they stand, and `đ` for its stroke."""
    return frozenset(c for c in unicodedata.normalize("NFD", word.casefold()) if _is_mark(c) or c == "đ")


@lru_cache(_LETTERS)
def is_visible(character: str) -> bool:
    """Return whether a character is seen; marks are, blanks and what only steers other characters are not."""
    if _VISIBLE_FORMATS.match(character):
        return True
    if _UNPRINTABLE.match(character) or _BLANK_LETTERS.match(character):
        return False
    return unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp")


def visible_length(text: str) -> int:
    """Return the length of what is seen of a text, in UTF-16 units; white space between words counts once."""
    return utf16_length(_seen(text))


def _seen(text: str) -> str:
    if not _PLAIN.fullmatch(text):
        printable = _UNPRINTABLE.sub("", _NEWLINES.sub("\n", text))
        text = "".join(filter(_stays, printable))
    return " ".join(text.split())


@lru_cache(_LETTERS)
def _stays(character: str) -> bool:
    return character.isspace() or is_visible(character)


@lru_cache(_LETTERS)
def _is_mark(character: str) -> bool:
    # Marks that enclose have no combining class.
    return unicodedata.combining(character) > 0 or unicodedata.category(character) == "Me"


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, the way Telegram counts."""
    # Not everything that is counted has been cleaned: an unpaired surrogate is one unit.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_at_word(text: str, limit: int) -> tuple[int, str]:
    """Return how many characters of `text` to keep, and what to put behind them, to be within `limit` UTF-16 units.

    The cut is at the end of a line or word where one is near, never inside what is seen as one character; what
    follows is an ellipsis and the ends of isolates. A text that fits is kept whole.
    """
    if utf16_length(text) <= limit:
        return len(text), ""
    used = depth = 0
    kept = at_space = (0, "…"[:limit])
    for index, character in enumerate(text):
        end = "…" + _POP_ISOLATE * depth
        if used + len(end) <= limit and not _continues(text, index):
            kept = index, end
            at_space = kept if character.isspace() else at_space
        used += utf16_length(character)
        depth = max(0, depth + (character in _ISOLATES) - (character == _POP_ISOLATE))
        if used > limit:
            break
    # A space in the first half is too far back to lose everything behind it.
    chosen, end = at_space if at_space[0] > kept[0] // 2 else kept
    return len(text[:chosen].rstrip()), end


def _continues(text: str, index: int) -> bool:
    """Whether a character is seen as one with the one before it."""
    character = text[index]
    joined = _ZERO_WIDTH_JOINER in text[max(0, index - 1) : index + 1]
    return joined or unicodedata.category(character) in ("Mn", "Mc", "Me", "Sk")


def cut(text: str, limit: int) -> str:
    """Return `text` within `limit` UTF-16 units, with an ellipsis where something is left out.

    An isolate that `clean` put round the text is closed again.
    """
    if utf16_length(text) <= limit:
        return text
    end = "…" + (_POP_ISOLATE if text.endswith(_POP_ISOLATE) else "")
    kept, used = [], utf16_length(end)
    for character in text:
        used += utf16_length(character)
        if used > limit:
            break
        kept.append(character)
    return "".join(kept).rstrip() + end


def ends(text: str, limit: int) -> str:
    """Return the beginning and the end of `text` within `limit` UTF-16 units, on one line; a short one whole."""
    line = " ".join(text.split())
    if utf16_length(line) <= limit:
        return line
    words = line[-limit // 3 :]
    _, _, last = words.partition(" ")
    tail = last or words
    while utf16_length(tail) > limit // 3:
        tail = tail[1:]
    return f"{cut(line, limit - utf16_length(tail) - 1)} {tail}"
