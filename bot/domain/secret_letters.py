"""A text as letters, whatever stands between or upon them: what the marks of secrecy are looked for in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.characters import unified

_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
"""Grave, acute, circumflex, tilde, breve, hook, horn and dot below: what Vietnamese is written with."""
_LOOK_ALIKES = str.maketrans(
    "АВЕЗКМНОРСТУХІЈЅавекмнорстухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικοτυνı",
    "ABEZKMHOPCTYXIJSabekmhopctyxijsABEZHIKMNOPTYXaikotuvi",
)
"""Letters of other scripts that are drawn as Latin ones."""
_DIGITS = {"0": "o", "1": "i", "3": "e", "4": "a", "@": "a"}
"""What is put for a letter within a word."""
_TYPED = {
    **dict.fromkeys(("maajt", "maatj", "ma65t", "mat65", "ma6t5"), "mật"),
    **dict.fromkeys(("tuyeetj", "tuyeejt", "tuye65t", "tuyet65", "tuye6t5"), "tuyệt"),
    **dict.fromkeys(("toois", "toosi", "to61i", "toi61", "to6i1"), "tối"),
}
"""What keyboards make of the words where they do not put the marks (Telex, VNI)."""
_MAY_HOLD = re.compile("m[a4@]t|n[o0][i1]b[o0]|" + "|".join(word for word in _TYPED if word.startswith("m")))
_NOT_WRITTEN = re.compile(r"[^a-z0-9@]+")
_WORD = re.compile(r"(?:[^\W_]|@)+")
_HUMP = re.compile(r"(?<=[a-zà-ỹ])(?=[A-ZĐÀ-Ỹ])")
_EXTENSION = re.compile(r"\.\w{1,5}$")
_NO_LETTER = "#"


@dataclass(frozen=True)
class Letter:
    """One letter without its marks, in lower case; a digit is none."""

    base: str
    marks: frozenset[str]
    is_upper: bool
    word: int


@dataclass(frozen=True)
class Word:
    """Where the letters of a word are, on which line, and what stands before it there."""

    first: int
    end: int
    line: int
    before: str


@dataclass(frozen=True)
class Letters:
    """All letters of a text with their words; `after` is what stands behind the last word of each line."""

    letters: Sequence[Letter]
    words: Sequence[Word]
    after: Sequence[str]

    @cached_property
    def bases(self) -> str:
        """The letters as one string, a character each."""
        return "".join(letter.base for letter in self.letters)

    def fits(self, first: int, syllable: str) -> bool:
        """Return whether a syllable stands there: with all its marks, or some left out, never with another."""
        return self.bases.startswith(plain(syllable), first) and all(
            letter.marks <= wanted for letter, (_, wanted) in zip(self.letters[first:], spelt(syllable), strict=False)
        )

    def marks(self, first: int, end: int) -> frozenset[str]:
        """Return the marks of a stretch of letters."""
        return frozenset[str]().union(*(letter.marks for letter in self.letters[first:end]))

    def is_upper(self, first: int, end: int) -> bool:
        """Return whether a stretch is in capitals."""
        return all(letter.is_upper for letter in self.letters[first:end])

    def is_whole(self, first: int, end: int) -> bool:
        """Return whether a stretch begins and ends with a word."""
        begins, ends = self._word_of(first), self._word_of(end - 1)
        return begins.first == first and ends.end == end

    def ends_word(self, first: int, end: int) -> bool:
        """Return whether a stretch is the end of one word, or all of it."""
        return self.letters[first].word == self.letters[end - 1].word and self._word_of(first).end == end

    def is_spaced(self, first: int, end: int) -> bool:
        """Return whether every letter of a stretch stands alone, on one line."""
        found = {letter.word for letter in self.letters[first:end]}
        return len(found) == end - first and len({self.words[word].line for word in found}) == 1

    def line_of(self, position: int) -> int:
        """Return the number of the line of a letter."""
        return self._word_of(position).line

    def before(self, first: int) -> str:
        """Return what stands between a stretch and what is before it on its line."""
        return self._word_of(first).before

    def behind(self, end: int) -> str:
        """Return what stands between a stretch and what is behind it on its line."""
        following = self.letters[end - 1].word + 1
        if following < len(self.words) and self.words[following].line == self.line_of(end - 1):
            return self.words[following].before
        return self.after[self.line_of(end - 1)]

    def begins_line(self, first: int) -> bool:
        """Return whether nothing but signs stands before a stretch on its line."""
        return first == 0 or self.line_of(first - 1) != self.line_of(first)

    def ends_line(self, end: int) -> bool:
        """Return whether nothing but signs stands behind a stretch on its line."""
        return end == len(self.letters) or self.line_of(end) != self.line_of(end - 1)

    def others_of_line(self, first: int, end: int) -> Sequence[Letter]:
        """Return the letters of the lines of a stretch that are not in it."""
        lines = {self.line_of(first), self.line_of(end - 1)}
        outside = (*range(first), *range(end, len(self.letters)))
        return [self.letters[n] for n in outside if self.line_of(n) in lines and self.letters[n].base != _NO_LETTER]

    def _word_of(self, position: int) -> Word:
        return self.words[self.letters[position].word]


def may_hold(text: str) -> bool:
    """Return False, without reading every letter, where no mark of secrecy can be in a text."""
    bare = unicodedata.normalize("NFKD", text).translate(_LOOK_ALIKES).lower()
    return _MAY_HOLD.search(_NOT_WRITTEN.sub("", bare)) is not None


def plain(syllable: str) -> str:
    """Return the letters of our own spelling without marks."""
    return "".join(base for base, _ in spelt(syllable))


def spelt(syllable: str) -> list[tuple[str, frozenset[str]]]:
    """Return each letter of a spelling with its marks."""
    found: list[tuple[str, frozenset[str]]] = []
    for character in unicodedata.normalize("NFD", syllable.lower().replace("đ", "d")):
        if character in _MARKS:
            base, marks = found[-1]
            found[-1] = base, marks | {character}
        elif not unicodedata.combining(character):
            found.append((character, frozenset()))
    return found


def read(text: str, *, is_name: bool = False) -> Letters:
    """Return the letters of a text; of the name of a file without its ending, and divided at its humps ("TuyetMat")."""
    lines = [_HUMP.sub(" ", _EXTENSION.sub("", text))] if is_name else text.splitlines()
    letters: list[Letter] = []
    words: list[Word] = []
    after = []
    for number, raw in enumerate(lines):
        line, end = unified(raw).translate(_LOOK_ALIKES), 0
        line = unicodedata.normalize("NFC", "".join(_known(line)))
        for match in _WORD.finditer(line):
            first = len(letters)
            letters += _letters(match.group(), len(words))
            words.append(Word(first, len(letters), number, line[end : match.start()]))
            end = match.end()
        after.append(line[end:])
    return Letters(letters, words, after)


def _known(line: str) -> Iterator[str]:
    """Leave out marks that are drawn upon letters and no part of them, such as those that strike them through."""
    for character in unicodedata.normalize("NFD", line):
        if character in _MARKS or not unicodedata.category(character).startswith("M"):
            yield character


def _letters(word: str, number: int) -> Iterator[Letter]:
    typed = _TYPED.get(word.lower())
    if typed:
        word = typed.upper() if word.isupper() else typed
    has_letters = any(c.isalpha() for c in word)
    for character in word:
        (base, marks), *_ = spelt(character) or [(_NO_LETTER, frozenset[str]())]
        if not base.isalpha():
            base = _DIGITS.get(base, _NO_LETTER) if has_letters else _NO_LETTER
            yield Letter(base, marks, True, number)
        else:
            yield Letter(base[0], marks, character.isupper(), number)
