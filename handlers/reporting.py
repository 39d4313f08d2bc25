"""Writing and sending a report."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.forms import Attached, Event, Tap, Typed, Unreadable
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.texts import N_, Text
from bot.domain.verbs import AnswerForm, ChooseReport, ContinueDraft, MoveDraft, OpenAdhoc, OpenNilReport, OpenReport
from bot.services import home
from bot.services.people import enrolment
from bot.services.reporting import adhoc, forms, periodic
from handlers.files import file_of
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="reporting")

_VOICE = Text(
    N_(
        "The system cannot read voice messages yet. Please type the content"
        " or use the dictation of the phone's keyboard."
    )
)
_OTHER = Text(N_("The system takes text, photos and files. What was just sent has not been handled."))


@router.message(Linked(), Says("baocao", "report"))
async def report(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """Which report to send."""
    return after_message(actor, periodic.choose(unit, actor))


@router.callback_query(Linked(), Presses(ChooseReport))
async def choose(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """Which report to send."""
    return after_press(actor, periodic.choose(unit, actor))


@router.callback_query(Linked(), Presses(OpenReport))
async def begin(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenReport) -> list[Operation]:
    """Open the report of a seat for a period."""
    return after_press(actor, periodic.start(unit, actor, press.seat, press.period))


@router.callback_query(Linked(), Presses(OpenNilReport))
async def begin_nil(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenNilReport) -> list[Operation]:
    """Open the report of a seat for a period where it says that nothing new arose."""
    return after_press(actor, periodic.start_nil(unit, actor, press.seat, press.period))


@router.callback_query(Linked(), Presses(OpenAdhoc))
async def begin_adhoc(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenAdhoc) -> list[Operation]:
    """Open an ad hoc report."""
    return after_press(actor, adhoc.start(unit, actor, press.seat))


@router.callback_query(Linked(), Presses(ContinueDraft))
async def resume(_query: CallbackQuery, unit: Unit, actor: Actor, press: ContinueDraft) -> list[Operation]:
    """Continue a draft."""
    return after_press(actor, forms.resume(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(MoveDraft))
async def move(_query: CallbackQuery, unit: Unit, actor: Actor, press: MoveDraft) -> list[Operation]:
    """Move a draft into the next period."""
    return after_press(actor, periodic.move(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(AnswerForm))
async def answer(_query: CallbackQuery, unit: Unit, actor: Actor, press: AnswerForm) -> list[Operation]:
    """A choice of the form."""
    return after_press(actor, forms.answer(unit, actor, press.draft, Tap(press.rev, press.what, press.index)))


@router.message(Linked())
async def typed(message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """An answer to the open form; a code, or a request nobody understands, where none is open."""
    # Never an answer: a command that was mistyped must not get into a report.
    if (message.text or "").startswith("/"):
        return after_message(actor, home.unknown(actor))
    # An open form takes everything: a code is part of what is being written.
    if actor.open_draft is not None:
        return after_message(actor, forms.answer(unit, actor, actor.open_draft, _event(message, actor)))
    if message.text and enrolment.looks_like_code(message.text):
        return after_message(actor, enrolment.enter_as_member(unit, actor, message.text))
    if file_of(message, actor.caller.channel):
        return after_message(actor, home.stray_file(actor))
    return after_message(actor, home.unknown(actor))


def _event(message: Message, actor: Actor) -> Event:
    if message.text:
        return Typed(message.text, message.date)  # a channel's `date` is when it took the message
    attachment = file_of(message, actor.caller.channel)
    return Attached(attachment) if attachment else Unreadable(_VOICE if message.voice else _OTHER)
