"""How difficulties are worded for the document, what members say of that, and the remarks of a paper."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.wordings import AnswerWording, OpenRemarks, OpenWording, SendWording
from bot.services.desk import remarks
from bot.services.difficulties import agreeing, wording
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="wordings")


@router.callback_query(Linked(), Presses(OpenWording))
async def open_wording(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenWording) -> list[Operation]:
    """The form that words a difficulty."""
    return after_press(actor, wording.start(unit, actor, press.difficulty, press.number))


@router.callback_query(Linked(), Presses(SendWording))
async def send_wording(_query: CallbackQuery, unit: Unit, actor: Actor, press: SendWording) -> list[Operation]:
    """The member is asked whether a wording is right."""
    return after_press(actor, wording.ask_member(unit, actor, press.difficulty, press.number))


@router.callback_query(Linked(), Presses(AnswerWording))
async def answer_wording(_query: CallbackQuery, unit: Unit, actor: Actor, press: AnswerWording) -> list[Operation]:
    """What the member says of a wording."""
    return after_press(actor, agreeing.say_of_wording(unit, actor, press.difficulty, press.number, press.answer))


@router.callback_query(Linked(), Presses(OpenRemarks))
async def open_remarks(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenRemarks) -> list[Operation]:
    """The form that changes the remarks of a paper."""
    return after_press(actor, remarks.start(unit, actor, press.period))
