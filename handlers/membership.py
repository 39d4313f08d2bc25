"""The secretariat's list of members and its acts on one person."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.callbacks import number
from bot.domain.members import Actor
from bot.domain.membership import Place
from bot.domain.operations import Operation
from bot.domain.wording.members import place_of
from bot.errors import BotError
from bot.services import membership
from handlers.answers import after_message, after_press
from handlers.filters import Linked, Presses, Says
from storage.unit import Unit

router = Router(name="membership")


@router.message(Linked(), Says("thanhvien"))
async def members(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """The first screen of the list."""
    return after_message(actor, membership.show(unit, actor, Place()))


@router.callback_query(Linked(), Presses("m"))
async def turn(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """A screen of the list; without arguments the first one."""
    _, place = _read(args, 0) if args else ((), Place())
    return after_press(actor, membership.show(unit, actor, place))


@router.callback_query(Linked(), Presses("mi"))
async def person(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """One person."""
    (person_id,), place = _read(args, 1)
    return after_press(actor, membership.person(unit, actor, person_id, place))


@router.callback_query(Linked(), Presses("mc"))
async def invite(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Issue an invitation."""
    (person_id, newest), place = _read(args, 2)
    return after_press(actor, membership.invite(unit, actor, person_id, newest, place))


@router.callback_query(Linked(), Presses("mu"))
async def ask_unlink(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Whether to end a link."""
    (person_id,), place = _read(args, 1)
    return after_press(actor, membership.ask_unlink(unit, actor, person_id, place))


@router.callback_query(Linked(), Presses("mx"))
async def unlink(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """End a link."""
    (person_id, account), place = _read(args, 2)
    return after_press(actor, membership.unlink(unit, actor, person_id, account, place))


def _read(args: tuple[str, ...], numbers: int) -> tuple[tuple[int, ...], Place]:
    """Return the numbers at the front and the place in the list behind them. Raises BotError("stale")."""
    if len(args) != numbers + 2:
        raise BotError("stale")
    *front, filter_, page = args
    place = place_of(filter_, number(page))
    if place is None:
        raise BotError("stale")
    return tuple(number(arg) for arg in front), place
