"""From which messages an answer was put together, so that an edited message can change it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from bot.domain.characters import utf16_length

READ_AFTER = timedelta(seconds=5)
"""Nobody has read the next question, and answered it, sooner after it was delivered.

A screen of the form has thirty words and more, of which a practised reader takes in some four a second; the shortest
answer has to be typed and sent besides. Channels count in whole seconds, so that one of the five is for rounding.
"""
LONGEST_KEPT = 20_000
"""UTF-16 units of what is kept of a text that is too long for an answer, or that belongs to no question."""
_PART_UNITS, _PARTS = 700, 12
"""Parts are about this long, or longer where there would be more of them."""
# No end: the number of an item or an article ("2. …"), and capitals that stand for words ("TP. …", also as "Tp.").
_SENTENCE_END = re.compile(r"""(?:[;!?…]|(?<![0-9])(?<![A-Z\u0110])(?<!\b[Tt]p)\.)[.;!?…"'”’)\]]*\s+""")


@dataclass(frozen=True)
class Written:
    """The words of one message, cleaned; `ref` is the program's name for the message, empty where it has none."""

    ref: str
    text: str


@dataclass(frozen=True)
class Source:
    """A message of which an answer holds so many characters. Several are joined by line ends, in their order."""

    ref: str
    length: int


def joined(messages: Iterable[Written]) -> str:
    """Return the words of messages as one text."""
    return "\n".join(message.text for message in messages)


def is_too_much(messages: Iterable[Written]) -> bool:
    """Return whether messages are more than is kept."""
    return utf16_length(joined(messages)) > LONGEST_KEPT


def sources(messages: Iterable[Written]) -> tuple[Source, ...]:
    """Return what `parts` needs to take `joined` apart again."""
    return tuple(Source(message.ref, len(message.text)) for message in messages)


def parts(answer: str, of: Sequence[Source]) -> tuple[Written, ...]:
    """Return the messages that an answer was joined from; an answer of unknown messages is one without a name."""
    if not of:
        return (Written("", answer),) if answer else ()
    found, start = [], 0
    for source in of:
        found.append(Written(source.ref, answer[start : start + source.length]))
        start += source.length + 1
    return tuple(found)


def edited(messages: Iterable[Written], new: Written) -> tuple[Written, ...]:
    """Return messages with the words of one of them changed."""
    return tuple(new if message.ref == new.ref else message for message in messages)


def names(messages: Iterable[Written | Source], ref: str) -> bool:
    """Return whether a message is among these."""
    return any(message.ref == ref for message in messages)


def divided(messages: Sequence[Written]) -> tuple[Written, ...]:
    """Return messages in parts that can be looked at one by one, each with the space that stands behind it."""
    size = max(_PART_UNITS, sum(utf16_length(message.text) for message in messages) // _PARTS)
    return tuple(Written(message.ref, part) for message in messages for part in _divided(f"{message.text}\n", size))


def undivided(divided_: Sequence[Written]) -> tuple[Written, ...]:
    """Return the messages that parts are of."""
    grouped = ((ref, "".join(part.text for part in of)) for ref, of in groupby(divided_, lambda part: part.ref))
    return tuple(Written(ref, text.strip()) for ref, text in grouped)


def rewritten(part: Written, text: str) -> Written:
    """Return a part with other words, and the same space behind them."""
    return Written(part.ref, text + part.text[len(part.text.rstrip()) :])


def _divided(text: str, size: int) -> Iterator[str]:
    """Yield pieces of at least `size` units, but the last: whole lines, else sentences, words where one is longer."""
    piece = ""
    for chunk in _chunks(text, size):
        piece += chunk
        if utf16_length(piece) >= size:
            yield piece
            piece = ""
    if piece:
        yield piece


def _chunks(text: str, size: int) -> Iterator[str]:
    """Yield the paragraphs of a text; of a longer one its sentences, and of a longer one of these its words."""
    for line in text.splitlines(keepends=True):
        if utf16_length(line) <= size:
            yield line
            continue
        for sentence in _sentences(line):
            yield from (sentence,) if utf16_length(sentence) <= size else _words(sentence, size)


def _sentences(line: str) -> Iterator[str]:
    """Yield a line up to each full stop or semicolon, with the marks and the space behind it."""
    start = 0
    for end in (*(match.end() for match in _SENTENCE_END.finditer(line)), len(line)):
        if end > start:
            yield line[start:end]
        start = end


def _words(line: str, size: int) -> Iterator[str]:
    start = 0
    while start < len(line):
        end = start + size
        space = line.rfind(" ", start, end) + 1
        # What has no space to be divided at is divided anywhere.
        end = space if space > start and end < len(line) else end
        yield line[start:end]
        start = end
