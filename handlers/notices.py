"""A notice that the desk turns into tasks."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Filter as UpdateFilter
from aiogram.types import CallbackQuery, Message

from bot.domain.forms import Draft
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.notices import (
    AbandonImport,
    AcceptLine,
    AskAbandon,
    AssignLines,
    ChangeBasis,
    CheckLines,
    ChooseDeadline,
    ClearPaste,
    CorrectLine,
    CountReports,
    DropLine,
    LeaveImport,
    ListLines,
    PassLine,
    PasteNotice,
    ReviewImport,
    ShowImported,
    ShowLine,
    StartImport,
    SupplementImport,
)
from bot.services.tasks import notice_assigning, notice_checking, notice_correcting, notice_sending
from handlers.files import file_of
from handlers.filters import Linked, Presses, Says, answers_another
from handlers.messages import written
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="notices")

_LONGEST_COMMAND = 100
"""Characters; what is longer begins with a stroke and is a text all the same."""


class Pastes(UpdateFilter):
    """A text or a file sent by an officer who is asked for a notice; no command, and no answer to anything else."""

    async def __call__(self, message: Message, actor: Actor | None, unit: Unit) -> bool | dict[str, Any]:
        draft = notice_sending.pasting(unit, actor) if actor else None
        if actor is None or draft is None or answers_another(unit, actor, message):
            return False
        text = message.text or ""
        if text.startswith("/") and len(text) <= _LONGEST_COMMAND:
            return False
        return bool(text or file_of(message, actor.caller.channel)) and {"draft": draft}


@router.message(Linked(), Pastes())
async def pasted(message: Message, unit: Unit, actor: Actor, draft: Draft) -> list[Operation]:
    """A part of a notice, or its file."""
    file = file_of(message, actor.caller.channel)
    if file:
        return after_message(actor, notice_sending.take_file(unit, actor, file))
    return after_message(actor, notice_sending.take_text(unit, draft, written(message, actor)))


@router.message(Linked(), Says("nhapthongbao", "notice"))
async def begin(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """Where a notice is sent."""
    return after_message(actor, notice_sending.start(unit, actor))


@router.callback_query(Linked(), Presses(StartImport))
async def start(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """Where a notice is sent."""
    return after_press(actor, notice_sending.start(unit, actor))


@router.callback_query(Linked(), Presses(PasteNotice))
async def paste(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """The question for a text."""
    return after_press(actor, notice_sending.paste(unit, actor))


@router.callback_query(Linked(), Presses(ClearPaste))
async def clear(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """What was pasted is thrown away."""
    return after_press(actor, notice_sending.clear(unit, actor))


@router.callback_query(Linked(), Presses(CheckLines))
async def check(_query: CallbackQuery, unit: Unit, actor: Actor, press: CheckLines) -> list[Operation]:
    """The first line that waits."""
    return after_press(actor, notice_checking.check(unit, actor, press.notice))


@router.callback_query(Linked(), Presses(ShowLine))
async def line(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowLine) -> list[Operation]:
    """A line."""
    return after_press(actor, notice_checking.show_line(unit, actor, press.line))


@router.callback_query(Linked(), Presses(AcceptLine))
async def accept(_query: CallbackQuery, unit: Unit, actor: Actor, press: AcceptLine) -> list[Operation]:
    """A line is accepted."""
    return after_press(actor, notice_checking.accept(unit, actor, press.line, press.rev))


@router.callback_query(Linked(), Presses(CorrectLine))
async def correct(_query: CallbackQuery, unit: Unit, actor: Actor, press: CorrectLine) -> list[Operation]:
    """The form of a line."""
    return after_press(actor, notice_correcting.start(unit, actor, press.line, press.rev))


@router.callback_query(Linked(), Presses(DropLine))
async def drop(_query: CallbackQuery, unit: Unit, actor: Actor, press: DropLine) -> list[Operation]:
    """A line is left out."""
    return after_press(actor, notice_checking.drop(unit, actor, press.line, press.rev))


@router.callback_query(Linked(), Presses(ChooseDeadline))
async def deadline(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseDeadline) -> list[Operation]:
    """What the deadline of a line means."""
    return after_press(actor, notice_checking.choose_deadline(unit, actor, press.line, press.rev, press.option))


@router.callback_query(Linked(), Presses(CountReports))
async def reports(_query: CallbackQuery, unit: Unit, actor: Actor, press: CountReports) -> list[Operation]:
    """Whether periodic reports are the results of a line."""
    return after_press(actor, notice_checking.count_reports(unit, actor, press.line, press.rev, press.count))


@router.callback_query(Linked(), Presses(PassLine))
async def next_line(_query: CallbackQuery, unit: Unit, actor: Actor, press: PassLine) -> list[Operation]:
    """The next line."""
    return after_press(actor, notice_checking.pass_line(unit, actor, press.line))


@router.callback_query(Linked(), Presses(ListLines))
async def lines(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListLines) -> list[Operation]:
    """A page of the lines."""
    return after_press(actor, notice_checking.list_lines(unit, actor, press.notice, press.page))


@router.callback_query(Linked(), Presses(ReviewImport))
async def review(_query: CallbackQuery, unit: Unit, actor: Actor, press: ReviewImport) -> list[Operation]:
    """What would be assigned."""
    return after_press(actor, notice_checking.show_review(unit, actor, press.notice))


@router.callback_query(Linked(), Presses(AssignLines))
async def assign(_query: CallbackQuery, unit: Unit, actor: Actor, press: AssignLines) -> list[Operation]:
    """What was accepted is assigned."""
    return after_press(actor, notice_assigning.assign_lines(unit, actor, press.notice, press.seen))


@router.callback_query(Linked(), Presses(AskAbandon))
async def ask_abandon(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskAbandon) -> list[Operation]:
    """Whether an import is to be given up."""
    return after_press(actor, notice_checking.ask_abandon(unit, actor, press.notice))


@router.callback_query(Linked(), Presses(AbandonImport))
async def abandon(_query: CallbackQuery, unit: Unit, actor: Actor, press: AbandonImport) -> list[Operation]:
    """An import is given up."""
    return after_press(actor, notice_checking.abandon(unit, actor, press.notice))


@router.callback_query(Linked(), Presses(SupplementImport))
async def supplement(_query: CallbackQuery, unit: Unit, actor: Actor, press: SupplementImport) -> list[Operation]:
    """A notice is imported again for what is missing."""
    return after_press(actor, notice_checking.supplement(unit, actor, press.notice))


@router.callback_query(Linked(), Presses(ShowImported))
async def imported(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowImported) -> list[Operation]:
    """What earlier imports became."""
    return after_press(actor, notice_checking.imported(unit, actor, press.notice))


@router.callback_query(Linked(), Presses(ChangeBasis))
async def basis(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChangeBasis) -> list[Operation]:
    """Which document assigns the tasks."""
    return after_press(actor, notice_correcting.change_basis(unit, actor, press.notice))


@router.callback_query(Linked(), Presses(LeaveImport))
async def leave(_query: CallbackQuery, unit: Unit, actor: Actor, press: LeaveImport) -> list[Operation]:
    """An import is left for later."""
    return after_press(actor, notice_checking.leave(unit, actor, press.notice))
