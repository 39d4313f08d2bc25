"""The coarse fields a difficulty is filed under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.domain.names import Names, meant
from bot.domain.texts import Label


@dataclass(frozen=True)
class Field:
    """A group of fields: its stable code, its name, its button and other words people type for it."""

    code: str
    name: Label
    short: Label
    """At most 20 characters: fits a button."""
    aliases: tuple[str, ...] = ()
    agency: str = ""
    """The code of the agency that is responsible for it at the centre; empty where no one is."""


def find(fields: Sequence[Field], typed: str) -> tuple[Field, ...]:
    """Return every field meant by `typed`, in the order of `fields`; `bot.domain.names` says what is meant."""
    return meant([(field, _names(field)) for field in fields], typed)


# The fields stay as they are while the program runs, and each text that is typed is compared with all of them.
@cache
def _names(field: Field) -> Names:
    return Names.of((field.name.vi, field.short.vi, *field.aliases), english=(field.name.en, field.short.en))
