"""The draft of the slip with which a difficulty is forwarded."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.slips import DraftSlip, MakeSlip
from bot.services.desk import slips
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="slips")


@router.callback_query(Linked(), Presses(MakeSlip))
async def of_forwarded(_query: CallbackQuery, unit: Unit, actor: Actor, press: MakeSlip) -> list[Operation]:
    """The slip of a difficulty that is with an authority."""
    return after_press(actor, slips.of_forwarded(unit, actor, press.difficulty))


@router.callback_query(Linked(), Presses(DraftSlip))
async def of_draft(_query: CallbackQuery, unit: Unit, actor: Actor, press: DraftSlip) -> list[Operation]:
    """The slip of a forwarding that is being written."""
    return after_press(actor, slips.of_draft(unit, actor, press.draft))
