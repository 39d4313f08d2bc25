"""Difficulties that are followed together."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.merging import AskMerge, Merge, OpenMerging, Unmerge
from bot.services.desk import merging
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="merging")


@router.callback_query(Linked(), Presses(OpenMerging))
async def open_merging(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenMerging) -> list[Operation]:
    """What a difficulty may be followed with."""
    return after_press(actor, merging.start(unit, actor, press.difficulty))


@router.callback_query(Linked(), Presses(AskMerge))
async def ask(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskMerge) -> list[Operation]:
    """Whether it is followed with the one that was chosen."""
    return after_press(actor, merging.ask(unit, actor, press.difficulty, press.into))


@router.callback_query(Linked(), Presses(Merge))
async def merge(_query: CallbackQuery, unit: Unit, actor: Actor, press: Merge) -> list[Operation]:
    """Follow it with that one."""
    return after_press(actor, merging.merge(unit, actor, press.difficulty, press.into))


@router.callback_query(Linked(), Presses(Unmerge))
async def part(_query: CallbackQuery, unit: Unit, actor: Actor, press: Unmerge) -> list[Operation]:
    """Follow it by itself again."""
    return after_press(actor, merging.part(unit, actor, press.difficulty))
