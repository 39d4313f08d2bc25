"""Several difficulties of the queue marked, and one act done with all of them."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.selecting import (
    AskHandOver,
    ChooseJointAct,
    ClearSelected,
    DoJointAct,
    OpenJointAct,
    SelectInQueue,
    SelectPage,
    ToggleSelected,
    UndoJointAct,
)
from bot.services.desk import joint_acts, joint_forms, selecting
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="selecting")


@router.callback_query(Linked(), Presses(SelectInQueue))
async def page(_query: CallbackQuery, unit: Unit, actor: Actor, press: SelectInQueue) -> list[Operation]:
    """A page on which difficulties are marked."""
    return after_press(actor, selecting.show(unit, actor, press.view))


@router.callback_query(Linked(), Presses(ToggleSelected))
async def toggled(_query: CallbackQuery, unit: Unit, actor: Actor, press: ToggleSelected) -> list[Operation]:
    """A difficulty is marked, or no longer."""
    return after_press(actor, selecting.toggle(unit, actor, press.difficulty, press.view))


@router.callback_query(Linked(), Presses(SelectPage))
async def whole_page(_query: CallbackQuery, unit: Unit, actor: Actor, press: SelectPage) -> list[Operation]:
    """All of a page are marked."""
    return after_press(actor, selecting.select_page(unit, actor, press.view))


@router.callback_query(Linked(), Presses(ClearSelected))
async def cleared(_query: CallbackQuery, unit: Unit, actor: Actor, press: ClearSelected) -> list[Operation]:
    """Nothing is marked any longer."""
    return after_press(actor, selecting.clear(unit, actor, press.view))


@router.callback_query(Linked(), Presses(ChooseJointAct))
async def acts(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseJointAct) -> list[Operation]:
    """Which act."""
    return after_press(actor, selecting.choose_act(unit, actor, press.view))


@router.callback_query(Linked(), Presses(OpenJointAct))
async def opened(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenJointAct) -> list[Operation]:
    """The form or the preview of an act."""
    return after_press(actor, joint_forms.start(unit, actor, press.act, press.view))


@router.callback_query(Linked(), Presses(AskHandOver))
async def hand_over(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskHandOver) -> list[Operation]:
    """Whether all is handed over to a colleague."""
    return after_press(actor, selecting.ask_hand_over(unit, actor, press.person, press.view))


@router.callback_query(Linked(), Presses(DoJointAct))
async def done(_query: CallbackQuery, unit: Unit, actor: Actor, press: DoJointAct) -> list[Operation]:
    """An act is done with all that is marked."""
    return after_press(actor, joint_acts.do(unit, actor, press.act, press.person, press.fingerprint, press.view))


@router.callback_query(Linked(), Presses(UndoJointAct))
async def undone(_query: CallbackQuery, unit: Unit, actor: Actor, press: UndoJointAct) -> list[Operation]:
    """What was done together is taken back."""
    return after_press(actor, joint_acts.undo(unit, actor, press.number))
