"""The secretariat's list of members and its acts on one person."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.directory import DirectoryView
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.directory import (
    AnswerDirectory,
    ApplyRosterFile,
    AskEndDuty,
    AskUnlink,
    ConfirmRequest,
    EndDuty,
    IssueInvitation,
    ListMembers,
    OpenAddition,
    OpenHandover,
    RefuseRequest,
    ShowMember,
    ShowRequest,
    ShowRosterFile,
    Unlink,
)
from bot.services.people import adding, approvals, directory, handing_over
from bot.services.reporting import forms
from handlers.filters import Linked, Presses, Says
from handlers.messages import tapped
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


@router.callback_query(Linked(), Presses(OpenAddition))
async def add(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenAddition) -> list[Operation]:
    """Add a person or a duty."""
    return after_press(actor, adding.start(unit, actor, press.person))


@router.callback_query(Linked(), Presses(OpenHandover))
async def hand_over(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenHandover) -> list[Operation]:
    """Hand a seat over."""
    return after_press(actor, handing_over.start(unit, actor, press.duty))


@router.callback_query(Linked(), Presses(AnswerDirectory))
async def answer(
    _query: CallbackQuery, unit: Unit, actor: Actor, press: AnswerDirectory, typed: Message | None
) -> list[Operation]:
    """A choice of a form about the roster, pressed or typed."""
    return after_press(actor, forms.answer(unit, actor, press.draft, tapped(press, typed, actor)))


@router.callback_query(Linked(), Presses(AskEndDuty))
async def ask_end(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskEndDuty) -> list[Operation]:
    """Whether to end a duty."""
    return after_press(actor, directory.ask_end(unit, actor, press.duty, press.view))


@router.callback_query(Linked(), Presses(EndDuty))
async def end_duty(_query: CallbackQuery, unit: Unit, actor: Actor, press: EndDuty) -> list[Operation]:
    """End a duty."""
    return after_press(actor, directory.end_duty(unit, actor, press.duty, press.view))


@router.callback_query(Linked(), Presses(ShowRequest))
async def request(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowRequest) -> list[Operation]:
    """What a request asks for."""
    return after_press(actor, approvals.show(unit, actor, press.request))


@router.callback_query(Linked(), Presses(ShowRosterFile))
async def roster_file(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowRosterFile) -> list[Operation]:
    """What a roster file would change."""
    return after_press(actor, approvals.show_file(unit, actor, press.request, press.scope))


@router.callback_query(Linked(), Presses(ApplyRosterFile))
async def apply_file(_query: CallbackQuery, unit: Unit, actor: Actor, press: ApplyRosterFile) -> list[Operation]:
    """Apply a roster file."""
    return after_press(actor, approvals.apply_file(unit, actor, press.request, press.scope))


@router.callback_query(Linked(), Presses(ConfirmRequest))
async def confirm(_query: CallbackQuery, unit: Unit, actor: Actor, press: ConfirmRequest) -> list[Operation]:
    """Agree to a request."""
    return after_press(actor, approvals.confirm(unit, actor, press.request))


@router.callback_query(Linked(), Presses(RefuseRequest))
async def refuse(_query: CallbackQuery, unit: Unit, actor: Actor, press: RefuseRequest) -> list[Operation]:
    """Refuse a request, or take it back."""
    return after_press(actor, approvals.refuse(unit, actor, press.request))
