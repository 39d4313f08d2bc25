"""When a message that can wait leaves: at once, or when the quiet hours of its reader are over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.clock import VN
from bot.domain.operations import Send
from storage import preferences
from storage.unit import Unit


def held(unit: Unit, messages: Iterable[Send]) -> list[Send]:
    """Have messages wait, each for the end of the quiet hours its reader is in; others go at once.

    For news that is neither urgent, nor due on the day, nor an answer to what its reader does. What leaves later anyway
    waits for the end of those it would leave in.
    """
    return [_held(unit, message) for message in messages]


def _held(unit: Unit, message: Send) -> Send:
    if message.to.account is None:
        return message
    chosen = preferences.of_account(unit.db, message.to.account)
    leaves = message.not_before or unit.now
    return replace(message, not_before=chosen.quiet_until(leaves.astimezone(VN)) or message.not_before)
