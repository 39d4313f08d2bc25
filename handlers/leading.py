"""What leaders look at, and what they say of a difficulty."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.leading import (
    AgreeToProposal,
    AnswerDirection,
    ListOpinions,
    OpenDirection,
    OpenLate,
    OpenLine,
    ShowBreakdown,
    ShowLate,
    ShowLines,
    ShowOpinion,
    ShowSituation,
    ShowUnsent,
    UndoDirection,
    UrgeDifficulty,
)
from bot.services import overview
from bot.services.difficulties import directing
from bot.services.leading import lists
from bot.services.reporting import forms
from handlers.filters import Linked, Presses
from handlers.messages import tapped
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="leading")


@router.callback_query(Linked(), Presses(ShowSituation))
async def situation(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """How the periods that run stand."""
    return after_press(actor, overview.situation(unit, actor))


@router.callback_query(Linked(), Presses(ShowUnsent))
async def unsent(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowUnsent) -> list[Operation]:
    """The members whose report is missing."""
    return after_press(actor, lists.unsent(unit, actor, press.period, press.page))


@router.callback_query(Linked(), Presses(ShowLate))
async def late(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowLate) -> list[Operation]:
    """What is late."""
    return after_press(actor, lists.late(unit, actor, press.page))


@router.callback_query(Linked(), Presses(OpenLate))
async def open_late(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenLate) -> list[Operation]:
    """A task or a difficulty that is late."""
    return after_press(actor, lists.open_late(unit, actor, press.code, press.page))


@router.callback_query(Linked(), Presses(ShowBreakdown))
async def breakdown(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowBreakdown) -> list[Operation]:
    """The difficulties of a period by field or agency."""
    return after_press(actor, lists.breakdown(unit, actor, press.period, press.by, press.page))


@router.callback_query(Linked(), Presses(ShowLines))
async def lines(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowLines) -> list[Operation]:
    """The difficulties of one field or agency."""
    return after_press(actor, lists.lines(unit, actor, press.view))


@router.callback_query(Linked(), Presses(OpenLine))
async def open_line(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenLine) -> list[Operation]:
    """A difficulty of a field or agency."""
    return after_press(actor, lists.open_line(unit, actor, press.difficulty, press.view))


@router.callback_query(Linked(), Presses(ListOpinions))
async def opinions(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListOpinions) -> list[Operation]:
    """What waits for an opinion."""
    return after_press(actor, directing.list_waiting(unit, actor, press.page))


@router.callback_query(Linked(), Presses(ShowOpinion))
async def opinion(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowOpinion) -> list[Operation]:
    """What the desk proposes about a difficulty."""
    return after_press(actor, directing.show(unit, actor, press.difficulty))


@router.callback_query(Linked(), Presses(AgreeToProposal))
async def agree(_query: CallbackQuery, unit: Unit, actor: Actor, press: AgreeToProposal) -> list[Operation]:
    """Agreement to what the desk proposes."""
    return after_press(actor, directing.agree(unit, actor, press.difficulty, press.number))


@router.callback_query(Linked(), Presses(OpenDirection))
async def direct(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenDirection) -> list[Operation]:
    """The form of an opinion."""
    return after_press(actor, directing.start(unit, actor, press.difficulty, press.number))


@router.callback_query(Linked(), Presses(UrgeDifficulty))
async def urge(_query: CallbackQuery, unit: Unit, actor: Actor, press: UrgeDifficulty) -> list[Operation]:
    """What is late is to be urged."""
    return after_press(actor, directing.urge(unit, actor, press.difficulty, press.number))


@router.callback_query(Linked(), Presses(UndoDirection))
async def undo(_query: CallbackQuery, unit: Unit, actor: Actor, press: UndoDirection) -> list[Operation]:
    """A direction is taken back."""
    return after_press(actor, directing.undo(unit, actor, press.difficulty, press.number))


@router.callback_query(Linked(), Presses(AnswerDirection))
async def answer(
    _query: CallbackQuery, unit: Unit, actor: Actor, press: AnswerDirection, typed: Message | None
) -> list[Operation]:
    """A choice of the form of an opinion, pressed or typed."""
    return after_press(actor, forms.answer(unit, actor, press.draft, tapped(press, typed, actor)))
