"""What the program says, before it is put into a language: texts, choices, screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.buttons import Verb


class Text:
    """An untranslated sentence: an English msgid and what fills its `{names}`.

    A parameter is a string (data: never markup), a number, a date, an instant (`Provisional` or not), a time of day, a
    `Period`, a `Label`, an `Excerpt`, another `Text`, or None (an empty string). How it is written stands behind the
    colon of the name, for example `{due:full}`; see `bot.i18n`.
    """

    __slots__ = ("msgid", "params")

    def __init__(self, msgid: str, /, **params: object) -> None:
        self.msgid = msgid
        self.params: Mapping[str, object] = params

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.msgid, self.params) == (other.msgid, other.params)

    def __hash__(self) -> int:
        # Parameters need not be hashable; equal texts have equal msgids.
        return hash(self.msgid)

    def __repr__(self) -> str:
        return f"Text({self.msgid!r}, **{dict(self.params)!r})"


def N_(msgid: str) -> str:
    """Mark `msgid` for the catalogue where it is stored before it becomes a `Text`."""
    return msgid


class Plural(str):
    """A msgid in two forms, chosen by gettext's rules of each language: itself, and `many`, by the parameter `by`."""

    __slots__ = ("by", "many")

    by: str
    many: str


def NP_(one: str, many: str, *, by: str) -> Plural:
    """Mark a msgid in two forms for the catalogue; it stands wherever a msgid stands."""
    plural = Plural(one)
    plural.by, plural.many = by, many
    return plural


@dataclass(frozen=True)
class Label:
    """A name that comes from data and is known in both languages (a field, a body)."""

    vi: str
    en: str


class Weight(StrEnum):
    """What a press does at once and for good. Shown where the channel can; the label says it in any case."""

    PLAIN = ""
    SEND = "send"
    """Something leaves the member's hands."""
    DESTRUCTIVE = "destructive"
    """Something is deleted, withdrawn or unlinked."""


@dataclass(frozen=True)
class Choice:
    """A button, or a number where the channel has no buttons."""

    label: Text
    verb: Verb
    """What it asks for; `verb.data` is what the button carries."""
    weight: Weight = Weight.PLAIN


@dataclass(frozen=True)
class Excerpt:
    """A long text of a person, shown whole where the message has room, else cut.

    `view` is the choice offered where it was cut: it shows all of it.
    """

    text: str
    view: Choice | None = None


Row = tuple[Choice, ...]


@dataclass(frozen=True)
class Screen:
    """One message: lines of text and rows of choices."""

    lines: tuple[Text, ...]
    rows: tuple[Row, ...] = field(default=())
    silent: bool = False
    awaits_text: bool = False
    """Whether what is typed below it is content: digits choose nothing there."""

    def with_line_first(self, line: Text) -> Screen:
        """Return this screen with `line` above it: an error keeps its question in sight."""
        return replace(self, lines=(line, *self.lines))


_NOTHING = ""
BLANK = Text(_NOTHING)
"""An empty line between two groups of lines."""


def joined(parts: Sequence[Text], separator: str) -> Text:
    """Return texts as one, with `separator` between them."""
    if len(parts) == 1:
        return parts[0]
    # Halves: one text inside the other would be too deep for some hundred of them.
    middle = len(parts) // 2
    before, part = joined(parts[:middle], separator), joined(parts[middle:], separator)
    # Made of other texts alone, so there are no words in it for the catalogue.
    return Text(f"{{before}}{separator}{{part}}", before=before, part=part)
