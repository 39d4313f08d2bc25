"""The secretariat's list of members and its acts on one person."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.directory import DirectoryView
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs import AskUnlink, IssueInvitation, ListMembers, ShowMember, Unlink
from bot.services.people import directory
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="directory")


@router.message(Linked(), Says("thanhvien", "members"))
async def members(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """The first screen of the list."""
    return after_message(actor, directory.show(unit, actor, DirectoryView()))


@router.callback_query(Linked(), Presses(ListMembers))
async def turn(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListMembers) -> list[Operation]:
    """A screen of the list; without arguments the first one."""
    return after_press(actor, directory.show(unit, actor, press.view or DirectoryView()))


@router.callback_query(Linked(), Presses(ShowMember))
async def person(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowMember) -> list[Operation]:
    """One person."""
    return after_press(actor, directory.person(unit, actor, press.person, press.view))


@router.callback_query(Linked(), Presses(IssueInvitation))
async def invite(_query: CallbackQuery, unit: Unit, actor: Actor, press: IssueInvitation) -> list[Operation]:
    """Issue an invitation."""
    return after_press(actor, directory.invite(unit, actor, press.person, press.newest, press.view))


@router.callback_query(Linked(), Presses(AskUnlink))
async def ask_unlink(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskUnlink) -> list[Operation]:
    """Whether to end a link."""
    return after_press(actor, directory.ask_unlink(unit, actor, press.person, press.view))


@router.callback_query(Linked(), Presses(Unlink))
async def unlink(_query: CallbackQuery, unit: Unit, actor: Actor, press: Unlink) -> list[Operation]:
    """End a link."""
    return after_press(actor, directory.unlink(unit, actor, press.person, press.account, press.view))
