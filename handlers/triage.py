"""The desk's queue of difficulties, and who takes care of which."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.triage import QueueView
from bot.domain.verbs.triage import (
    AskQueueFilter,
    ClaimDifficulty,
    OpenQueueItem,
    ReleaseDifficulty,
    ShowQueue,
    TakeOverDifficulty,
)
from bot.services.desk import claiming, queue
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="triage")


@router.message(Linked(), Says("tiepnhan", "triage"))
async def queue_said(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """The whole queue."""
    return after_message(actor, queue.show(unit, actor, QueueView()))


@router.callback_query(Linked(), Presses(ShowQueue))
async def queue_shown(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowQueue) -> list[Operation]:
    """A page of a part of the queue."""
    return after_press(actor, queue.show(unit, actor, press.view or QueueView()))


@router.callback_query(Linked(), Presses(AskQueueFilter))
async def filter_asked(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskQueueFilter) -> list[Operation]:
    """The values of a filter."""
    return after_press(actor, queue.ask_filter(unit, actor, press.which, press.values, press.view))


@router.callback_query(Linked(), Presses(OpenQueueItem))
async def opened(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenQueueItem) -> list[Operation]:
    """One difficulty."""
    return after_press(actor, queue.open_item(unit, actor, press.difficulty, press.view))


@router.callback_query(Linked(), Presses(ClaimDifficulty))
async def claimed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ClaimDifficulty) -> list[Operation]:
    """Take a difficulty on."""
    return after_press(actor, claiming.claim(unit, actor, press.difficulty, press.view))


@router.callback_query(Linked(), Presses(TakeOverDifficulty))
async def taken_over(_query: CallbackQuery, unit: Unit, actor: Actor, press: TakeOverDifficulty) -> list[Operation]:
    """Take a difficulty over from a colleague."""
    return after_press(actor, claiming.take_over(unit, actor, press.difficulty, press.claim, press.view))


@router.callback_query(Linked(), Presses(ReleaseDifficulty))
async def released(_query: CallbackQuery, unit: Unit, actor: Actor, press: ReleaseDifficulty) -> list[Operation]:
    """Take care of a difficulty no longer."""
    return after_press(actor, claiming.release(unit, actor, press.difficulty, press.claim, press.view))
