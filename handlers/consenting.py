"""Before anything else: whoever has not agreed to the notice as it is now is shown it. Asked ahead of all handlers."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.settings import AskLeaving, Consent, Leave
from bot.services.people import consenting
from handlers.filters import Linked
from handlers.messages import written
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="consenting")


class HasToAgree(Filter):
    """A linked account that has agreed to an earlier notice, and neither agrees nor leaves by this very press."""

    async def __call__(self, event: Message | CallbackQuery, actor: Actor | None, unit: Unit) -> bool:
        decides = isinstance(event, CallbackQuery) and any(verb.read(event.data or "") for verb in _DECIDE)
        return actor is not None and not decides and consenting.is_asked(unit, actor)


_DECIDE = (Consent, AskLeaving, Leave)


@router.message(Linked(), HasToAgree())
async def said(message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """Content is kept, and the notice shown; a command is asked for again, as a button is."""
    is_command = (message.text or "").startswith("/")
    return after_message(actor, consenting.ask(unit, actor, None if is_command else written(message, actor)))


@router.callback_query(Linked(), HasToAgree())
async def pressed(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """The notice is shown."""
    return after_press(actor, consenting.ask(unit, actor, None))
