"""The ledger of a period at the desk, and urging those whose report is missing."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.ledger import (
    AskUrge,
    ChooseUrged,
    ExcuseSeat,
    LeaveOut,
    SendUrging,
    ShowLedger,
    ShowLedgerSeat,
    ShowLedgerState,
    ShowUnsent,
    ShowUrgeWords,
    ShowUrging,
)
from bot.services.desk import ledger, unsent, urging
from bot.services.people import excusing_at_desk
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="ledger")


@router.callback_query(Linked(), Presses(ShowLedger))
async def shown(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowLedger) -> list[Operation]:
    """How many seats stand where."""
    return after_press(actor, ledger.show(unit, actor, press.period))


@router.callback_query(Linked(), Presses(ShowLedgerState))
async def state(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowLedgerState) -> list[Operation]:
    """The seats in a state."""
    return after_press(actor, ledger.show_state(unit, actor, press.period, press.state, press.page))


@router.callback_query(Linked(), Presses(ShowLedgerSeat))
async def seat(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowLedgerSeat) -> list[Operation]:
    """One seat."""
    return after_press(actor, ledger.show_seat(unit, actor, press.period, press.seat))


@router.callback_query(Linked(), Presses(ShowUnsent))
async def not_sent(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowUnsent) -> list[Operation]:
    """Which reminders were not sent."""
    return after_press(actor, unsent.show(unit, actor, press.page))


@router.callback_query(Linked(), Presses(ExcuseSeat))
async def excuse(_query: CallbackQuery, unit: Unit, actor: Actor, press: ExcuseSeat) -> list[Operation]:
    """Excuse a seat."""
    return after_press(actor, excusing_at_desk.start(unit, actor, press.seat, press.period))


@router.callback_query(Linked(), Presses(AskUrge))
async def urge(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskUrge) -> list[Operation]:
    """Begin to urge."""
    return after_press(actor, urging.start(unit, actor, press.period))


@router.callback_query(Linked(), Presses(ShowUrging))
async def urging_shown(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowUrging) -> list[Operation]:
    """What an urging would do, or has done."""
    return after_press(actor, urging.show(unit, actor, press.urging))


@router.callback_query(Linked(), Presses(ShowUrgeWords))
async def words(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowUrgeWords) -> list[Operation]:
    """What members read."""
    return after_press(actor, urging.show_words(unit, actor, press.urging))


@router.callback_query(Linked(), Presses(ChooseUrged))
async def choose(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseUrged) -> list[Operation]:
    """Whom to leave out."""
    return after_press(actor, urging.choose(unit, actor, press.urging, press.page))


@router.callback_query(Linked(), Presses(LeaveOut))
async def leave_out(_query: CallbackQuery, unit: Unit, actor: Actor, press: LeaveOut) -> list[Operation]:
    """Leave a member out, or take it in again."""
    return after_press(actor, urging.leave_out(unit, actor, press.urging, press.seat, press.page))


@router.callback_query(Linked(), Presses(SendUrging))
async def send(_query: CallbackQuery, unit: Unit, actor: Actor, press: SendUrging) -> list[Operation]:
    """Urge."""
    return after_press(actor, urging.send(unit, actor, press.urging))
