"""The handlers of a dispatcher by what may call them: a press by its verb, a command by its name.

aiogram asks every filter of every router in turn, some five hundred for a press. Nothing is decided here that they
do not decide: who is left out is who would have declined, and the rest are asked in the order of the routers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from aiogram import Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import CallbackQuery, Message, Update

from handlers.filters import Presses, Says, command_of

_Keys = Callable[[Any], frozenset[str] | None]
_ANY = ""
"""The key of everything that no handler names: they are called for it who name nothing."""


class Table:
    """The handlers of a dispatcher. They are read once: whatever is registered later is not in it."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        handlers = {kind: list(_handlers(dispatcher, kind)) for kind in ("message", "edited_message", "callback_query")}
        self._messages = _by_key(handlers["message"], _names)
        self._edited = handlers["edited_message"]
        self._presses = _by_key(handlers["callback_query"], _wires)

    async def call(self, update: Update, **given: Any) -> Any:
        """Return what the handler of an update returns, UNHANDLED where there is none.

        Filters and handlers may ask for what is `given`, a handler also for what its own filters have found.
        """
        for event, handlers in self._called(update):
            for handler in handlers:
                accepts, found = await handler.check(event, **given)
                if accepts:
                    return await handler.call(event, **found)
        return UNHANDLED

    def candidates(self, update: Update) -> Sequence[HandlerObject]:
        """Return the handlers that may be asked for an update, in their order."""
        return [handler for _, handlers in self._called(update) for handler in handlers]

    def _called(self, update: Update) -> Iterator[tuple[Message | CallbackQuery, Sequence[HandlerObject]]]:
        """Yield what was said with who may be asked. An update is one thing: the first, as aiogram takes it."""
        if update.message:
            yield update.message, _found(self._messages, command_of(update.message))
        elif update.edited_message:
            yield update.edited_message, self._edited
        elif update.callback_query:
            yield update.callback_query, _found(self._presses, wire_of(update.callback_query))


def wire_of(query: CallbackQuery) -> str:
    """Return under which name a press may be of a verb."""
    return (query.data or "").partition(":")[0]


def _found(table: Mapping[str, Sequence[HandlerObject]], key: str) -> Sequence[HandlerObject]:
    return table[key] if key in table else table[_ANY]


def _handlers(dispatcher: Dispatcher, kind: str) -> Iterator[HandlerObject]:
    """Yield the handlers of one kind of update in the order in which aiogram asks them."""
    for router in dispatcher.chain_tail:
        observer = router.observers[kind]
        if observer._handler.filters or len(observer.middleware) or len(observer.outer_middleware):
            raise AssertionError(f"{router.name}: neither filters of a router nor middlewares are asked")
        yield from observer.handlers


def _by_key(handlers: Sequence[HandlerObject], keys_of: _Keys) -> Mapping[str, Sequence[HandlerObject]]:
    named = [(handler, _keys(handler, keys_of)) for handler in handlers]
    table: dict[str, Sequence[HandlerObject]] = defaultdict(list)
    table[_ANY] = [handler for handler, keys in named if keys is None]
    for key in {key for _, keys in named for key in keys or ()}:
        table[key] = [handler for handler, keys in named if keys is None or key in keys]
    return dict(table)


def _keys(handler: HandlerObject, keys_of: _Keys) -> frozenset[str] | None:
    """Return the keys for which a handler may be called, None for any: all of its filters have to agree."""
    named = [keys for part in handler.filters or () if (keys := keys_of(part.callback)) is not None]
    return frozenset.intersection(*named) if named else None


def _names(part: object) -> frozenset[str] | None:
    return frozenset(part.names) if isinstance(part, Says) else None


def _wires(part: object) -> frozenset[str] | None:
    return frozenset({part.verb.wire}) if isinstance(part, Presses) else None
