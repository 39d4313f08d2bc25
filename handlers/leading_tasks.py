"""What leaders look at of the tasks and say of them, and the urging of what is overdue by the desk."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.leading_tasks import (
    AskTaskUrged,
    DirectTask,
    ListTaskLeads,
    ListTaskLines,
    OpenTaskLine,
    ShowTaskFigures,
    UrgeTask,
)
from bot.services.leading import task_directing, task_lists
from bot.services.tasks import urging
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="leading_tasks")


@router.callback_query(Linked(), Presses(ShowTaskFigures))
async def figures(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """How the tasks stand."""
    return after_press(actor, task_lists.show(unit, actor))


@router.callback_query(Linked(), Presses(ListTaskLines))
async def lines(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListTaskLines) -> list[Operation]:
    """The courses behind a figure."""
    return after_press(actor, task_lists.show_lines(unit, actor, press.view))


@router.callback_query(Linked(), Presses(ListTaskLeads))
async def leads(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListTaskLeads) -> list[Operation]:
    """The leads with their figures."""
    return after_press(actor, task_lists.show_leads(unit, actor, press.page))


@router.callback_query(Linked(), Presses(OpenTaskLine))
async def open_line(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenTaskLine) -> list[Operation]:
    """A task of such a list."""
    return after_press(actor, task_lists.open_line(unit, actor, press.task, press.view))


@router.callback_query(Linked(), Presses(AskTaskUrged))
async def ask_urged(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskTaskUrged) -> list[Operation]:
    """What is overdue is to be urged."""
    return after_press(actor, task_directing.ask_urged(unit, actor, press.task))


@router.callback_query(Linked(), Presses(DirectTask))
async def direct(_query: CallbackQuery, unit: Unit, actor: Actor, press: DirectTask) -> list[Operation]:
    """The form of an opinion on a task."""
    return after_press(actor, task_directing.start(unit, actor, press.task))


@router.callback_query(Linked(), Presses(UrgeTask))
async def urge(_query: CallbackQuery, unit: Unit, actor: Actor, press: UrgeTask) -> list[Operation]:
    """The desk urges what is overdue."""
    return after_press(actor, urging.urge(unit, actor, press.task))
