"""Whom the desk calls, and what came of it."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.calling import NoteCall, OpenCall, RecordCall
from bot.domain.verbs.directory import ShowCallList
from bot.services.desk import call_notes, calling
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="calling")


@router.message(Linked(), Says("goi", "calls"))
async def calls(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """Whom to call."""
    return after_message(actor, calling.show_list(unit, actor, 0))


@router.callback_query(Linked(), Presses(ShowCallList))
async def turn(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowCallList) -> list[Operation]:
    """A screen of whom to call."""
    return after_press(actor, calling.show_list(unit, actor, press.page))


@router.callback_query(Linked(), Presses(OpenCall))
async def open_call(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenCall) -> list[Operation]:
    """One of them."""
    return after_press(actor, calling.show(unit, actor, press.seat, press.person))


@router.callback_query(Linked(), Presses(RecordCall))
async def record(_query: CallbackQuery, unit: Unit, actor: Actor, press: RecordCall) -> list[Operation]:
    """What came of a call."""
    return after_press(actor, calling.record(unit, actor, press))


@router.callback_query(Linked(), Presses(NoteCall))
async def note(_query: CallbackQuery, unit: Unit, actor: Actor, press: NoteCall) -> list[Operation]:
    """What was said."""
    return after_press(actor, call_notes.start(unit, actor, press.call))
