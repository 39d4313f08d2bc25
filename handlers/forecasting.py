"""The forecast of what will be sent, and what the desk takes out of it."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.forecasting import (
    CancelReminder,
    ForecastDay,
    ForecastPerson,
    MakeForecast,
    MoveReminder,
    RestoreReminder,
    ShowForecast,
)
from bot.services.desk import forecasting
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="forecasting")


@router.message(Linked(), Says("dubao", "forecast"))
async def forecast_now(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """The newest forecast, or a new one."""
    return after_message(actor, forecasting.show(unit, actor))


@router.callback_query(Linked(), Presses(ShowForecast))
async def shown(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowForecast) -> list[Operation]:
    """A page of the days of a forecast."""
    return after_press(actor, forecasting.show(unit, actor, press.forecast, press.page or 0))


@router.callback_query(Linked(), Presses(MakeForecast))
async def made(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """A new forecast."""
    return after_press(actor, forecasting.make(unit, actor))


@router.callback_query(Linked(), Presses(ForecastDay))
async def of_day(_query: CallbackQuery, unit: Unit, actor: Actor, press: ForecastDay) -> list[Operation]:
    """Who gets something on a day."""
    return after_press(actor, forecasting.day(unit, actor, press.forecast, press.day, press.page))


@router.callback_query(Linked(), Presses(ForecastPerson))
async def of_person(_query: CallbackQuery, unit: Unit, actor: Actor, press: ForecastPerson) -> list[Operation]:
    """What a person gets on a day."""
    return after_press(actor, forecasting.person(unit, actor, press.sheet, press.page))


@router.callback_query(Linked(), Presses(CancelReminder))
async def cancelled(_query: CallbackQuery, unit: Unit, actor: Actor, press: CancelReminder) -> list[Operation]:
    """A reminder is not to be sent."""
    return after_press(actor, forecasting.cancel(unit, actor, press.sheet, press.number))


@router.callback_query(Linked(), Presses(MoveReminder))
async def moved(_query: CallbackQuery, unit: Unit, actor: Actor, press: MoveReminder) -> list[Operation]:
    """A reminder is to be sent on another day."""
    return after_press(actor, forecasting.ask_day(unit, actor, press.sheet, press.number))


@router.callback_query(Linked(), Presses(RestoreReminder))
async def restored(_query: CallbackQuery, unit: Unit, actor: Actor, press: RestoreReminder) -> list[Operation]:
    """A reminder is sent by the rules after all."""
    return after_press(actor, forecasting.restore(unit, actor, press.sheet, press.number))
