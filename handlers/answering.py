"""What is pressed under a reminder."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.answering import AcknowledgeReport, AcknowledgeTask, AskSnooze, CancelSnooze, Snooze
from bot.services import answering, snoozing
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="answering")


@router.callback_query(Linked(), Presses(AcknowledgeReport))
async def received(_query: CallbackQuery, unit: Unit, actor: Actor, press: AcknowledgeReport) -> list[Operation]:
    """Somebody has seen that a report is overdue."""
    return after_press(actor, answering.acknowledge(unit, actor, press))


@router.callback_query(Linked(), Presses(AcknowledgeTask))
async def received_task(_query: CallbackQuery, unit: Unit, actor: Actor, press: AcknowledgeTask) -> list[Operation]:
    """Somebody has seen that a task is overdue."""
    return after_press(actor, answering.acknowledge(unit, actor, press))


@router.callback_query(Linked(), Presses(AskSnooze))
async def ask(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskSnooze) -> list[Operation]:
    """When to be reminded once more."""
    return after_press(actor, snoozing.ask(unit, actor, press.day, press.slot))


@router.callback_query(Linked(), Presses(Snooze))
async def later(_query: CallbackQuery, unit: Unit, actor: Actor, press: Snooze) -> list[Operation]:
    """To be reminded once more then."""
    return after_press(actor, snoozing.choose(unit, actor, press.moment, press.day, press.slot))


@router.callback_query(Linked(), Presses(CancelSnooze))
async def cancel(_query: CallbackQuery, unit: Unit, actor: Actor, press: CancelSnooze) -> list[Operation]:
    """Not to be reminded once more."""
    return after_press(actor, snoozing.cancel(unit, actor, press.day, press.slot))
