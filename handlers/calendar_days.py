"""The calendar of the office: shown by year, and changed by forms."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.calendar_days import OpenCalendarForm, ShowCalendar
from bot.services.desk import calendar_acts
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="calendar_days")


@router.message(Linked(), Says("lich", "calendar"))
async def calendar(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """This year."""
    return after_message(actor, calendar_acts.show(unit, actor))


@router.callback_query(Linked(), Presses(ShowCalendar))
async def year(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowCalendar) -> list[Operation]:
    """A page of a year."""
    return after_press(actor, calendar_acts.show(unit, actor, press.year, press.page))


@router.callback_query(Linked(), Presses(OpenCalendarForm))
async def begin(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenCalendarForm) -> list[Operation]:
    """The form of an act."""
    return after_press(actor, calendar_acts.start(unit, actor, press.act))
