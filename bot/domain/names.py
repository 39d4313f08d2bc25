"""What people type, compared with names: whole words only, with or without their marks.

A Vietnamese word has several syllables with blanks between them, so one syllable is part of a word: "không" is none
of the words of "hàng không".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from bot.domain.characters import fold, marks, unified

_PUNCTUATION = re.compile(r"\W+")
_BETWEEN = re.compile(r"[,;]|\bv[a\u00e0]\b|\band\b", re.IGNORECASE)
"""What stands between the parts of a name, and between names that are typed together."""
_BEFORE_NAMES = frozenset({("linh", "vuc"), ("nganh",), ("ve",)})
"""Words that say that a name follows."""

Thing = TypeVar("Thing")


class Word(NamedTuple):
    """A word between blanks: its letters without marks, and which marks it has."""

    bare: str
    marks: frozenset[str]


Words = tuple[Word, ...]
_Way = Callable[[Words, "Names"], bool]


@dataclass(frozen=True)
class Names:
    """The names of one thing, as they are compared."""

    whole: frozenset[Words]
    parts: frozenset[Words]
    """What stands between the commas of a name."""

    @classmethod
    def of(cls, written: Iterable[str], english: Iterable[str] = ()) -> Names:
        """Return names; of the ones in English every word of four letters counts as a part."""
        everything = (*written, *english)
        single = (word for name in english for word in name.split() if len(word) > 3)
        parts = (part for name in everything for part in _BETWEEN.split(name))
        return cls(_all_words(everything), _all_words((*parts, *single)))


def meant(named: Sequence[tuple[Thing, Names]], typed: str) -> tuple[Thing, ...]:
    """Return everything of which `typed` is a name, with or without marks, in the order of `named`.

    A whole name counts before a part of one, and that before names of several words inside of what was typed or
    around it. Where several names were typed, each counts.
    """
    found = _meant(named, words(typed), (is_whole, _is_part))
    if not found:
        several = map(words, _BETWEEN.split(unified(typed)))
        found = set().union(*(_meant(named, each, (is_whole, _is_part, _shares_words)) for each in several))
    return tuple(thing for index, (thing, _) in enumerate(named) if index in found)


def words(text: str) -> Words:
    """Return the words of a text, without punctuation."""
    found = (Word(fold(word), marks(word)) for word in _PUNCTUATION.sub(" ", unified(text)).split())
    return tuple(word for word in found if word.bare)


def _same(typed: Words, name: Words) -> bool:
    """Whether words are the same: others of the same letters are told apart by their marks."""
    return len(typed) == len(name) and all(
        one.bare == other.bare and _marked_as(one, other, alone=len(name) == 1)
        for one, other in zip(typed, name, strict=True)
    )


def _marked_as(typed: Word, word: Word, *, alone: bool) -> bool:
    """Whether no other mark was typed than the word has; of a word that stands alone it has all of them or none."""
    return typed.marks in (word.marks, frozenset()) or (not alone and typed.marks < word.marks)


def _meant(named: Sequence[tuple[Thing, Names]], typed: Words, ways: Sequence[_Way]) -> set[int]:
    starts = (lead for lead in _BEFORE_NAMES if tuple(word.bare for word in typed[: len(lead)]) == lead)
    tries = [each for each in (typed, *(typed[len(lead) :] for lead in starts)) if each]
    for way in ways:
        for tried in tries:
            found = {index for index, (_, names) in enumerate(named) if way(tried, names)}
            if found:
                return found
    return set()


def is_whole(typed: Words, names: Names) -> bool:
    """Return whether what was typed is a name, and nothing less or more."""
    return any(_same(typed, name) for name in names.whole)


def _is_part(typed: Words, names: Names) -> bool:
    return any(_same(typed, part) for part in names.parts)


def _shares_words(typed: Words, names: Names) -> bool:
    """Whether a name of several words stands in what was typed, or several words typed stand in a name."""
    around = len(typed) > 1 and any(_same(typed, run) for name in names.whole for run in _runs(name, len(typed)))
    known = (name for name in names.whole | names.parts if len(name) > 1)
    return around or any(_same(run, name) for name in known for run in _runs(typed, len(name)))


def _runs(words: Words, length: int) -> Iterable[Words]:
    return (words[at : at + length] for at in range(len(words) - length + 1))


def _all_words(texts: Iterable[str]) -> frozenset[Words]:
    return frozenset(filter(None, map(words, texts)))
