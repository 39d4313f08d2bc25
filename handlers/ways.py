"""In which ways one is reached."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.ways import AddWay, AskRemoveWay, ListWays, OpenWay, PutWayFirst, RemoveWay
from bot.services.people import ways
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="ways")


@router.callback_query(Linked(), Presses(ListWays))
async def show(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """The ways in order."""
    return after_press(actor, ways.show(unit, actor))


@router.callback_query(Linked(), Presses(OpenWay))
async def open_way(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenWay) -> list[Operation]:
    """One way."""
    return after_press(actor, ways.open_way(unit, actor, press.account))


@router.callback_query(Linked(), Presses(PutWayFirst))
async def put_first(_query: CallbackQuery, unit: Unit, actor: Actor, press: PutWayFirst) -> list[Operation]:
    """The order."""
    return after_press(actor, ways.put_first(unit, actor, press.account))


@router.callback_query(Linked(), Presses(AskRemoveWay))
async def ask_remove(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskRemoveWay) -> list[Operation]:
    """Whether to remove a way."""
    return after_press(actor, ways.ask_remove(unit, actor, press.account))


@router.callback_query(Linked(), Presses(RemoveWay))
async def remove(_query: CallbackQuery, unit: Unit, actor: Actor, press: RemoveWay) -> list[Operation]:
    """The end of a way."""
    return after_press(actor, ways.remove(unit, actor, press.account))


@router.callback_query(Linked(), Presses(AddWay))
async def add(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """A code for another way."""
    return after_press(actor, ways.add(unit, actor))
