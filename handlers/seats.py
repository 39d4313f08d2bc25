"""Seats that are excused, stood in for, handed over."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.seats import (
    AskAbsence,
    AskExcuse,
    CancelTurn,
    ChooseExcuse,
    DeclineSeatRequest,
    GrantSeatRequest,
    ListSeatRequests,
    OpenSubstitute,
    ReceiveTurn,
    ShowSeatRequest,
    ShowTurn,
    WithdrawSeatRequest,
)
from bot.services.people import absences, cancelling, declining, excusing, seat_requests, substituting, turns
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="seats")


@router.callback_query(Linked(), Presses(ChooseExcuse))
async def choose(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """From which report to be excused."""
    return after_press(actor, excusing.choose(unit, actor))


@router.callback_query(Linked(), Presses(AskExcuse))
async def excuse(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskExcuse) -> list[Operation]:
    """Ask to be excused."""
    return after_press(actor, excusing.start(unit, actor, press.seat, press.period))


@router.callback_query(Linked(), Presses(WithdrawSeatRequest))
async def withdraw(_query: CallbackQuery, unit: Unit, actor: Actor, press: WithdrawSeatRequest) -> list[Operation]:
    """Take a request back."""
    return after_press(actor, seat_requests.withdraw(unit, actor, press.request))


@router.callback_query(Linked(), Presses(AskAbsence))
async def absence(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskAbsence) -> list[Operation]:
    """Ask for a substitute."""
    return after_press(actor, absences.start(unit, actor, press.seat))


@router.callback_query(Linked(), Presses(ListSeatRequests))
async def listed(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """What waits to be decided."""
    return after_press(actor, seat_requests.show_list(unit, actor))


@router.callback_query(Linked(), Presses(ShowSeatRequest))
async def show(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowSeatRequest) -> list[Operation]:
    """One request."""
    return after_press(actor, seat_requests.show(unit, actor, press.request))


@router.callback_query(Linked(), Presses(GrantSeatRequest))
async def grant(_query: CallbackQuery, unit: Unit, actor: Actor, press: GrantSeatRequest) -> list[Operation]:
    """Grant a request."""
    return after_press(actor, seat_requests.grant(unit, actor, press.request))


@router.callback_query(Linked(), Presses(DeclineSeatRequest))
async def decline(_query: CallbackQuery, unit: Unit, actor: Actor, press: DeclineSeatRequest) -> list[Operation]:
    """Say why a request is not granted."""
    return after_press(actor, declining.start(unit, actor, press.request))


@router.callback_query(Linked(), Presses(OpenSubstitute))
async def substitute(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenSubstitute) -> list[Operation]:
    """Name a substitute."""
    return after_press(actor, substituting.start(unit, actor, press.duty))


@router.callback_query(Linked(), Presses(ShowTurn))
async def taken_over(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowTurn) -> list[Operation]:
    """What was taken over."""
    return after_press(actor, turns.show(unit, actor, press.turn))


@router.callback_query(Linked(), Presses(ReceiveTurn))
async def receive(_query: CallbackQuery, unit: Unit, actor: Actor, press: ReceiveTurn) -> list[Operation]:
    """Say that one has taken over."""
    return after_press(actor, turns.receive(unit, actor, press.turn))


@router.callback_query(Linked(), Presses(CancelTurn))
async def cancel(_query: CallbackQuery, unit: Unit, actor: Actor, press: CancelTurn) -> list[Operation]:
    """Undo a handover, end a substitution."""
    return after_press(actor, cancelling.cancel(unit, actor, press.turn))
