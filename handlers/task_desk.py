"""What the desk does with tasks: assigning, deciding, changing, linking with difficulties."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.task_desk import (
    ConfirmResult,
    GrantExtension,
    ListReceipts,
    ListWaitingTasks,
    OpenAssigning,
    OpenLinking,
    OpenNextWaiting,
    OpenTaskAct,
    ShowReceipts,
    ShowTaskLinks,
    ShowTaskMenu,
    ShowTasksOfDifficulty,
    ShowWaitingTask,
    UnlinkDifficulty,
)
from bot.services.reply import Reply
from bot.services.tasks import assigning_form, desk_acts, desk_forms, linking, linking_form
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="task_desk")


@router.callback_query(Linked(), Presses(OpenAssigning))
async def assign(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenAssigning) -> list[Operation]:
    """The form in which a task is assigned."""
    return after_press(actor, assigning_form.start_from(unit, actor, press.source, press.number))


@router.callback_query(Linked(), Presses(ListWaitingTasks))
async def list_waiting(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListWaitingTasks) -> list[Operation]:
    """What waits for the desk."""
    return after_press(actor, desk_acts.show_waiting(unit, actor, press.page))


@router.callback_query(Linked(), Presses(ShowWaitingTask))
async def show_waiting(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowWaitingTask) -> list[Operation]:
    """Something that waits for the desk."""
    return after_press(actor, desk_acts.show_one(unit, actor, press.task, press.event))


@router.callback_query(Linked(), Presses(OpenNextWaiting))
async def open_next(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenNextWaiting) -> list[Operation]:
    """What waits next."""
    return after_press(actor, desk_acts.open_next(unit, actor, press.event))


@router.callback_query(Linked(), Presses(ConfirmResult))
async def confirm(_query: CallbackQuery, unit: Unit, actor: Actor, press: ConfirmResult) -> list[Operation]:
    """A result is confirmed."""
    return after_press(actor, desk_acts.confirm(unit, actor, press.course))


@router.callback_query(Linked(), Presses(GrantExtension))
async def grant(_query: CallbackQuery, unit: Unit, actor: Actor, press: GrantExtension) -> list[Operation]:
    """A later deadline is granted."""
    return after_press(actor, desk_acts.grant(unit, actor, press.course))


@router.callback_query(Linked(), Presses(OpenTaskAct))
async def open_act(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenTaskAct) -> list[Operation]:
    """The form of an act."""
    return after_press(actor, desk_forms.start(unit, actor, press.act, press.course))


@router.callback_query(Linked(), Presses(ShowTaskMenu))
async def menu(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowTaskMenu) -> list[Operation]:
    """What of a task can be changed."""
    return after_press(actor, desk_acts.show_menu(unit, actor, press.task))


@router.callback_query(Linked(), Presses(ShowReceipts))
async def receipts(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowReceipts) -> list[Operation]:
    """Who has confirmed to have a task."""
    return after_press(actor, desk_acts.show_receipts(unit, actor, press.task, press.page))


@router.callback_query(Linked(), Presses(ListReceipts))
async def list_receipts(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListReceipts) -> list[Operation]:
    """The tasks that not everybody has confirmed to have."""
    return after_press(actor, desk_acts.list_receipts(unit, actor, press.page))


@router.callback_query(Linked(), Presses(ShowTaskLinks))
async def links(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowTaskLinks) -> list[Operation]:
    """The difficulties that a task resolves."""
    return after_press(actor, Reply(linking.show_links(unit, actor, press.task)))


@router.callback_query(Linked(), Presses(UnlinkDifficulty))
async def unlink(_query: CallbackQuery, unit: Unit, actor: Actor, press: UnlinkDifficulty) -> list[Operation]:
    """A link is taken back."""
    return after_press(actor, desk_acts.unlink(unit, actor, press.task, press.difficulty))


@router.callback_query(Linked(), Presses(ShowTasksOfDifficulty))
async def tasks_of(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowTasksOfDifficulty) -> list[Operation]:
    """The tasks that resolve a difficulty."""
    return after_press(actor, Reply(linking.show_tasks(unit, actor, press.difficulty)))


@router.callback_query(Linked(), Presses(OpenLinking))
async def open_linking(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenLinking) -> list[Operation]:
    """The form that links a difficulty with tasks."""
    return after_press(actor, linking_form.start(unit, actor, press.difficulty))
