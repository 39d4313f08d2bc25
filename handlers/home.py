"""Main screen and help."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.home import ShowHelp, ShowHome
from bot.services import home
from bot.services.people import enrolment
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="home")


@router.message(Linked(), Says("start", "batdau"))
async def start(_message: Message, unit: Unit, actor: Actor, rest: str) -> list[Operation]:
    """The main screen; a member who opens an invitation link is told what became of it."""
    if rest:
        return after_message(actor, enrolment.enter_as_member(unit, actor, rest))
    return after_message(actor, home.home(unit, actor))


@router.message(Linked(), Says("trogiup", "help"))
async def help_(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """What can be done."""
    return after_message(actor, home.help_(unit, actor))


@router.callback_query(Linked(), Presses(ShowHome))
async def home_pressed(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """The main screen."""
    return after_press(actor, home.home(unit, actor))


@router.callback_query(Linked(), Presses(ShowHelp))
async def help_pressed(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """What can be done."""
    return after_press(actor, home.help_(unit, actor))
