"""What the secretariat asks for."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.periods import Period
from bot.domain.verbs.desk import (
    AcceptAdhoc,
    AskRelease,
    AskToShow,
    ReleaseFigures,
    SendToLeaders,
    ShowAggregate,
    ShowToLeaders,
)
from bot.services.desk import aggregate, releasing, showing, span_papers
from bot.services.reporting import acceptance
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="desk")


@router.message(Linked(), Says("tonghop", "digest"))
async def aggregate_now(_message: Message, unit: Unit, actor: Actor, rest: str) -> list[Operation]:
    """The aggregate of the period that is named, as 2026-10, tháng 10/2026 or năm 2026, or of the oldest open one."""
    return after_message(actor, aggregate.aggregate(unit, actor, Period.read(rest) if rest else None))


@router.callback_query(Linked(), Presses(ShowAggregate))
async def aggregate_of(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowAggregate) -> list[Operation]:
    """The aggregate of a period, as it stands or as it was frozen."""
    return after_press(actor, aggregate.aggregate(unit, actor, press.period, press.number))


@router.callback_query(Linked(), Presses(AskRelease))
async def ask_release(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskRelease) -> list[Operation]:
    """Whether the figures that were shown are to be released."""
    ask = span_papers.ask if press.period.is_span else releasing.ask
    return after_press(actor, ask(unit, actor, press.period, press.fingerprint))


@router.callback_query(Linked(), Presses(ReleaseFigures))
async def release_figures(_query: CallbackQuery, unit: Unit, actor: Actor, press: ReleaseFigures) -> list[Operation]:
    """Release the figures that were shown."""
    release = span_papers.release if press.period.is_span else releasing.release
    return after_press(actor, release(unit, actor, press.period, press.fingerprint))


@router.callback_query(Linked(), Presses(AskToShow))
async def ask_to_show(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskToShow) -> list[Operation]:
    """Whether the figures that were shown are to be sent to the leaders as a draft."""
    return after_press(actor, showing.ask(unit, actor, press.period, press.fingerprint))


@router.callback_query(Linked(), Presses(ShowToLeaders))
async def show_to_leaders(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowToLeaders) -> list[Operation]:
    """Send the figures that were shown to the leaders as a draft."""
    return after_press(actor, showing.show(unit, actor, press.period, press.fingerprint))


@router.callback_query(Linked(), Presses(SendToLeaders))
async def send_to_leaders(_query: CallbackQuery, unit: Unit, actor: Actor, press: SendToLeaders) -> list[Operation]:
    """Send what was released to the leaders who have not got it."""
    return after_press(actor, showing.send_released(unit, actor, press.period, press.number))


@router.callback_query(Linked(), Presses(AcceptAdhoc))
async def accept(_query: CallbackQuery, unit: Unit, actor: Actor, press: AcceptAdhoc) -> list[Operation]:
    """Accept an ad hoc report for handling."""
    return after_press(actor, acceptance.accept(unit, actor, press.report, press.version))
