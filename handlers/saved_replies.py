"""The words that the desk keeps to use again."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.saved_replies import AskDeleteReply, DeleteReply, ListReplies, RenameReply, SaveReply, ShowReply
from bot.services.desk import saved_replies
from handlers.filters import Linked, Presses
from handlers.replies import after_press
from storage.unit import Unit

router = Router(name="saved_replies")


@router.callback_query(Linked(), Presses(SaveReply))
async def save(_query: CallbackQuery, unit: Unit, actor: Actor, press: SaveReply) -> list[Operation]:
    """The words of an act are to be kept."""
    return after_press(actor, saved_replies.save(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(ListReplies))
async def listed(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListReplies) -> list[Operation]:
    """What is kept for an act."""
    return after_press(actor, saved_replies.show_list(unit, actor, press.act))


@router.callback_query(Linked(), Presses(ShowReply))
async def shown(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowReply) -> list[Operation]:
    """One of them."""
    return after_press(actor, saved_replies.show(unit, actor, press.reply))


@router.callback_query(Linked(), Presses(RenameReply))
async def renamed(_query: CallbackQuery, unit: Unit, actor: Actor, press: RenameReply) -> list[Operation]:
    """One is to have another name."""
    return after_press(actor, saved_replies.rename(unit, actor, press.reply))


@router.callback_query(Linked(), Presses(AskDeleteReply))
async def asked(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskDeleteReply) -> list[Operation]:
    """Whether one is to be deleted."""
    return after_press(actor, saved_replies.ask_delete(unit, actor, press.reply))


@router.callback_query(Linked(), Presses(DeleteReply))
async def deleted(_query: CallbackQuery, unit: Unit, actor: Actor, press: DeleteReply) -> list[Operation]:
    """One is deleted."""
    return after_press(actor, saved_replies.delete(unit, actor, press.reply))
