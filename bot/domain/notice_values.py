"""What a notice of conclusions was read as: tasks, each value with where it stands and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from bot.domain.days import Reading
from bot.domain.notice_words import NUMBER


class Confidence(IntEnum):
    """How far a value may be believed before somebody has looked at it."""

    DOUBTFUL = 1
    """Carried from what it stands under, or one of several."""
    LIKELY = 2
    CLEAR = 3
    """The passage itself says so in so many words."""


@dataclass(frozen=True)
class Span:
    """Where in the text something stands."""

    start: int
    end: int


@dataclass(frozen=True)
class Named:
    """An agency or a group as it is named; `code` is empty where it is none that the program knows."""

    span: Span
    words: str
    code: str
    confidence: Confidence


@dataclass(frozen=True)
class Due:
    """A deadline and the words it was read from."""

    span: Span
    words: str
    reading: Reading
    confidence: Confidence


@dataclass(frozen=True)
class Quantity:
    """A number with what it counts."""

    span: Span
    words: str


@dataclass(frozen=True)
class Proposal:
    """A task as the notice seems to assign it; `span` is the whole passage."""

    span: Span
    title: str
    title_span: Span
    lead: tuple[Named, ...]
    coordinating: tuple[Named, ...]
    due: Due | None
    quantities: tuple[Quantity, ...]
    confidence: Confidence
    """That it is a task at all."""


@dataclass(frozen=True)
class Notice:
    """What a text was read as. `sign` is the number and symbol of the notice, `stated` its first full date."""

    sign: str
    stated: date | None
    proposals: tuple[Proposal, ...]


def sentence(words: str) -> str:
    """Return a passage as the title of a task: on one line, beginning with a capital."""
    one_line = " ".join(words.split())
    return one_line[:1].upper() + one_line[1:]


def quantities(text: str, plain: str, span: Span) -> tuple[Quantity, ...]:
    """Return the numbers of a passage with what they count."""
    found = NUMBER.finditer(plain, span.start, span.end)
    return tuple(Quantity(Span(*each.span()), text[each.start() : each.end()]) for each in found)
