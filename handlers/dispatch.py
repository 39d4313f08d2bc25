"""From a raw update to what it leads to: parsed alone, driven to its end in one step."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Protocol

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, Update

from bot.domain import keywords
from bot.domain.operations import Operation, Replace, Send, Strip, Toast, screen_anchor
from bot.domain.people import Actor, Caller, To
from bot.domain.texts import BLANK, Screen
from bot.errors import BotError
from bot.i18n import LANGUAGES
from bot.runtime.ports import Capabilities, Handled, Incoming
from bot.screens import errors
from bot.screens import home as home_wording
from bot.services import choosing, home, seen
from bot.services.desk import cards
from bot.services.upkeep import incidents, missed
from handlers import (
    alike,
    answering,
    approving,
    broadcasts,
    calendar_days,
    calling,
    consenting,
    desk,
    difficulties,
    directory,
    enrolment,
    forecasting,
    group,
    handling,
    leading,
    leading_tasks,
    ledger,
    mail,
    merging,
    notices,
    reminder_rules,
    reporting,
    saved_replies,
    seats,
    secrecy,
    selecting,
    settings,
    slips,
    subtasks,
    task_desk,
    task_papers,
    task_work,
    tasks,
    triage,
    ways,
    wordings,
)
from handlers import drafts as draft_handlers
from handlers import home as home_handlers
from handlers.filters import answers_another
from handlers.replies import after_message
from handlers.table import Table
from storage import anchors, drafts, outbox, people
from storage.unit import Unit


class Inbound(Protocol):
    """What a channel makes of its raw updates: aiogram's types are the one model that handlers know."""

    bot: Bot
    capabilities: Capabilities

    def read(self, raw: dict[str, Any]) -> Incoming:
        """Return what can be told of an update, whatever it holds."""
        ...

    def parse(self, raw: dict[str, Any]) -> Update | None:
        """Return an update in the handlers' model, None for one to be passed over. Raises UnparseableError."""
        ...


class WaitedInsideTransactionError(RuntimeError):
    """A handler or filter waited for something while the transaction was open."""


def run_in_one_step(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Return the result of a coroutine that must not suspend. Raises WaitedInsideTransactionError."""
    try:
        coroutine.send(None)
    except StopIteration as finished:
        return finished.value
    # Not left to the garbage collector, which would end it some time later, in the middle of something else.
    coroutine.close()
    raise WaitedInsideTransactionError


# A router can be part of one dispatcher only.
@cache
def dispatcher() -> Dispatcher:
    """Return the one dispatcher; handlers keep nothing, so it serves every bot of the process."""
    # Its states would live beside the transaction; how far somebody is in a form is a row.
    found = Dispatcher(disable_fsm=True)
    # `reporting` ends with a handler for every text, and so comes last.
    in_order = (
        consenting,
        enrolment,
        notices,  # before commands: a text that is pasted may begin like one
        home_handlers,
        settings,
        ways,
        mail,
        secrecy,
        desk,
        forecasting,
        directory,
        calendar_days,
        calling,
        answering,
        seats,
        tasks,
        subtasks,
        task_desk,
        broadcasts,
        task_papers,
        task_work,
        difficulties,
        handling,
        wordings,
        slips,
        saved_replies,
        reminder_rules,
        triage,
        selecting,
        leading,
        leading_tasks,
        ledger,
        merging,
        alike,
        approving,
        draft_handlers,
        reporting,
    )  # as they are asked
    for module in in_order:
        found.include_router(module.router)
    return found


@cache
def _table() -> Table:
    return Table(dispatcher())


class Dispatch:
    """The handlers as the runtime knows them (`bot.runtime.ports.Handlers`)."""

    def __init__(self, channels: Mapping[str, Inbound]) -> None:
        self._channels = channels
        self._table = _table()

    def handle(self, unit: Unit, channel: str, raw: dict[str, Any]) -> Handled:
        """Do what an update asks for."""
        inbound = self._channels[channel]
        incoming, update = inbound.read(raw), inbound.parse(raw)
        if incoming.moved_to:
            group.moved(unit, channel, incoming)
            return Handled([])
        if incoming.standing is not None:
            return Handled(list(group.membership(unit, channel, incoming)))
        if update is None:
            return Handled([])
        caller = _caller(channel, incoming)
        # Anew at every update: a role may have ended in the middle of a form.
        actor = people.find_actor(unit.db, caller, unit.today) if caller else None
        handled = (
            self._in_group(unit, channel, incoming, update, caller, actor)
            if incoming.group
            else self._in_private(unit, inbound, incoming, update, caller, actor)
        )
        # Whatever was done, and wherever: the group of the desk shows how things stand now.
        return replace(handled, operations=[*handled.operations, *cards.follow(unit)])

    def _in_group(
        self, unit: Unit, channel: str, incoming: Incoming, update: Update, caller: Caller | None, actor: Actor | None
    ) -> Handled:
        """What bears a mark of secrecy is no order there, whatever it says."""
        marked = secrecy.has_mark(update)
        done = [] if marked else group.handle(unit, incoming, update, channel, caller, actor)
        return Handled(list(done), incoming.callback, _language(actor, caller), is_secret=marked)

    def _in_private(
        self,
        unit: Unit,
        inbound: Inbound,
        incoming: Incoming,
        update: Update,
        caller: Caller | None,
        actor: Actor | None,
    ) -> Handled:
        if caller is None:
            # A press is answered all the same: else the phone goes on showing it as waiting.
            return Handled([], incoming.callback)
        # Before any use of what was said, be it to look something up or to find out what it answers.
        refused = secrecy.held_back(update, unit, caller, actor)
        if refused is not None:
            told = self._handled(unit, [*refused, *_on_return(unit, actor)], inbound, incoming, actor, caller)
            return replace(told, is_secret=True)
        press = _typed_press(unit, caller, actor, update)
        typed, update = (update.message, press) if press else (None, update)
        able = inbound.capabilities
        update = update if able.commands else _with_command(update)
        found = run_in_one_step(self._table.call(update, unit=unit, caller=caller, actor=actor, typed=typed, able=able))
        operations = _unhandled(actor, update) if found is UNHANDLED else found
        assert isinstance(operations, list), "a handler returns its operations"
        if typed and able.toasts:
            operations = [_as_message(operation, _to(actor, caller)) for operation in operations]
        if actor and (typed or (incoming.callback and not _pressed_live_screen(unit, actor, incoming))):
            live = screen_anchor(actor.account)
            operations = [below for operation in operations for below in _below(operation, live)]
        operations = _once_per_album(unit, caller, incoming, operations, "album")
        return self._handled(unit, [*operations, *_on_return(unit, actor)], inbound, incoming, actor, caller)

    def explain(self, unit: Unit, channel: str, raw: dict[str, Any], error: BotError) -> Handled:
        """Say what was wrong: over the button where a few words do, else below."""
        inbound = self._channels[channel]
        incoming = inbound.read(raw)
        caller = _caller(channel, incoming)
        if incoming.group:
            said = group.explain(unit, channel, incoming, error)
            known = people.find_actor(unit.db, caller, unit.today) if caller else None
            return Handled(list(said), incoming.callback, _language(known, caller))
        assert caller is not None
        actor = people.find_actor(unit.db, caller, unit.today)
        back = _on_return(unit, actor)
        if incoming.callback and error.code in errors.TOAST:
            return self._handled(unit, [Toast(errors.sentence(error)), *back], inbound, incoming, actor, caller)
        told: list[Operation] = [Send(_to(actor, caller), errors.screen(error))]
        told = _once_per_album(unit, caller, incoming, told, "album-error")
        return self._handled(unit, [*told, *back], inbound, incoming, actor, caller)

    def meanwhile(self, unit: Unit, channel: str, raw: dict[str, Any], *, looked_for: bool) -> Handled:
        """Say that it takes a moment: over the button, or below. The screen and what it offers stay as they are."""
        inbound = self._channels[channel]
        incoming = inbound.read(raw)
        caller = _caller(channel, incoming)
        if caller is None or incoming.group:
            return Handled([])
        actor, text = people.find_actor(unit.db, caller, unit.today), home_wording.being_made(looked_for=looked_for)
        said = Toast(text) if incoming.callback else Send(_to(actor, caller), Screen((text,)))
        return self._handled(unit, [said], inbound, incoming, actor, caller)

    def is_secret(self, raw: dict[str, Any]) -> bool:
        """Return whether an update that is set aside may not be kept, as it bears a mark of secrecy."""
        return secrecy.is_marked(raw)

    def apologise(self, unit: Unit, channel: str, raw: dict[str, Any], incident: str) -> Handled:
        """Say that an update could not be handled, to its sender as far as it can be read, and to the desk."""
        incoming = self._channels[channel].read(raw)
        caller = _caller(channel, incoming)
        actor = people.find_actor(unit.db, caller, unit.today) if caller else None
        return Handled(incidents.update_failed(unit, incident, actor), incoming.callback, _language(actor, caller))

    def _handled(
        self,
        unit: Unit,
        operations: list[Operation],
        inbound: Inbound,
        incoming: Incoming,
        actor: Actor | None,
        caller: Caller,
    ) -> Handled:
        # What was reckoned meanwhile was spoken of over the button, which can say one thing only.
        answered = bool(unit.beside and unit.beside.results)
        if not inbound.capabilities.toasts:
            operations = _folded(operations, _to(actor, caller))
        elif answered:
            operations = [_as_message(operation, _to(actor, caller)) for operation in operations]
        return Handled(operations, "" if answered else incoming.callback, _language(actor, caller))


def _typed_press(unit: Unit, caller: Caller, actor: Actor | None, update: Update) -> Update | None:
    """Return the press that a message is which says a number or a label that was offered, None for any other."""
    message = update.message
    if message is None or message.from_user is None or message.forward_origin or message.via_bot:
        return None  # somebody else's words choose nothing for the sender
    if actor and answers_another(unit, actor, message):
        return None  # its numbers are not those of the newest screen
    if actor and not seen.was_read(unit, actor, message.date, _asked(unit, actor)):
        return None  # what has not been seen offers nothing
    data = choosing.chosen(unit, caller, message.text or "", message.date)
    if data is None:
        return None
    query = CallbackQuery(id="", from_user=message.from_user, chat_instance="", data=data)
    return Update(update_id=update.update_id, callback_query=query)


def _asked(unit: Unit, actor: Actor) -> str | None:
    """Return the name of what is asked now: by the open draft, or about what was typed while none was open."""
    turn = drafts.turn_of(unit.db, actor.open_draft) if actor.open_draft is not None else None
    if actor.open_draft is not None and turn is not None:
        return anchors.subject_of(actor.open_draft, turn)
    return anchors.newest_subject(unit.db, actor.account, screen_anchor(actor.account))


def _with_command(update: Update) -> Update:
    """Where there is no menu, the word for a command is the command."""
    message = update.message
    command = keywords.command_of(message.text or "") if message and not message.forward_origin else ""
    if message is None or not command:
        return update
    return update.model_copy(update={"message": message.model_copy(update={"text": f"/{command}"})})


def _folded(operations: list[Operation], to: To) -> list[Operation]:
    """Remarks stand above the next screen of the one answered: each message costs; one by itself is a message."""
    remarks = [operation.text for operation in operations if isinstance(operation, Toast)]
    rest: list[Operation] = [operation for operation in operations if not isinstance(operation, Toast)]
    if not remarks:
        return rest
    for place, operation in enumerate(rest):
        if isinstance(operation, Send | Replace) and operation.to == to:
            screen = operation.screen
            rest[place] = replace(operation, screen=replace(screen, lines=(*remarks, BLANK, *screen.lines)))
            return rest
    return [Send(to, Screen(tuple(remarks))), *rest]


def _as_message(operation: Operation, to: To) -> Operation:
    return Send(to, Screen((operation.text,))) if isinstance(operation, Toast) else operation


def _on_return(unit: Unit, actor: Actor | None) -> Sequence[Operation]:
    """Whoever writes can be reached again."""
    return missed.on_return(unit, actor) if actor else ()


def _pressed_live_screen(unit: Unit, actor: Actor, incoming: Incoming) -> bool:
    """Whether the button belongs to the newest screen; only where the answer is shown depends on it."""
    live = anchors.anchor(unit.db, screen_anchor(actor.account))
    return live is not None and live.message_id == incoming.pressed


def _below(operation: Operation, live: str) -> list[Operation]:
    """An answer to a press on an older message, or a typed one, would change a screen out of sight: it is shown below.

    What is replaced elsewhere, such as a card, is no answer and stays in its place.
    """
    if not isinstance(operation, Replace) or operation.anchor != live:
        return [operation]
    shown = Send(operation.to, operation.screen, operation.anchor, operation.topic)
    return [Strip(operation.to, operation.anchor), shown]


def _once_per_album(
    unit: Unit, caller: Caller, incoming: Incoming, operations: list[Operation], what: str
) -> list[Operation]:
    """Every item of an album is an update of its own, but all get one answer: the later ones change it in place.

    `what` keeps an error from being taken for the answer, and the answer for an error.
    """
    if not incoming.album:
        return operations
    key = f"{what}:{caller.channel}:{caller.user_key}:{incoming.album}"
    if outbox.has_key(unit.db, key):
        return [Replace(o.to, o.screen, o.anchor, o.topic) for o in operations if isinstance(o, Send) and o.anchor]
    sends = [operation for operation in operations if isinstance(operation, Send)]
    # A key is one message's: that of the first, which is the answer itself.
    return [replace(o, key=key) if isinstance(o, Send) and o is sends[0] else o for o in operations]


def _unhandled(actor: Actor | None, update: Update) -> list[Operation]:
    """A press that no handler knows is out of date; of a stranger's there is nothing to show."""
    if update.edited_message:
        return []  # a stranger's: nothing is kept of strangers that an edit could change
    if update.callback_query or actor is None:
        raise BotError("stale")
    return after_message(actor, home.unknown(actor))


def _to(actor: Actor | None, caller: Caller) -> To:
    return actor.to if actor else caller.to


def _language(actor: Actor | None, caller: Caller | None) -> str:
    if actor:
        return actor.person.lang
    return caller.lang if caller else LANGUAGES[0]


def _caller(channel: str, incoming: Incoming) -> Caller | None:
    """Who an update is from. An account answers in its own private chat, whatever the update says of the chat."""
    if not incoming.user_key:
        return None
    lang = incoming.lang if incoming.lang in LANGUAGES else LANGUAGES[0]
    return Caller(channel, incoming.user_key, incoming.address, lang)
