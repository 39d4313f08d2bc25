"""Announcements: what the desk does with them, and what their recipients confirm."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.broadcasts import (
    ConfirmBroadcast,
    ListBroadcasts,
    OpenBroadcast,
    RepeatBroadcast,
    ShowAudience,
    ShowBroadcast,
    ShowBroadcastState,
    StopBroadcast,
)
from bot.services.desk import broadcast_form, broadcasting
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="broadcasts")


@router.message(Linked(), Says("thongbao", "announce"))
async def typed(_message: Message, unit: Unit, actor: Actor, rest: str) -> list[Operation]:
    """The announcements, or the one whose code follows."""
    return after_message(actor, broadcasting.open_code(unit, actor, rest))


@router.callback_query(Linked(), Presses(ListBroadcasts))
async def listed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListBroadcasts) -> list[Operation]:
    """A page of the announcements."""
    return after_press(actor, broadcasting.show_list(unit, actor, press.page))


@router.callback_query(Linked(), Presses(OpenBroadcast))
async def opened(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenBroadcast) -> list[Operation]:
    """The form."""
    return after_press(actor, broadcast_form.start(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(ShowAudience))
async def audience(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowAudience) -> list[Operation]:
    """Whom a draft would go to."""
    return after_press(actor, broadcast_form.show_audience(unit, actor, press.draft, press.page))


@router.callback_query(Linked(), Presses(ShowBroadcast))
async def shown(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowBroadcast) -> list[Operation]:
    """How many recipients stand where."""
    return after_press(actor, broadcasting.show(unit, actor, press.broadcast))


@router.callback_query(Linked(), Presses(ShowBroadcastState))
async def state(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowBroadcastState) -> list[Operation]:
    """The recipients in a state."""
    return after_press(actor, broadcasting.show_state(unit, actor, press.broadcast, press.state, press.page))


@router.callback_query(Linked(), Presses(StopBroadcast))
async def stop(_query: CallbackQuery, unit: Unit, actor: Actor, press: StopBroadcast) -> list[Operation]:
    """Send no more of it."""
    return after_press(actor, broadcasting.stop(unit, actor, press.broadcast))


@router.callback_query(Linked(), Presses(RepeatBroadcast))
async def repeat(_query: CallbackQuery, unit: Unit, actor: Actor, press: RepeatBroadcast) -> list[Operation]:
    """Send it again to those who have not confirmed."""
    return after_press(actor, broadcast_form.repeat(unit, actor, press.broadcast))


@router.callback_query(Linked(), Presses(ConfirmBroadcast))
async def confirm(_query: CallbackQuery, unit: Unit, actor: Actor, press: ConfirmBroadcast) -> list[Operation]:
    """It has been received."""
    return after_press(actor, broadcasting.confirm(unit, actor, press.broadcast))
