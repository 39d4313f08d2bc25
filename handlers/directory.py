"""The secretariat's list of members and its acts on one person."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.callbacks import number
from bot.domain.directory import DirectoryView
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.errors import BotError
from bot.screens.people.directory import view_of
from bot.services.people import directory
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="directory")


@router.message(Linked(), Says("thanhvien"))
async def members(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """The first screen of the list."""
    return after_message(actor, directory.show(unit, actor, DirectoryView()))


@router.callback_query(Linked(), Presses("m"))
async def turn(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """A screen of the list; without arguments the first one."""
    _, view = _read(args, 0) if args else ((), DirectoryView())
    return after_press(actor, directory.show(unit, actor, view))


@router.callback_query(Linked(), Presses("mi"))
async def person(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """One person."""
    (person_id,), view = _read(args, 1)
    return after_press(actor, directory.person(unit, actor, person_id, view))


@router.callback_query(Linked(), Presses("mc"))
async def invite(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Issue an invitation."""
    (person_id, newest), view = _read(args, 2)
    return after_press(actor, directory.invite(unit, actor, person_id, newest, view))


@router.callback_query(Linked(), Presses("mu"))
async def ask_unlink(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Whether to end a link."""
    (person_id,), view = _read(args, 1)
    return after_press(actor, directory.ask_unlink(unit, actor, person_id, view))


@router.callback_query(Linked(), Presses("mx"))
async def unlink(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """End a link."""
    (person_id, account), view = _read(args, 2)
    return after_press(actor, directory.unlink(unit, actor, person_id, account, view))


def _read(args: tuple[str, ...], numbers: int) -> tuple[tuple[int, ...], DirectoryView]:
    """Return the numbers at the front and the view of the list behind them. Raises BotError("stale")."""
    if len(args) != numbers + 2:
        raise BotError("stale")
    *front, filter_, page = args
    view = view_of(filter_, number(page))
    if view is None:
        raise BotError("stale")
    return tuple(number(arg) for arg in front), view
