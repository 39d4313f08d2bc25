"""Coroutine filters (aiogram sends every other kind through a thread) that read an update for a handler."""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.domain.buttons import Access, Verb
from bot.domain.characters import key
from bot.domain.operations import screen_anchor
from bot.domain.people import Actor
from handlers.access import COMMANDS, check
from storage import anchors
from storage.unit import Unit


class Linked(Filter):
    """An account that is linked to a person."""

    async def __call__(self, _event: Message | CallbackQuery, actor: Actor | None) -> bool:
        return actor is not None


class Stranger(Filter):
    """An account that is not linked."""

    async def __call__(self, _event: Message | CallbackQuery, actor: Actor | None) -> bool:
        return actor is None


class Says(Filter):
    """A command of the table of access, for somebody who may use it."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self._access = {COMMANDS[name] for name in names}.pop()

    async def __call__(self, message: Message, actor: Actor | None, unit: Unit) -> bool | dict[str, Any]:
        if command_of(message) not in self.names:
            return False
        _, *rest = (message.text or "").split(maxsplit=1)
        return _allowed(self._access, actor, unit) and {"rest": "".join(rest).strip()}


class Presses(Filter):
    """A verb on a button, for somebody who may use it; the handler receives it as `press`.

    Data that no verb reads passes every filter by, and so is answered in one place, as out of date.
    """

    def __init__(self, verb: type[Verb]) -> None:
        self.verb = verb

    async def __call__(self, query: CallbackQuery, actor: Actor | None, unit: Unit) -> bool | dict[str, Any]:
        press = self.verb.read(query.data or "")
        return press is not None and _allowed(self.verb.access, actor, unit) and {"press": press}


class HasText(Filter):
    """A message with text of its own, not a command."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.text) and not (message.text or "").startswith("/")


def command_of(message: Message) -> str:
    """Return the name of the command that a message is, as the table of access has it; empty where it is none."""
    if message.forward_origin or message.via_bot:
        return ""  # somebody else's words are no order of the sender
    # At any white space: a new line, a tab, and the blank that does not break are typed as well.
    name, *_ = (message.text or "").split(maxsplit=1) or [""]
    # Whose name follows the @ is not asked: to learn our own would take a call, and this is a private chat.
    return key(name[1:].partition("@")[0]) if name.startswith("/") else ""


def answers_another(unit: Unit, actor: Actor, message: Message) -> bool:
    """Return whether a message is said to be about another message than the newest screen."""
    replied = message.reply_to_message
    if replied is None:
        return False
    live = anchors.anchor(unit.db, screen_anchor(actor.account))
    return live is None or live.message_id != str(replied.message_id)


def _allowed(access: Access, actor: Actor | None, unit: Unit) -> bool:
    if access is Access.STRANGER:
        return True
    if actor is None:
        return False
    check(access, actor, unit.rules.profile.office.phone)
    return True
