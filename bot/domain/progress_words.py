"""What somebody types about how far a task is: "80% waiting for an opinion", "120/342", "done"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.characters import clean, key

FULL = 100
_PERCENT = re.compile(r"((?:[^\W\d]+\s+){0,2})(\d+)(?:[.,]\d+)?\s*(%|percent\b|[^\W\d]+\s+[^\W\d]+)", re.IGNORECASE)
_OF_TARGET = re.compile(r"((?:[^\W\d]+\s+){0,2})(\d+)\s*/\s*(\d+)(?!\s*/?\d)")
_BEFORE = frozenset({"da", "moi", "dat", "duoc", "khoang"})
"""Words that may stand before a figure and change nothing."""
_SIGNS = frozenset({"%", "percent", "per cent", "phan tram"})
_NUMBER = re.compile(r"(\d+)")
_BELOW_ZERO = re.compile(r"[-–−]\s*\d")
_BETWEEN = " .,;:–-"
_DONE = re.compile(r"(?:da )?(?:xong|hoan thanh|lam xong)(?: roi)?|done|completed|finished")


@dataclass(frozen=True)
class Said:
    """How far somebody says that a task is. `full` ends at 100 per cent, where a result is reported instead."""

    percent: int | None = None
    figure: int | None = None
    words: str = ""
    full: bool = False
    too_far: bool = False
    """More than 100 per cent, or less than nothing."""
    other_target: int | None = None
    """The number behind the stroke, where it is not what is to be reached."""


def read_progress(text: str, target: int | None) -> Said:
    """Return what a text says; `target`: how much is to be reached where something is counted.

    A number is a per cent only where it is said to be one or stands alone: "05 provinces have answered" is words.
    """
    typed = clean(text)
    if _BELOW_ZERO.match(typed):
        return Said(too_far=True, words=typed)
    if (found := _PERCENT.match(typed)) and key(found[3]) in _SIGNS and _alone(found[1]):
        return _of_percent(int(found[2]), _rest(typed, found))
    if target is not None and (found := _OF_TARGET.match(typed)) and _alone(found[1]):
        return _of_figure(int(found[2]), int(found[3]), target, _rest(typed, found))
    if found := _NUMBER.fullmatch(typed):
        number = int(found[1])
        return _of_percent(number, "") if target is None else _of_figure(number, target, target, "")
    return Said(full=True) if _DONE.fullmatch(key(typed).strip(_BETWEEN)) else Said(words=typed)


def _alone(before: str) -> bool:
    return all(word in _BEFORE for word in key(before).split())


def _rest(typed: str, found: re.Match[str]) -> str:
    return typed[found.end() :].lstrip(_BETWEEN)


def _of_percent(number: int, words: str) -> Said:
    if number > FULL:
        return Said(number, words=words, too_far=True)
    return Said(number, words=words, full=number == FULL)


def _of_figure(figure: int, stated: int, target: int, words: str) -> Said:
    if stated != target:
        return Said(figure=figure, words=words, other_target=stated)
    return Said(figure=figure, words=words, full=figure >= target)
