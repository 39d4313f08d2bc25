"""Choosing by typing: a number or a label is the press. Where there are no buttons, choices are numbered lines."""

from __future__ import annotations

import hashlib
import hmac
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.codes import code_key
from bot.domain.keywords import BACK, BACK_NUMBER, NUMBERED
from bot.domain.operations import screen_anchor
from bot.domain.people import Caller
from bot.domain.writing import READ_AFTER
from storage import choices
from storage.choices import Numbered
from storage.unit import Unit

_START_AGAIN_AFTER = 900
"""A chat that is only ever pushed to counts on until here; more digits would need more room in a message."""

_QUOTES = "\"“”'‘’"
_LABELS_KEPT = 60
"""So many choices of older messages can still be typed by their labels."""

Rows = Sequence[Sequence[Sequence[str]]]
"""Rows of choices of a rendered screen, each a label and its data."""


def number(
    unit: Unit, channel: str, address: str, rows: Rows, *, counting_on: bool, words: Sequence[str] = ()
) -> list[Numbered]:
    """Return the choices of a message to a chat with their numbers, which begin at 1, and their `words`, if any.

    Where choices are numbered lines, what is pushed below a screen, such as a reminder, counts on, so that the number
    somebody was about to type still means what it meant; below one that awaits a text nothing has a number, as digits
    are content there.
    """
    before = choices.offered(unit.db, _chat(unit, channel, address)) if counting_on else []
    highest = max((each.number for each in before), default=0)
    count = itertools.count(highest + 1 if 0 < highest < _START_AGAIN_AFTER else 1)
    flat, digits = [choice for row in rows for choice in row], not _awaits_text(before)
    return [
        _marked(label, data, word, count, digits=digits)
        for (label, data, *_), word in zip(flat, words or [NUMBERED] * len(flat), strict=True)
    ]


def _marked(label: str, data: str, word: str, count: Iterator[int], *, digits: bool) -> Numbered:
    if word == NUMBERED:
        return Numbered(next(count) if digits else choices.NO_NUMBER, label, data)
    if word == BACK_NUMBER:
        return Numbered(0, label, data, word=BACK)
    return Numbered(choices.NO_NUMBER, label, data, word=word)


def _awaits_text(before: Sequence[Numbered]) -> bool:
    """Whether the screen a person works on gave out no number."""
    live = [each for each in before if each.since is None and each.until is None]
    return bool(live) and all(each.number == choices.NO_NUMBER for each in live)


def offer(
    unit: Unit,
    channel: str,
    address: str,
    account: int | None,
    shown: Sequence[Numbered],
    *,
    live: bool,
    counting_on: bool,
    at: datetime,
) -> None:
    """Keep what a chat offers, now that the message has arrived; a new screen ends what was offered before it.

    What is pushed below a screen leaves it its labels, and its numbers where counting went on. `at`: when the message
    was shown, by the channel's time.
    """
    chat = _chat(unit, channel, address)
    before = [] if live else choices.offered(unit.db, chat)
    # Nothing is offered, and there is nothing that it would end.
    if not shown and not (live and choices.offered(unit.db, chat)):
        return
    if counting_on:
        # Where counting has begun anew, what bore the same numbers is over.
        first = min((each.number for each in shown if each.number > 0), default=_START_AGAIN_AFTER * 2)
        kept = [each for each in before if each.number < first]
    else:
        kept = [replace(each, until=each.until or at) for each in before][-_LABELS_KEPT:]
    pushed = shown if live else [replace(each, since=at) for each in shown]
    choices.put_offered(unit.db, chat, account, [*kept, *pushed], unit.now)


def is_live(account: int | None, anchor: str) -> bool:
    """Whether a message is the screen a person works on; a stranger has no other."""
    return account is None or anchor == screen_anchor(account)


def chosen(unit: Unit, caller: Caller, typed: str, at: datetime) -> str | None:
    """Return what the choice carries that was typed as its number or its label, or None where none was.

    `at` is when it was typed, by the channel's time: what was pushed and could not have been read yet offers nothing,
    and has taken no number from what was there before.
    """
    # Lines show "3. …" or "“Delete”", and some type the dot or the marks as well.
    wanted = code_key(typed).removesuffix(".").strip(_QUOTES)
    if not wanted:
        return None
    for each in reversed(choices.offered(unit.db, _chat(unit, caller.channel, caller.address))):
        if each.since and at < each.since + READ_AFTER:
            continue
        has_marks = each.until is None or at < each.until + READ_AFTER
        if wanted == _label(each.label) or (has_marks and wanted in _marks(each)):
            return each.data
    return None


def _marks(each: Numbered) -> tuple[str, ...]:
    return (*((str(each.number),) if each.number >= 0 else ()), *((code_key(each.word),) if each.word else ()))


def _label(label: str) -> str:
    """A label as somebody types it: without the arrow of "‹ Back", its code in whatever spelling."""
    return code_key(label).lstrip("‹ ")


def _chat(unit: Unit, channel: str, address: str) -> str:
    """A stranger leaves nothing behind by which he could be told, so chats are known by a hash."""
    return hmac.new(unit.shipped.key, f"choices:{channel}:{address}".encode(), hashlib.sha256).hexdigest()
