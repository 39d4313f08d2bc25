"""The address of e-mail at which one is told that something waits."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.mail import EnterMail, EnterMailCode, RemoveMail, SendMailCode, ShowMail
from bot.services.people import mail_entry, mailing
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="mail")


@router.callback_query(Linked(), Presses(ShowMail))
async def show(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """The address, and what can be done with it."""
    return after_press(actor, mailing.show(unit, actor))


@router.callback_query(Linked(), Presses(EnterMail))
async def enter(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """The form in which an address is given."""
    return after_press(actor, mail_entry.enter_address(unit, actor))


@router.callback_query(Linked(), Presses(SendMailCode))
async def send_code(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """A code for the address that is to be confirmed."""
    return after_press(actor, mail_entry.send_code(unit, actor))


@router.callback_query(Linked(), Presses(EnterMailCode))
async def enter_code(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """The form in which the code is typed."""
    return after_press(actor, mail_entry.enter_code(unit, actor))


@router.callback_query(Linked(), Presses(RemoveMail))
async def remove(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """No address any more."""
    return after_press(actor, mailing.remove(unit, actor))
