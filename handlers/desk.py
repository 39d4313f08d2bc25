"""What the secretariat asks for."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs import AcceptAdhoc, ShowAggregate
from bot.services.desk import aggregate
from bot.services.reporting import acceptance
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="desk")


@router.message(Linked(), Says("tonghop", "digest"))
async def aggregate_now(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """The provisional aggregate of the oldest open period."""
    return after_message(actor, aggregate.aggregate(unit, actor, None))


@router.callback_query(Linked(), Presses(ShowAggregate))
async def aggregate_of(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowAggregate) -> list[Operation]:
    """The provisional aggregate of a period."""
    return after_press(actor, aggregate.aggregate(unit, actor, press.period))


@router.callback_query(Linked(), Presses(AcceptAdhoc))
async def accept(_query: CallbackQuery, unit: Unit, actor: Actor, press: AcceptAdhoc) -> list[Operation]:
    """Accept an ad hoc report for handling."""
    return after_press(actor, acceptance.accept(unit, actor, press.report))
