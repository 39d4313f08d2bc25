"""Sub-tasks of a task, and who of a seat is told of it."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.subtasks import (
    AskContact,
    ConfirmSubtask,
    ListSubtasks,
    OpenSubtask,
    OpenSubtaskAct,
    PassContact,
)
from bot.services.tasks import beside, passing, subtask_forms
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="subtasks")


@router.callback_query(Linked(), Presses(ListSubtasks))
async def listed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListSubtasks) -> list[Operation]:
    """The sub-tasks of a task."""
    return after_press(actor, beside.show_parts(unit, actor, press.task))


@router.callback_query(Linked(), Presses(OpenSubtask))
async def open_form(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenSubtask) -> list[Operation]:
    """The form of a new sub-task."""
    return after_press(actor, subtask_forms.start(unit, actor, press.task, press.seat))


@router.callback_query(Linked(), Presses(ConfirmSubtask))
async def confirm(_query: CallbackQuery, unit: Unit, actor: Actor, press: ConfirmSubtask) -> list[Operation]:
    """The result of a sub-task is confirmed."""
    return after_press(actor, subtask_forms.confirm(unit, actor, press.task, press.newest))


@router.callback_query(Linked(), Presses(OpenSubtaskAct))
async def open_act(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenSubtaskAct) -> list[Operation]:
    """The form of an act on a sub-task that needs a reason."""
    return after_press(actor, subtask_forms.start_act(unit, actor, press.task, press.act, press.newest))


@router.callback_query(Linked(), Presses(AskContact))
async def ask_contact(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskContact) -> list[Operation]:
    """Who is to be told of a task."""
    return after_press(actor, passing.ask(unit, actor, press.task, press.seat))


@router.callback_query(Linked(), Presses(PassContact))
async def pass_contact(_query: CallbackQuery, unit: Unit, actor: Actor, press: PassContact) -> list[Operation]:
    """The contact for a task is another one."""
    return after_press(actor, subtask_forms.pass_contact(unit, actor, press.task, press.seat, press.person))
