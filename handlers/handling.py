"""What the desk does with difficulties that were sent."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.handling import (
    AcceptAll,
    AcceptDifficulty,
    CorrectMatter,
    MarkCriterion,
    OpenAct,
    OpenCorrection,
    ShowNotes,
    TakeAgency,
    UndoAct,
    UndoAll,
)
from bot.services.difficulties import accepting, acting, correcting
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="handling")


@router.callback_query(Linked(), Presses(AcceptDifficulty))
async def accept(_query: CallbackQuery, unit: Unit, actor: Actor, press: AcceptDifficulty) -> list[Operation]:
    """A difficulty is accepted."""
    return after_press(actor, accepting.accept(unit, actor, press.difficulty, press.number, press.view))


@router.callback_query(Linked(), Presses(AcceptAll))
async def accept_all(_query: CallbackQuery, unit: Unit, actor: Actor, press: AcceptAll) -> list[Operation]:
    """Everything in a report is accepted."""
    return after_press(actor, accepting.accept_all(unit, actor, press.report, press.version))


@router.callback_query(Linked(), Presses(OpenAct))
async def open_act(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenAct) -> list[Operation]:
    """The form of an act."""
    return after_press(actor, acting.start(unit, actor, press.difficulty, press.act, press.number, press.view))


@router.callback_query(Linked(), Presses(UndoAct))
async def undo(_query: CallbackQuery, unit: Unit, actor: Actor, press: UndoAct) -> list[Operation]:
    """An act is taken back."""
    return after_press(actor, accepting.undo(unit, actor, press.difficulty, press.number, press.view))


@router.callback_query(Linked(), Presses(UndoAll))
async def undo_all(_query: CallbackQuery, unit: Unit, actor: Actor, press: UndoAll) -> list[Operation]:
    """The acceptance of everything in a report is taken back."""
    return after_press(actor, accepting.undo_all(unit, actor, press.report))


@router.callback_query(Linked(), Presses(ShowNotes))
async def notes(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowNotes) -> list[Operation]:
    """What the desk has noted."""
    return after_press(actor, acting.show_notes(unit, actor, press.difficulty, press.page, press.view))


@router.callback_query(Linked(), Presses(OpenCorrection))
async def classification(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenCorrection) -> list[Operation]:
    """How a difficulty is classified."""
    return after_press(actor, correcting.show(unit, actor, press.difficulty))


@router.callback_query(Linked(), Presses(CorrectMatter))
async def correct(_query: CallbackQuery, unit: Unit, actor: Actor, press: CorrectMatter) -> list[Operation]:
    """The form that corrects a matter."""
    return after_press(actor, correcting.start(unit, actor, press.difficulty, press.matter, press.number))


@router.callback_query(Linked(), Presses(MarkCriterion))
async def mark(_query: CallbackQuery, unit: Unit, actor: Actor, press: MarkCriterion) -> list[Operation]:
    """A criterion is marked, or no longer."""
    return after_press(actor, correcting.mark(unit, actor, press.difficulty, press.criterion, press.number))


@router.callback_query(Linked(), Presses(TakeAgency))
async def take_agency(_query: CallbackQuery, unit: Unit, actor: Actor, press: TakeAgency) -> list[Operation]:
    """The agency that is likely in charge is."""
    return after_press(actor, correcting.take_agency(unit, actor, press.difficulty, press.agency, press.number))
