"""Screens for channels that lack something: choices as numbered lines and words to be typed, files as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.characters import utf16_length
from bot.domain.keywords import BACK, BACK_NUMBER, BY_LABEL, NUMBERED, word_of
from bot.domain.people import Reader
from bot.domain.texts import N_, Screen, Text
from bot.i18n import Rendered, render, translate
from bot.runtime.ports import Capabilities
from storage.choices import Numbered

_NUMBERS = Text(N_("To choose, please reply with the number:"))
_MARKS = Text(
    N_(
        "To choose, please reply with the number or the word at the beginning of a line, or with the words in quotation"
        " marks:"
    )
)
_BESIDE_TEXT = Text(
    N_("Please type the answer. These words are choices where they stand alone in a message:"),
)
_BACK = Text(N_("‹ Back"))
_NUMBER_UNITS = len("\n999. ")
"""The widest there is: `services.choosing` starts again before there are four digits."""
_MARK_UNITS = len("\n. ")


def rendered(screen: Screen, reader: Reader, capabilities: Capabilities) -> Rendered:
    """Put a screen into the reader's language so that it fits its channel, the lines of its choices included."""
    body = render(screen, reader, capabilities.text_limit)
    if capabilities.buttons or not body["rows"]:
        return body if capabilities.weights else _unweighted(body)
    heads = [f"\n\n{translate(text, reader)}\n" for text in (_NUMBERS, _MARKS, _BESIDE_TEXT)]
    room = 0
    while (needed := _units(body, heads)) > room:  # what is cut brings choices of its own
        room = needed
        body = render(screen, reader, capabilities.text_limit - room)
    words = _words(body, translate(_BACK, reader), awaits_text=screen.awaits_text)
    beside = 2 if screen.awaits_text else 1
    return {**_unweighted(body), "words": words, "heads": [heads[0].rstrip(), heads[beside].rstrip()]}


def with_lines(body: dict[str, Any], listed: Sequence[Numbered]) -> dict[str, Any]:
    """Return a rendered screen with its choices as lines instead of buttons."""
    if not listed:
        return body
    numbers, marks = body.get("heads") or ("", "")  # of a row from before it had them: they stand in its text
    head = numbers if all(each.number >= 0 for each in listed) else marks
    lines = "".join(f"\n{_line(each)}" for each in listed)
    return {**body, "runs": [*body["runs"], ["", f"{head}{lines}"]], "rows": []}


def _line(each: Numbered) -> str:
    if each.number >= 0:
        return f"{each.number}. {each.label}"
    return f"{each.word}. {each.label}" if each.word else f"“{each.label}”"


def _words(body: Rendered, back: str, *, awaits_text: bool) -> list[str]:
    """What is typed for each choice; a word that more than one would have is nobody's."""
    choices: list[Sequence[str]] = _flat(body)
    found = [_word(*each, back=back, awaits_text=awaits_text) for each in choices]
    alone = [word if found.count(word) == 1 else "" for word in found]
    return [word or _without(*each, awaits_text=awaits_text) for word, each in zip(alone, choices, strict=True)]


def _word(label: str, data: str, _weight: str = "", *, back: str, awaits_text: bool) -> str:
    if label == back:
        return BACK if awaits_text else BACK_NUMBER
    return word_of(data)


def _without(_label: str, _data: str, weight: str = "", *, awaits_text: bool) -> str:
    """How a choice without a word of its own is known; what it does for good is not done by one digit."""
    return BY_LABEL if awaits_text or weight else NUMBERED


def _unweighted(body: Rendered) -> Rendered:
    rows: Any = body["rows"]
    return {**body, "rows": [[button[:2] for button in row] for row in rows]}


def _flat(body: Rendered) -> list[Sequence[str]]:
    rows: Any = body["rows"]
    return [choice for row in rows for choice in row]


def _units(body: Rendered, heads: Sequence[str]) -> int:
    lines = sum(
        max(_NUMBER_UNITS, _MARK_UNITS + len(word_of(data)), _MARK_UNITS + len(BACK)) + utf16_length(label)
        for label, data, *_ in _flat(body)
    )
    return max(map(utf16_length, heads)) + lines
