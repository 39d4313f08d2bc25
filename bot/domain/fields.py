"""The coarse fields a difficulty is filed under."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.domain.characters import fold
from bot.domain.texts import Label

_SHORTEST_PART = 2
"""A single letter begins a word of almost every name."""
_PUNCTUATION = re.compile(r"\W+")


@dataclass(frozen=True)
class Field:
    """A group of fields: its stable code, its name, its button and other words people type for it."""

    code: str
    name: Label
    short: Label
    """At most 20 characters: fits a button."""
    aliases: tuple[str, ...] = ()


def find(fields: Sequence[Field], typed: str) -> Field | None:
    """Return the one field meant by `typed`, with or without marks; None if there is none or more than one.

    A whole name or alias counts before the beginning of one, and that before words inside one or around one.
    """
    words = _words(typed)
    ways: list[Callable[[str], bool]] = [lambda name: name == words]
    if len(words) >= _SHORTEST_PART:
        ways += [
            lambda name: name.startswith(words),
            lambda name: f" {words}" in name or f" {name} " in f" {words} ",
        ]
    for meant in ways:
        found = [field for field in fields if any(meant(name) for name in _names(field))]
        if found:
            return found[0] if len(found) == 1 else None
    return None


# The fields stay as they are while the program runs, and each text that is typed is compared with all of them.
@cache
def _names(field: Field) -> frozenset[str]:
    written = (field.name.vi, field.name.en, field.short.vi, field.short.en, *field.aliases)
    return frozenset(_words(name) for name in written)


def _words(text: str) -> str:
    return fold(_PUNCTUATION.sub(" ", text))
