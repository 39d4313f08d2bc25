"""From a raw update to what it leads to: parsed alone, driven to its end in one step."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from functools import cache
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Chat, Update
from pydantic import ValidationError

from bot.domain.operations import Operation, Replace, Send, Strip, Toast, Topic, TopicKind, screen_anchor
from bot.domain.people import Actor, Caller
from bot.errors import BotError
from bot.i18n import LANGUAGES
from bot.runtime.ports import Handled, UnparseableError
from bot.screens import desk as desk_wording
from bot.screens import errors
from bot.services import home
from bot.services.desk.notices import to_desk
from handlers import desk, directory, enrolment, reporting, tasks
from handlers import home as home_handlers
from handlers.replies import after_message
from storage import anchors, outbox, people
from storage.unit import Unit

CHANNEL = "telegram"
UPDATES = ("message", "callback_query")
"""The kinds of update that are asked for; any other that comes is passed over."""


class WaitedInsideTransactionError(RuntimeError):
    """A handler or filter waited for something while the transaction was open."""


def run_in_one_step(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Return the result of a coroutine that must not suspend. Raises WaitedInsideTransactionError."""
    try:
        coroutine.send(None)
    except StopIteration as finished:
        return finished.value
    coroutine.close()
    raise WaitedInsideTransactionError


@cache
def dispatcher() -> Dispatcher:
    """Return the one dispatcher; handlers keep nothing, so it serves every bot of the process."""
    found = Dispatcher(disable_fsm=True)
    in_order = (enrolment, home_handlers, desk, directory, tasks, reporting)  # as they are asked
    for module in in_order:
        found.include_router(module.router)
    return found


class Dispatch:
    """The handlers as the runtime knows them (`bot.runtime.ports.Handlers`)."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._dispatcher = dispatcher()

    def handle(self, unit: Unit, raw: dict[str, Any]) -> Handled:
        """Do what an update asks for."""
        if not any(kind in raw for kind in UPDATES):
            return Handled([])
        update = self._parse(raw)
        if _is_group(update):
            return _in_group(update)
        caller = _caller(update)
        if caller is None:
            return Handled([], _callback(update))
        actor = people.find_actor(unit.db, caller, unit.today)
        found = run_in_one_step(self._dispatcher.feed_update(self._bot, update, unit=unit, caller=caller, actor=actor))
        operations = _unhandled(actor, update) if found is UNHANDLED else found
        assert isinstance(operations, list), "a handler returns its operations"
        if actor and update.callback_query and not _pressed_live_screen(unit, actor, update):
            live = screen_anchor(actor.account)
            operations = [below for operation in operations for below in _below(operation, live)]
        operations = _once_per_album(unit, caller, update, operations, "album")
        return Handled(operations, _callback(update), _language(actor, caller))

    def explain(self, unit: Unit, raw: dict[str, Any], error: BotError) -> Handled:
        """Say what was wrong: over the button where a few words do, else below."""
        update = self._parse(raw)
        caller = _caller(update)
        assert caller is not None
        actor = people.find_actor(unit.db, caller, unit.today)
        if update.callback_query and error.code in errors.TOAST:
            return Handled([Toast(errors.sentence(error))], _callback(update), _language(actor, caller))
        to = actor.to if actor else caller.to
        said = _once_per_album(unit, caller, update, [Send(to, errors.screen(error))], "album-error")
        return Handled(said, _callback(update), _language(actor, caller))

    def apologise(self, unit: Unit, raw: dict[str, Any], incident: str) -> Handled:
        """Say that an update could not be handled, to its sender as far as it can be read, and to the desk."""
        caller = _caller_of_raw(raw)
        actor = people.find_actor(unit.db, caller, unit.today) if caller else None
        who = actor.person.full_name if actor else "–"
        topic = Topic(TopicKind.INCIDENT, {"code": incident})
        operations: list[Operation] = []
        if actor:
            operations.append(Send(actor.to, errors.incident(incident, unit.rules.profile.office.phone), topic=topic))
        notice = desk_wording.incident(incident, who, unit.now)
        query = raw.get("callback_query")
        callback = query.get("id", "") if isinstance(query, dict) else ""
        told = to_desk(unit, notice, f"incident:{incident}", topic)
        return Handled([*operations, *told], str(callback), _language(actor, caller))

    def _parse(self, raw: dict[str, Any]) -> Update:
        try:
            return Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            raise UnparseableError from error


def _pressed_live_screen(unit: Unit, actor: Actor, update: Update) -> bool:
    """Whether the button belongs to the newest screen; only where the answer is shown depends on it."""
    live = anchors.anchor(unit.db, screen_anchor(actor.account))
    message = update.callback_query.message if update.callback_query else None
    return live is not None and message is not None and live.message_id == str(message.message_id)


def _below(operation: Operation, live: str) -> list[Operation]:
    """An answer to a press on an older message would change a screen out of sight: it is shown anew, below.

    What is replaced elsewhere, such as a card, is no answer and stays in its place.
    """
    if not isinstance(operation, Replace) or operation.anchor != live:
        return [operation]
    shown = Send(operation.to, operation.screen, operation.anchor, operation.topic)
    return [Strip(operation.to, operation.anchor), shown]


def _once_per_album(
    unit: Unit, caller: Caller, update: Update, operations: list[Operation], what: str
) -> list[Operation]:
    """Every item of an album is an update of its own, but all get one answer: the later ones change it in place.

    `what` keeps an error from being taken for the answer, and the answer for an error.
    """
    message = update.message
    if message is None or not message.media_group_id:
        return operations
    # With the day, since an album's id may come again as an update's may.
    key = f"{what}:{caller.channel}:{caller.user_key}:{message.media_group_id}:{message.date:%Y%m%d}"
    if outbox.has_key(unit.db, key):
        return [Replace(o.to, o.screen, o.anchor, o.topic) for o in operations if isinstance(o, Send) and o.anchor]
    sends = [operation for operation in operations if isinstance(operation, Send)]
    return [replace(o, key=key) if isinstance(o, Send) and o is sends[0] else o for o in operations]


def _unhandled(actor: Actor | None, update: Update) -> list[Operation]:
    """A press that no handler knows is out of date; of a stranger's there is nothing to show."""
    if update.callback_query or actor is None:
        raise BotError("stale")
    return after_message(actor, home.unknown(actor))


def _callback(update: Update) -> str:
    return update.callback_query.id if update.callback_query else ""


def _language(actor: Actor | None, caller: Caller | None) -> str:
    if actor:
        return actor.person.lang
    return caller.lang if caller else LANGUAGES[0]


def _chat(update: Update) -> Chat | None:
    if update.message:
        return update.message.chat
    query = update.callback_query
    return query.message.chat if query and query.message else None


def _is_group(update: Update) -> bool:
    chat = _chat(update)
    return chat is not None and chat.type != "private"


def _in_group(update: Update) -> Handled:
    """Content is for private chats; in a group a command is told so, everything else is passed over."""
    chat, message = _chat(update), update.message
    if chat is None or message is None or not (message.text or "").startswith("/"):
        return Handled([], _callback(update))
    return Handled([Send(Caller(CHANNEL, "", str(chat.id)).to, errors.screen(BotError("group")))])


def _caller(update: Update) -> Caller | None:
    """Who an update is from. An account answers in its own private chat, whatever the update says of the chat."""
    event = update.message or update.callback_query
    if event is None or event.from_user is None or event.from_user.is_bot:
        return None
    spoken = (event.from_user.language_code or "").partition("-")[0]
    lang = spoken if spoken in LANGUAGES else LANGUAGES[0]
    return Caller(CHANNEL, str(event.from_user.id), str(event.from_user.id), lang)


def _caller_of_raw(raw: dict[str, Any]) -> Caller | None:
    """The sender of an update that may not be of any known form."""
    for kind in UPDATES:
        event = raw.get(kind)
        sender = event.get("from") if isinstance(event, dict) else None
        if isinstance(sender, dict) and isinstance(sender.get("id"), int):
            return Caller(CHANNEL, str(sender["id"]), str(sender["id"]))
    return None
