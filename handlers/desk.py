"""What the secretariat asks for."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.callbacks import number
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.errors import BotError
from bot.services.desk import aggregate, viewing
from bot.services.reporting import adhoc
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="desk")


@router.message(Linked(), Says("tonghop"))
async def aggregate_now(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """The provisional aggregate of the oldest open period."""
    return after_message(actor, aggregate.aggregate(unit, actor, None))


@router.callback_query(Linked(), Presses("t"))
async def aggregate_of(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """The provisional aggregate of a period."""
    if len(args) > 1:
        raise BotError("stale")
    return after_press(actor, aggregate.aggregate(unit, actor, args[0] if args else None))


@router.callback_query(Linked(), Presses("ua"))
async def accept(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Accept an ad hoc report for handling."""
    if len(args) != 1:
        raise BotError("stale")
    return after_press(actor, adhoc.accept(unit, actor, args[0]))


@router.callback_query(Linked(), Presses("v"))
async def view(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """A difficulty in full, or one text of it, as a version of its report had it."""
    if len(args) not in (2, 3):
        raise BotError("stale")
    return after_press(actor, viewing.view(unit, args[0], number(args[1]), args[2] if len(args) == 3 else None))
