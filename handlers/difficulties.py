"""What is said of a difficulty after it was sent, its way, and what a seat has filed."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.difficulties import (
    AddToDifficulty,
    ListDossiers,
    MakeDossier,
    SayOfResult,
    SendResultFiles,
    ShowEvent,
    ShowWay,
)
from bot.services import dossier, lookup
from bot.services.difficulties import result_files, saying
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="difficulties")


@router.callback_query(Linked(), Presses(SayOfResult))
async def say_of_result(_query: CallbackQuery, unit: Unit, actor: Actor, press: SayOfResult) -> list[Operation]:
    """What a result has come to in practice."""
    return after_press(actor, saying.say_of_result(unit, actor, press.difficulty, press.number, press.verdict))


@router.callback_query(Linked(), Presses(AddToDifficulty))
async def add(_query: CallbackQuery, unit: Unit, actor: Actor, press: AddToDifficulty) -> list[Operation]:
    """Something is to be added to a difficulty."""
    return after_press(actor, saying.start_supplement(unit, actor, press.difficulty))


@router.callback_query(Linked(), Presses(ShowWay))
async def way(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowWay) -> list[Operation]:
    """A page of what happened to a difficulty."""
    return after_press(actor, lookup.show_way(unit, actor, press.difficulty, press.page))


@router.callback_query(Linked(), Presses(ShowEvent))
async def event(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowEvent) -> list[Operation]:
    """One thing that happened to a difficulty, in full."""
    return after_press(actor, lookup.show_event(unit, actor, press.difficulty, press.number))


@router.callback_query(Linked(), Presses(SendResultFiles))
async def result_sent(_query: CallbackQuery, unit: Unit, actor: Actor, press: SendResultFiles) -> list[Operation]:
    """The files of a result."""
    return after_press(actor, result_files.send(unit, actor, press.difficulty, press.number))


@router.callback_query(Linked(), Presses(ListDossiers))
async def dossiers(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListDossiers) -> list[Operation]:
    """The periods for which there is a dossier."""
    return after_press(actor, dossier.choose(unit, actor, press.page))


@router.callback_query(Linked(), Presses(MakeDossier))
async def make_dossier(_query: CallbackQuery, unit: Unit, actor: Actor, press: MakeDossier) -> list[Operation]:
    """The files of a dossier."""
    return after_press(actor, dossier.make(unit, actor, press.seat, press.period))
