"""What is done with a task: by its leads, and by those who act in the name of agencies."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.task_work import (
    ChooseCourse,
    ChooseTasks,
    ListBases,
    OpenTaskForm,
    ReceiveTask,
    SendTaskFiles,
    ShowCourse,
    ShowTaskWay,
    UndoTaskAct,
)
from bot.services.tasks import listing, page, pressing, writing
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="task_work")


@router.callback_query(Linked(), Presses(ReceiveTask))
async def receive(_query: CallbackQuery, unit: Unit, actor: Actor, press: ReceiveTask) -> list[Operation]:
    """A lead has its task."""
    return after_press(actor, pressing.receive(unit, actor, press.task, press.seat, press.agency))


@router.callback_query(Linked(), Presses(OpenTaskForm))
async def open_form(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenTaskForm) -> list[Operation]:
    """A form about a task."""
    return after_press(actor, writing.start(unit, actor, press.task, press.form, press.seat, press.agency))


@router.callback_query(Linked(), Presses(UndoTaskAct))
async def undo(_query: CallbackQuery, unit: Unit, actor: Actor, press: UndoTaskAct) -> list[Operation]:
    """What was done last is taken back."""
    return after_press(actor, pressing.take_back(unit, actor, press.task, press.seat, press.agency))


@router.callback_query(Linked(), Presses(ChooseCourse))
async def choose_course(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseCourse) -> list[Operation]:
    """Which lead it is about."""
    return after_press(actor, page.choose_course(unit, actor, press.task, press.page))


@router.callback_query(Linked(), Presses(ShowCourse))
async def show_course(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowCourse) -> list[Operation]:
    """A task with one of its leads."""
    return after_press(actor, page.show_course(unit, actor, press.task, press.seat, press.agency))


@router.callback_query(Linked(), Presses(ShowTaskWay))
async def show_way(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowTaskWay) -> list[Operation]:
    """What happened to a task."""
    return after_press(actor, page.show_way(unit, actor, press.task, press.seat, press.agency, press.page))


@router.callback_query(Linked(), Presses(SendTaskFiles))
async def send_files(_query: CallbackQuery, unit: Unit, actor: Actor, press: SendTaskFiles) -> list[Operation]:
    """The files of a result."""
    return after_press(actor, page.send_files(unit, actor, press.task, press.event))


@router.callback_query(Linked(), Presses(ChooseTasks))
async def choose_tasks(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """Which tasks to list."""
    return after_press(actor, listing.choose_list(unit, actor))


@router.callback_query(Linked(), Presses(ListBases))
async def list_bases(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListBases) -> list[Operation]:
    """Which document assigns the tasks to list."""
    return after_press(actor, listing.choose_basis(unit, actor, press.page))
