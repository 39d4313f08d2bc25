"""Groups: that of the desk, where officers act, and every other, which the bot leaves. Nothing personal is said."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import Message, Update

from bot.domain.characters import key
from bot.domain.operations import Operation, Send, Toast
from bot.domain.people import Actor, Caller
from bot.domain.verbs.registry import VERBS
from bot.errors import BotError
from bot.runtime.ports import Incoming, Standing
from bot.screens import errors
from bot.services.desk import binding, in_group
from bot.services.desk.cards import to_place
from storage import places, reach
from storage.places import Left, Place
from storage.unit import Unit

_QUEUE = frozenset({"tiepnhan", "triage"})


def moved(unit: Unit, channel: str, incoming: Incoming) -> None:
    """A group has another address from now on; a call that meets this does the same, and each is enough."""
    reach.move_address(unit.db, channel, incoming.moved_from, incoming.moved_to)


def membership(unit: Unit, channel: str, incoming: Incoming) -> Sequence[Operation]:
    """The bot was put into a group or out of it, or may write there no more."""
    if incoming.standing is Standing.IN:
        known = places.living_at(unit.db, channel, incoming.whole)
        return () if known else binding.elsewhere(unit, channel, incoming.group)
    how = Left.MUTE if incoming.standing is Standing.MUTE else Left.OUT
    return binding.lost(unit, channel, incoming.whole, how)


def handle(
    unit: Unit, incoming: Incoming, update: Update, channel: str, caller: Caller | None, actor: Actor | None
) -> Sequence[Operation]:
    """Do what was said or pressed in a group. Raises BotError."""
    place = places.living_at(unit.db, channel, incoming.whole)
    if update.callback_query:
        return _pressed(unit, place, actor, update.callback_query.data or "", incoming.pressed)
    message = update.message
    # What is written among people is theirs, and so are the words of others; an anonymous administrator is nobody.
    if message is None or caller is None or message.forward_origin or message.via_bot:
        return ()
    code = binding.code_in(message.text or "")
    if code:
        return binding.enter(unit, caller, actor, incoming.group, code)
    command = _command(message)
    if command is None:
        return ()
    if place is None:
        return binding.elsewhere(unit, channel, incoming.group)
    if command in _QUEUE:
        return in_group.show_queue(unit, actor, place)
    raise BotError("group")


def explain(unit: Unit, channel: str, incoming: Incoming, error: BotError) -> Sequence[Operation]:
    """Say what was wrong: over the button, or to the group; never in somebody's private chat."""
    if incoming.callback:
        return [Toast(errors.sentence(error))]
    place = places.living_at(unit.db, channel, incoming.whole)
    return [Send(to_place(place), errors.screen(error))] if place else []


def _pressed(unit: Unit, place: Place | None, actor: Actor | None, data: str, pressed: str) -> Sequence[Operation]:
    verb = next((found for each in VERBS if (found := each.read(data))), None)
    return in_group.press(unit, actor, place, verb, pressed)


def _command(message: Message) -> str | None:
    """Return the command of a message; of those that name a bot, other bots' do not come here (privacy mode)."""
    name = next(iter((message.text or "").split(maxsplit=1)), "")
    return key(name[1:].partition("@")[0]) if name.startswith("/") else None
